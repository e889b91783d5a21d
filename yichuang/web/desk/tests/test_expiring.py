"""What runs out soon stands on the first page of whoever lends it, holds it or runs the centre, until it is renewed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty, Mandate, MandateKind
from yichuang.people import testing as town
from yichuang.people.models import Account
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed", "managed")


@pytest.fixture
def managed(staffed: None) -> None:
    """Qian Yan runs the centre."""
    offices.posting(town.qian_yan(), Duty.MANAGER)


def first_page(at_desk: At, account: Account) -> str:
    answer = at_desk(account).get(reverse("desk:home"), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def lent(kind: MandateKind, *, days: int) -> Mandate:
    """The only instrument of that kind: what there was is revoked, and this one ends so many days from now."""
    now = clock.now()
    Mandate.objects.filter(kind=kind).update(revoked_at=now, revoked_reason="换发")
    ends = timezone.localdate(now) + timedelta(days=days)
    return offices.mandate(offices.department(), kind, to=town.zhou_min(), until=ends)


def test_holder_head_and_manager_read_it_once_and_no_more_when_it_is_renewed(at_desk: At) -> None:
    ending = lent(MandateKind.APPROVAL, days=30)
    told = (town.zhou_min(), town.wu_jun(), town.qian_yan())
    for account in told:
        assert first_page(at_desk, account).count(str(ending)) == 1
    assert str(ending) not in first_page(at_desk, town.zhao_gang())
    offices.mandate(ending.grantor, MandateKind.APPROVAL, to=town.zhou_min(), since=ending.until)
    for account in told:
        assert str(ending) not in first_page(at_desk, account)


def test_an_instrument_of_the_windows_is_told_to_the_head_and_the_manager(at_desk: At) -> None:
    ending = lent(MandateKind.ACCEPTANCE, days=29)
    for account in (town.wu_jun(), town.qian_yan()):
        assert first_page(at_desk, account).count(str(ending)) == 1
