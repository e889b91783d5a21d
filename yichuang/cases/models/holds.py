"""What stops the way or the clock of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.cases.models.taken_back import Standing


class Procedure(models.TextChoices):
    """Which special procedure a hold is: the closed list of the law (行政许可法第四十五条), the two that only a dated
    local rule lets stop the clock (安阳市政务服务条例第三十七条), and one of the item's own."""

    HEARING = "hearing", _("听证")
    TENDER = "tender", _("招标")
    AUCTION = "auction", _("拍卖")
    INSPECTION = "inspection", _("检验")
    TESTING = "testing", _("检测")
    QUARANTINE = "quarantine", _("检疫")
    APPRAISAL = "appraisal", _("鉴定")
    EXPERT_REVIEW = "expert_review", _("专家评审")
    SITE_INSPECTION = "site_inspection", _("现场勘验")
    TECHNICAL_REVIEW = "technical_review", _("技术审查")
    OF_THE_ITEM = "of_the_item", _("事项规定的特别程序")


class Hold(models.Model):
    """Whatever stops the way or the clock of a case, with its basis. `until` is exclusive; null is "still in force".

    A special procedure says which one it is (`name` when the item gives it one of its own), why, and until when it was
    told to take (`expected_until`); ended, what came of it (`result`) and who said so.
    """

    class Kind(models.TextChoices):
        SPECIAL_PROCEDURE = "special_procedure", _("特别程序")
        PAYMENT = "payment", _("缴费")
        PARENT = "parent", _("等待前一件办件")
        UPWARD = "upward", _("转报上级机关")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    procedure = models.CharField(max_length=20, choices=Procedure.choices, blank=True, default="")
    name = models.CharField(max_length=100, blank=True, default="")
    basis = models.CharField(max_length=300)
    reason = models.TextField(blank=True, default="")
    stops_clock = models.BooleanField()
    since = models.DateTimeField()
    expected_until = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    result = models.TextField(blank=True, default="")
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["Hold"]()
    every = models.Manager["Hold"]()

    class Meta:
        verbose_name = _("中止")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            ),
            models.CheckConstraint(
                name="special_procedure_says_which_and_how_long",
                condition=~Q(kind="special_procedure") | (~Q(procedure="") & Q(expected_until__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "procedure", "name"],
                name="hold_open_once",
                condition=Q(until__isnull=True, taken_back_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expected_until"], name="hold_open", condition=Q(until__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """What it is called: the item's own name for it, else the law's."""
        if self.procedure:
            return self.name or str(self.get_procedure_display())
        return f"{self.get_kind_display()} · {self.name}" if self.name else str(self.get_kind_display())
