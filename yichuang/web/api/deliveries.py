"""Delivery of results: the choice, every way, lockers, and parcels from the applicant."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from django.http import HttpResponse, HttpResponseBase
from ninja import Body, Router

from yichuang.delivery import (
    by_courier,
    by_locker,
    by_notice,
    choosing,
    closing,
    electronically,
    handing_over,
    in_person,
    incoming,
    queries,
    ways,
)
from yichuang.delivery.models import Delivery, Parcel
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.handing import (
    CodeIn,
    CourierIn,
    DeliveriesOut,
    DeliveryOut,
    FailureIn,
    HandingOverIn,
    InPersonIn,
    LateList,
    LateOut,
    LeftBehindIn,
    LockerIn,
    NoticeIn,
    ParcelIn,
    ParcelOut,
    ParcelReceiptIn,
    ReturnIn,
    StatusIn,
)
from yichuang.web.api.shapes.incoming import ChoiceIn, EmptyIn
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.request import Request

router = Router(tags=["delivery"])
NOTHING = EmptyIn()
UNPAID = ParcelReceiptIn()
DeliveryIn = Annotated[
    HandingOverIn | CourierIn | LockerIn | InPersonIn | LeftBehindIn | NoticeIn, Body(discriminator="mode")
]
MOST_LATE: Final = 100
_ACTS: Final[dict[str, Callable[..., Delivery]]] = {
    "counter": handing_over.hand_over,
    "courier": by_courier.send_by_courier,
    "locker": by_locker.put_in_named_cell,
    "direct": in_person.serve_in_person,
    "left_behind": in_person.leave_behind,
    "notice": by_notice.announce,
}


@done_once()
def _delivered(request: Request, act: Callable[..., Delivery], number: str, **said: Any) -> DeliveryOut:
    return DeliveryOut.of(act(case=find(request, number), by=who(request), at=request.now, **said))


@router.get("/cases/{number}/deliveries", response=DeliveriesOut, url_name="deliveries")
def deliveries(request: Request, number: str) -> HttpResponse:
    """The ways that are open, what was chosen, every attempt so far; the code of a locker for the applicant."""
    return said(_picture(request, number))


def _picture(request: Request, number: str) -> DeliveriesOut:
    case = find(request, number)
    open_ = choosing.may_choose(case)
    offered = ways.offered(case.item_version, case.centre_id, at=request.now) if open_ else []
    attempts = list(ways.attempts_of(case))
    return DeliveriesOut.of(
        offered, ways.choice_of(case), attempts, shows_code=not (who(request).is_staff or closing.is_void(case))
    )


@router.post("/cases/{number}/delivery/choice", response=DeliveriesOut, url_name="delivery_choice")
def delivery_choice(request: Request, number: str, wanted: ChoiceIn) -> HttpResponseBase:
    """Choose or change the way, until the result is sent."""
    return _chosen(request, number, wanted)


@done_once()
def _chosen(request: Request, number: str, wanted: ChoiceIn) -> DeliveriesOut:
    choosing.choose(case=find(request, number), wish=wanted.wish(), by=who(request), at=request.now)
    return _picture(request, number)


@router.post("/cases/{number}/delivery", response=DeliveryOut, url_name="delivery")
def delivery(request: Request, number: str, handed: DeliveryIn) -> HttpResponseBase:
    """送达: over the counter, to a courier, into a locker, at the door, left behind, or by public notice."""
    return _delivered(request, _ACTS[handed.mode], number, **handed.model_dump(exclude={"mode"}))


@router.post("/cases/{number}/delivery/opening", response=DeliveryOut, url_name="opening")
def opening(request: Request, number: str, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """The applicant opens the result that he agreed to get electronically: it is delivered."""
    return _delivered(request, electronically.open_result, number)


@router.post("/cases/{number}/delivery/courier-order", response=DeliveryOut, url_name="courier_order")
def courier_order(request: Request, number: str, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """The connected firm is asked to fetch the parcel; it gives the number and the fee."""
    return _delivered(request, by_courier.order_courier, number)


@router.post("/cases/{number}/delivery/status", response=DeliveryOut, url_name="courier_status")
def courier_status(request: Request, number: str, told: StatusIn) -> HttpResponseBase:
    """Where the parcel is."""
    return _delivered(request, by_courier.note_status, number, status=told.status)


@router.post("/cases/{number}/delivery/arrival", response=DeliveryOut, url_name="arrival")
def arrival(request: Request, number: str, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """The courier's record says that the result arrived."""
    return _delivered(request, by_courier.confirm_arrival, number)


@router.post("/cases/{number}/delivery/courier-return", response=DeliveryOut, url_name="courier_return")
def courier_return(request: Request, number: str, why: ReturnIn) -> HttpResponseBase:
    """The parcel came back."""
    return _delivered(request, by_courier.note_return, number, **why.model_dump())


@router.post("/cases/{number}/delivery/locker-return", response=DeliveryOut, url_name="locker_return")
def locker_return(request: Request, number: str, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """Taken back out of the locker; the code is dead."""
    return _delivered(request, by_locker.take_back, number)


@router.post("/cases/{number}/delivery/visits", response=DeliveryOut, url_name="visits")
def visits(request: Request, number: str, why: FailureIn) -> HttpResponseBase:
    """A visit that reached nobody."""
    return _delivered(request, in_person.note_visit, number, failure=why.failure)


@router.post("/lockers/{locker}/{cell}/collection", response=DeliveryOut, url_name="locker_collection")
def locker_collection(request: Request, locker: str, cell: str, typed: CodeIn) -> HttpResponseBase:
    """What the machine of a locker sends when somebody types a code. Wrong codes are counted, so that no key replays
    this call and no transaction takes the count back."""
    by, at = who(request), request.now
    opened = by_locker.collect(centre=centre_at_work(request), locker=locker, cell=cell, code=typed.code, by=by, at=at)
    return said(DeliveryOut.of(opened))


@router.get("/deliveries/late", response=LateList, url_name="late_deliveries")
def late_deliveries(request: Request) -> HttpResponse:
    """For supervision: what should have been delivered by now (XKF 44)."""
    found = queries.overdue(centre_at_work(request).pk, at=request.now)[:MOST_LATE]
    return said(LateList(cases=[LateOut.of(case) for case in found]))


@router.post("/cases/{number}/parcels", response={201: ParcelOut}, url_name="parcels")
def parcels(request: Request, number: str, sent: ParcelIn) -> HttpResponseBase:
    """The applicant tells that he sent papers by courier."""
    return _told(request, number, sent)


@done_once(201)
def _told(request: Request, number: str, sent: ParcelIn) -> ParcelOut:
    act = incoming.tell_parcel
    return ParcelOut.of(act(case=find(request, number), by=who(request), at=request.now, **sent.model_dump()))


@router.post("/cases/{number}/parcels/{int:parcel}/receipt", response=ParcelOut, url_name="parcel_receipt")
def parcel_receipt(request: Request, number: str, parcel: int, paid: ParcelReceiptIn = UNPAID) -> HttpResponseBase:
    """The window has the parcel."""
    return _parcel(request, incoming.receive_parcel, number, parcel_id=parcel, cost=paid.cost)


@router.post("/cases/{number}/parcels/{int:parcel}/status", response=ParcelOut, url_name="parcel_status")
def parcel_status(request: Request, number: str, parcel: int, told: StatusIn) -> HttpResponseBase:
    """Where the applicant's parcel is, as the courier says."""
    return _parcel(request, incoming.note_status, number, parcel_id=parcel, status=told.status)


@done_once()
def _parcel(request: Request, act: Callable[..., Parcel], number: str, **told: object) -> ParcelOut:
    return ParcelOut.of(act(case=find(request, number), by=who(request), at=request.now, **told))
