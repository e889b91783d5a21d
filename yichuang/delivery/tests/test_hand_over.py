"""The last window: the result goes to whoever may have it, with a receipt, and the case ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import queries, signed_copies, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, State
from yichuang.delivery import by_courier, handing_over, letters, undoing
from yichuang.delivery.closing import AlreadySent, NotSent
from yichuang.delivery.handing_over import NotTheRecipient
from yichuang.delivery.models import Delivery
from yichuang.documents import testing as documents
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


def test_what_is_signed_on_the_pad_lies_with_the_receipt_and_what_is_signed_on_paper_follows() -> None:
    by = testing.officer(town.liu_mei(), AT)
    given: dict[str, Any] = {"document_number": number_of(town.zhang_wei()), "by": by, "at": AT}
    picture = documents.stored_file(documents.jpeg(), name="签名.jpg", by=by)
    case = testing.completed()
    with pytest.raises(Invalid) as refused:
        handing_over.hand_over(case=case, signature=UUID(int=1), **given)
    assert refused.value.field == "signature"
    handing_over.hand_over(case=case, signature=picture.pk, **given)
    receipt = Letter.objects.get(subject_id=case.number, kind="service_receipt")
    assert picture.digest[:16] in receipt.facts["proof"]
    stands = signed_copies.of_case(case)[receipt.pk]
    assert (stands.signer, stands.signed_on, stands.file) == ("addressee", AT.date(), picture)
    assert queries.file_for(testing.applicant(AT), case, picture.pk) == picture
    with pytest.raises(signed_copies.SignedAlready):
        signed_copies.record(case=case, letter=receipt.pk, signed_on=AT.date(), signer="addressee", by=by, at=AT)


def test_a_receipt_that_was_signed_on_paper_is_entered_later_while_the_delivery_stands() -> None:
    by = testing.officer(town.liu_mei(), AT)
    case = testing.completed()
    hand_over(case, number_of(town.zhang_wei()))
    receipt = Letter.objects.get(subject_id=case.number, kind="service_receipt")
    sign: dict[str, Any] = {"letter": receipt.pk, "signed_on": AT.date(), "signer": "addressee", "by": by, "at": AT}
    assert list(signed_copies.signable(case).filter(kind="service_receipt")) == [receipt]
    case = undoing.take_back(case=case, reason="交错了人", by=by, at=AT + timedelta(minutes=1))
    assert not signed_copies.signable(case).filter(kind="service_receipt")
    with pytest.raises(Invalid, match="没有交到申请人手里"):
        signed_copies.record(case=case, **sign)
    hand_over(case, number_of(town.zhang_wei()))
    again = Letter.objects.filter(subject_id=case.number, kind="service_receipt").latest("pk")
    signed_copies.record(case=case, **sign | {"letter": again.pk})


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


def test_an_agent_with_a_letter_takes_it_and_the_applicant_sees_what_he_signed() -> None:
    testing.letter_of_authority(AT)
    case, by = testing.completed(), testing.officer(town.liu_mei(), AT)
    picture = documents.stored_file(documents.jpeg(), name="签名.jpg", by=by)
    shown = number_of(town.li_qiang())
    delivery = handing_over.hand_over(case=case, document_number=shown, signature=picture.pk, by=by, at=AT)
    assert (delivery.relation, delivery.recipient) == ("agent", town.li_qiang().party)
    assert signed_copies.signed(case).get().signer == "agent"
    assert queries.file_for(testing.applicant(AT), case, picture.pk) == picture


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
