"""Which forms of delivery a case page lays out: those of the way that the result goes, the chosen one first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from yichuang.base.refusal import Refused
from yichuang.cases import standing
from yichuang.cases.models import Case, State
from yichuang.cases.offers import Offer
from yichuang.delivery import by_courier, closing, incoming, ways
from yichuang.delivery.models import CourierStatus, Mode
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.handing import HandOver
from yichuang.web.desk.forms.posting_off import Arrival, Courier, CourierOrder, CourierStatusNote, Return
from yichuang.web.desk.forms.serving import (
    Announcement,
    DeliveryChoice,
    InPerson,
    IntoLocker,
    LeftBehind,
    LockerCollection,
    OutOfLocker,
    Visit,
)

_TO_SEND: Final[Sequence[type[ActForm]]] = (
    HandOver,
    CourierOrder,
    Courier,
    IntoLocker,
    InPerson,
    Visit,
    LeftBehind,
    Announcement,
    DeliveryChoice,
)
_UNDER_WAY: Final = {
    Mode.COURIER: (Arrival, CourierStatusNote, Return),
    Mode.LOCKER: (LockerCollection, OutOfLocker),
    Mode.NOTICE: (HandOver,),
}
_COMES_BACK: Final = {Mode.COURIER: (Return,), Mode.LOCKER: (OutOfLocker,)}
"""What is left to do when the result was revoked on its way."""
FORMS: Final[Sequence[type[ActForm]]] = (*_TO_SEND, Arrival, CourierStatusNote, Return, LockerCollection, OutOfLocker)
_FIRST: Final[dict[Mode, type[ActForm]]] = {Mode.COUNTER: HandOver, Mode.COURIER: Courier, Mode.LOCKER: IntoLocker}


def forms_of(case: Case) -> Sequence[type[ActForm]]:
    """The forms for the next step of the delivery, none before the result is there. Two statements at most."""
    if case.state != State.COMPLETED:
        return ()
    under_way = ways.delivery_of(case)
    if under_way is not None:
        return _UNDER_WAY.get(Mode(under_way.mode), ())
    chosen = ways.chosen_mode(case)
    orders = chosen == Mode.COURIER and by_courier.is_connected()
    asks = {IntoLocker: chosen == Mode.LOCKER, CourierOrder: orders}
    found = [form for form in _TO_SEND if asks.get(form, True)]
    first = CourierOrder if orders else _FIRST.get(chosen)
    return sorted(found, key=lambda form: form is not first)


def coming_back(case: Case, *, by: Actor, at: datetime) -> list[tuple[type[ActForm], Offer]]:
    """What is left to do when the result was revoked on its way: to enter that it is back. None for other cases."""
    under_way = ways.delivery_of(case) if closing.is_void(case) else None
    if under_way is None or not under_way.is_open:
        return []
    try:
        standing.require_power(case, Power.DELIVER, by=by, at=at)
    except Refused:
        return []
    return [(form, Offer("deliver", form.title)) for form in _COMES_BACK.get(Mode(under_way.mode), ())]


def usual_of(case: Case) -> str:
    """The form of what the applicant chose, which stands open."""
    return forms_of(case)[0].noun if forms_of(case) else ""


def context(case: Case) -> dict[str, Any]:
    """What the case page tells of the delivery: what was chosen, every attempt, parcels from the applicant."""
    return {
        "delivery": ways.delivery_of(case),
        "choice": ways.choice_of(case),
        "attempts": ways.attempts_of(case),
        "parcels": incoming.expected(case),
        "parcel_statuses": CourierStatus.choices,
    }
