"""What the platform has and did not tell is asked for, bill by bill and day by day; a list counts only when signed."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from yichuang.cases.jobs import SomeFailed
from yichuang.fees import adapters, jobs, paying, reconciling, signed_lists, testing
from yichuang.fees.adapters import Told
from yichuang.fees.models import Bill, Difference, Payment, Reconciliation
from yichuang.fees.signed_lists import BadList, SignedLists
from yichuang.offices import testing as offices
from yichuang.people.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT
TODAY = AT.date()


@pytest.fixture
def lists(settings: Any, tmp_path: Path) -> Path:
    """A platform is connected and lays its lists here."""
    settings.PAYMENT_PLATFORM = "yichuang.fees.signed_lists.SignedLists"
    settings.PAYMENT_KEY, settings.PAYMENT_LISTS = "a key of the platform", str(tmp_path)
    settings.PAYMENT_ADDRESS = "https://pay.example/{bill}"
    return tmp_path


def lay(folder: Path, day: date, *told: Told, signed: str = "") -> None:
    name, content = f"{day:%Y-%m-%d}.json", json.dumps([vars(one) for one in told]).encode()
    (folder / name).write_bytes(content)
    (folder / f"{name}.sig").write_text(signed or signed_lists.signature(name, content))


def told(bill: Bill, fen: int, transaction: str) -> Payment:
    return paying.arrived(number=bill.number, fen=fen, transaction_number=transaction, by=SYSTEM, at=AT)


def test_a_payment_whose_call_was_lost_settles_the_bill_when_the_platform_is_asked(lists: Path) -> None:
    bill, other = testing.billed(), testing.billed(testing.granted(code="other-licence"))
    assert adapters.payment_platform().address(bill) == f"https://pay.example/{bill.number}"
    lay(lists, TODAY, Told(bill.number, 7000, "T1"))
    with time_machine.travel(AT, tick=False):
        jobs.ask_payments(0)
        jobs.ask_payments(0)
    states = dict(Bill.objects.values_list("number", "state"))
    assert states == {bill.number: Bill.State.PAID, other.number: Bill.State.OPEN}
    assert Payment.objects.get().reference == "T1"
    assert Bill.objects.get(pk=other.pk).asked_at == AT


def test_without_a_platform_nobody_is_asked_and_nothing_compared() -> None:
    testing.billed()
    jobs.ask_payments(0)
    jobs.reconcile(0)
    assert not Payment.objects.exists()
    assert not Reconciliation.objects.exists()


def test_a_day_is_compared_once_and_what_differs_is_listed(lists: Path) -> None:
    right, lost = testing.billed(), testing.billed(testing.granted(code="other-licence"))
    told(right, 7000, "T1")
    told(right, 6900, "T2")
    told(right, 6800, "T3")
    theirs = {right.number: ((7000, "T1"), (1, "T2")), "JF0": ((5, "T4"),), lost.number: ((7000, "T5"),)}
    lay(lists, TODAY, *(Told(number, *one) for number, several in theirs.items() for one in several))
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        jobs.reconcile(0)
        jobs.reconcile(0)
    made = Reconciliation.objects.get()
    assert (made.day, made.ours, made.our_fen, made.theirs, made.their_fen) == (TODAY, 3, 20700, 4, 14006)
    found = {one.reference: (one.kind, one.our_fen, one.their_fen) for one in Difference.objects.all()}
    assert found == {
        "T2": (Difference.Kind.OTHERWISE, 6900, 1),
        "T3": (Difference.Kind.NOT_THERE, 6800, None),
        "T4": (Difference.Kind.NO_BILL, None, 5),
        "T5": (Difference.Kind.NOT_TOLD, None, 7000),
    }
    lost.refresh_from_db()
    assert lost.state == Bill.State.PAID


def test_what_was_paid_before_midnight_and_told_after_it_differs_on_neither_day() -> None:
    bill, day = testing.billed(), timedelta(days=1)
    told(bill, 7000, "T1")
    theirs = [Told(bill.number, 7000, "T1")]
    centre, late = offices.centre(), AT + day
    before = reconciling.reconcile(centre=centre, on=TODAY - day, theirs=theirs, by=SYSTEM, at=late)
    after = reconciling.reconcile(centre=centre, on=TODAY, theirs=[], before=theirs, by=SYSTEM, at=late)
    assert not before.differences.exists()
    assert not after.differences.exists()


@pytest.mark.parametrize("content", ["[", "[1]", '[{"bill": "JF0", "fen": -1, "transaction": "T"}]', "{}x"])
def test_a_list_that_is_none_or_that_nobody_signed_is_not_believed(lists: Path, content: str) -> None:
    lay(lists, TODAY, signed="00" * 32)
    with pytest.raises(BadList, match="signature"):
        SignedLists().paid_on(TODAY)
    name = f"{TODAY:%Y-%m-%d}.json"
    (lists / name).write_text(content)
    (lists / f"{name}.sig").write_text(signed_lists.signature(name, content.encode()))
    with pytest.raises(BadList):
        SignedLists().paid_on(TODAY)


def test_hostile_a_bad_list_keeps_nobody_else_from_being_found_paid_or_compared(lists: Path) -> None:
    bill, day = testing.billed(), timedelta(days=1)
    lay(lists, TODAY, signed="00" * 32)
    lay(lists, TODAY + day, Told(bill.number, 7000, "T1"))
    lay(lists, TODAY + 2 * day)
    with time_machine.travel(AT + 3 * day, tick=False):
        jobs.ask_payments(0)
        with pytest.raises(SomeFailed, match=str(TODAY)):
            jobs.reconcile(0)
    assert Payment.objects.get().state == Payment.State.COUNTED
    assert [one.day for one in Reconciliation.objects.all()] == [TODAY + 2 * day]


def test_hostile_a_number_that_stands_twice_in_a_list_stops_neither_asking_nor_comparing(lists: Path) -> None:
    bill, other = testing.billed(), testing.billed(testing.granted(code="other-licence"))
    told(other, 1, "T1")
    rows = (Told(bill.number, 7000, "T1"), Told(bill.number, 1, "T" * 65), Told(bill.number, 7000, "T2"))
    lay(lists, TODAY, Told("JF0", 5, "T3"), *rows, Told(other.number, 9, "T1 "))
    with time_machine.travel(AT, tick=False):
        jobs.ask_payments(0)
    assert Payment.objects.get(reference="T2").state == Payment.State.COUNTED
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        jobs.reconcile(0)
    found = dict(Difference.objects.values_list("reference", "kind"))
    assert found == {"T1": Difference.Kind.OTHERWISE, "T" * 64: Difference.Kind.NO_BILL, "T3": Difference.Kind.NO_BILL}


def test_hostile_two_amounts_under_one_new_number_are_a_difference() -> None:
    bill = testing.billed()
    rows = [Told(bill.number, 7000, "T1"), Told(bill.number, 1, "T1 ")]
    made = reconciling.reconcile(centre=offices.centre(), on=TODAY, theirs=rows, by=SYSTEM, at=AT + timedelta(days=1))
    kinds = set(made.differences.values_list("kind", flat=True))
    assert kinds == {Difference.Kind.NOT_TOLD, Difference.Kind.OTHERWISE}


@pytest.mark.parametrize("row", [("JF\0", 1, "T"), ("JF0", 1, "\ud800"), ("JF0", True, "T"), ("JF0", 1.0, "T")])
def test_hostile_a_signed_list_with_what_cannot_be_stored_is_bad_and_no_crash(lists: Path, row: Any) -> None:
    lay(lists, TODAY, Told(*row))
    with pytest.raises(BadList):
        SignedLists().paid_on(TODAY)
