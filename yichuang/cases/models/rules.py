"""Dated rules of a centre: how long, and what follows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models.case import Channel


class Effect(models.TextChoices):
    """What default brings about where the law of the place chooses."""

    WITHDRAWN = "withdrawn", pgettext_lazy("effect", "视为撤回申请")
    ACCEPTANCE_REVOKED = "acceptance_revoked", pgettext_lazy("effect", "撤销受理")
    FROM_ACCEPTANCE = "from_acceptance", pgettext_lazy("effect", "受理后即可开缴费单")
    FROM_DECISION = "from_decision", pgettext_lazy("effect", "准予决定后开缴费单")


class Rule(models.Model):
    """A rule of one centre, dated (for example: on-line applications are looked at within one working day).

    `ACCEPTANCE` is the time in which everything that is missing must be told; after it the application is deemed to
    be accepted from the day of receipt. The length of `TOLERANCE` is by how much the last day for what follows must
    come before the promised date; its `effect` is what default brings about.
    The length of `WARNING` is how many working days before a case is due the staff are warned of it.
    The length of `PAYMENT` is the time to pay a bill; its `effect` is from when one may be drawn up.
    A rule that lets site inspection or technical review stop the clock says for how long at most.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("受理审查时限")
        ACCEPTANCE = "acceptance", _("逾期不告知即视为受理的时限")
        CORRECTION = "correction", _("补正期限")
        TAKING_BACK = "taking_back", _("收回误办一步的期限")
        WARNING = "warning", _("到期前提醒")
        DELIVERY = "delivery", _("送达时限")
        DECISION = "decision", _("未公布时限事项的承诺时限")
        TOLERANCE = "tolerance", _("容缺补交早于承诺时限的时间和逾期后果")
        PROMISE_CHECK = "promise_check", _("告知承诺核查时限")
        EXTENSION = "extension", _("延长期限")
        JOINT_EXTENSION = "joint_extension", _("统一、联合、集中办理的延长期限")
        HEARING_REQUEST = "hearing_request", _("申请听证的期限")
        HEARING_ORGANISING = "hearing_organising", _("组织听证的期限")
        HEARING_NOTICE = "hearing_notice", _("听证前通知的期限")
        LOWER_REVIEW = "lower_review", _("转报上级机关的审查期限")
        RENEWAL = "renewal", _("期满前提出延续申请的时间")
        RENEWAL_REMINDER = "renewal_reminder", _("期满前提醒延续的时间")
        DEFENCE = "defence", _("撤销、撤回前陈述申辩的期限")
        SITE_INSPECTION = "site_inspection", _("现场勘验最长不计入的时间")
        ARCHIVING = "archiving", _("办结后归档的时间")
        TECHNICAL_REVIEW = "technical_review", _("技术审查最长不计入的时间")
        INSPECTION_TEAM = "inspection_team", _("指派勘验人员的期限")
        STEP = "step", _("后台环节时限")
        REUSE = "reuse", _("以前交过的材料可以沿用的时间")
        PAYMENT = "payment", _("缴费期限和何时开缴费单")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="")
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    effect = models.CharField(max_length=20, choices=Effect.choices, blank=True, default="", db_default="")
    basis = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("办理规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "channel", "since"], name="rule_once_a_day"),
            models.CheckConstraint(name="rule_effect_known", condition=models.Q(effect__in=["", *Effect.values])),
            models.CheckConstraint(
                name="rule_of_tolerance_has_effect", condition=~models.Q(kind="tolerance") | ~models.Q(effect="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.length} {self.unit}"
