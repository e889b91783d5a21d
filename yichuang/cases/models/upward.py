"""Sending a case to the higher body that decides it (转报)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case, Outcome


class Forwarding(models.Model):
    """Opinion and materials of a case on their way to the higher body and back (行政许可法第三十五、四十三条)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="forwarding")
    to_body = models.CharField(max_length=100)
    opinion = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=100, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    answer_number = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("转报")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="forwarding_answer_is_whole",
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return self.to_body
