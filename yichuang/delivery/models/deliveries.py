"""Every attempt to hand a result over: who took it, how, and what proves it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models.taken_back import Standing


class Mode(models.TextChoices):
    """送达方式. All but public notice and serving in person are the applicant's to choose."""

    COUNTER = "counter", _("窗口领取")
    COURIER = "courier", _("邮寄送达")
    LOCKER = "locker", _("取件柜自取")
    ELECTRONIC = "electronic", _("电子送达")
    DIRECT = "direct", _("直接送达")
    NOTICE = "notice", _("公告送达")


class Relation(models.TextChoices):
    """Who took it."""

    APPLICANT = "applicant", _("申请人本人")
    REPRESENTATIVE = "representative", _("法定代表人")
    AGENT = "agent", _("受委托人")
    FAMILY = "family", _("同住成年家属")
    OFFICE = "office", _("单位收发人员")


class CourierStatus(models.TextChoices):
    """Where a parcel is, as the courier's record says (39046 T15 物流)."""

    PICKED_UP = "picked_up", _("已揽收")
    IN_TRANSIT = "in_transit", _("运输中")
    DELIVERING = "delivering", _("派送中")


class Failure(models.TextChoices):
    """Why an attempt reached nobody. A choice; what the list does not say stands beside it, without names."""

    REFUSED = "refused", _("拒收")
    NOBODY = "nobody", _("无人接收")
    ADDRESS = "address", _("地址不详或者有误")
    MOVED = "moved", _("已搬离，去向不明")
    LOST = "lost", _("邮件遗失或者损毁")
    EXPIRED = "expired", _("逾期未取")
    OTHER = "other", pgettext_lazy("failure", "其他原因")
    CAME = "came", _("申请人到窗口领取")
    VOID = "void", _("准予的内容已经失效，停止送达")


class Delivery(models.Model):
    """One attempt to hand over one case's result; open until `delivered_at` or `failed_at` is known.

    The recipient is a key to a person; the number that he showed and the code of a locker are compared, never kept.
    `until` is the moment up to which a locker may be opened, or from which a public notice counts as served. `cost` is
    the fee of the courier in fen.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    recipient = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    identity_checked = models.BooleanField(default=False)
    address = models.ForeignKey("people.PostalAddress", on_delete=models.PROTECT, null=True, related_name="+")
    courier = models.CharField(max_length=40, blank=True, default="")
    tracking_number = models.CharField(max_length=40, blank=True, default="")
    status = models.CharField(max_length=12, choices=CourierStatus.choices, blank=True, default="")
    cost = models.PositiveIntegerField(null=True)
    cell = models.ForeignKey("delivery.Cell", on_delete=models.PROTECT, null=True, related_name="+")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    witness = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    photograph = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    left_behind = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    handed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=10, choices=Failure.choices, blank=True, default="")
    failure_remark = models.CharField(max_length=100, blank=True, default="")
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["Delivery"]()
    every = models.Manager["Delivery"]()

    class Meta:
        verbose_name = _("送达")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                name="delivery_one_that_counts",
                condition=Q(failed_at__isnull=True, taken_back_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["cell"],
                name="delivery_one_in_a_cell",
                condition=Q(
                    cell__isnull=False, failed_at__isnull=True, delivered_at__isnull=True, taken_back_at__isnull=True
                ),
            ),
            models.CheckConstraint(
                name="delivery_counter_checks_identity",
                condition=~Q(mode="counter") | Q(identity_checked=True, delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_courier_has_number",
                condition=~Q(mode="courier") | (~Q(courier="") & ~Q(tracking_number="")),
            ),
            models.CheckConstraint(
                name="delivery_locker_has_cell_and_period",
                condition=~Q(mode="locker") | Q(cell__isnull=False, until__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_notice_has_period", condition=~Q(mode="notice") | Q(until__isnull=False)
            ),
            models.CheckConstraint(
                name="delivery_left_behind_is_proved",
                condition=Q(left_behind=False)
                | (Q(mode="direct") & (Q(witness__isnull=False) | Q(photograph__isnull=False))),
            ),
            models.CheckConstraint(
                name="delivery_after_sending",
                condition=Q(delivered_at__isnull=True) | Q(delivered_at__gte=models.F("sent_at")),
            ),
            models.CheckConstraint(
                name="delivery_ends_one_way",
                condition=Q(failed_at__isnull=True, failure="")
                | (Q(failed_at__isnull=False, delivered_at__isnull=True) & ~Q(failure="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["mode", "until"],
                name="delivery_under_way",
                condition=Q(delivered_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.mode}"

    @property
    def is_open(self) -> bool:
        """Whether it is under way: neither arrived nor failed."""
        return self.delivered_at is None and self.failed_at is None
