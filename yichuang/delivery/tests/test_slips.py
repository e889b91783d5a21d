"""Hand-over slips: given with counts, received by exactly one, differences kept, and always known where papers lie."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import accepting, applying
from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.delivery.models import Direction, Slip
from yichuang.delivery.slips import passing, receiving, whereabouts
from yichuang.delivery.slips.passing import NotAtThisDesk, OnTheMove
from yichuang.delivery.slips.receiving import AlreadyReceived
from yichuang.people import testing as town
from yichuang.people.models import Account

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def on_paper() -> Case:
    """A case taken in and accepted at the counter, with two papers."""
    at = cases.moment()
    return accepting.accept_at_counter(application=cases.application(), by=cases.officer(town.liu_mei(), at), at=at)


def give(*given: Case) -> Slip:
    slips = passing.pass_to_departments(cases=given, by=cases.officer(town.liu_mei(), AT), at=AT)
    assert len(slips) == 1
    return slips[0]


def receive(slip: Slip, by: Account | None = None, **counts: int) -> Slip:
    at = AT + timedelta(hours=1)
    counted = {int(key[1:]): count for key, count in counts.items()}
    return receiving.receive(slip=slip, counts=counted, by=cases.officer(by or town.zhao_gang(), at), at=at)


def acts(case: Case) -> list[str]:
    return [entry.act for entry in journal.history(journal.Subject("case", case.number))]


def test_one_slip_carries_the_papers_of_several_cases_with_their_counts() -> None:
    first, second = on_paper(), on_paper()
    slip = give(first, second)
    lines = [(line.case_id, line.name, line.sent) for line in slip.lines.all()]
    assert [name for _case, name, _sent in lines] == ["申请书", "身份证明"] * 2
    assert {case for case, _name, _sent in lines} == {first.pk, second.pk}
    assert slip.receive_by is not None
    assert acts(first)[-1] == acts(second)[-1] == "case.papers_passed"


def test_the_department_signs_and_differences_are_kept() -> None:
    case = on_paper()
    slip = receive(give(case), n2=0)
    assert [(line.sent, line.received, line.differs) for line in slip.lines.all()] == [(1, 1, False), (1, 0, True)]
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert (last.act, last.detail["differences"]) == ("case.papers_received", 1)


def test_a_slip_is_signed_for_once() -> None:
    slip = give(on_paper())
    receive(slip)
    with pytest.raises(AlreadyReceived):
        receive(slip, town.sun_li())


def test_who_gave_does_not_sign_and_neither_does_a_stranger_to_both_sides() -> None:
    slip = give(on_paper())
    for account in (town.liu_mei(), town.chen_jie(), town.zhang_wei()):
        with pytest.raises(NotAtThisDesk):
            receive(slip, account)


def test_papers_under_way_are_not_given_again() -> None:
    case = on_paper()
    slip = give(case)
    with pytest.raises(OnTheMove):
        give(case)
    receive(slip)
    with pytest.raises(OnTheMove):
        give(case)


def test_what_is_only_on_line_needs_no_slip() -> None:
    by = cases.applicant(AT)
    case = applying.apply(application=cases.online(by=by), by=by, at=AT)
    with pytest.raises(Invalid):
        give(case)


def test_papers_of_another_window_are_not_given() -> None:
    case = on_paper()
    with pytest.raises(NotAtThisDesk):
        passing.pass_to_departments(cases=[case], by=cases.officer(town.zhao_gang(), AT), at=AT)


def test_the_result_comes_back_to_the_window() -> None:
    case = cases.completed()
    zhao = cases.officer(town.zhao_gang(), AT)
    (slip,) = passing.return_to_windows(cases=[case], by=zhao, at=AT + timedelta(hours=2))
    assert slip.direction == Direction.BACK
    assert [line.name for line in slip.lines.all()] == ["准予行政许可决定书", "食品经营许可证"]
    later = AT + timedelta(hours=3)
    receiving.receive(slip=slip, counts={}, by=cases.officer(town.liu_mei(), later), at=later)
    assert acts(case)[-1] == "case.papers_received"


def test_what_lies_where_is_known_to_both_sides_and_late_is_marked() -> None:
    case = on_paper()
    slip = give(case)
    clerk, officer = cases.officer(town.liu_mei(), AT), cases.officer(town.zhao_gang(), AT)
    for actor in (clerk, officer):
        (lying,) = whereabouts.lying(actor, at=AT).papers
        assert (lying.case.pk, lying.slip.pk, lying.overdue) == (case.pk, slip.pk, False)
    assert whereabouts.lying(clerk, at=AT + timedelta(days=3)).papers[0].overdue
    receive(slip)
    assert whereabouts.lying(clerk, at=AT + timedelta(hours=2)).papers[0].slip.received_at is not None
    assert whereabouts.lying(cases.applicant(AT), at=AT).papers == []


def test_the_lists_offer_what_may_be_given_now() -> None:
    case = on_paper()
    clerk, officer = cases.officer(town.liu_mei(), AT), cases.officer(town.zhao_gang(), AT)
    assert [one.pk for one in whereabouts.to_give(clerk, Direction.OUT, at=AT).cases] == [case.pk]
    give(case)
    assert whereabouts.to_give(clerk, Direction.OUT, at=AT).cases == []
    ready = cases.completed()
    assert [one.pk for one in whereabouts.to_give(officer, Direction.BACK, at=AT).cases] == [ready.pk]


@pytest.mark.parametrize(
    "scanned", ["Z1-2026-00001", " z1-2026-00001\n", "http://x/desk/slips/Z1-2026-00001/", "Ｚ１－２０２６－００００１"]
)
def test_a_scanner_types_the_number_or_the_address(scanned: str) -> None:
    assert receiving.number_in(scanned) == "Z1-2026-00001"


@pytest.mark.parametrize("scanned", ["", "Z1", "\x00", "1" * 10000])
def test_what_is_no_slip_is_told(scanned: str) -> None:
    with pytest.raises(Invalid):
        receiving.number_in(scanned)


@pytest.mark.parametrize("count", [-1, 10000])
def test_an_impossible_count_is_refused(count: int) -> None:
    with pytest.raises(Invalid):
        receive(give(on_paper()), n1=count)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_sign_at_once_exactly_one_wins() -> None:
    slip = give(on_paper())
    officers = [town.zhao_gang(), town.sun_li()] * 4

    def sign(account: Account) -> str:
        try:
            receive(slip, account)
        except AlreadyReceived:
            return "late"
        finally:
            connection.close()
        return "won"

    assert sorted(_at_once(sign, officers)) == ["late"] * 7 + ["won"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_give_the_same_papers_at_once_exactly_one_does() -> None:
    case = on_paper()

    def pass_on(_number: int) -> str:
        try:
            give(case)
        except Refused:
            return "late"
        finally:
            connection.close()
        return "won"

    assert sorted(_at_once(pass_on, range(6))) == ["late"] * 5 + ["won"]


def _at_once(do: Callable[..., str], over: Iterable[object]) -> list[str]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(do, over))
