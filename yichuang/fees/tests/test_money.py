"""Whatever happens to a bill: the lines add up, no more is taken off than asked, no more goes back than came; sixteen
payments at once settle it once; and the statements of a payment are counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from yichuang.base.refusal import Refused
from yichuang.cases import testing as cases
from yichuang.cases.models import Hold
from yichuang.cases.tests.test_race import at_once
from yichuang.fees import billing, paying, refunding, testing
from yichuang.fees.billing import Wanted
from yichuang.fees.models import Bill, Payment, Refund
from yichuang.people.actors import SYSTEM

AT = testing.AT
ACTS = st.lists(
    st.tuples(st.sampled_from(["reduce", "pay", "tell", "cancel", "refund", "draw"]), st.integers(1, 3000)),
    max_size=8,
)


def _try(bill: Bill, act: str, fen: int) -> None:
    by, head = testing.clerk(), testing.head()
    line = bill.lines.order_by("id")[0].pk
    last = Payment.objects.exclude(state="refunded").order_by("-id").first()
    if act == "reduce":
        billing.reduce(bill=bill, line=line, kind="reduced", fen=fen, basis="x", reason="y", by=head, at=AT)
    elif act == "pay":
        paying.take(bill=bill, channel="cash", fen=bill.owed, by=by, at=AT)
    elif act == "tell":
        paying.arrived(number=bill.number, fen=fen, transaction_number=str(fen), by=SYSTEM, at=AT)
    elif act == "cancel":
        billing.cancel(bill=bill, reason="x", by=by, at=AT)
    elif act == "refund" and last is not None:
        refunding.refund(payment=last, reason="x", reference="R", by=head, at=AT)
    elif act == "draw":
        billing.draw_up(case=bill.case, lines=[Wanted(0)], by=by, at=AT)


class Money(TestCase):
    """The books balance after every sequence of acts."""

    @settings(max_examples=6, deadline=None)
    @given(quantity=st.integers(1, 3), acts=ACTS)
    def test_the_books_balance(self, quantity: int, acts: list[tuple[str, int]]) -> None:
        cases.staffed_town()
        case = testing.granted()
        testing.billed(case, Wanted(0, quantity))
        for act, fen in acts:
            try:
                _try(Bill.objects.order_by("-id")[0], act, fen)
            except Refused:
                continue
        for bill in Bill.objects.all():
            assert bill.gross == sum(bill.lines.values_list("amount", flat=True))
            assert bill.reduced == sum(bill.lines.values_list("reductions__fen", flat=True).exclude(reductions=None))
            counted = [one.fen for one in bill.payments.filter(state="counted")]
            assert counted == ([bill.owed] if bill.state == Bill.State.PAID else [])
        given_back = sum(one.payment.fen for one in Refund.objects.all())
        assert given_back == sum(Payment.objects.filter(state="refunded").values_list("fen", flat=True))
        settled = Bill.objects.filter(case=case, state__in=["paid", "free"]).exists()
        assert settled != Hold.objects.filter(case=case, until__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_sixteen_payments_at_once_settle_it_once() -> None:
    cases.staffed_town()
    bill, by = testing.billed(), testing.clerk()

    def act(number: int) -> Payment:
        if number % 2:
            return paying.take(bill=bill, channel="cash", fen=7000, by=by, at=AT)
        return paying.arrived(number=bill.number, fen=7000, transaction_number=f"T{number}", by=SYSTEM, at=AT)

    told = at_once(act)  # type: ignore[arg-type]
    assert told.count("counted") == 1
    assert told.count("to_refund") in (7, 8)
    assert set(told) == {"counted", "to_refund", "bill_not_open"}
    assert Payment.objects.filter(state="counted").count() == 1


@pytest.mark.django_db
def test_a_payment_costs_a_bounded_number_of_statements(django_assert_max_num_queries: object) -> None:
    cases.staffed_town()
    bill, by = testing.billed(), testing.clerk()
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # eight of them write the receipt
        paying.take(bill=bill, channel="cash", fen=7000, by=by, at=AT)
