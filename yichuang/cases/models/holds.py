"""What stops the way or the clock of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case


class Hold(models.Model):
    """Whatever stops the way or the clock of a case, with its basis. `until` is exclusive; null is "still in force"."""

    class Kind(models.TextChoices):
        SPECIAL_PROCEDURE = "special_procedure", _("特别程序")
        PAYMENT = "payment", _("缴费")
        PARENT = "parent", _("等待主办件")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    basis = models.CharField(max_length=300)
    stops_clock = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("中止")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since:%Y-%m-%d}"
