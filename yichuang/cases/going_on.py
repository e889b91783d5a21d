"""Going on from one case to the next (一链办理): nothing is asked twice, and what waited for a result gets it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refusals, Refused
from yichuang.cases import applying, chaining, life_cycle, queries, registers, timing
from yichuang.cases.deeming import Report
from yichuang.cases.library import Library, Paper
from yichuang.cases.models import Case, CaseMaterial, Certificate, Draft, Hold, State
from yichuang.catalogue.content import Content
from yichuang.catalogue.models import ItemVersion
from yichuang.documents.models import LetterKind
from yichuang.people.actors import SYSTEM, Actor

BATCH: Final = 200
"""How many cases go on in one run."""
_ABOUT_THE_ANSWER: Final = ("title", "type", "format", "x-format", "enum", "pattern", "items", "properties", "const")
"""What must be the same in two forms for an answer to mean the same in both."""
log = logging.getLogger(__name__)


class StillPending(Refused):
    """The former case has not come to its end."""

    code = "still_pending"


def carried(former: Case, content: Content) -> dict[str, Any]:
    """The answers of the former case to those questions that the next form asks in the same words, of the same kind and
    with the same choices. No statement."""
    asked_then = former.item_version.parsed.form.get("properties", {})
    given = former.answers.open() if former.answers else {}
    asked_now = content.form.get("properties", {})
    same = {key for key, field in asked_now.items() if _same(asked_then.get(key, {}), field)}
    return {key: value for key, value in given.items() if key in same}


def _same(then: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return all(then.get(part) == now.get(part) for part in _ABOUT_THE_ANSWER)


def papers(former: Case, version: ItemVersion, *, by: Actor, at: datetime) -> dict[str, Paper]:
    """By key of the next item's material: the paper that lies in the former case and may be taken again. At most four
    statements."""
    lying = Library(former.centre, former.applicant, by, at).papers(version.parsed.materials)
    there = {one.file_id for one in queries.materials_of(former)} if lying else set()
    found = {key: next((one for one in these if one.file.pk in there), None) for key, these in lying.items()}
    return {key: paper for key, paper in found.items() if paper is not None}


def begin_next(*, former: Case, version: ItemVersion, by: Actor, at: datetime) -> Draft:
    """Begin the application that follows this case: what was answered and handed in there stands in it, and can be
    changed. Nothing that was typed already is written over. Raises NotRelated, NotOffered, NotAllowed."""
    wrong = chaining.check(former, version=version, applicant=former.applicant)
    if wrong:
        raise Refusals(wrong)
    draft = applying.begin_draft(version=version, applicant=former.applicant, by=by, at=at)
    if draft.follows_id is None:
        draft.follows = former
        draft.save(update_fields=["follows"])
    answers = carried(former, version.parsed)
    if answers and not (draft.answers and draft.answers.open()):
        applying.change_draft(draft=draft, answers=answers, at=at)
    if not draft.materials:
        taken = {key: [str(paper.file.pk)] for key, paper in papers(former, version, by=by, at=at).items()}
        applying.change_draft(draft=draft, materials=taken, at=at)
    return draft


def go_on(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """The case that this one waited for is over: with its result as a paper if it brought one, without it if not, the
    application is looked at like any other, and its limits begin now. Raises StillPending."""
    with transaction.atomic():
        case = queries.locked(case)
        held = Hold.objects.filter(case=case, kind=Hold.Kind.PARENT, until__isnull=True).first()
        if held is None or case.follows is None:
            return case
        former = queries.with_context().get(pk=case.follows.pk)
        if chaining.is_pending(former):
            raise StillPending(_("前一件办件还没有办结。"))
        brought = chaining.is_there(former)
        held.until, held.result = at, _RESULTS[brought]
        held.save(update_fields=["until", "result"])
        if brought:
            _lay_result(case, former, at=at)
        if case.state == State.SUBMITTED:
            timing.set_review_due(case, at=at)
        case.version += 1
        case.save(update_fields=["due_at", "warn_at", "deemed_at", "version"])
        act = "go_on" if brought else "go_on_without"
        life_cycle.note(case=case, act=act, by=by, at=at, detail={"follows": former.number})
    return case


_RESULTS: Final = {True: "前一件已经办成，结果放进了本件的材料。", False: "前一件没有办成。"}


def _lay_result(case: Case, former: Case, *, at: datetime) -> None:
    """What the former case brought lies in this one as the paper that the guide asks for."""
    named = chaining.relation(former, case.item_version)
    keys = chaining.paper_of(named, case.item_version.parsed)
    letter = queries.letters_of(former).filter(kind=LetterKind.RESULT, revoked_at__isnull=True).last()
    if not keys or named is None or letter is None:
        return
    file = registers.as_file(letter, f"{former.item_version.name} {former.number}", at)
    certificate = Certificate.objects.filter(case=former).first()
    CaseMaterial.objects.create(
        case=case,
        key=keys[0],
        name=named.paper,
        file=file,
        certificate=certificate,
        fetched_from=former.department.name,
        given_at=at,
    )


def go_on_all(*, at: datetime, most: int = BATCH) -> Report:
    """Every case whose former is over goes on, each in a transaction of its own; what somebody works on this moment is
    left for the next run."""
    report = Report()
    waiting = Hold.objects.filter(kind=Hold.Kind.PARENT, until__isnull=True)
    over = Case.objects.exclude(chaining.pending())
    for held in waiting.filter(case__follows__in=over).select_related("case").order_by("id")[:most]:
        case = held.case
        try:
            report.done += _free_to_go_on(case.pk, at=at)
        except Exception:
            # Whatever it is: the others go on all the same.
            log.exception("going on failed: case %s", case.number)
            report.failed.append(case.number)
    return report


def _free_to_go_on(pk: UUID, *, at: datetime) -> int:
    with transaction.atomic():
        free = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if free is None:
            return 0
        go_on(case=free, at=at)
        return 1
