"""What is paid for in the demonstration morning: passports and identity cards at the window of the police, by the
standards that their guides publish. The elements of electronic bills and what a payment platform took are made up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import count
from typing import Final

from django.utils import timezone

from yichuang.cases import issuing
from yichuang.cases.models import Case
from yichuang.cases.pausing import owing
from yichuang.catalogue.models import ItemVersion
from yichuang.fees import billing, paying, reconciling, refunding, vouchers
from yichuang.fees.adapters import Told
from yichuang.fees.billing import Wanted
from yichuang.fees.models import Bill, Payment, Reduction
from yichuang.people.actors import SYSTEM
from yichuang.web.demo import results
from yichuang.web.demo.citizens import Settled
from yichuang.web.demo.staffing import clerk_for, decider, officers
from yichuang.web.demo.story import apply

PASSPORT: Final = "普通护照签发"
CARD: Final = "居民身份证申领、换领、补领"
RENEWED: Final = "换领工本费"
BY_LAW: Final = "《居民身份证法》第二十一条：城市低保居民换领免收"
_SERIAL = count(1)


def live(versions: list[ItemVersion], citizens: list[Settled], began: datetime, *, at: datetime) -> int:
    """One bill to pay, two that are paid, one given back, one free by law: granted on the day of `began`, paid in the
    hour before `at`; one that was paid on line on the day of `began`. Returns how many cases there are."""
    by_name = {one.name: one for one in versions}
    passport, card = by_name.get(PASSPORT), by_name.get(CARD)
    if passport is None or card is None:
        return 0
    first, second, third, fourth = citizens[:4]
    _billed(passport, first, began, Wanted(0))
    _paid(_billed(passport, second, began, Wanted(0), Wanted(1)), at=at - timedelta(minutes=50))
    _issued(_paid(_billed(card, first, began, _renewal(card)), at=at - timedelta(minutes=40), slip="POS0031207"), at=at)
    _given_back(_paid(_billed(passport, third, began, Wanted(0)), at=at - timedelta(minutes=30)), at=at)
    _exempt(_billed(card, third, began, _renewal(card)), at=at - timedelta(minutes=15))
    _paid_on_line(_billed(passport, fourth, began, Wanted(0)), after=began)
    return 6


def _paid_on_line(bill: Bill, *, after: datetime) -> None:
    """Told by a platform; its list of that day, compared on the next morning, has one more, for no bill of ours."""
    at = bill.drawn_at + timedelta(minutes=25)
    serial = f"WS{after:%Y%m%d}"
    payment = paying.arrived(number=bill.number, fen=bill.owed, transaction_number=f"{serial}01", by=SYSTEM, at=at)
    theirs = [Told(bill.number, payment.fen, payment.reference), Told("JF41052220260009999", 2000, f"{serial}02")]
    on = timezone.localdate(at)
    morning = timezone.make_aware(datetime.combine(on + timedelta(days=1), time(6, 20)))
    reconciling.reconcile(centre=bill.case.centre, on=on, theirs=theirs, by=SYSTEM, at=morning)


def _issued(payment: Payment, *, at: datetime) -> None:
    """Its electronic bill recorded, and the result issued."""
    _voucher(payment, at=at - timedelta(minutes=25))
    at -= timedelta(minutes=20)
    case = Case.objects.get(pk=payment.bill.case_id)
    issuing.issue(case=case, by=next(officers(case, at=at)), at=at)


def _given_back(payment: Payment, *, at: datetime) -> None:
    """Paid for a passport that was applied for twice: the money went back, the electronic bill is to be turned red."""
    _voucher(payment, at=at - timedelta(minutes=28))
    reason, at = "申请人重复申请，本件不再缴费。", at - timedelta(minutes=10)
    by = decider(payment.bill.case, at=at)
    refunding.refund(payment=payment, reason=reason, reference=f"TF{payment.pk:08d}", by=by, at=at)


def _exempt(bill: Bill, *, at: datetime) -> None:
    """Free, as the law has it for who lives on the minimum allowance."""
    line, kind = bill.lines.get(), Reduction.Kind.EXEMPT
    said = {"basis": BY_LAW, "reason": "已核对低保证明，符合免收条件。"}
    billing.reduce(bill=bill, line=line.pk, kind=kind, fen=line.amount, by=decider(bill.case, at=at), at=at, **said)


def _voucher(payment: Payment, *, at: datetime) -> None:
    serial = f"{next(_SERIAL):010d}"
    elements = vouchers.Elements("41050026", serial, f"d{serial[-5:]}", timezone.localdate(at))
    by = clerk_for(payment.bill.case.item_version, at=at)
    vouchers.record(voucher=payment.voucher, elements=elements, by=by, at=at)


def must_be_paid(version: ItemVersion) -> bool:
    """Whether nothing of this item is issued before it is paid for, so that the other ways cannot be gone with it."""
    return owing.must_be_billed(version.parsed)


def _renewal(card: ItemVersion) -> Wanted:
    return Wanted(next(place for place, fee in enumerate(card.parsed.fees) if fee.name == RENEWED))


def _billed(version: ItemVersion, citizen: Settled, began: datetime, *wanted: Wanted) -> Bill:
    results.granted(story := apply(version, citizen, began, on_line=True))
    at = story.later()
    return billing.draw_up(case=story.case, lines=wanted, by=clerk_for(version, at=at), at=at)


def _paid(bill: Bill, *, at: datetime, slip: str = "") -> Payment:
    channel = Payment.Channel.POS if slip else Payment.Channel.CASH
    by = clerk_for(bill.case.item_version, at=at)
    return paying.take(bill=bill, channel=channel, fen=bill.owed, slip=slip, by=by, at=at)
