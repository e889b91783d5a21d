"""Who was turned away at a window before there was any case (不予收件), and what a second person said to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case


class TurnedAway(models.Model):
    """One refusal to receive: what was asked for, why not, what the person was told; the check by a colleague; and,
    where it should have been received, the case as which it was.

    `matter` is the name of the item, or for something that no guide describes what it was. `party` is known only where
    the person wished to be entered.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("确认不予收件")
        OVERTURNED = "overturned", _("应当收件")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey("offices.Window", on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.CharField(max_length=300)
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    told = models.CharField(max_length=500)
    refused_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField()
    checked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    finding = models.CharField(max_length=500, blank=True, default="")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="turned_away")

    class Meta:
        verbose_name = _("不予收件登记")
        constraints: ClassVar = [
            models.CheckConstraint(name="turned_away_names_what", condition=~Q(matter="")),
            models.CheckConstraint(
                name="turned_away_checked_by_another",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True, outcome="")
                | (
                    Q(checked_at__isnull=False, outcome__in=["confirmed", "overturned"])
                    & ~Q(checked_by=F("refused_by"))
                ),
            ),
            models.CheckConstraint(
                name="turned_away_received_when_overturned", condition=Q(case__isnull=True) | Q(outcome="overturned")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["centre", "-refused_at", "-id"], name="turned_away_of_centre")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As the slip has it: the day and the row."""
        return f"{timezone.localtime(self.refused_at):%Y%m%d}-{self.pk}"
