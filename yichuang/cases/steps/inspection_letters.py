"""The letters of a visit: the notice beforehand, the record afterwards."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from yichuang.cases.letters import write
from yichuang.cases.models import Case, Inspection, SiteFinding
from yichuang.documents.models import Letter, LetterKind
from yichuang.offices.models import Department
from yichuang.people.actors import Actor

LAW = "《中华人民共和国行政许可法》第三十四条第三款"
LABELS = {SiteFinding.CONFORM: "符合要求", SiteFinding.NOT_CONFORM: "不符合要求", SiteFinding.PUT_RIGHT: "限期改正"}


def visitors(visit: Inspection) -> list[str]:
    """From which department how many officers come; whoever is visited learns no names before they show their card."""
    prefetch_related_objects([visit], "team__department")  # nothing to ask where they were read with the visit
    team = sorted(visit.team.all(), key=lambda one: one.pk)
    counted = Counter(one.department.name for one in team)
    return [f"{department}{n}名工作人员" for department, n in counted.items()]


def told(case: Case) -> list[tuple[Inspection, list[str]]]:
    """The visits that the applicant was told of and that still count, each with who comes."""
    rows = case.inspections.exclude(state=Inspection.State.DROPPED).prefetch_related("team__department").order_by("id")
    return [(visit, visitors(visit)) for visit in rows]


def notice(
    case: Case, visit: Inspection, department: Department, *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """现场核查（勘验）通知书 of the department that visits: when, where, who comes, what is looked at
    (XKF 34(3); AY 37)."""
    facts: dict[str, Any] = {
        "visit_at": timezone.localtime(visit.visit_at).isoformat(),
        "place": visit.place,
        "visitors": visitors(visit),
        "points": visit.points,
        "legal_basis": [LAW],
    }
    kind = LetterKind.INSPECTION_NOTICE
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, department=department)


def record(case: Case, visit: Inspection, *, by: Actor, mandate_id: int | None, at: datetime) -> Letter:
    """核查（勘验）笔录: who looked at what, what was found, what it comes to, and the digests of the photographs."""
    team = visit.team.select_related("account", "department").order_by("id")
    findings = [f"{point}：{found}" for point, found in zip(visit.points, visit.found, strict=True)]
    findings.append("申请人一方到场。" if visit.applicant_present else "申请人一方没有到场。")
    if visit.statement:
        findings.append(f"申请人一方陈述：{visit.statement}")
    facts: dict[str, Any] = {
        "inspected_at": timezone.localtime(visit.visit_at).isoformat(),
        "place": visit.place,
        "inspectors": [f"{one.department.name}{one.account.display_name}" for one in team],
        "findings": findings,
        "conclusion": _conclusion(visit),
    }
    digests = list(visit.photographs.order_by("at", "id").values_list("file__digest", flat=True))
    if digests:
        told = [f"照片{number}：{digest}" for number, digest in enumerate(digests, start=1)]
        facts["note"] = [f"现场照片{len(digests)}张，文件摘要（SHA-256）如下", *told]
    return write(case, LetterKind.INSPECTION_RECORD, facts, by=by, at=at, mandate_id=mandate_id)


def _conclusion(visit: Inspection) -> str:
    words = LABELS[SiteFinding(visit.finding)]
    return f"{words}，{visit.put_right_by:%Y-%m-%d}前改正" if visit.put_right_by else words
