"""The applicant chooses the way himself, among those of the item, until the result is sent."""

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals
from yichuang.cases import applying
from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.cases.standing import NotTheApplicant
from yichuang.catalogue.kinds import DeliveryWay
from yichuang.delivery import by_courier, choosing, ways
from yichuang.delivery import testing as delivery
from yichuang.delivery.choosing import TooLateToChoose, Wish
from yichuang.delivery.models import Mode, Term
from yichuang.people import testing as town
from yichuang.people.addresses import Label
from yichuang.people.models import PostalAddress

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def choose(case: Case, wish: Wish) -> str:
    return choosing.choose(case=case, wish=wish, by=cases.applicant(AT), at=AT).mode


def test_who_says_nothing_collects_at_the_window() -> None:
    assert ways.chosen_mode(cases.submitted()) == Mode.COUNTER


def test_an_address_is_kept_sealed_and_only_in_people() -> None:
    case = cases.submitted()
    delivery.chosen(case, Mode.COURIER, at=AT)
    kept = PostalAddress.objects.get(party=case.applicant)
    assert "东街" not in str(kept.address)
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert (last.act, last.detail) == ("case.delivery_chosen", {"mode": "courier"})


def test_everything_wrong_with_an_address_is_told_at_once() -> None:
    with pytest.raises(Refusals) as refused:
        choose(cases.submitted(), Wish("courier", Label("", "123", "东街")))
    assert [one.field for one in refused.value.refusals] == ["receiver", "phone", "address"]


def test_electronic_service_needs_consent() -> None:
    case = cases.submitted()
    with pytest.raises(Invalid) as refused:
        choose(case, Wish("electronic"))
    assert refused.value.field == "consent"
    assert choose(case, Wish("electronic", consent=True)) == "electronic"


def test_the_choice_may_change_until_it_is_sent() -> None:
    case = cases.completed()
    delivery.chosen(case, Mode.LOCKER, at=AT)
    delivery.chosen(case, Mode.COURIER, at=AT)
    assert ways.chosen_mode(case) == Mode.COURIER
    clerk = cases.officer(town.liu_mei(), AT)
    by_courier.send_by_courier(case=case, courier="邮政", tracking_number="E1", by=clerk, at=AT)
    with pytest.raises(TooLateToChoose):
        choose(case, Wish("counter"))


def test_only_the_ways_of_the_item_are_offered() -> None:
    case = cases.submitted(cases.licence("by-post-only", delivery=(DeliveryWay.COURIER,)))
    assert ways.offered(case.item_version, case.centre_id, at=AT) == [Mode.COURIER]
    with pytest.raises(Invalid) as refused:
        choose(case, Wish("electronic", consent=True))
    assert refused.value.field == "mode"


def test_an_item_that_names_no_way_leaves_all_of_the_centre_open() -> None:
    case = cases.submitted()
    every = [Mode.COUNTER, Mode.COURIER, Mode.LOCKER, Mode.ELECTRONIC]
    assert ways.offered(case.item_version, case.centre_id, at=AT) == every
    Term.objects.all().delete()
    assert ways.offered(case.item_version, case.centre_id, at=AT) == every[:2]


@pytest.mark.parametrize("mode", ["notice", "direct", "", "\x00", "x" * 5000])
def test_nobody_chooses_a_way_that_is_not_his(mode: str) -> None:
    with pytest.raises(Invalid):
        choose(cases.submitted(), Wish(mode))


def test_a_stranger_does_not_choose() -> None:
    case = cases.submitted()
    by = town.actor(town.wang_fang(), at=AT)
    with pytest.raises(NotTheApplicant):
        choosing.choose(case=case, wish=Wish("counter"), by=by, at=AT)


def test_the_window_chooses_for_who_stands_before_it() -> None:
    clerk = cases.officer(town.liu_mei(), AT)
    made = choosing.choose(case=cases.submitted(), wish=Wish("courier", delivery.HOME), by=clerk, at=AT)
    assert made.mode == Mode.COURIER


def test_a_wrong_choice_keeps_the_application_from_going_out() -> None:
    by = cases.applicant(AT)
    with pytest.raises(Refusals):
        choosing.applied(
            apply=lambda: applying.apply(application=cases.online(by=by), by=by, at=AT),
            wish=Wish("courier", Label("", "", "")),
            by=by,
            at=AT,
        )
    assert not Case.objects.exists()
