"""Windows and posts change with dates, never backwards, and their history stays."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.offices import queries, staffing
from yichuang.offices import testing as town_hall
from yichuang.offices.models import Duty, PostedBy, Posting, Window, WindowKind
from yichuang.offices.staffing import CannotStaff
from yichuang.people import actors, registering
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
YESTERDAY = date(2026, 3, 9)
LATER = date(2026, 4, 1)


def open_window(**changes: Any) -> Window:
    facts: dict[str, Any] = {
        "zone": town_hall.zone(),
        "number": "B07",
        "name": "社会事务综合窗口",
        "kind": WindowKind.COMPREHENSIVE,
        "opened_on": TODAY,
        "by": actors.of(town.qian_yan(), at=AT),
        "at": AT,
    }
    return staffing.open_window(**(facts | changes))


def post(**changes: Any) -> Posting:
    facts: dict[str, Any] = {
        "account": town.liu_mei(),
        "centre": town_hall.centre(),
        "duty": Duty.CLERK,
        "since": TODAY,
        "by": actors.of(town.qian_yan(), at=AT),
        "at": AT,
    }
    return staffing.post(**(facts | changes))


def test_a_window_opens_with_the_staffing_of_its_kind() -> None:
    assert open_window().posted_by == PostedBy.CENTRE
    professional = open_window(number="B08", kind=WindowKind.PROFESSIONAL, department=town_hall.department())
    assert professional.posted_by == PostedBy.DEPARTMENT
    entry = journal.history(journal.Subject("window", str(professional.pk))).get()
    assert (entry.act, entry.centre_id) == ("offices.window_opened", town_hall.centre().pk)


@pytest.mark.parametrize("kind", list(WindowKind))
def test_a_window_of_the_wrong_staffing_is_refused(kind: WindowKind) -> None:
    wrong = None if kind == WindowKind.PROFESSIONAL else town_hall.department()
    with pytest.raises(Refused) as refused:
        open_window(kind=kind, department=wrong)
    assert refused.value.field == "department"


@pytest.mark.parametrize("kind", list(WindowKind))
@pytest.mark.parametrize("posted_by", list(PostedBy))
@pytest.mark.parametrize("owned", [True, False])
def test_the_database_ties_kind_and_staffing(kind: WindowKind, posted_by: PostedBy, owned: bool) -> None:
    def insert() -> Window:
        with transaction.atomic():
            return Window.objects.create(
                zone=town_hall.zone(),
                number="X",
                name="x",
                kind=kind,
                posted_by=posted_by,
                department=town_hall.department() if owned else None,
                opened_on=TODAY,
            )

    professional = kind == WindowKind.PROFESSIONAL
    if (posted_by == PostedBy.DEPARTMENT) == professional and owned == professional:
        assert insert().pk
    else:
        with pytest.raises(DatabaseError, match="window_kind_fixes_who_posts_its_clerks"):
            insert()


def test_a_number_is_used_once_among_open_windows() -> None:
    window = open_window()
    with pytest.raises(CannotStaff):
        open_window()
    staffing.close_window(window=window, closed_on=TODAY, by=actors.SYSTEM, at=AT)
    assert open_window().pk != window.pk


def test_a_window_with_people_is_not_closed_over_their_heads() -> None:
    window = open_window()
    posting = post(window=window)
    with pytest.raises(CannotStaff, match="人员在岗"):
        staffing.close_window(window=window, closed_on=LATER, by=actors.SYSTEM, at=AT)

    staffing.end_posting(posting=posting, until=LATER, by=actors.SYSTEM, at=AT)
    staffing.close_window(window=window, closed_on=LATER, by=actors.SYSTEM, at=AT)

    assert Window.objects.get(pk=window.pk).closed_on == LATER
    with pytest.raises(CannotStaff, match="已经关闭"):
        staffing.close_window(window=window, closed_on=LATER, by=actors.SYSTEM, at=AT)


def test_nothing_is_arranged_backwards() -> None:
    window, posting = open_window(), post()
    for act in (
        lambda: open_window(number="B09", opened_on=YESTERDAY),
        lambda: staffing.close_window(window=window, closed_on=YESTERDAY, by=actors.SYSTEM, at=AT),
        lambda: post(since=YESTERDAY),
        lambda: staffing.end_posting(posting=posting, until=YESTERDAY, by=actors.SYSTEM, at=AT),
    ):
        with pytest.raises(Refused, match="倒签"):
            act()


@pytest.mark.parametrize("who", [town.liu_mei, town.wu_jun, town.system_admin], ids=["clerk", "head", "admin"])
def test_only_the_manager_arranges(who: Any) -> None:
    by = actors.of(who(), at=AT)
    with pytest.raises(NotAllowed):
        open_window(by=by)
    with pytest.raises(NotAllowed):
        post(by=by)


def test_a_post_gives_a_desk_from_its_first_day_to_its_end() -> None:
    window = town_hall.window()
    post(window=window, since=LATER, until=date(2026, 5, 1))

    assert queries.desk_of(town.liu_mei(), TODAY).centre is None
    assert queries.desk_of(town.liu_mei(), LATER).windows == [window]
    assert queries.desk_of(town.liu_mei(), date(2026, 5, 1)).postings == []


@pytest.mark.parametrize("duty", list(Duty))
@pytest.mark.parametrize("posted_by_department", [True, False])
def test_each_duty_has_its_posting_unit(duty: Duty, posted_by_department: bool) -> None:
    unit = town_hall.department() if posted_by_department else None
    of_department = duty in (Duty.EXAMINER, Duty.CHIEF_APPROVER, Duty.HEAD)
    if duty == Duty.CLERK or of_department == posted_by_department:
        assert post(duty=duty, department=unit).pk
    else:
        with pytest.raises(Refused) as refused:
            post(duty=duty, department=unit)
        assert refused.value.field == "department"


def test_a_window_takes_only_people_of_its_unit() -> None:
    market = town_hall.department()
    professional = town_hall.window("P01", kind=WindowKind.PROFESSIONAL, of=market)
    with pytest.raises(Refused):
        post(window=professional)
    with pytest.raises(Refused):
        post(window=town_hall.window(), department=market)
    assert post(window=professional, department=market).pk


def test_only_open_staff_accounts_are_posted() -> None:
    with pytest.raises(Refused):
        post(account=town.zhang_wei())
    closed = registering.close_account(account=town.chen_jie(), by=actors.SYSTEM, at=AT)
    with pytest.raises(Refused):
        post(account=closed)


def test_a_substitute_stands_in_for_days_that_end() -> None:
    market = town_hall.department()
    head = town_hall.posting(town.wu_jun(), Duty.HEAD, department=market)
    facts = {"account": town.sun_li(), "duty": Duty.HEAD, "department": market, "substitute_for": head}

    assert post(**facts, until=LATER).substitute_for == head
    for wrong in (
        facts,  # without an end
        facts | {"account": town.wu_jun(), "until": LATER},
        facts | {"duty": Duty.EXAMINER, "until": LATER},
        facts | {"department": town_hall.department("water", "小城县水利局"), "until": LATER},
    ):
        with pytest.raises(Refused):
            post(**wrong)


def test_a_post_ends_once() -> None:
    posting = post()
    staffing.end_posting(posting=posting, until=LATER, by=actors.SYSTEM, at=AT)
    with pytest.raises(CannotStaff):
        staffing.end_posting(posting=posting, until=LATER, by=actors.SYSTEM, at=AT)
    assert staffing.end_posting(posting=posting, until=TODAY, by=actors.SYSTEM, at=AT).until == TODAY


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE offices_posting SET until = until + 30",
        "UPDATE offices_posting SET until = NULL",
        "UPDATE offices_posting SET duty = 'guide'",
        "UPDATE offices_posting SET since = since - 30",
        "DELETE FROM offices_posting",
    ],
)
def test_the_database_keeps_the_history_of_posts(statement: str) -> None:
    post(until=LATER)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
