"""What a line of a correction notice stands on, and what became of it: its rule, its old and its new paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from yichuang.cases.models import Case, CaseMaterial, Correction, CorrectionLine, State
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.forms import ordered_fields
from yichuang.offices.models import Centre

LONGEST = 1000
MOST = 200


@dataclass(frozen=True)
class Looked:
    """A line for whoever looks again: its paper before and after, and where it stands (`open`, `answered`, `accepted`,
    `still_wrong`)."""

    line: CorrectionLine
    status: str
    before: Sequence[CaseMaterial]
    after: Sequence[CaseMaterial]


def material_of(content: Content, key: str) -> Material | None:
    """The material of the guide, parts and alternatives included."""
    return next((one for one in _all(content.materials) if one.key == key), None)


def _all(materials: Sequence[Material]) -> Iterator[Material]:
    for one in materials:
        yield one
        yield from _all(one.children)


def rule_of(content: Content, *, material_key: str = "", field: str = "") -> str:
    """By which rule of the guide the paper or field is judged: what counts as good, how it is filled in, what law asks
    for it. Nothing outside the guide may be asked for (AY 23)."""
    if material_key:
        found = material_of(content, material_key)
        said = [found.acceptance_standard, found.filling_notes, found.basis] if found else []
    else:
        said = [str(schema.get("description", "")) for key, schema in ordered_fields(content.form) if key == field]
    return "；".join(one for one in said if one)[:LONGEST]


def settle(case: Case, lines: Sequence[CorrectionLine]) -> None:
    """Whoever asks again has looked again: what he asks once more is still wrong, the other lines are accepted. Two
    statements."""
    again = {(line.material_key, line.field) for line in lines}
    before = list(CorrectionLine.objects.filter(correction__case=case, correction__taken_back_at=None, answered=True))
    for line in before:
        wrong = (line.material_key, line.field) in again
        line.found = CorrectionLine.Found.STILL_WRONG if wrong else CorrectionLine.Found.ACCEPTED
    CorrectionLine.objects.bulk_update(before, ["found"])


def looked(case: Case, notice: Correction, papers: Sequence[CaseMaterial]) -> list[Looked]:
    """The lines of a notice with the papers that lay in the case before and after its answer. Pure."""
    return [
        Looked(
            line=line,
            status=status_of(case, line),
            before=[one for one in papers if _is(one, line) and one.superseded_at == notice.answered_at],
            after=[one for one in papers if _is(one, line) and one.given_at == notice.answered_at],
        )
        for line in notice.lines.all()
    ]


def _is(paper: CaseMaterial, line: CorrectionLine) -> bool:
    return bool(line.material_key) and paper.key == line.material_key


def status_of(case: Case, line: CorrectionLine) -> str:
    """Where the line stands; what was accepted with the whole application is accepted."""
    if line.found:
        return str(line.found)
    if not line.answered:
        return "open"
    return "answered" if case.state in (State.SUBMITTED, State.CORRECTING) else str(CorrectionLine.Found.ACCEPTED)


def rounds_of(case: Case) -> list[tuple[Correction, list[Looked]]]:
    """Every notice of the case, the last first, line by line. Three statements."""
    notices = list(Correction.objects.filter(case=case).prefetch_related("lines").order_by("-round"))
    papers = list(CaseMaterial.objects.filter(case=case).select_related("file")) if notices else []
    return [(notice, looked(case, notice, papers)) for notice in notices]


def asked_again(centre: Centre) -> QuerySet[Correction]:
    """The notices after the first one, with why that was not told in the first, the last first: for supervision (XKF
    32(4), 72(4))."""
    found = Correction.every.filter(case__centre=centre).exclude(why_again="")
    return found.select_related("case__item_version", "case__department", "told_by").order_by("-told_at", "-id")
