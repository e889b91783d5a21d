"""Dated time rules of a centre."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Channel


class Rule(models.Model):
    """A time rule of one centre, dated (for example: on-line applications are looked at within one working day)."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("受理审查时限")
        CORRECTION = "correction", _("补正期限")
        WARNING = "warning", _("到期前提醒")
        DELIVERY = "delivery", _("送达时限")
        DECISION = "decision", _("未公布时限事项的承诺时限")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="")
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    basis = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("时限规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "channel", "since"], name="rule_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.length} {self.unit}"
