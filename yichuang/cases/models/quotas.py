"""Items of which only so many are granted (有数量限制的行政许可, 行政许可法第五十七条)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case


class Quota(models.Model):
    """How many of an item are granted in a period: from `since` up to, not including, `until`.

    `places` counts the acceptances, `granted` the decisions; both only go up, on the locked row.
    """

    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("数量"))
    basis = models.CharField(_("依据"), max_length=300)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    places = models.PositiveIntegerField(default=0)
    granted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("数量限制")
        constraints: ClassVar = [
            models.CheckConstraint(name="quota_not_exceeded", condition=Q(granted__lte=F("number"))),
            models.CheckConstraint(name="quota_ends_after_start", condition=Q(until__gt=F("since"))),
            ExclusionConstraint(
                name="quotas_do_not_overlap",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (Func("since", "until", function="DATERANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def left(self) -> int:
        """How many can still be granted."""
        return self.number - self.granted


class Place(models.Model):
    """The place of an accepted case in the line: by the time of acceptance, at the same time by `sequence`."""

    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="line", db_index=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="place")
    sequence = models.PositiveIntegerField()
    accepted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("受理顺序")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quota", "sequence"], name="one_case_a_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["quota", "accepted_at", "sequence"], name="line_of_quota")]

    def __str__(self) -> str:
        return f"{self.sequence}"
