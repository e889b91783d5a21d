"""The letters about a certificate: renewal, change, revocation, withdrawal, cancellation. Facts, no personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils import translation

from yichuang.cases.letters import legal_basis, write
from yichuang.cases.models import Case, Certificate, Decision, Intention, Outcome, Purpose, Way
from yichuang.cases.models.certificates import Ground
from yichuang.documents.models import Letter, LetterKind
from yichuang.people.actors import Actor
from yichuang.people.models import Account

K = LetterKind
RENEWAL_LAW: Final = "《中华人民共和国行政许可法》第五十条"
CHANGE_LAW: Final = "《中华人民共和国行政许可法》第四十九条"
CANCELLING_LAW: Final = "《中华人民共和国行政许可法》第七十条"
LAW_OF: Final[Mapping[Way, str]] = {
    Way.REVOKED: "《中华人民共和国行政许可法》第六十九条",
    Way.WITHDRAWN: "《中华人民共和国行政许可法》第八条第二款",
    Way.CANCELLED: CANCELLING_LAW,
}
_REFUSAL: Final = {Purpose.RENEWAL: (K.RENEWAL_REFUSAL, RENEWAL_LAW), Purpose.CHANGE: (K.CHANGE_REFUSAL, CHANGE_LAW)}
_ENDING: Final = {
    Way.REVOKED: K.REVOKING_DECISION,
    Way.WITHDRAWN: K.WITHDRAWING_DECISION,
    Way.CANCELLED: K.CANCELLING_DECISION,
}


def decision(
    case: Case,
    former: Certificate,
    made: Decision,
    *,
    until: date | None,
    since: date | None,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """准予 or 不予延续、变更; 注销 on request. The former certificate is named by its number."""
    kind, facts = _facts(case, former, made, since=since, until=until)
    facts |= {"former_number": former.number}
    return write(case, kind, facts, by=by, at=at, mandate_id=mandate_id, in_place_of=made.in_place_of)


def _facts(
    case: Case, former: Certificate, made: Decision, *, since: date | None, until: date | None
) -> tuple[LetterKind, dict[str, Any]]:
    purpose = Purpose(case.purpose)
    if made.outcome == Outcome.REFUSED:
        kind, law = _REFUSAL.get(purpose, (K.REFUSING_DECISION, CANCELLING_LAW))
        return kind, {"reasons": made.reasons, "legal_basis": [law, *legal_basis(case)]}
    if purpose == Purpose.CANCELLATION:
        reasons = made.reasons or "被许可人申请注销。"
        return K.CANCELLING_DECISION, {"reasons": reasons, "legal_basis": [CANCELLING_LAW]}
    if purpose == Purpose.CHANGE:
        return K.CHANGE_DECISION, {"changes": changes_in(made.reasons), "legal_basis": [CHANGE_LAW]}
    assert since is not None and until is not None  # noqa: S101, PT018 - what is renewed has a last day
    facts: dict[str, Any] = {
        "legal_basis": [RENEWAL_LAW],
        "valid_from": since.isoformat(),
        "valid_until": until.isoformat(),
    }
    if made.by_id is None:
        facts["note"] = "本机关在原证照有效期届满前没有作出是否准予延续的决定，依法视为准予延续。"
    elif made.reasons:
        facts["note"] = made.reasons
    return K.RENEWAL_DECISION, facts


def changes_in(text: str) -> list[dict[str, str]]:
    """Each line of the decision as one changed point: "住所：东街2号"; a line without a colon is a point by itself."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        what, colon, after = re.sub(r":", "：", line, count=1).partition("：")
        found.append({"what": what, "after": after} if colon and after.strip() else {"what": "变更事项", "after": line})
    return found


def hearing_rights(
    case: Case, certificate: Certificate, intention: Intention, *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """Told before the certificate is revoked or withdrawn: what is intended, why, by when he may state, defend himself
    or ask for a hearing (XKF 7, 36, 46)."""
    way = Way(intention.way)
    facts = {
        "matter": f"拟{_CHINESE[way]}“{certificate.name}”（编号 {certificate.number}）",
        "apply_by": intention.answer_by.isoformat(),
        "reasons": [_ground(intention.ground), intention.reasons],
        "legal_basis": [LAW_OF[way], "《中华人民共和国行政许可法》第七条"],
        "note": "您有权陈述、申辩，也可以要求听证；逾期不提出的，视为放弃。",
    }
    return write(case, K.HEARING_RIGHTS, facts, by=by, at=at, mandate_id=mandate_id)


_CHINESE: Final = {Way.REVOKED: "撤销", Way.WITHDRAWN: "撤回", Way.CANCELLED: "注销"}


def _ground(key: str) -> str:
    """The ground in Chinese, in which letters are written whatever the officer's own language."""
    with translation.override("zh-hans"):
        return str(Ground(key).label)


def statement_record(
    case: Case, intention: Intention, *, place: str, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """陈述申辩笔录: when and where the holder was heard, and what he said."""
    facts = {"heard_at": at.isoformat(), "place": place, "statements": intention.statement}
    return write(case, K.STATEMENT_RECORD, facts, by=by, at=at, mandate_id=mandate_id)


def ending(
    case: Case,
    certificate: Certificate,
    way: Way,
    ground: str,
    reasons: str,
    *,
    compensation: str,
    in_place_of: Account | None,
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> Letter:
    """撤销、撤回、注销决定书: the former certificate, the ground, the reasons, the law, the remedies."""
    facts: dict[str, Any] = {
        "former_number": certificate.number,
        "reasons": [_ground(ground), reasons],
        "legal_basis": [LAW_OF[way]],
    }
    if compensation:
        facts["compensation"] = compensation
    return write(case, _ENDING[way], facts, by=by, at=at, mandate_id=mandate_id, in_place_of=in_place_of)


def reminder(
    case: Case, certificate: Certificate, *, apply_by: date, basis: Sequence[str], by: Actor, at: datetime
) -> Letter:
    """延续提醒: until when the certificate is valid and by when a renewal is to be applied for (XKF 50)."""
    facts: dict[str, Any] = {"former_number": certificate.number, "apply_by": apply_by.isoformat()}
    if certificate.valid_until:
        facts["valid_until"] = certificate.valid_until.isoformat()
    facts["legal_basis"] = list(basis)
    facts["note"] = (
        "可以在网上“我的证照”里申请延续，也可以到窗口办理。过了上述期限仍可以申请，但逾期未决定的不再视为准予延续。"
    )
    return write(case, K.RENEWAL_REMINDER, facts, by=by, at=at)
