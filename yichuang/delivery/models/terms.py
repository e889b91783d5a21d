"""Dated rules of delivery at one centre: how long, on what basis."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """What one centre rules about one way of delivery, dated. A way that needs a basis is not open without a row.

    The 行政许可法 says nothing on lockers, public notice, leaving behind or electronic service; on which law or rule
    the centre rests is its own statement, `basis`. `until` is the first day on which the row no longer holds.
    """

    class Kind(models.TextChoices):
        LOCKER = "locker", _("取件柜存放期限")
        ELECTRONIC = "electronic", _("电子送达")
        LEAVING = "leaving", _("留置送达")
        NOTICE = "notice", _("公告期")
        PASSING = "passing", _("纸质材料签收期限")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    basis = models.CharField(max_length=300)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("送达规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "since"], name="term_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.length} {self.unit}"
