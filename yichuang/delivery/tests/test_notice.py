"""Public notice: the last way, and after thirty days it counts."""

from datetime import timedelta

import pytest

from yichuang.base import journal
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import by_courier, by_notice, handing_over, in_person, ways
from yichuang.delivery.by_notice import NotTriedYet
from yichuang.delivery.models import Delivery, Term
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def sent_in_vain(case: Case) -> None:
    by_courier.send_by_courier(case=case, courier="邮政", tracking_number="E1", by=clerk(), at=AT)
    by_courier.note_return(case=case, failure="nobody", by=clerk(), at=AT)


def visited_in_vain(case: Case, failure: str = "nobody") -> None:
    in_person.note_visit(case=case, failure=failure, by=clerk(), at=AT)


def announced() -> Delivery:
    case = cases.completed()
    sent_in_vain(case)
    visited_in_vain(case)
    return by_notice.announce(case=case, by=clerk(), at=AT)


def test_nothing_is_announced_before_the_other_ways_failed() -> None:
    case = cases.completed()
    with pytest.raises(NotTriedYet):
        by_notice.announce(case=case, by=clerk(), at=AT)
    sent_in_vain(case)
    with pytest.raises(NotTriedYet):
        by_notice.announce(case=case, by=clerk(), at=AT)
    visited_in_vain(case)
    assert by_notice.announce(case=case, by=clerk(), at=AT).is_open


def test_for_who_has_gone_away_one_record_of_it_is_enough() -> None:
    case = cases.completed()
    visited_in_vain(case, "moved")
    by_notice.announce(case=case, by=clerk(), at=AT)
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert last.detail["tried"] == ["direct"]
    assert "第九十五条" in last.detail["basis"]
    letter = Letter.objects.get(subject_id=case.number, kind="public_service_notice")
    assert letter.facts["reasons"] == ["用其他方式无法送达：直接送达：已搬离，去向不明"]


def test_after_the_period_it_counts_as_served() -> None:
    notice = announced()
    assert notice.until is not None
    assert notice.until.date() == (AT + timedelta(days=30)).date()
    assert not by_notice.count_as_served(delivery=notice, at=notice.until - timedelta(minutes=1))
    assert [one.pk for one in by_notice.over(notice.until, limit=9)] == [notice.pk]
    assert by_notice.count_as_served(delivery=notice, at=notice.until)
    assert not by_notice.count_as_served(delivery=notice, at=notice.until), "once"
    case = Case.objects.get(pk=notice.case_id)
    assert case.state == State.DELIVERED
    facts = Letter.objects.get(subject_id=case.number, kind="service_receipt").facts
    assert "期满视为送达" in facts["proof"]
    assert "第九十五条" in facts["remark"]


def test_who_comes_meanwhile_takes_it_at_the_window() -> None:
    notice = announced()
    case = notice.case
    shown = str(case.applicant.number.open())
    handing_over.hand_over(case=case, document_number=shown, by=clerk(), at=AT + timedelta(days=3))
    assert [one.failure for one in ways.attempts_of(case)] == ["nobody", "nobody", "came", ""]
    assert notice.until is not None
    assert not by_notice.count_as_served(delivery=notice, at=notice.until)


def test_a_centre_without_a_rule_announces_nothing() -> None:
    case = cases.completed()
    visited_in_vain(case, "moved")
    Term.objects.filter(kind=Term.Kind.NOTICE).delete()
    with pytest.raises(NotTriedYet, match="依据"):
        by_notice.announce(case=case, by=clerk(), at=AT)
