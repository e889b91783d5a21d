"""The archive: how long papers are kept, which number a case has there, on which list it was handed over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models.case import Case
from yichuang.catalogue.kinds import ItemType


class Keeping(models.TextChoices):
    """How long the papers of a case are kept (保管期限), by the codes that stand in the archive number."""

    PERMANENT = "Y", pgettext_lazy("keeping", "永久")
    THIRTY_YEARS = "D30", pgettext_lazy("keeping", "30年")
    TEN_YEARS = "D10", pgettext_lazy("keeping", "10年")

    @property
    def years(self) -> int | None:
        """None for ever."""
        return None if self == Keeping.PERMANENT else int(self.value[1:])


class RetentionRule(models.Model):
    """How long cases of a type of item are kept in one centre, from a day on; without a type, all that have no own.

    Which period a type has is a matter of the place: the centre agrees it with its archive, and the basis says where
    that is written.
    """

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    item_type = models.CharField(max_length=2, choices=ItemType.choices, blank=True, default="")
    keeping = models.CharField(max_length=3, choices=Keeping.choices)
    basis = models.CharField(max_length=200)
    since = models.DateField()

    class Meta:
        verbose_name = _("保管期限规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "item_type", "since"], name="retention_once_a_day"),
            models.CheckConstraint(name="retention_is_known", condition=Q(keeping__in=Keeping.values)),
        ]

    def __str__(self) -> str:
        return f"{self.item_type or '*'} {self.keeping}"


class HandOver(models.Model):
    """A list of archived cases that goes to the archive with them (归档移交清单)."""

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, unique=True)
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("归档移交清单")

    def __str__(self) -> str:
        return self.number


class ArchiveRecord(models.Model):
    """A case in the archive: its number (档号), how long it is kept and why, and the list it was handed over on.

    `contents` is the digest over its papers as they lay in the case on that day; it stands in the journal too.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="archived")
    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    keeping = models.CharField(max_length=3, choices=Keeping.choices)
    basis = models.CharField(max_length=200)
    keep_until = models.DateField(null=True)
    contents = models.CharField(max_length=64)
    archived_at = models.DateTimeField()
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, null=True, related_name="records")

    class Meta:
        verbose_name = _("归档记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "year", "serial"], name="archive_number_once_a_year"),
            models.CheckConstraint(name="archive_keeping_is_known", condition=Q(keeping__in=Keeping.values)),
            models.CheckConstraint(
                name="archive_kept_for_ever_or_until",
                condition=Q(keeping="Y", keep_until=None) | (~Q(keeping="Y") & Q(keep_until__isnull=False)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["centre", "hand_over", "id"], name="archive_of_centre")]

    def __str__(self) -> str:
        return self.number
