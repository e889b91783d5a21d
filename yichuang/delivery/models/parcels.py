"""Papers that an applicant sends to the window by courier."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.delivery.models.deliveries import CourierStatus


class Payer(models.TextChoices):
    """Who pays the courier."""

    APPLICANT = "applicant", _("寄件人付")
    CENTRE = "centre", _("到付，由窗口付")


class Parcel(models.Model):
    """One parcel from the applicant, told by him with its number, until the window has it.

    `cost` is the fee of the courier in fen, as whoever pays it says; `status` is where the parcel is, as the courier's
    record says.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    courier = models.CharField(max_length=40)
    tracking_number = models.CharField(max_length=40)
    payer = models.CharField(max_length=10, choices=Payer.choices, default=Payer.APPLICANT)
    cost = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=12, choices=CourierStatus.choices, blank=True, default="")
    told_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("申请人寄来的材料")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "tracking_number"], name="parcel_told_once"),
            models.CheckConstraint(
                name="parcel_received_by_somebody",
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(received_at__isnull=False, received_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.courier} {self.tracking_number}"
