"""Tables of paying (统一收费): one bill for all fees of a case, what was taken off, paid, given back, and the
electronic bill of the finance department. Money is in fen. No row is changed but to say what became of it; no personal
data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise


class Bill(models.Model):
    """What the applicant of a case has to pay for everything, until `due_at` where the centre has a rule. `asked_at`
    is when the platform was last asked whether it took a payment for it."""

    class State(models.TextChoices):
        OPEN = "open", _("待缴费")
        PAID = "paid", _("已缴费")
        FREE = "free", _("免缴")
        CANCELLED = "cancelled", _("已作废")
        REFUNDED = "refunded", _("已退费")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    gross = models.PositiveBigIntegerField()
    reduced = models.PositiveBigIntegerField(default=0)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("缴费单")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="bill_one_that_stands", condition=Q(state__in=["open", "paid", "free"])
            ),
            models.CheckConstraint(name="bill_takes_off_no_more_than_it_asks", condition=Q(reduced__lte=F("gross"))),
            models.CheckConstraint(name="bill_free_owes_nothing", condition=~Q(state="free") | Q(reduced=F("gross"))),
            models.CheckConstraint(
                name="bill_cancelled_says_why",
                condition=~Q(state="cancelled") | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="bill_to_remind", condition=Q(state="open", reminded_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def owed(self) -> int:
        """What is to be paid, in fen."""
        return self.gross - self.reduced


class Line(models.Model):
    """One fee on the bill, as the guide of the case names it: so many at so much, by this law."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    name = models.CharField(max_length=200)
    standard = models.CharField(max_length=500, blank=True, default="")
    unit = models.CharField(max_length=50, blank=True, default="")
    price = models.PositiveBigIntegerField()
    quantity = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()
    basis = models.CharField(max_length=500)
    reducible = models.BooleanField()

    class Meta:
        verbose_name = _("收费项目")
        constraints: ClassVar = [
            models.CheckConstraint(name="line_is_price_by_quantity", condition=Q(amount=F("price") * F("quantity"))),
            models.CheckConstraint(name="line_has_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"


class Reduction(models.Model):
    """减免: taken off one line, by law and for a reason, by somebody who did not draw up the bill."""

    class Kind(models.TextChoices):
        EXEMPT = "exempt", _("依法免征")
        REDUCED = "reduced", _("依法减征")
        NOT_APPLICABLE = "not_applicable", _("本件不适用该收费项目")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="reductions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    fen = models.PositiveBigIntegerField()
    basis = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("减免")
        constraints: ClassVar = [
            models.CheckConstraint(name="reduction_has_basis", condition=~Q(basis="") & ~Q(reason="") & Q(fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fen}"


class Payment(models.Model):
    """Money that came for a bill. What settles nothing (`why`) is on record all the same, and goes back.

    `reference` is the slip of the card machine, or the number that the platform gave the payment: one channel names
    no two payments alike. `receipt` is the letter (缴费凭证) of a payment that settled its bill.
    """

    class Channel(models.TextChoices):
        CASH = "cash", _("现金")
        POS = "pos", _("刷卡")
        ONLINE = "online", _("网上缴费")

    class State(models.TextChoices):
        COUNTED = "counted", _("已入账")
        TO_REFUND = "to_refund", _("待退还")
        REFUNDED = "refunded", _("已退还")

    class Why(models.TextChoices):
        TWICE = "twice", _("重复缴费")
        AMOUNT = "amount", _("金额不符")
        LATE = "late", _("缴费单已经作废或者办件已经结束")

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="payments")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    reference = models.CharField(max_length=64)
    fen = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True, default="")
    at = models.DateTimeField()
    taken_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    window = models.ForeignKey("offices.Window", on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.OneToOneField("documents.Letter", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("缴费记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "reference"], name="payment_once"),
            models.UniqueConstraint(fields=["bill"], name="payment_one_settles", condition=Q(state="counted")),
            models.CheckConstraint(name="payment_is_something", condition=Q(fen__gt=0)),
            models.CheckConstraint(name="payment_set_aside_says_why", condition=~Q(state="to_refund") | ~Q(why="")),
            models.CheckConstraint(
                name="payment_at_the_window_has_a_taker", condition=Q(channel="online") | Q(taken_by__isnull=False)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="payment_by_day")]

    def __str__(self) -> str:
        return f"{self.channel} {self.reference}"


class Refund(models.Model):
    """The whole of a payment given back, on the way that it came, by somebody who did not take it."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="refund")
    reason = models.CharField(max_length=300)
    reference = models.CharField(max_length=64)
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("退费")
        constraints: ClassVar = [models.CheckConstraint(name="refund_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.at:%Y-%m-%d}"


class Voucher(models.Model):
    """财政电子票据 for one payment. The finance department's platform makes it; here it is asked for, recorded, shown,
    and turned red (冲红) when the money goes back. `asked_at` is when the platform was last asked."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("等待财政平台开具")
        ISSUED = "issued", pgettext_lazy("voucher", "已开具")
        TO_REVERSE = "to_reverse", _("等待财政平台冲红")
        REVERSED = "reversed", _("已冲红")
        NOT_NEEDED = "not_needed", _("已退费，不再开具")

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="voucher")
    state = models.CharField(max_length=10, choices=State.choices, default=State.AWAITING)
    code = models.CharField(max_length=12, blank=True, default="")
    number = models.CharField(max_length=12, blank=True, default="")
    check_code = models.CharField(max_length=20, blank=True, default="")
    issued_on = models.DateField(null=True)
    red_code = models.CharField(max_length=12, blank=True, default="")
    red_number = models.CharField(max_length=12, blank=True, default="")
    asked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("财政电子票据")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="voucher_once", condition=~Q(code="")),
            models.CheckConstraint(
                name="voucher_issued_has_its_elements",
                condition=~Q(state__in=["issued", "to_reverse", "reversed"])
                | (~Q(code="") & ~Q(number="") & ~Q(check_code="") & Q(issued_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="voucher_reversed_names_the_red_one", condition=~Q(state="reversed") | ~Q(red_number="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at", "id"], name="voucher_in_turn", condition=Q(state__in=["awaiting", "to_reverse"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Reconciliation(models.Model):
    """对账: the payments on line of one centre on one day, as we and as the platform have them. Once a day; what
    differs stands below it."""

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField()
    ours = models.PositiveIntegerField()
    our_fen = models.PositiveBigIntegerField()
    theirs = models.PositiveIntegerField()
    their_fen = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("对账")
        constraints: ClassVar = [models.UniqueConstraint(fields=["centre", "day"], name="reconciliation_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class Difference(models.Model):
    """A payment on which we and the platform do not agree, or did not until then."""

    class Kind(models.TextChoices):
        NOT_TOLD = "not_told", _("平台收了款没有通知，已经补登")
        NO_BILL = "no_bill", _("平台收了款，对不上缴费单")
        OTHERWISE = "otherwise", _("缴费单或者金额和平台的不一致")
        NOT_THERE = "not_there", _("我方有记录，平台的清单没有")

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reference = models.CharField(max_length=64)
    bill = models.CharField(max_length=40)
    our_fen = models.PositiveBigIntegerField(null=True)
    their_fen = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = _("对账差异")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reconciliation", "reference"], name="difference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def remedy(self) -> StrPromise | str:
        """What the manager does about it; empty where nothing is left to do."""
        return _REMEDIES.get(self.kind, "")


_REMEDIES: Final[Mapping[str, StrPromise]] = {
    Difference.Kind.NO_BILL: _("请与平台核对缴费单号；找不到缴费单的，请平台原路退回。"),
    Difference.Kind.OTHERWISE: _("请与平台核对金额和缴费单号；多收的，请平台原路退回。"),
    Difference.Kind.NOT_THERE: _("请与平台核对是否到账；确未到账的，联系缴费人。"),
}
