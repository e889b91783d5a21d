"""What a line of a correction notice stands on, and what became of it: its rule, its old and its new paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases.models import Case, CaseMaterial, Correction, CorrectionLine, State
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.forms import ordered_fields
from yichuang.offices.models import Centre

LONGEST = 1000
MOST = 200
REMARK = 300


class Forgotten(Refused):
    """What was found still wrong is left out of the letter that tells everything."""

    code = "correction_forgotten"


@dataclass(frozen=True)
class Looked:
    """A line for whoever looks again: its paper before and after, where it stands (`open`, `answered`, `accepted`,
    `still_wrong`), and the material of the guide with its blank form and its sample."""

    line: CorrectionLine
    status: str
    before: Sequence[CaseMaterial]
    after: Sequence[CaseMaterial]
    material: Material | None = None


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
    """Whoever asks again has looked again: what he asks once more is still wrong, and why; the other lines are
    accepted. A line that was marked as still wrong is asked again too: everything is told at once. Two statements."""
    again = {(line.material_key, line.field): line.reason for line in lines}
    before = list(CorrectionLine.objects.filter(correction__case=case, correction__taken_back_at=None, answered=True))
    last = max((line.correction_id for line in before), default=0)
    for line in before:
        why = again.get((line.material_key, line.field), "")
        if line.found == line.Found.STILL_WRONG and line.correction_id == last and not why:
            raise Forgotten(
                _("“%(what)s”核对为仍不合格，却没有列入这一次告知。请一并写明，或者先改为已合格。")
                % {"what": line.what},
                field="defects",
            )
        line.found = line.Found.STILL_WRONG if why else line.Found.ACCEPTED
        line.remark = line.remark or why[:REMARK] if why else ""
    CorrectionLine.objects.bulk_update(before, ["found", "remark"])


def still_wrong(case: Case) -> dict[tuple[str, str], str]:
    """What somebody who looked found still wrong in the last answer, and why: what the next letter has to tell. One
    statement."""
    last = Correction.objects.filter(case=case).order_by("-round").values("pk")[:1]
    lines = CorrectionLine.objects.filter(correction__in=last, found=CorrectionLine.Found.STILL_WRONG)
    return {("material", o.material_key) if o.material_key else ("field", o.field): o.remark for o in lines}


def looked(case: Case, notice: Correction, papers: Sequence[CaseMaterial]) -> list[Looked]:
    """The lines of a notice with the papers that lay in the case before and after its answer. Pure."""
    return [
        Looked(
            line=line,
            status=status_of(case, line),
            before=[one for one in papers if _is(one, line) and one.superseded_at == notice.answered_at],
            after=[one for one in papers if _is(one, line) and one.given_at == notice.answered_at],
            material=material_of(case.item_version.parsed, line.material_key),
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


def asked_anyway(centre: Centre) -> QuerySet[CorrectionLine]:
    """The shared papers that applicants were asked for all the same, with the reason, the last first: for supervision
    (国务院令第716号第七条)."""
    found = CorrectionLine.objects.filter(correction__case__centre=centre).exclude(asked_anyway="")
    joined = ("correction__case__item_version", "correction__case__department", "correction__told_by")
    return found.select_related(*joined).order_by("-correction__told_at", "-id")


def asked_again(centre: Centre) -> QuerySet[Correction]:
    """The notices after the first one, with why that was not told in the first, the last first: for supervision (XKF
    32(4), 72(4))."""
    found = Correction.every.filter(case__centre=centre).exclude(why_again="")
    return found.select_related("case__item_version", "case__department", "told_by").order_by("-told_at", "-id")
