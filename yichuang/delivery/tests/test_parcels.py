"""Papers from the applicant to the window by courier."""

from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import testing as cases
from yichuang.cases.standing import NotTheApplicant
from yichuang.delivery import incoming
from yichuang.delivery.adapters import couriers
from yichuang.delivery.adapters.couriers import Whereabouts
from yichuang.delivery.incoming import NoSuchParcel
from yichuang.delivery.models import CourierStatus, Payer
from yichuang.people import testing as town

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def test_a_parcel_is_told_expected_and_received_once() -> None:
    case, clerk = cases.submitted(), cases.officer(town.liu_mei(), AT)
    parcel = incoming.tell_parcel(case=case, courier="邮政", tracking_number="E9", by=cases.applicant(AT), at=AT)
    assert [one.received_at for one in incoming.expected(case)] == [None]
    incoming.receive_parcel(case=case, parcel_id=parcel.pk, by=clerk, at=AT)
    with pytest.raises(NoSuchParcel):
        incoming.receive_parcel(case=case, parcel_id=parcel.pk, by=clerk, at=AT)


def test_the_same_number_is_told_once() -> None:
    case = cases.submitted()
    for expected in (None, Invalid):
        if expected is None:
            incoming.tell_parcel(case=case, courier="邮政", tracking_number="E9", by=cases.applicant(AT), at=AT)
        else:
            with pytest.raises(expected):
                incoming.tell_parcel(case=case, courier="邮政", tracking_number="E9", by=cases.applicant(AT), at=AT)


def test_a_stranger_tells_nothing() -> None:
    by = town.actor(town.wang_fang(), at=AT)
    with pytest.raises(NotTheApplicant):
        incoming.tell_parcel(case=cases.submitted(), courier="邮政", tracking_number="E9", by=by, at=AT)


def test_a_parcel_of_another_case_is_not_received_here() -> None:
    case, clerk = cases.submitted(), cases.officer(town.liu_mei(), AT)
    parcel = incoming.tell_parcel(case=case, courier="邮政", tracking_number="E9", by=cases.applicant(AT), at=AT)
    with pytest.raises(NoSuchParcel):
        incoming.receive_parcel(case=cases.submitted(), parcel_id=parcel.pk, by=clerk, at=AT)


def test_what_the_window_pays_for_is_said_when_it_has_it() -> None:
    case, clerk = cases.submitted(), cases.officer(town.liu_mei(), AT)
    told: dict[str, Any] = {"case": case, "courier": "邮政", "by": cases.applicant(AT), "at": AT}
    paid = incoming.tell_parcel(tracking_number="E1", cost=1250, **told)
    forward = incoming.tell_parcel(tracking_number="E2", payer=Payer.CENTRE, **told)
    with pytest.raises(Invalid, match="到付"):
        incoming.tell_parcel(tracking_number="E3", payer=Payer.CENTRE, cost=1250, **told)
    for parcel, wrong, right in ((paid, 900, None), (forward, None, 1800)):
        with pytest.raises(Invalid, match="到付"):
            incoming.receive_parcel(case=case, parcel_id=parcel.pk, cost=wrong, by=clerk, at=AT)
        incoming.receive_parcel(case=case, parcel_id=parcel.pk, cost=right, by=clerk, at=AT)
    assert sorted(one.cost or 0 for one in incoming.expected(case)) == [1250, 1800]


def test_where_it_is_the_connected_firm_tells_or_the_window_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    case, clerk = cases.submitted(), cases.officer(town.liu_mei(), AT)
    parcel = incoming.tell_parcel(case=case, courier="邮政", tracking_number="E1", by=cases.applicant(AT), at=AT)
    incoming.note_status(case=case, parcel_id=parcel.pk, status="picked_up", by=clerk, at=AT)
    assert [one.status for one in incoming.on_the_way(limit=5)] == ["picked_up"]
    assert not incoming.follow(parcel=parcel, at=AT), "nobody is connected"
    monkeypatch.setattr(couriers.ByHand, "whereabouts", lambda _self, _number: Whereabouts(CourierStatus.DELIVERING))
    assert incoming.follow(parcel=parcel, at=AT)
    assert [one.status for one in incoming.expected(case)] == ["delivering"]
    incoming.receive_parcel(case=case, parcel_id=parcel.pk, by=clerk, at=AT)
    assert incoming.on_the_way(limit=5) == []
    with pytest.raises(NoSuchParcel):
        incoming.note_status(case=case, parcel_id=parcel.pk, status="picked_up", by=clerk, at=AT)
