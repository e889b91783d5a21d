"""Hearings (听证) and the people whose interests a case touches (利害关系人)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.cases.models.holds import Hold


class Side(models.TextChoices):
    """Who asked for a hearing, who made a statement."""

    APPLICANT = "applicant", _("申请人")
    INTERESTED = "interested", _("利害关系人")
    BODY = "body", _("行政机关")


class InterestedParty(models.Model):
    """Somebody named whose important interests the licence touches directly, told of it (行政许可法第三十六条).

    He may speak until `answer_by`; `heard_at` is when he first did. `waived_at` is when he declared that he asks for no
    hearing.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interested")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    interest = models.CharField(max_length=500)
    told_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("利害关系人")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "party"], name="interested_told_once")]

    def __str__(self) -> str:
        return self.interest[:40]


class Hearing(models.Model):
    """The hearing of a case: rights told, asked for, called, recorded (行政许可法第四十六条至第四十八条).

    On the body's own initiative it begins with the call. `waived_at` is when the applicant declared that he asks for
    none. What was said stands in its record, a letter.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="hearing")
    matter = models.CharField(max_length=500)
    told_at = models.DateTimeField(null=True)
    apply_by = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=10, choices=Side.choices, blank=True, default="")
    organise_by = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    chair = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    is_public = models.BooleanField(default=True)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    record_number = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("听证")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hearing_called_is_whole",
                condition=Q(called_at__isnull=True) | (Q(held_at__isnull=False, chair__isnull=False) & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="hearing_recorded_was_called",
                condition=Q(recorded_at__isnull=True) | Q(called_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.matter[:40]

    @property
    def is_waived(self) -> bool:
        """Whether everybody who may ask for it has declared that he does not. At most one statement."""
        if self.waived_at is None:
            return False
        return not InterestedParty.objects.filter(case=self.case_id, waived_at__isnull=True).exists()
