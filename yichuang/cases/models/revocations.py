"""Decisions that were revoked (撤销). The decision itself is never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.cases.models.examination import Decision


class Revocation(models.Model):
    """One decision taken back as unlawful from the beginning: ground, reasons, letter (行政许可法第六十九条)."""

    class Ground(models.TextChoices):
        PROMISE_UNKEPT = "promise_unkept", _("未履行告知承诺")
        PROMISE_FALSE = "promise_false", _("作出不实承诺，逾期不改正")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="revocations")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="revocation")
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reasons = models.TextField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    letter = models.OneToOneField("documents.Letter", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("撤销决定")
        constraints: ClassVar = [
            models.CheckConstraint(name="revocation_has_reasons", condition=~models.Q(reasons="")),
        ]

    def __str__(self) -> str:
        return self.ground
