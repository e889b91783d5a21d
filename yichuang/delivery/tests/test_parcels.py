"""Papers from the applicant to the window by courier."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import testing as cases
from yichuang.cases.standing import NotTheApplicant
from yichuang.delivery import incoming
from yichuang.delivery.incoming import NoSuchParcel
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
