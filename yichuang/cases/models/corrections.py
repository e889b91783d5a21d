"""Corrections (补正): one notice, its lines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.cases.models.taken_back import Standing


class Correction(models.Model):
    """One notice telling everything that is missing or wrong (行政许可法第三十二条第四项)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    round = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["Correction"]()
    every = models.Manager["Correction"]()

    class Meta:
        verbose_name = _("补正")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round"], name="correction_round_once"),
            models.UniqueConstraint(
                fields=["case"],
                name="one_open_correction",
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} 第{self.round}次"


class CorrectionLine(models.Model):
    """One thing to put right: a material (by key) or a field of the form, with the reason in plain words."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    material_key = models.CharField(max_length=80, blank=True, default="")
    field = models.CharField(max_length=80, blank=True, default="")
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("补正内容")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["correction", "position"], name="correction_line_once"),
            models.CheckConstraint(
                name="correction_line_names_one_thing",
                condition=(Q(material_key="") & ~Q(field="")) | (~Q(material_key="") & Q(field="")),
            ),
        ]

    def __str__(self) -> str:
        return self.what
