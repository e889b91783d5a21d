"""What runs out within thirty days is told to whom it concerns, and to nobody any more once it is renewed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yichuang.offices import expiring, testing
from yichuang.offices.models import Duty, MandateKind, Power, Seal, SealKind
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
SOON, LATER = TODAY + timedelta(days=20), TODAY + timedelta(days=400)


def told(account: Account) -> list[str]:
    return [one.what for one in expiring.for_actor(actors.of(account, at=datetime(2026, 3, 2, 2, tzinfo=UTC)), TODAY)]


def lent(until: date, **parts: object) -> None:
    made = testing.department()
    testing.mandate(made, MandateKind.APPROVAL, to=town.zhou_min(), until=until, **parts)  # type: ignore[arg-type]


def test_the_grantee_the_head_and_the_manager_are_told_and_nobody_else() -> None:
    made = testing.department()
    testing.posting(town.qian_yan(), Duty.MANAGER)
    testing.posting(town.wu_jun(), Duty.HEAD, department=made)
    testing.posting(town.zhao_gang(), Duty.EXAMINER, department=made)
    lent(SOON)
    for account in (town.zhou_min(), town.wu_jun(), town.qian_yan()):
        assert len(told(account)) == 1
    assert not told(town.zhao_gang())


def test_what_is_renewed_is_told_no_more_and_a_narrower_one_renews_nothing() -> None:
    lent(SOON)
    assert len(told(town.zhou_min())) == 1
    lent(LATER, since=SOON, powers=[Power.PRELIMINARY_REVIEW])
    assert len(told(town.zhou_min())) == 1
    lent(LATER, since=SOON + timedelta(days=1))
    assert len(told(town.zhou_min())) == 1
    lent(LATER, since=SOON)
    assert not told(town.zhou_min())


def test_a_substitute_and_a_seal_that_end_are_told_too() -> None:
    made = testing.staffed(testing.department())
    testing.posting(town.chen_jie(), Duty.CLERK, department=made, until=SOON)
    Seal.objects.filter(department=made, kind=SealKind.APPROVAL).update(until=SOON)
    assert len(told(town.wu_jun())) == 2
    assert len(told(town.chen_jie())) == 1


def test_what_ends_later_is_not_told_yet() -> None:
    lent(TODAY + timedelta(days=31))
    assert not told(town.zhou_min())
