"""The way that the applicant chose (根据自愿原则: 窗口领取或者寄送, and the ways that came later)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.delivery.models.deliveries import Mode


class Choice(models.Model):
    """How the applicant wants to get the result. Without a row he collects it at the window.

    `consented_at` is his consent to electronic service, without which nothing is served that way.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    address = models.ForeignKey("people.PostalAddress", on_delete=models.PROTECT, null=True, related_name="+")
    consented_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("送达方式的选择")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="choice_is_the_applicants",
                condition=Q(mode__in=["counter", "courier", "locker", "electronic"]),
            ),
            models.CheckConstraint(
                name="choice_courier_has_address", condition=~Q(mode="courier") | Q(address__isnull=False)
            ),
            models.CheckConstraint(
                name="choice_electronic_has_consent", condition=~Q(mode="electronic") | Q(consented_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.mode}"
