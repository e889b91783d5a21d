"""Corrections (补正): one notice, its lines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.base.ids import uuid7
from yichuang.base.sealed import SealedJSONField
from yichuang.cases.models.case import Case
from yichuang.cases.models.taken_back import Standing


class Correction(models.Model):
    """One notice telling everything that is missing or wrong (行政许可法第三十二条第四项).

    A second notice says in `why_again` why its lines were not told in the first: supervision sees it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    round = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    why_again = models.CharField(max_length=500, blank=True, default="", db_default="")

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
    """One thing to put right: a material (by key) or a field of the form, with the reason in plain words and the rule
    of the guide by which it is judged. `found` is what came of it when somebody looked again, `remark` why.

    `asked_anyway` is why a paper that is shared is asked of the applicant all the same (国务院令第716号第七条).
    """

    class Found(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("correction", "已合格")
        STILL_WRONG = "still_wrong", pgettext_lazy("correction", "仍不合格")

    class Anyway(models.TextChoices):
        NOTHING = "nothing", pgettext_lazy("shared", "没有查到")
        DOWN = "down", pgettext_lazy("shared", "数据来源暂时不能用")
        DIFFERS = "differs", pgettext_lazy("shared", "查到的和申请人所说的不一致")

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    material_key = models.CharField(max_length=80, blank=True, default="")
    field = models.CharField(max_length=80, blank=True, default="")
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    rule = models.CharField(max_length=1000, blank=True, default="", db_default="")
    asked_anyway = models.CharField(max_length=10, choices=Anyway.choices, blank=True, default="", db_default="")
    answered = models.BooleanField(default=False)
    found = models.CharField(max_length=12, choices=Found.choices, blank=True, default="", db_default="")
    remark = models.CharField(max_length=300, blank=True, default="", db_default="")

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


class FormerAnswer(models.Model):
    """What stood in a field of the form before it was put right, as sealed as the form itself: nothing that was handed
    in is lost. `value` is null where nothing stood."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="former_answers")
    field = models.CharField(max_length=80)
    value = SealedJSONField(null=True)
    replaced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("更正前的内容")
        ordering: ClassVar = ["replaced_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.field}"
