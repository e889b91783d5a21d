"""The letters that tell of a pause, a longer limit, a hearing, a case sent upward. Facts only, no personal data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from yichuang.cases.letters import write
from yichuang.cases.models import Case, Extension, Hold
from yichuang.documents.models import Letter, LetterKind
from yichuang.people.actors import Actor

UNITS = {"working_days": "个工作日", "calendar_days": "日", "hours": "小时", "months": "个月", "years": "年"}


def day(when: datetime) -> str:
    """The moment as a letter holds it."""
    return timezone.localtime(when).isoformat()


def special_procedure_notice(
    case: Case, hold: Hold, *, days: int, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """特别程序告知书: which procedure, why, how long it takes, by what law it is not counted (XKF 45; AY 37)."""
    facts: dict[str, Any] = {
        "procedure": hold.title,
        "time_needed": f"{days}个工作日",
        "started_on": day(hold.since),
        "reasons": hold.reason,
        "legal_basis": [hold.basis],
    }
    if hold.expected_until:
        facts["ends_on"] = day(hold.expected_until)
    return write(case, LetterKind.SPECIAL_PROCEDURE_NOTICE, facts, by=by, at=at, mandate_id=mandate_id)


def extension_form(
    case: Case, asked: Extension, *, said: str, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """延期决定审批表, an internal form: who asked why, and what the head of the body said."""
    verdict = "准予延长" if asked.granted else "不予延长"
    steps = [
        {"step": "承办人申请", "opinion": asked.reason},
        {"step": "行政机关负责人审批", "opinion": f"{verdict}。{said}"},
    ]
    facts = {"reasons": asked.reason, "steps": steps, "conclusion": verdict, "legal_basis": [asked.basis]}
    return write(case, LetterKind.EXTENSION_FORM, facts, by=by, at=at, mandate_id=mandate_id)


def extension_notice(case: Case, asked: Extension, *, by: Actor, mandate_id: int | None, at: datetime) -> Letter:
    """延期决定通知书: who approved it, the new date, why; and that the promise was not extended (XKF 42; YSHJ 36)."""
    facts: dict[str, Any] = {
        "reasons": asked.reason,
        "approved_by": f"{case.department.name}负责人",
        "former_due": day(asked.due_before),
        "extended_by": f"{'共' if asked.total else ''}{asked.length}{UNITS.get(asked.unit, asked.unit)}",
        "legal_basis": [asked.basis],
    }
    if asked.government_approval:
        facts["approved_by"] = f"本级人民政府负责人（{asked.government_approval}）"
    if asked.due_after:
        facts["new_due"] = day(asked.due_after)
    return write(case, LetterKind.EXTENSION_NOTICE, facts, by=by, at=at, mandate_id=mandate_id)
