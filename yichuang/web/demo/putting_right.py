"""What the applicants of the morning put right: after a letter, line by line, or there and then at the window."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import correcting, marking, on_the_spot
from yichuang.cases.correcting import Defect
from yichuang.cases.marking import Mark
from yichuang.cases.models import Case
from yichuang.cases.rules import Given
from yichuang.people.actors import Actor
from yichuang.web.demo import pictures

BLURRED = "扫描件不清晰，看不清印章和日期，请重新提供清晰的完整页面。"


def ask(case: Case, clerk: Actor, at: datetime) -> Case:
    """What was handed in first, at most three papers, is not good enough; a case without papers stays as it is."""
    keys = [one.key for one in case.item_version.parsed.materials]
    laid = set(case.materials.filter(superseded_at=None).values_list("key", flat=True))
    defects = [Defect(material_key=key, reason=BLURRED) for key in keys if key in laid][:3]
    return correcting.ask_correction(case=case, defects=defects, by=clerk, at=at) if defects else case


def answer(case: Case, citizen: Actor, at: datetime) -> Case:
    """Everything that the letter asks for comes anew."""
    notice = case.corrections.get(answered_at=None)
    file = pictures.upload(case.item_version.name, by=citizen, at=at)
    given = [Given(key=line.material_key, file_id=file.pk) for line in notice.lines.all()]
    return correcting.correct(case=case, materials=given, by=citizen, at=at)


def mark(case: Case, clerk: Actor, at: datetime) -> Case:
    """The last line is still wrong; the others are put right."""
    lines = list(marking.require_answered(case).lines.all())
    last = lines[-1].position
    marks = [Mark(o.position, right=True) for o in lines[:-1]]
    marks.append(Mark(last, right=False, remark="证件已过有效期。"))
    return marking.mark_lines(case=case, marks=marks, by=clerk, at=at)


def ask_again(case: Case, clerk: Actor, at: datetime) -> Case:
    """What is still wrong is told once more, with why that could not be told at once."""
    defects = [
        Defect(material_key=line.material_key, reason="证件已过有效期，请提供有效的证件。")
        for line in marking.require_answered(case).lines.filter(found="still_wrong")
    ]
    why = "第一次提交的扫描件看不清有效期，清晰的扫描件交来以后才看出已经过期。"
    return correcting.ask_correction(case=case, defects=defects, why_again=why, by=clerk, at=at)


def at_the_window(case: Case, clerk: Actor, at: datetime) -> Case:
    """The applicant brings a better copy of the first paper to the window."""
    first = case.materials.filter(superseded_at=None).order_by("id").first()
    if first is None:
        return case
    given = [Given(key=first.key, originals=1, original_seen=True)]
    return on_the_spot.correct_on_the_spot(case=case, materials=given, confirmed=True, by=clerk, at=at)
