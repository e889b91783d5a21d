"""Lockers (取件柜): cells in which a result waits for whoever has the code."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Cell(models.Model):
    """One cell of one locker of a centre, in service until `closed_on`, the first day on which it is not."""

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    locker = models.CharField(max_length=20)
    number = models.CharField(max_length=10)
    place = models.CharField(max_length=100)
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("取件柜格口")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "locker", "number"], name="cell_number_once", condition=Q(closed_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.locker}-{self.number}"
