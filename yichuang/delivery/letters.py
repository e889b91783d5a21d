"""What the letters of delivery must hold (送达回证, 送达公告). Facts only, no personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from yichuang.cases import life_cycle, queries
from yichuang.cases.models import Case
from yichuang.delivery.models import Delivery, Failure, Mode, Relation
from yichuang.documents.kinds import title_of
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.writing import write_letter
from yichuang.people.actors import Actor
from yichuang.people.models import Party

_TAKEN_BY_HAND: Final = (Mode.COUNTER, Mode.DIRECT)


def receipt(
    case: Case, delivery: Delivery, *, proof: str, remark: str, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    """送达回证: document, recipient, way, time, what proves it, and who served."""
    mode = Mode(delivery.mode)
    facts = {
        "documents": documents_of(case),
        "mode": str(mode.label),
        "delivered_at": at.isoformat(),
        "place": _place(case, delivery),
        "tracking_number": delivery.tracking_number,
        "relation": str(Relation(delivery.relation).label) if mode in _TAKEN_BY_HAND else "",
        "served_by": delivery.handed_by.display_name if delivery.handed_by else "",
        "proof": proof,
        "remark": remark,
    }
    return _write(case, LetterKind.SERVICE_RECEIPT, delivery.recipient, facts, by=by, mandate_id=mandate_id, at=at)


def notice(case: Case, delivery: Delivery, tried: Sequence[Delivery], *, basis: str, by: Actor, at: datetime) -> Letter:
    """送达公告: which documents lie where, which ways were tried in vain, and from when they count as served."""
    attempts = [f"{Mode(one.mode).label}：{Failure(one.failure).label}" for one in tried]
    facts = {
        "documents": documents_of(case),
        "served_on": delivery.until.isoformat() if delivery.until else "",
        "reasons": ["用其他方式无法送达：" + "；".join(attempts)],
        "legal_basis": [basis],
        "place": where_it_lies(case),
    }
    kind, mandate_id = LetterKind.PUBLIC_SERVICE_NOTICE, delivery.mandate_id
    return _write(case, kind, delivery.recipient, facts, by=by, mandate_id=mandate_id, at=at)


def documents_of(case: Case) -> list[str]:
    """What is served, each document by its heading and number."""
    return [f"{title_of(one.kind, one.facts)}（{one.number}）" for one in queries.results_of(case)]


def where_it_lies(case: Case) -> str:
    """The centre and the zone of its hall in which the result is handed out, as a letter names them."""
    return case.centre.name + (case.zone.name if case.zone else "")


def _place(case: Case, delivery: Delivery) -> str:
    if delivery.mode == Mode.COUNTER:
        return where_it_lies(case)
    return f"{delivery.cell.place} {delivery.cell}" if delivery.cell is not None else ""


def _write(
    case: Case, kind: LetterKind, to: Party, facts: dict[str, Any], *, by: Actor, mandate_id: int | None, at: datetime
) -> Letter:
    return write_letter(
        kind=kind,
        department=case.department,
        addressee=to,
        subject=life_cycle.subject(case),
        item_name=case.item_version.name,
        facts=facts,
        by=by,
        mandate_id=mandate_id,
        at=at,
    )
