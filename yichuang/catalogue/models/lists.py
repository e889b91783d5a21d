"""What follows from what is published: lists by rule, and the ledger of what has come into the hall."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.models.items import Item, ItemVersion


class ListEntry(models.Model):
    """清单: a published version stands on a list kept by rule (`lists`). It counts while the version is in force.

    `since` is the day from which the item has stood on that list without a break.
    """

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="list_entries")
    key = models.CharField(_("清单"), max_length=20)
    since = models.DateField(_("列入日期"))

    class Meta:
        verbose_name = _("清单条目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="list_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version_id}"


class Presence(models.Model):
    """进驻台账 (应进必进): from one day to another an item is due in the hall, is in it, or is exempt for a reason."""

    class Standing(models.TextChoices):
        """How an item stands to the hall."""

        DUE = "due", _("应进未进")
        IN = "in", _("已进驻")
        EXEMPT = "exempt", _("不进驻")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="presences")
    standing = models.CharField(_("进驻情况"), max_length=6, choices=Standing.choices)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True, default="")
    recorded_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("进驻台账")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="presence_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="presence_exempt_has_a_reason", condition=~Q(standing="exempt") | ~Q(reason="")
            ),
            ExclusionConstraint(
                name="presences_do_not_overlap",
                expressions=[
                    (F("item"), RangeOperators.EQUAL),
                    (Func(F("since"), F("until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.standing}"
