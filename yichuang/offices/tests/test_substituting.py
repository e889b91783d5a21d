"""The head of a department arranges who acts for whom in it, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.offices import queries, staffing, substituting
from yichuang.offices import testing as town_hall
from yichuang.offices.models import Duty, Posting
from yichuang.offices.staffing import CannotStaff
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY, FRIDAY = date(2026, 3, 10), date(2026, 3, 13)


@pytest.fixture(autouse=True)
def department() -> None:
    """The market administration with its officers; Wu Jun is its head."""
    town_hall.staffed(town_hall.department())


def post_of(account: Account) -> Posting:
    return Posting.objects.get(account=account, department=town_hall.department(), substitute_for=None)


def arrange(**changes: Any) -> Posting:
    facts: dict[str, Any] = {
        "principal": post_of(town.zhao_gang()),
        "account": town.sun_li(),
        "since": TODAY,
        "until": FRIDAY,
        "by": actors.of(town.wu_jun(), at=AT),
        "at": AT,
    }
    return substituting.arrange_substitute(**(facts | changes))


def test_somebody_of_the_department_stands_in_until_the_end_and_it_is_on_record() -> None:
    made = arrange()
    assert queries.stands_in_for(town.sun_li(), among=[town.zhao_gang()], on=TODAY) == town.zhao_gang()
    assert queries.stands_in_for(town.sun_li(), among=[town.zhao_gang()], on=FRIDAY) is None
    entry = journal.history(journal.Subject("posting", str(made.pk))).get()
    assert (entry.act, entry.who_id) == ("offices.posted", str(town.wu_jun().pk))


def test_the_head_ends_it_early_and_no_other_post() -> None:
    made = arrange()
    by = actors.of(town.wu_jun(), at=AT)
    substituting.end_substitute(posting=made, until=TODAY, by=by, at=AT)
    assert queries.stands_in_for(town.sun_li(), among=[town.zhao_gang()], on=TODAY) is None
    with pytest.raises(CannotStaff, match="只能结束替岗"):
        substituting.end_substitute(posting=post_of(town.zhao_gang()), until=FRIDAY, by=by, at=AT)


@pytest.mark.parametrize("who", [town.zhao_gang, town.qian_yan, town.zhou_min])
def test_only_a_head_arranges_it(who: Any) -> None:
    with pytest.raises(NotAllowed):
        arrange(by=actors.of(who(), at=AT))


def test_a_head_arranges_nothing_in_another_department() -> None:
    tax = town_hall.department("tax", "小城县税务局")
    town_hall.posting(town.chen_jie(), Duty.EXAMINER, department=tax)
    theirs = Posting.objects.get(account=town.chen_jie(), department=tax)
    with pytest.raises(CannotStaff, match="不在您负责的部门"):
        arrange(principal=theirs)
    with pytest.raises(Invalid, match="本部门在岗"):
        arrange(account=town.chen_jie())


def test_nobody_stands_in_for_himself_for_a_substitute_backwards_or_without_end() -> None:
    for changes, field in (
        ({"account": town.zhao_gang()}, "account"),
        ({"principal": arrange()}, "account"),
        ({"since": date(2026, 3, 9)}, "since"),
        ({"until": TODAY}, "until"),
    ):
        with pytest.raises(Invalid) as refused:
            arrange(**changes)
        assert refused.value.field == field


def test_a_former_head_arranges_nothing_any_more() -> None:
    manager = actors.of(town.qian_yan(), at=AT)
    staffing.end_posting(posting=post_of(town.wu_jun()), until=TODAY, by=manager, at=AT)
    with pytest.raises(CannotStaff):
        arrange()
