"""The last window: the result goes to whoever may have it, with a receipt, and the case ends."""

from datetime import timedelta

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, State
from yichuang.delivery import by_courier, handing_over, letters
from yichuang.delivery.closing import AlreadySent, NotSent
from yichuang.delivery.handing_over import NotTheRecipient
from yichuang.delivery.models import Delivery
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Mandate
from yichuang.people import testing as town
from yichuang.people.models import Account

AT = testing.moment(day=1)


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


def number_of(account: Account) -> str:
    assert account.party is not None
    return str(account.party.number.open())


def hand_over(case: Case, number: str) -> Delivery:
    return handing_over.hand_over(case=case, document_number=number, by=testing.officer(town.liu_mei(), AT), at=AT)


def send(case: Case, courier: str = "邮政特快", number: str = "EMS001") -> Delivery:
    by = testing.officer(town.liu_mei(), AT)
    return by_courier.send_by_courier(case=case, courier=courier, tracking_number=number, by=by, at=AT)


def test_the_applicant_shows_his_card_and_takes_the_result() -> None:
    case = testing.completed()
    delivery = hand_over(case, number_of(town.zhang_wei()))
    assert (delivery.relation, delivery.identity_checked, delivery.delivered_at) == ("applicant", True, AT)
    kept = Case.objects.get(pk=case.pk)
    assert (kept.state, kept.ended_at, kept.due_at) == (State.DELIVERED, AT, None)


def test_the_receipt_lists_what_was_handed_over_and_how() -> None:
    case = testing.completed()
    hand_over(case, number_of(town.zhang_wei()))
    letter = Letter.objects.get(subject_id=case.number, kind="service_receipt")
    assert [one.split("（")[0] for one in letter.facts["documents"]] == ["准予行政许可决定书", "食品经营许可证"]
    assert letter.facts["mode"] == "窗口领取"
    assert letter.facts["place"] == letters.where_it_lies(case)
    assert case.centre.name in letter.facts["place"]


def test_the_journal_names_the_instrument_under_which_it_was_handed_over() -> None:
    case = testing.completed()
    hand_over(case, number_of(town.zhang_wei()))
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert (last.act, last.mandate_id) == ("case.deliver", Mandate.objects.get(kind="acceptance").pk)


@pytest.mark.parametrize("shown", ["", "410522199003070000", "中文"])
def test_another_document_takes_nothing(shown: str) -> None:
    case = testing.completed()
    with pytest.raises(NotTheRecipient) as refused:
        hand_over(case, shown)
    assert refused.value.field == "document_number"
    assert not Delivery.objects.exists()


def test_a_stranger_takes_nothing() -> None:
    with pytest.raises(NotTheRecipient):
        hand_over(testing.completed(), number_of(town.wang_fang()))


def test_an_agent_with_a_letter_takes_it_for_the_applicant() -> None:
    testing.letter_of_authority(AT)
    delivery = hand_over(testing.completed(), number_of(town.li_qiang()))
    assert (delivery.relation, delivery.recipient) == ("agent", town.li_qiang().party)


def test_what_is_not_ready_is_not_handed_over() -> None:
    with pytest.raises(WrongState, match="已决定"):
        hand_over(testing.decided(), number_of(town.zhang_wei()))


def test_without_an_instrument_nothing_is_handed_over() -> None:
    case = testing.completed()
    Mandate.objects.filter(kind="acceptance").update(revoked_at=testing.moment(), revoked_reason="收回")
    with pytest.raises(NoMandate):
        hand_over(case, number_of(town.zhang_wei()))


def test_a_courier_takes_it_and_the_case_ends_when_it_arrives() -> None:
    case = testing.completed()
    send(case)
    assert Case.objects.get(pk=case.pk).state == State.COMPLETED
    later = AT + timedelta(days=2)
    by_courier.confirm_arrival(case=case, by=testing.officer(town.liu_mei(), later), at=later)
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED
    letter = Letter.objects.get(subject_id=case.number, kind="service_receipt")
    assert letter.facts["tracking_number"] == "EMS001"


def test_what_is_on_its_way_is_not_handed_over_as_well() -> None:
    case = testing.completed()
    send(case)
    with pytest.raises(AlreadySent):
        hand_over(case, number_of(town.zhang_wei()))
    with pytest.raises(AlreadySent):
        send(case)


@pytest.mark.parametrize(("courier", "number", "field"), [("", "EMS001", "courier"), ("邮政", " ", "tracking_number")])
def test_a_courier_needs_a_name_and_a_number(courier: str, number: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        send(testing.completed(), courier, number)
    assert refused.value.field == field


def test_what_was_not_sent_does_not_arrive() -> None:
    with pytest.raises(NotSent):
        by_courier.confirm_arrival(case=testing.completed(), by=testing.officer(town.liu_mei(), AT), at=AT)
