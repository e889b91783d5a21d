"""What others did with my cases, the latest first, and up to where I have read."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, applying, testing
from yichuang.notifications import news, subscribing
from yichuang.notifications.nodes import Weight
from yichuang.people import testing as town

pytestmark = pytest.mark.usefixtures("staffed")
NOW = testing.moment()
LATER = testing.moment(day=1)


def test_the_decision_is_news_and_my_own_application_is_none() -> None:
    case = testing.decided()
    found = news.of(testing.applicant(LATER), at=LATER).news
    assert [one.act for one in found] == ["grant", "begin_examining", "accept"]
    assert (found[0].case, found[0].weight, found[0].unread) == (case, Weight.RESULT, True)


def test_what_i_have_read_is_not_counted_any_more_and_what_comes_later_is() -> None:
    me = testing.applicant(LATER)
    case = testing.submitted()
    testing.accepted()
    assert news.unread(me, at=LATER) == 1
    subscribing.mark_read(until=news.of(me, at=LATER).news[0].seq, by=me, at=LATER)
    assert news.unread(me, at=LATER) == 0
    by = testing.officer(town.liu_mei(), LATER)
    accepting.tell_not_required(case=case, reasons="自产自销的不用许可", by=by, at=LATER)
    assert [one.unread for one in news.of(me, at=LATER).news] == [True, False]


def test_reading_never_goes_back() -> None:
    me = testing.applicant(LATER)
    testing.accepted()
    latest = news.of(me, at=LATER).news[0].seq
    subscribing.mark_read(until=latest, by=me, at=LATER)
    subscribing.mark_read(until=1, by=me, at=LATER)
    assert news.unread(me, at=LATER) == 0


def test_a_stranger_has_no_news_of_it() -> None:
    testing.decided()
    assert news.of(town.actor(town.wang_fang(), at=LATER), at=LATER).news == []


def test_a_page_ends_where_the_next_begins() -> None:
    testing.decided()
    me = testing.applicant(LATER)
    first = news.of(me, at=LATER, limit=2)
    second = news.of(me, at=LATER, after=first.after, limit=2)
    assert [one.act for one in (*first.news, *second.news)] == ["grant", "begin_examining", "accept"]
    assert second.after == ""
    with pytest.raises(Invalid):
        news.of(me, at=LATER, after="x")


def test_taking_it_back_at_home_is_no_news_to_whoever_did_it() -> None:
    me = testing.applicant(LATER)
    applying.withdraw(case=testing.submitted(), by=me, at=LATER)
    assert news.of(me, at=LATER).news == []


@pytest.mark.parametrize("until", [0, -1, 2**63])
def test_a_place_that_is_none_is_refused(until: int) -> None:
    with pytest.raises(Invalid) as refused:
        subscribing.mark_read(until=until, by=testing.applicant(NOW), at=NOW)
    assert refused.value.field == "until"
