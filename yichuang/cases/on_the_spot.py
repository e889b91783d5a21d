"""Errors that can be put right on the spot are put right there and then, without a letter (XKF 32(3))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.cases import applying, correcting, deeming, life_cycle, queries, standing
from yichuang.cases.models import Case
from yichuang.cases.rules import Given, asked_of, empty_handed, keys_of, material_titles, missing, not_asked
from yichuang.catalogue.forms import check_form
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


def correct_on_the_spot(
    *,
    case: Case,
    answers: Mapping[str, Any] | None = None,
    materials: Sequence[Given] = (),
    confirmed: bool,
    by: Actor,
    at: datetime,
) -> Case:
    """The clerk lets the applicant, who stands before him and confirms it, put right a field or replace a paper.

    `answers` are the fields as they shall read, None for one that shall be empty; those that read so already count for
    nothing. No letter goes out, no round of correction is counted, and no limit moves: the application came in when it
    came in.
    """
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "correct_on_the_spot")
        warrant = standing.require_power(case, Power.CORRECT, by=by, at=at)
        before = case.answers.open() if case.answers else {}
        changed = {key: value for key, value in (answers or {}).items() if before.get(key) != value}
        if not changed and not materials:
            raise Invalid(_("没有需要更正的内容：请修改填写的内容，或者收下更换的材料。"), field="answers")
        after = _checked(case, before, changed, materials, by=by, at=at)
        if not confirmed:
            raise Invalid(_("请让申请人当面核对更正后的内容，再勾选“申请人已核对确认”。"), field="confirmed")
        correcting.replace(case, before=before, after=after, materials=materials, at=at)
        life_cycle.move(
            case=case,
            name="correct_on_the_spot",
            by=by,
            at=at,
            mandate_id=standing.mandate_id(warrant),
            detail={"corrected": _named(case, changed, materials), "confirmed": True},
            answers=after,
            deemed_at=case.deemed_at,
        )
    return case


def _checked(
    case: Case,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    materials: Sequence[Given],
    *,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """The form as it will stand. Everything that is wrong is told at once."""
    content = case.item_version.parsed
    names = material_titles(content)
    after = {key: value for key, value in {**before, **changed}.items() if value is not None}
    wrong: list[Refused] = [*applying.unusable_files(materials, names=names, by=by)]
    wrong += empty_handed(materials, names=names)
    try:
        after = check_form(content, after, on=timezone.localdate(at))
    except Refusals as refusals:
        wrong += refusals.refusals
    wrong += _misplaced(case, before, after, materials)
    if wrong:
        raise Refusals(wrong)
    return after


def _misplaced(
    case: Case, before: Mapping[str, Any], after: Mapping[str, Any], materials: Sequence[Given]
) -> list[Refused]:
    """One sentence for each paper that nobody asked for, and for each that only the form as corrected asks for."""
    names = material_titles(case.item_version.parsed)
    wanted, lying = asked_of(case, after), [*queries.given(case), *materials]
    known, lacked = set(keys_of(wanted)), {one.key for one in missing(asked_of(case, before), lying)}
    strange = not_asked(sorted({g.key for g in materials} - known), names=names)
    besides = [
        Invalid(_("这样更正以后还需要材料“%(name)s”，请一并收下。") % {"name": one.title}, field=f"materials.{one.key}")
        for one in missing(wanted, lying)
        if one.key not in lacked
    ]
    return [*strange, *besides]


def _named(case: Case, changed: Mapping[str, Any], materials: Sequence[Given]) -> str:
    """What was put right, by the names of the guide: no word of what stands there."""
    names = queries.names_of(case.item_version.parsed)
    things = [("field", key) for key in changed] + [
        ("material", key) for key in dict.fromkeys(g.key for g in materials)
    ]
    return "、".join(names.get(thing, thing[1]) for thing in things)
