"""What the law takes off, by somebody else than who drew up the bill."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases.models import Hold
from yichuang.cases.standing import SamePerson
from yichuang.fees import billing, testing
from yichuang.fees.billing import NotOpen, Wanted
from yichuang.fees.models import Bill, Reduction
from yichuang.offices.mandates import NoMandate
from yichuang.people.actors import Actor

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT
SMALL = "财税〔2014〕101号：小微企业免征"


def reduce(bill: Bill, fen: int, *, line: str = "工本费", kind: str = "exempt", by: Actor | None = None) -> Reduction:
    of = bill.lines.get(name=line).pk
    return billing.reduce(
        bill=bill, line=of, kind=kind, fen=fen, basis=SMALL, reason="小微企业", by=by or testing.head(), at=AT
    )


def test_what_is_taken_off_is_not_owed() -> None:
    bill = testing.billed()
    reduce(bill, 500, kind="reduced")
    bill.refresh_from_db()
    assert (bill.gross, bill.reduced, bill.owed, bill.state) == (7000, 500, 6500, Bill.State.OPEN)


def test_a_bill_from_which_all_is_taken_off_holds_nothing_up() -> None:
    bill = testing.billed(testing.granted(), Wanted(0))
    reduce(bill, 1000)
    bill.refresh_from_db()
    assert bill.state == Bill.State.FREE
    assert not Hold.objects.filter(case=bill.case, until__isnull=True).exists()
    with pytest.raises(NotOpen):
        testing.paid(bill)


def test_no_more_is_taken_off_than_a_line_asks() -> None:
    bill = testing.billed()
    reduce(bill, 1500)
    with pytest.raises(Invalid, match=r"5\.00"):
        reduce(bill, 501)


def test_a_fee_that_the_guide_does_not_let_be_reduced_can_only_be_found_not_to_apply() -> None:
    bill = testing.billed()
    with pytest.raises(Invalid, match="检验费"):
        reduce(bill, 5000, line="检验费")
    reduce(bill, 5000, line="检验费", kind="not_applicable")
    bill.refresh_from_db()
    assert bill.owed == 2000


def test_the_window_takes_nothing_off() -> None:
    with pytest.raises(NoMandate):
        reduce(testing.billed(), 1000, by=testing.clerk())


def test_whoever_drew_up_the_bill_takes_nothing_off_it() -> None:
    bill = testing.billed()
    head = testing.head()
    assert head.account is not None
    Bill.objects.filter(pk=bill.pk).update(drawn_by=head.account)
    with pytest.raises(SamePerson):
        reduce(bill, 1000)
