"""Everything a case page shows, gathered in a bounded number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.utils.translation import get_language

from yichuang.cases import chaining, correction_lines, intermediaries, library, looking, queries, signed_copies
from yichuang.cases.afterwards import mapping
from yichuang.cases.library import Origin
from yichuang.cases.models import ArchiveRecord, Case, CaseMaterial, Correction, Decision, Opinion, State
from yichuang.cases.pausing import touched
from yichuang.cases.pausing.hearing import hearing_of
from yichuang.cases.pausing.upward import forwarding_of
from yichuang.cases.promises.shown import promised_in
from yichuang.people.models import Role
from yichuang.people.reading import Seen
from yichuang.web.desk import aftermath, delivering, line, sheets, story
from yichuang.web.desk.acts import Choice, choices
from yichuang.web.desk.finding import sees_persons
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.identity import IdentityForm
from yichuang.web.desk.forms.review import ReviewForm
from yichuang.web.desk.sheets import Sheet
from yichuang.web.kit.request import Request
from yichuang.web.kit.schema_forms import shown
from yichuang.web.permissions import TABLE, may_use

SPOKEN: Final = frozenset(("case.make_statement", "case.make_statement_as_touched"))
"""What stands in the history of a case in which somebody stated his case in writing."""
SIGNED: Final = frozenset(("case.signed_copy", "case.deliver"))
"""What stands in it when a letter may have been signed for."""


@dataclass(frozen=True)
class Handed:
    """A material of the case, what can be looked at of it, and from which earlier case it was taken."""

    material: CaseMaterial
    sheet: Sheet | None
    origin: Origin | None


def context(request: Request, case: Case, *, tried: ActForm | None = None, noun: str = "") -> dict[str, Any]:
    """What `desk/case.html` needs."""
    person = sees_persons(request)
    if person:
        looking.note(case, Seen.CASE, by=request.actor, at=request.now)
    history = list(queries.history(case))
    laid_out = choices(case, request.actor, history, at=request.now, tried=tried, noun=noun)
    if tried is not None and not any(choice.form is tried for choice in laid_out):
        _tell_refusal(request, tried)
    only_asked = queries.is_only_asked(case, request.actor, at=request.now)
    opinions = list(queries.opinions_of(case))
    entries = [] if only_asked else history
    found = {
        "case": case,
        "only_asked": only_asked,
        "content": case.item_version.parsed,
        "state_tone": story.state_tone(case.state, case.outcome),
        "choices": laid_out,
        "told": story.tell(entries),
        "opinions": opinions,
        "decision": Decision.objects.select_related("by", "in_place_of", "mandate__grantor").filter(case=case).first(),
        "notice": _notice(case),
        "promised": promised_in(case),
        "rounds": correction_lines.rounds_of(case),
        "holds": case.holds.order_by("since", "id"),
        "hearing": hearing_of(case),
        "forwarding": forwarding_of(case),
        "extensions": case.extensions.select_related("answered_by").order_by("asked_at"),
        "sees_persons": person,
        "archived": None if case.is_open else ArchiveRecord.objects.filter(case=case).first(),
        "inspections": queries.inspections_of(case),
        "experts": queries.experts_of(case),
        "me": request.actor.account,
    }
    found |= _steps(case, opinions) | delivering.context(case) | _chain(request, case)
    found |= aftermath.context(case, at=request.now)
    found |= {} if only_asked else _ways_on(request, case)
    acts = {one.act for one in entries}
    return found | (_personal(request, case, laid_out, only_asked=only_asked, acts=acts) if person else {})


def _tell_refusal(request: Request, tried: ActForm) -> None:
    """The case moved on meanwhile: the form is gone from the page, its refusal must not be."""
    for _target, sentence in tried.summary:
        messages.error(request, sentence)


def _steps(case: Case, opinions: list[Opinion]) -> dict[str, Any]:
    """The line of its steps, by when something has to be done next, and what intermediaries take besides."""
    places = line.of(queries.steps_of(case), opinions, case.item_version.parsed)
    return {"line": places, "due_at": line.next_due(case, places), "intermediaries": intermediaries.of(case)}


def _ways_on(request: Request, case: Case) -> dict[str, Any]:
    """The pages beside that of the case which are open to whoever asks."""
    may = {name: may_use(TABLE[f"desk:{name}"], request.actor) for name in ("fees", "package", "reentry")}
    return {
        "may_charge": may["fees"] and bool(case.item_version.parsed.fees),
        "may_package": may["package"] and not case.is_open,
        "screens": mapping.mappings_for(case, at=request.now) if may["reentry"] else [],
    }


def _chain(request: Request, case: Case) -> dict[str, Any]:
    """The cases before and after it, and for a clerk where the applicant can go on to."""
    onward = chaining.offered_next(case, at=request.now) if request.actor.has(Role.CLERK) else []
    return {"linked": chaining.linked(case, by=request.actor, at=request.now), "onward": onward}


def _notice(case: Case) -> Correction | None:
    """The correction that waits for the applicant."""
    if case.state != State.CORRECTING:
        return None
    return Correction.objects.filter(case=case, answered_at=None).prefetch_related("lines").first()


def _personal(
    request: Request, case: Case, laid_out: list[Choice], *, only_asked: bool, acts: set[str]
) -> dict[str, Any]:
    """The applicant's data: what he handed in for whoever has a step, letters and number for the department itself."""
    reviewed = [paper for one in laid_out if isinstance(one.form, ReviewForm) for paper in one.form.papers]
    materials = reviewed or queries.materials_of(case)
    origins = library.origins(case, materials)
    handed = [Handed(m, sheets.of_material(case, m), origins.get(m.file_id)) for m in materials]
    letters = [] if only_asked else _letters(case, acts)
    statements = list(touched.statements_of(case)) if only_asked or acts.intersection(SPOKEN) else []
    looking.note_statements(case, statements, seen=Seen.CASE, by=request.actor, at=request.now)
    return {
        "statements": statements,
        "answers": _answers(case),
        "former": _former(case),
        "situations": [s for key in case.situations if (s := case.item_version.parsed.situation(key))],
        "handed": handed,
        "letters": letters,
        "sheet": _chosen(request, [h.sheet for h in handed if h.sheet], letters),
        "identity": None if only_asked else IdentityForm(),
    }


def _letters(case: Case, acts: set[str]) -> list[Sheet]:
    signed = signed_copies.of_case(case) if acts.intersection(SIGNED) else {}
    return [sheets.of_letter(case, letter, signed.get(letter.pk)) for letter in queries.letters_of(case)]


def _chosen(request: Request, scans: list[Sheet], letters: list[Sheet]) -> Sheet | None:
    """What is looked at: what the address names, else the first scan, else the last letter."""
    wanted = request.GET.get("look", "")
    for sheet in [*scans, *letters]:
        if sheet.key == wanted:
            return sheet
    return scans[0] if scans else letters[-1] if letters else None


def _answers(case: Case) -> list[tuple[str, str]]:
    if not case.answers:
        return []
    english = (get_language() or "").startswith("en")
    return shown(case.item_version.parsed.form, case.answers.open(), english=english)


def _former(case: Case) -> list[tuple[str, str, datetime]]:
    """What stood in a field before it was put right: its name, its words, until when."""
    english = (get_language() or "").startswith("en")
    form = case.item_version.parsed.form
    rows = [one for one in case.former_answers.all() if one.value is not None]
    told = [(shown(form, {one.field: one.value.open()}, english=english), one.replaced_at) for one in rows]
    return [(label, words, at) for pairs, at in told for label, words in pairs]
