"""The letters of promises: what the applicant signs, what follows when he does not keep it. Facts only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from yichuang.cases.letters import acceptance_facts, write
from yichuang.cases.models import Case, Effect, Found, LaterPromise, Promise
from yichuang.cases.rules import Given
from yichuang.documents.models import Letter, LetterKind
from yichuang.people.actors import Actor
from yichuang.people.models import Account

PROMISE_LAW: Final = [
    "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）"
]


def effect_in_words(case: Case, promise: LaterPromise) -> str:
    """What default does and by what law; then what the item itself says of it."""
    tolerance = case.item_version.parsed.tolerance
    own = tolerance.default if tolerance else ""
    what = {Effect.WITHDRAWN: "视为撤回申请", Effect.ACCEPTANCE_REVOKED: "撤销受理"}[Effect(promise.effect)]
    return f"逾期未补齐的，{what}（{promise.basis}）。{own}"


def tolerance_promise(case: Case, promise: LaterPromise, *, by: Actor, at: datetime) -> Letter:
    """容缺受理承诺书: what is missing, until when it follows, what default does; the applicant signs it (AY 24)."""
    assert promise.due_at is not None  # noqa: S101 - acceptance has given it its last day
    facts = {
        "items": [{"what": one.name, "reason": "受理以后补交"} for one in promise.owed.all()],
        "answer_by": promise.due_at.isoformat(),
        "default_effect": effect_in_words(case, promise),
        "legal_basis": [promise.basis],
    }
    return write(case, LetterKind.TOLERANCE_PROMISE, facts, by=by, at=at)


def acceptance_with_gaps(
    case: Case, promise: LaterPromise, given: list[Given], *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """受理通知书 that also says what follows, until when, and what default does: told on the spot (AY 24)."""
    assert promise.due_at is not None  # noqa: S101 - acceptance has given it its last day
    facts = acceptance_facts(case, given) | {
        "owed": [one.name for one in promise.owed.all()],
        "supplement_by": promise.due_at.isoformat(),
        "default_effect": effect_in_words(case, promise),
    }
    return write(case, LetterKind.ACCEPTANCE_NOTICE, facts, by=by, at=at, mandate_id=mandate_id)


def default(case: Case, promise: LaterPromise, missing: list[str], *, by: Actor, at: datetime) -> Letter:
    """视为撤回告知书 or, where acceptance is revoked, a letter with the reasons and the remedies."""
    assert promise.due_at is not None  # noqa: S101 - it is overdue
    facts: dict[str, Any] = {
        "reasons": [f"承诺后补的材料未在期限内补齐：{name}" for name in missing],
        "legal_basis": [promise.basis],
    }
    if promise.effect == Effect.ACCEPTANCE_REVOKED:
        facts["note"] = "受理自本告知书出具之日起撤销。"
        return write(case, LetterKind.TERMINATION_NOTICE, facts, by=by, at=at)
    facts["lapsed_on"] = promise.due_at.isoformat()
    return write(case, LetterKind.LAPSE_NOTICE, facts, by=by, at=at)


def promise(case: Case, *, by: Actor, at: datetime) -> Letter:
    """告知承诺书: what was told, what is promised, what follows when it is not so; the applicant signs it."""
    text = case.item_version.parsed.promise
    assert text is not None  # noqa: S101 - nobody can promise what the item does not offer
    facts = {
        "conditions": text.told,
        "duties": text.promised,
        "consequences": text.consequences,
        "legal_basis": PROMISE_LAW,
    }
    return write(case, LetterKind.PROMISE, facts, by=by, at=at)


BROKEN: Final = {Found.UNKEPT: "承诺的内容尚未履行", Found.FALSE: "承诺的内容与事实不符"}


def order(
    case: Case, promise: Promise, *, found: str, requirements: str, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """责令改正通知书: what the promise lacks and until when it can still be kept."""
    assert promise.correct_by is not None  # noqa: S101 - the order has just set it
    facts = {
        "finding": BROKEN[Found(found)],
        "requirements": requirements,
        "correct_by": promise.correct_by.isoformat(),
        "legal_basis": PROMISE_LAW,
        "note": "逾期不改正的，依法撤销决定。",
    }
    return write(case, LetterKind.CORRECTION_ORDER, facts, by=by, at=at, mandate_id=mandate_id)


def revocation(
    case: Case,
    *,
    former: str,
    reasons: str,
    law: list[str],
    in_place_of: Account | None,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """撤销行政许可决定书: which decision, why, by what law, with the remedies (XKF 69, 72)."""
    facts = {"former_number": former, "reasons": reasons, "legal_basis": law}
    kind = LetterKind.REVOKING_DECISION
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, in_place_of=in_place_of)
