"""What each letter of a case must hold (文书). Facts only, no personal data: the name is filled in when it is drawn.

Every letter carries the name and seal of the department whose power it is, never the centre's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import translation

from yichuang.cases import correction_lines
from yichuang.cases.afterwards import linking
from yichuang.cases.life_cycle import subject
from yichuang.cases.models import Case, Certificate, Correction, CorrectionLine, Decision, Outcome
from yichuang.cases.rules import Given, material_names
from yichuang.catalogue.rules import limit_for
from yichuang.documents.authority import standing_in
from yichuang.documents.kinds import title_of
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.sheets import SHEETS
from yichuang.documents.writing import write_letter
from yichuang.offices.models import Department, SealKind
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Party

ACCEPTANCE_LAW: Final = "《中华人民共和国行政许可法》第三十二条第一款第四项"
LAPSE_LAW: Final = "《安阳市政务服务条例》第三十六条"


def write(
    case: Case,
    kind: LetterKind,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    mandate_id: int | None = None,
    to: Party | None = None,
    department: Department | None = None,
    in_place_of: Account | None = None,
    seal: SealKind | None = None,
) -> Letter:
    """One letter of the case, to its applicant or to whom it names, with the facts that all letters have in common.

    `department` writes it, when another than that of the case has a step of its own to tell of; `in_place_of` is whom
    the officer stands in for (AB角), so that the letter names both; `seal` is another than that of its kind."""
    common = {"item_type": case.item_version.parsed.item_type, "submitted_at": case.submitted_at.isoformat()}
    return write_letter(
        kind=kind,
        department=department or case.department,
        addressee=to or case.applicant,
        subject=subject(case),
        item_name=case.item_version.name,
        facts={**common, **facts, **standing_in(by, str(in_place_of or ""))},
        by=by,
        mandate_id=mandate_id,
        at=at,
        seal=seal,
    )


def _materials(case: Case, given: Iterable[Given]) -> list[dict[str, Any]]:
    names = material_names(case.item_version.parsed)
    lines: dict[str, dict[str, Any]] = {}
    for g in given:
        blank = {"name": names.get(g.key, g.key), "originals": 0, "copies": 0, "files": 0, "original_seen": False}
        line = lines.setdefault(g.key, blank)
        line["originals"] += g.originals
        line["copies"] += g.copies
        line["files"] += int(g.file_id is not None)
        line["original_seen"] |= g.original_seen
    return list(lines.values())


def receipt(case: Case, given: Sequence[Given], *, note: str = "", by: Actor, at: datetime) -> Letter:
    """收件凭证: list and number of the materials, date, number and query code (AY 36); `note` is told besides."""
    facts: dict[str, Any] = {"materials": _materials(case, given)}
    if case.due_at:
        facts["review_by"] = case.due_at.isoformat()
    if note:
        facts["note"] = note
    return write(case, LetterKind.RECEIPT, facts, by=by, at=at)


def acceptance_notice(case: Case, given: Sequence[Given], *, by: Actor, mandate_id: int | None, at: datetime) -> Letter:
    """受理通知书: dated, with both dates of the decision and the list of what was taken in (XKF 32, last paragraph)."""
    return write(case, LetterKind.ACCEPTANCE_NOTICE, acceptance_facts(case, given), by=by, at=at, mandate_id=mandate_id)


def acceptance_facts(case: Case, given: Sequence[Given]) -> dict[str, Any]:
    """What every notice of acceptance holds: the materials, both dates of the decision, and of a renewal that comes
    late what that means (XKF 50)."""
    facts: dict[str, Any] = {
        "materials": _materials(case, given),
        "provisional": case.due_is_provisional,
    }
    limits = limit_for(case.item_version.parsed, case.situations)
    for name, limit, due_at in (
        ("statutory", limits.statutory, case.statutory_due_at),
        ("promised", limits.promised, case.promised_due_at),
    ):
        if due_at:
            facts[f"{name}_due"] = due_at.isoformat()
            facts[f"{name}_limit"] = limit.text if limit else ""
    if note := linking.notice_of(case):
        facts["note"] = note
    return facts


def deemed_acceptance(case: Case, given: Sequence[Given], *, law: str, by: Actor, at: datetime) -> Letter:
    """受理通知书 of an application that is deemed to be accepted: since when, and by what law (XKF 32(4); AY 36)."""
    assert case.accepted_at is not None  # noqa: S101 - it was accepted a moment ago
    since = case.accepted_at.isoformat()
    why = f"逾期没有一次告知需要补正的全部内容，依照{law or ACCEPTANCE_LAW}，自收到申请材料之日起即为受理"
    facts = acceptance_facts(case, given) | {"accepted_at": since, "deemed": why}
    return write(case, LetterKind.ACCEPTANCE_NOTICE, facts, by=by, at=at)


def lapse_of_correction(case: Case, notice: Correction, *, by: Actor, at: datetime) -> Letter:
    """视为撤回告知书: what was not answered, since when it counts as withdrawn, by what law (AY 36)."""
    facts = {
        "reasons": [f"未在补正告知书规定的期限内补正：{line.what}" for line in notice.lines.all()],
        "lapsed_on": notice.answer_by.isoformat(),
        "legal_basis": [LAPSE_LAW],
    }
    return write(case, LetterKind.LAPSE_NOTICE, facts, by=by, at=at)


def correction_notice(
    case: Case, notice: Correction, lines: Sequence[CorrectionLine], *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """补正告知书: all items in one letter, the deadline and what default does (XKF 32(4); AY 36)."""
    facts = {
        "items": [
            {"what": line.what, "reason": _reason_of(line), "rule": _rule_and_sample(case, line)} for line in lines
        ],
        "answer_by": notice.answer_by.isoformat(),
        "default_effect": f"逾期未补正的，视为撤回申请（{LAPSE_LAW}）。",
        "how": f"请在网上“我的办件”里逐项补正，或者送到{case.centre.name}综合窗口。",
    }
    return write(case, LetterKind.CORRECTION_NOTICE, facts, by=by, at=at, mandate_id=mandate_id)


def _reason_of(line: CorrectionLine) -> str:
    """What is wrong; of a shared paper first why it is asked of the applicant all the same."""
    if not line.asked_anyway:
        return line.reason
    with translation.override("zh-hans"):
        return f"本材料可以共享，仍请您提交的原因：{CorrectionLine.Anyway(line.asked_anyway).label}。{line.reason}"


def _rule_and_sample(case: Case, line: CorrectionLine) -> str:
    """By which rule the line is judged, and where there is something to go by."""
    paper = correction_lines.material_of(case.item_version.parsed, line.material_key)
    offered = [name for name, file in (("空白表格", paper.blank), ("填写样表", paper.sample)) if file] if paper else []
    where = f"办事指南（{case.item.code}）附有{'、'.join(offered)}，窗口也可领取" if offered else ""
    return "。".join(part.rstrip("。") for part in (line.rule, where) if part)


@dataclass(frozen=True)
class Saying:
    """Why a letter is taken back, what follows for whoever got it, and until when the office now has time."""

    reason: str
    effect: str
    due: datetime | None = None


def taking_back_notice(
    case: Case,
    former: Letter,
    told: Saying,
    *,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """收回告知书: which letter counts no more, why, and what that means for whoever got it; under the same seal."""
    facts = {
        "former_letter": f"{title_of(former.kind, former.facts)}（{former.number}）",
        "told_on": former.issued_at.isoformat(),
        "reasons": told.reason,
        "effect": told.effect,
    }
    if told.due:
        facts["due"] = told.due.isoformat()
    kind, seal = LetterKind.TAKING_BACK_NOTICE, SHEETS[former.kind].seal
    to, department = former.addressee, former.department
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, to=to, department=department, seal=seal)


def declining_decision(
    case: Case, facts: Mapping[str, str], *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """不予受理决定书: reasons, the competent body, remedies (XKF 32(2))."""
    return write(case, LetterKind.DECLINING_DECISION, facts, by=by, at=at, mandate_id=mandate_id)


def not_required_notice(
    case: Case, facts: Mapping[str, str], *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """不受理告知书: why no licence is needed (XKF 32(1))."""
    return write(case, LetterKind.NOT_REQUIRED_NOTICE, facts, by=by, at=at, mandate_id=mandate_id)


def decision(case: Case, made: Decision, *, by: Actor, mandate_id: int | None, at: datetime, heard: str = "") -> Letter:
    """准予 or 不予许可决定书, with the legal basis and, for a refusal, the reasons and remedies (XKF 38).

    `heard` is the number of the hearing's record, which the decision follows (XKF 48)."""
    facts: dict[str, Any] = {"legal_basis": [*legal_basis(case), *([f"听证笔录（{heard}）"] if heard else [])]}
    if made.outcome == Outcome.GRANTED:
        promised = case.item_version.parsed.result
        kind = LetterKind.GRANTING_DECISION
        facts |= {"content": made.reasons, "result_name": promised.name if promised else ""}
    else:
        kind = LetterKind.REFUSING_DECISION
        facts["reasons"] = made.reasons
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, in_place_of=made.in_place_of)


def legal_basis(case: Case) -> list[str]:
    """The law the item stands on; an item without one stands on its place in the published list."""
    bases = [f"《{basis.law}》{basis.article}" for basis in case.item_version.parsed.legal_basis]
    return bases or [f"{case.centre.name}公布的政务服务事项清单（{case.item.code}）"]


def result(
    case: Case, certificate: Certificate, *, numbered: bool, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """The result of the item: certificate, approval or record; its own number where it has one, its days."""
    promised = case.item_version.parsed.result
    facts: dict[str, Any] = {
        "result_name": certificate.name,
        "validity": promised.validity if promised else "",
        "legal_basis": legal_basis(case),
        "valid_from": certificate.valid_from.isoformat(),
    }
    if numbered:
        facts["certificate_number"] = certificate.number
    if certificate.valid_until:
        facts["valid_until"] = certificate.valid_until.isoformat()
    if certificate.identifier:
        facts["lines"] = [{"label": "证照标识", "value": certificate.identifier}]
    return write(case, LetterKind.RESULT, facts, by=by, at=at, mandate_id=mandate_id)


def withdrawal_notice(case: Case, *, by: Actor, at: datetime) -> Letter:
    """撤回确认书: the application was taken back, and when."""
    return write(case, LetterKind.WITHDRAWAL_NOTICE, {"withdrawn_at": at.isoformat()}, by=by, at=at)


def termination_notice(
    case: Case,
    *,
    reason: str,
    law: str,
    in_place_of: Account | None,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """终止办理告知书: the case ended without a decision, why, by what law, and what can be done about it."""
    facts = {"reasons": reason, "legal_basis": [law]}
    kind = LetterKind.TERMINATION_NOTICE
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, in_place_of=in_place_of)
