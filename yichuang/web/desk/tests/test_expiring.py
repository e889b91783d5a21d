"""What runs out soon stands on the first page of whoever lends it, holds it or runs the centre, until it is renewed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.offices import testing as offices
from yichuang.offices.models import Mandate, MandateKind
from yichuang.people import testing as town
from yichuang.people.models import Account
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def first_page(at_desk: At, account: Account) -> str:
    answer = at_desk(account).get(reverse("desk:home"), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_holder_head_and_manager_read_it_once_and_no_more_when_it_is_renewed(at_desk: At) -> None:
    ends = timezone.localdate(clock.now()) + timedelta(days=30)
    Mandate.objects.filter(kind=MandateKind.APPROVAL).update(until=ends)
    ending = str(Mandate.objects.get(kind=MandateKind.APPROVAL))
    told = (town.zhou_min(), town.wu_jun(), town.qian_yan())
    for account in told:
        assert first_page(at_desk, account).count(ending) == 1
    assert ending not in first_page(at_desk, town.zhao_gang())
    offices.mandate(offices.department(), MandateKind.APPROVAL, to=town.zhou_min(), since=ends)
    for account in told:
        assert ending not in first_page(at_desk, account)


def test_an_instrument_of_the_windows_is_told_to_the_head_and_the_manager(at_desk: At) -> None:
    ends = timezone.localdate(clock.now()) + timedelta(days=29)
    Mandate.objects.filter(kind=MandateKind.ACCEPTANCE).update(until=ends)
    ending = str(Mandate.objects.get(kind=MandateKind.ACCEPTANCE))
    for account in (town.wu_jun(), town.qian_yan()):
        assert first_page(at_desk, account).count(ending) == 1
