"""What the search looks through, the words of the centre, and what was not found."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.models.items import ItemVersion


class SearchEntry(models.Model):
    """What the search looks through: one row for each version that is or will be in force. Made anew by publishing."""

    version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, related_name="+")
    lines = models.JSONField(help_text="each name: its kind, how it is written, its units, their sounds")
    service_objects = ArrayField(models.CharField(max_length=20), help_text="empty: anyone")

    class Meta:
        verbose_name = _("检索条目")

    def __str__(self) -> str:
        return f"entry of version {self.version_id}"


class SearchTerm(models.Model):
    """A term by which an entry is found. The index gives the entries of a term, those it tells most of first."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=60)
    weight = models.FloatField()

    class Meta:
        verbose_name = _("检索词")
        indexes: ClassVar = [models.Index("term", F("weight").desc(), include=["entry"], name="search_term")]

    def __str__(self) -> str:
        return self.term


class Synonym(models.Model):
    """同义词: what people say, and the words of the catalogue that mean it. `until` is exclusive; null is still used.

    A row is never deleted: ending one is an act, and using the words again is a new row.
    """

    centre = models.ForeignKey(
        "offices.Centre", on_delete=models.PROTECT, related_name="+", verbose_name=_("政务服务中心")
    )
    said = models.CharField(_("群众的说法"), max_length=40)
    heard = models.CharField(max_length=300, help_text="how `said` sounds, as the search compares it")
    meant = models.CharField(_("目录的说法"), max_length=60)
    since = models.DateField(_("启用日期"))
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("同义词")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "heard", "meant"], condition=Q(until__isnull=True), name="synonym_used_once"
            ),
            models.CheckConstraint(
                name="synonym_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["heard"], name="synonym_heard")]

    def __str__(self) -> str:
        return f"{self.said} → {self.meant}"


class SearchMiss(models.Model):
    """没有查到的词: words that found nothing or only guesses, and how often. Never who asked."""

    centre = models.ForeignKey("offices.Centre", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("查找的词"), max_length=40)
    times = models.PositiveIntegerField(_("次数"))
    since = models.DateField(_("第一次"))
    last = models.DateField(_("最近一次"))
    settled = models.BooleanField(_("已处理"), default=False)

    class Meta:
        verbose_name = _("没有查到的词")
        constraints: ClassVar = [models.UniqueConstraint(fields=["centre", "words"], name="miss_counted_once")]
        indexes: ClassVar = [models.Index(fields=["centre", "times", "last"], name="miss_by_number")]

    def __str__(self) -> str:
        return self.words
