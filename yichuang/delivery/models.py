"""Handing over (送达): who took the result, how, and what he showed to prove that it is his."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """送达方式. Locker, electronic and public service come with the whole law of delivery."""

    COUNTER = "counter", _("窗口领取")
    COURIER = "courier", _("邮寄送达")


class Relation(models.TextChoices):
    """Who stood at the counter."""

    APPLICANT = "applicant", _("申请人本人")
    REPRESENTATIVE = "representative", _("法定代表人")
    AGENT = "agent", _("受委托人")


class Delivery(models.Model):
    """One handing over of one case's result. A courier's delivery is open until `delivered_at` is known.

    The recipient is a key to a person; the number that he showed is compared, never copied.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    recipient = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=16, choices=Relation.choices)
    identity_checked = models.BooleanField(default=False)
    courier = models.CharField(max_length=40, blank=True, default="")
    tracking_number = models.CharField(max_length=40, blank=True, default="")
    handed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("送达")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delivery_counter_checks_identity",
                condition=~Q(mode="counter") | Q(identity_checked=True, delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_courier_has_number",
                condition=~Q(mode="courier") | (~Q(courier="") & ~Q(tracking_number="")),
            ),
            models.CheckConstraint(
                name="delivery_after_sending",
                condition=Q(delivered_at__isnull=True) | Q(delivered_at__gte=models.F("sent_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.mode}"
