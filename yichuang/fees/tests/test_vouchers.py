"""The electronic bill: awaited, recorded, found by all its elements or not at all, turned red."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.fees import jobs, refunding, testing, vouchers
from yichuang.fees.models import Voucher
from yichuang.fees.vouchers import Elements, NoSuchVoucher, NotAwaited
from yichuang.people.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT
ELEMENTS = Elements("41060126", "0012345678", "a1b2c3", date(2026, 3, 3))
RED = Elements("41060126", "0012345679", "ffffff", date(2026, 3, 3))


def issued() -> Voucher:
    return vouchers.record(voucher=testing.paid().voucher, elements=ELEMENTS, by=testing.clerk(), at=AT)


def test_an_electronic_bill_is_found_by_all_its_elements() -> None:
    voucher = issued()
    assert vouchers.look_up(ELEMENTS, fen=7000).pk == voucher.pk


@pytest.mark.parametrize(
    "changed",
    [{"code": "41060127"}, {"number": "0012345679"}, {"check_code": "a1b2c4"}, {"issued_on": date(2026, 3, 2)}],
)
def test_one_wrong_element_finds_nothing_and_says_the_same_as_none(changed: dict[str, object]) -> None:
    issued()
    with pytest.raises(NoSuchVoucher) as wrong:
        vouchers.look_up(replace(ELEMENTS, **changed), fen=7000)  # type: ignore[arg-type]
    Voucher.objects.all().delete()
    with pytest.raises(NoSuchVoucher) as absent:
        vouchers.look_up(ELEMENTS, fen=7000)
    assert str(wrong.value) == str(absent.value)


def test_a_wrong_amount_finds_nothing() -> None:
    issued()
    with pytest.raises(NoSuchVoucher):
        vouchers.look_up(ELEMENTS, fen=7001)


def test_one_electronic_bill_stands_for_one_payment() -> None:
    issued()
    other = testing.paid(testing.billed(testing.granted(code="other-licence")))
    with pytest.raises(Invalid):
        vouchers.record(voucher=other.voucher, elements=ELEMENTS, by=testing.clerk(), at=AT)


def test_a_refund_turns_it_red() -> None:
    voucher = issued()
    refunding.refund(payment=voucher.payment, reason="退费", reference="R", by=testing.head(), at=AT)
    assert vouchers.look_up(ELEMENTS, fen=7000).state == Voucher.State.TO_REVERSE
    red = vouchers.record(voucher=voucher, elements=RED, by=testing.clerk(), at=AT)
    assert (red.state, red.red_number) == (Voucher.State.REVERSED, RED.number)
    with pytest.raises(NotAwaited):
        vouchers.record(voucher=voucher, elements=RED, by=testing.clerk(), at=AT)


def test_without_a_platform_it_goes_on_waiting() -> None:
    testing.paid()
    jobs.ask_vouchers(0)
    assert Voucher.objects.get().state == Voucher.State.AWAITING


class Finance:
    """A platform that makes it at once."""

    def issue(self, voucher: Voucher) -> tuple[str, str, str, date] | None:
        return ELEMENTS.code, ELEMENTS.number, ELEMENTS.check_code, date(2026, 3, 3)


class SlowOnce(Finance):
    """A platform that never makes the first."""

    def issue(self, voucher: Voucher) -> tuple[str, str, str, date] | None:
        first = Voucher.objects.order_by("id").first()
        return None if voucher == first else super().issue(voucher)


def test_one_that_is_never_made_keeps_no_other_waiting(settings: Any) -> None:
    testing.paid()
    testing.paid(testing.billed(testing.granted(code="other-licence")))
    settings.VOUCHER_PLATFORM = f"{__name__}.SlowOnce"
    for _turn in range(2):
        vouchers.ask_waiting(by=SYSTEM, at=AT, most=1)
    assert [one.state for one in Voucher.objects.order_by("id")] == ["awaiting", "issued"]


def test_a_connected_platform_makes_it(settings: Any) -> None:
    testing.paid()
    settings.VOUCHER_PLATFORM = f"{__name__}.Finance"
    jobs.ask_vouchers(0)
    assert Voucher.objects.get().number == ELEMENTS.number
