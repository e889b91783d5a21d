"""What an intermediary (中介服务机构) did for a case, and how long it took: never a part of the authority's time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case


class Orderer(models.TextChoices):
    """Who ordered the service and so pays for it (优化营商环境条例第四十三条)."""

    APPLICANT = "applicant", _("申请人自主选择并委托")
    AUTHORITY = "authority", _("部门委托，费用由部门承担")


class IntermediaryWork(models.Model):
    """One service of the guide's list, by whom, from which day to which. `agency` is as the applicant told it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intermediaries")
    service = models.CharField(max_length=500)
    agency = models.CharField(max_length=100)
    ordered_by = models.CharField(max_length=10, choices=Orderer.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    noted_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("中介服务记录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "service"], name="intermediary_one_at_a_time", condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="intermediary_back_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="intermediary_ordered_by", condition=Q(ordered_by__in=Orderer.values)),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.since}"

    @property
    def days(self) -> int | None:
        """Calendar days that it took, the first not counted; None while it goes on."""
        return None if self.until is None else (self.until - self.since).days
