"""One bill for all fees of a case, by law only, before the result is issued."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import issuing, offers
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, Effect, Hold, Rule
from yichuang.cases.pausing.owing import NotPaid
from yichuang.catalogue.content import Fee
from yichuang.fees import billing, testing
from yichuang.fees.billing import AlreadyBilled, NotCharged, Wanted
from yichuang.fees.models import Bill
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT


def issue(case: Case) -> Case:
    return issuing.issue(case=case, by=cases.officer(town.zhao_gang(), AT), at=AT)


def test_one_bill_names_every_fee_with_its_law() -> None:
    bill = testing.billed()
    lines = [(one.name, one.price, one.quantity, one.amount, one.basis) for one in bill.lines.order_by("id")]
    assert lines == [("工本费", 1000, 2, 2000, testing.LAW), ("检验费", 5000, 1, 5000, testing.LAW)]
    assert (bill.gross, bill.owed, bill.state) == (7000, 7000, Bill.State.OPEN)
    assert bill.number == "JF41052220260000001"


def test_nothing_is_issued_before_it_is_paid() -> None:
    case = testing.granted()
    bill = testing.billed(case)
    with pytest.raises(NotPaid):
        issue(case)
    offer = next(one for one in offers.acts_for(case, cases.officer(town.zhao_gang(), AT), at=AT) if one.act == "issue")
    assert not offer.allowed
    testing.paid(bill)
    assert issue(case).state == "completed"


def test_where_the_centre_rules_on_payment_what_was_never_billed_is_not_issued() -> None:
    cases.rule(Rule.Kind.PAYMENT, 5, effect=Effect.FROM_DECISION)
    case = testing.granted(fees=(testing.LICENCE,))
    with pytest.raises(NotPaid):
        issue(case)
    bill = testing.billed(case, Wanted(0))
    assert bill.due_at is not None
    assert Hold.objects.get(case=case).expected_until == bill.due_at
    testing.paid(bill)
    assert issue(case).state == "completed"


def test_the_clock_of_the_decision_goes_on_while_payment_is_awaited() -> None:
    cases.rule(Rule.Kind.PAYMENT, 5, effect=Effect.FROM_ACCEPTANCE)
    case = cases.accepted(testing.charged(), at=cases.moment())
    before = case.due_at
    testing.billed(case)
    assert Case.objects.get(pk=case.pk).due_at == before
    assert not Hold.objects.get(case=case).stops_clock


def test_without_a_rule_nothing_is_charged_before_the_decision() -> None:
    with pytest.raises(NotCharged):
        testing.billed(cases.accepted(testing.charged(), at=cases.moment()))


def test_a_fee_without_a_law_is_not_charged() -> None:
    with pytest.raises(NotCharged, match="手续费"):
        billing.line_of(testing.granted(), Fee(name="手续费", fen=500), Wanted(0))


def test_what_is_free_is_not_charged() -> None:
    with pytest.raises(NotCharged):
        testing.billed(cases.decided(at=cases.moment()))


def test_a_second_bill_is_refused() -> None:
    case = testing.granted()
    testing.billed(case)
    with pytest.raises(AlreadyBilled):
        testing.billed(case)


@pytest.mark.parametrize(
    "wanted",
    [
        *((), (Wanted(0), Wanted(0)), (Wanted(2),), (Wanted(-1),), (Wanted(1),), (Wanted(0, 1, 5),)),
        *((Wanted(0, 0),), (Wanted(1, 1, 0),), (Wanted(1, 1, -5),), (Wanted(0, 10**12),)),
    ],
)
def test_lines_that_are_not_in_the_guide_are_refused(wanted: tuple[Wanted, ...]) -> None:
    with pytest.raises(Invalid):
        billing.draw_up(case=testing.granted(), lines=wanted, by=testing.clerk(), at=AT)


def test_somebody_without_the_power_draws_up_nothing() -> None:
    with pytest.raises(NoMandate):
        billing.draw_up(case=testing.granted(), lines=[Wanted(0)], by=cases.officer(town.he_jian(), AT), at=AT)


def test_a_wrong_bill_is_put_aside_and_the_case_waits_for_the_right_one() -> None:
    case = testing.granted()
    billing.cancel(bill=testing.billed(case), reason="数量写错", by=testing.clerk(), at=AT)
    with pytest.raises(NotPaid):
        issue(case)
    testing.paid(testing.billed(case, Wanted(0)))
    assert issue(case).state == "completed"


def test_who_does_not_pay_in_time_is_told_once() -> None:
    cases.rule(Rule.Kind.PAYMENT, 5, effect=Effect.FROM_DECISION)
    bill = testing.billed()
    for _time in range(2):
        billing.remind(bill=bill, by=SYSTEM, at=cases.moment(day=20))
    bill.refresh_from_db()
    assert bill.reminded_at == cases.moment(day=20)
    assert bill.state == Bill.State.OPEN
