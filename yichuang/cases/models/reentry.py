"""Typing a case again into a system that this one cannot reach (二次录入): what goes where, and what it cost."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case


class ReentryMapping(models.Model):
    """What the screen of another system asks for, field by field in its order, and how it wants files named.

    For one item, or without an item for all that have none of their own. Never changed: another takes its place from a
    day on. A line is {"label", "source", "key"}; see `afterwards.mapping`.
    """

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=100)
    lines = models.JSONField()
    file_name = models.CharField(max_length=200)
    since = models.DateField()
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("二次录入对照表")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "system", "item", "since"], name="reentry_mapping_once_a_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.system


class Reentry(models.Model):
    """One time that somebody typed a case into another system: from when to when, and its number there."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reentries")
    mapping = models.ForeignKey(ReentryMapping, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    their_number = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("二次录入记录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "mapping"], name="reentry_one_at_a_time", condition=Q(finished_at=None)
            ),
            models.CheckConstraint(
                name="reentry_ends_after_it_begins", condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["mapping", "finished_at"], name="reentry_by_system")]

    def __str__(self) -> str:
        return f"{self.mapping_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int | None:
        """Minutes that it took, rounded up; None while it goes on."""
        if self.finished_at is None:
            return None
        return -int(-(self.finished_at - self.started_at).total_seconds() // 60)
