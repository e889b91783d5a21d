"""不予收件: who was turned away at a window, what a second person said to it, and what was received after all."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Router

from yichuang.cases import queries, turning_away
from yichuang.catalogue.queries import version_on
from yichuang.web.api import parties
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.shapes.turning_away import ReceivedIn, RecordOut, Records, TurningAwayCheckIn, TurningAwayIn
from yichuang.web.kit.request import Request

router = Router(tags=["turning away"])


@router.get("/turned-away", response=Records, url_name="turned_away")
def turned_away(request: Request) -> HttpResponse:
    """The last 200 of the centre, the last first, whether done with or not."""
    found = turning_away.records_of(who(request), at=request.now)[: turning_away.MOST]
    return said(Records(records=[RecordOut.of(one) for one in found]))


@router.post("/turned-away", response={201: RecordOut}, url_name="turned_away")
def turn_away(request: Request, told: TurningAwayIn) -> HttpResponseBase:
    """A clerk received nothing: what was asked for, why, what the person was told."""
    return _turned_away(request, told)


@done_once(201)
def _turned_away(request: Request, told: TurningAwayIn) -> RecordOut:
    version = version_on(told.item, timezone.localdate(request.now)) if told.item else None
    made = turning_away.turn_away(
        version=version,
        matter=told.matter,
        reason=told.reason,
        told=told.told,
        party=parties.handed_in_by(told.party),
        by=who(request),
        at=request.now,
    )
    return RecordOut.of(made)


@router.post("/turned-away/{int:record}/check", response=RecordOut, url_name="turning_away_check")
def turning_away_check(request: Request, record: int, looked: TurningAwayCheckIn) -> HttpResponseBase:
    """Another colleague looks whether that was right."""
    return _checked(request, record, looked)


@done_once()
def _checked(request: Request, record: int, looked: TurningAwayCheckIn) -> RecordOut:
    return RecordOut.of(
        turning_away.check_turning_away(record=record, by=who(request), at=request.now, **looked.model_dump())
    )


@router.post("/turned-away/{int:record}/receipt", response=RecordOut, url_name="turning_away_receipt")
def turning_away_receipt(request: Request, record: int, received: ReceivedIn) -> HttpResponseBase:
    """What should have been received was received, as which case."""
    return _received(request, record, received)


@done_once()
def _received(request: Request, record: int, received: ReceivedIn) -> RecordOut:
    case = queries.case_for(who(request), received.case, at=request.now)
    return RecordOut.of(turning_away.receive_after_all(record=record, case=case, by=who(request), at=request.now))
