"""The letters that tell of a pause, a longer limit, a hearing, a case sent upward. Facts only, no personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from yichuang.cases import queries
from yichuang.cases.letters import write
from yichuang.cases.models import Case, Extension, Hearing, Hold, InterestedParty
from yichuang.documents.models import Letter, LetterKind
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Party

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


def extension_notice(
    case: Case, asked: Extension, *, in_place_of: Account | None, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
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
    kind = LetterKind.EXTENSION_NOTICE
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, in_place_of=in_place_of)


def hearing_rights(
    case: Case, hearing: Hearing, *, to: InterestedParty | None, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """听证告知书: what about, and until when a hearing may be asked for (XKF 47)."""
    facts: dict[str, Any] = {"matter": hearing.matter, "legal_basis": ["《行政许可法》第四十七条"]}
    if hearing.apply_by:
        facts["apply_by"] = day(hearing.apply_by)
    facts["note"] = "申请人、利害关系人不承担行政机关组织听证的费用。"
    party = to.party if to else None
    return write(case, LetterKind.HEARING_RIGHTS, facts, by=by, at=at, mandate_id=mandate_id, to=party)


def hearing_notice(
    case: Case, hearing: Hearing, *, to: InterestedParty | None, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """听证通知书: time, place and chair, seven days before; its time is not counted (XKF 45, 48)."""
    facts = _meeting(hearing) | {
        "chair": hearing.chair.display_name if hearing.chair else "",
        "note": "认为主持人与本行政许可事项有直接利害关系的，有权申请回避。听证所需时间不计算在办理期限内。",
    }
    party = to.party if to else None
    return write(case, LetterKind.HEARING_NOTICE, facts, by=by, at=at, mandate_id=mandate_id, to=party)


def hearing_announcement(case: Case, hearing: Hearing, *, by: Actor, mandate_id: int | None, at: datetime) -> Letter:
    """听证公告 of a public hearing (XKF 46, 48)."""
    return write(case, LetterKind.HEARING_ANNOUNCEMENT, _meeting(hearing), by=by, at=at, mandate_id=mandate_id)


def _meeting(hearing: Hearing) -> dict[str, Any]:
    held_at = day(hearing.held_at) if hearing.held_at else ""
    return {
        "matter": hearing.matter,
        "held_at": held_at,
        "place": hearing.place,
        "legal_basis": ["《行政许可法》第四十八条"],
    }


def hearing_record(
    case: Case,
    hearing: Hearing,
    attendees: Sequence[str],
    statements: str,
    *,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """听证笔录, to be signed by those who took part (XKF 48)."""
    facts = _meeting(hearing) | {
        "chair": hearing.chair.display_name if hearing.chair else "",
        "attendees": list(attendees),
        "statements": statements.split("\n"),
    }
    del facts["legal_basis"]
    return write(case, LetterKind.HEARING_RECORD, facts, by=by, at=at, mandate_id=mandate_id)


def interested_party_notice(
    case: Case, told: InterestedParty, *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """利害关系人告知书, to the person himself (XKF 36)."""
    facts = {
        "interest": told.interest,
        "answer_by": day(told.answer_by),
        "legal_basis": ["《行政许可法》第三十六条"],
    }
    kind = LetterKind.INTERESTED_PARTY_NOTICE
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, to=told.party)


def statement_record(
    case: Case,
    place: str,
    statements: str,
    *,
    to: Party | None,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """陈述申辩笔录, to be signed by whoever spoke (XKF 36)."""
    facts = {"heard_at": day(at), "place": place, "statements": statements.split("\n")}
    return write(case, LetterKind.STATEMENT_RECORD, facts, by=by, at=at, mandate_id=mandate_id, to=to)


def forwarding_letter(
    case: Case, body: str, opinion: str, *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """转报函: the opinion and every material that goes up with it (XKF 35)."""
    names = [one.name for one in queries.materials_of(case)]
    facts = {
        "to_body": body,
        "opinion": opinion.split("\n"),
        "documents": names,
        "legal_basis": [
            "《行政许可法》第三十五条",
            "《行政许可法》第四十三条",
        ],
    }
    return write(case, LetterKind.FORWARDING_LETTER, facts, by=by, at=at, mandate_id=mandate_id)
