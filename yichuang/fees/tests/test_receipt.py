"""缴费凭证: written when a payment settles the bill, void when the money goes back."""

import pytest

from yichuang.cases import queries
from yichuang.documents import rendering
from yichuang.documents.models import Letter, LetterKind
from yichuang.fees import paying, refunding, testing
from yichuang.offices.models import Seal
from yichuang.people.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT


def test_whoever_pays_gets_a_sealed_receipt_of_every_line() -> None:
    payment = testing.paid()
    receipt = queries.letters_shown(payment.bill.case).get(kind=LetterKind.PAYMENT_RECEIPT)
    assert payment.receipt == receipt
    assert receipt.seal_use is not None
    facts = receipt.facts
    assert (facts["bill_number"], facts["channel"]) == (payment.bill.number, "现金")
    assert [line["value"][:10] for line in facts["lines"]] == ["2 × 10.00元", "1 × 50.00元", "70.00元"]
    rendering.ensure(receipt.pk, at=AT)
    assert Letter.objects.get(pk=receipt.pk).digest


def test_what_settles_nothing_has_no_receipt() -> None:
    bill = testing.billed()
    arrived = paying.arrived(number=bill.number, fen=1, transaction_number="T", by=SYSTEM, at=AT)
    assert arrived.receipt is None


def test_money_on_line_is_on_record_even_where_the_department_has_no_seal() -> None:
    bill = testing.billed()
    Seal.objects.update(until=AT.date())
    arrived = paying.arrived(number=bill.number, fen=bill.owed, transaction_number="T", by=SYSTEM, at=AT)
    assert (arrived.state, arrived.receipt) == ("counted", None)


def test_the_receipt_is_void_when_the_money_went_back() -> None:
    payment = testing.paid()
    refunding.refund(payment=payment, reason="重复收费", reference="R1", by=testing.head(), at=AT)
    assert Letter.objects.get(kind=LetterKind.PAYMENT_RECEIPT).revoked_at == AT
