"""The demonstration goes on: what waits is deemed to be accepted in the evening, and new applications come in."""

import pytest

from yichuang.base import clock
from yichuang.cases import testing
from yichuang.cases.models import Case, Channel, State
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.web.demo import loading, morning
from yichuang.web.demo.citizens import Settled

pytestmark = pytest.mark.django_db


def test_elsewhere_nothing_is_made_up() -> None:
    testing.staffed_town()
    testing.licence()
    assert loading.go_on(at=clock.now()) == 0
    assert not Case.objects.exists()


def test_as_many_come_on_line_as_are_wanted_to_wait() -> None:
    testing.staffed_town()
    testing.licence()
    account = town.zhang_wei()
    assert account.party is not None
    citizens = [Settled(account, account.party, None)]
    at = testing.moment()
    assert morning.arrive(centre=offices.centre(), citizens=citizens, at=at, wanted=1) == 1
    assert morning.arrive(centre=offices.centre(), citizens=citizens, at=at, wanted=1) == 0
    assert Case.objects.get().channel == Channel.ONLINE
    assert Case.objects.get().state == State.SUBMITTED


def test_of_the_first_mornings_applications_most_wait_longer_than_the_evening() -> None:
    waiting = [days for way, days in morning.WAYS if way in morning.ON_LINE]
    assert waiting.count(0) >= 4


def test_every_way_of_which_something_is_wanted_is_gone() -> None:
    ways = {way for way, _days in morning.WAYS}
    for group in (morning.OF_LICENCES, morning.LATER, morning.PROMISED, morning.ON_LINE):
        assert set(group) <= ways
