"""Seals of the departments and the ledger of their use."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.offices.models.instruments import Mandate
from yichuang.offices.models.places import Department
from yichuang.people.models import Account


class SealKind(models.TextChoices):
    APPROVAL = "approval", _("行政审批专用章")
    ACCEPTANCE = "acceptance", _("受理专用章")


class Seal(models.Model):
    """A seal of a department, in force from `since` up to, not including, `until`."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="seals")
    kind = models.CharField(max_length=10, choices=SealKind)
    text = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True)
    keeper = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    filed_with = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "kind"],
                condition=Q(until=None),
                name="seal_one_of_a_kind_in_force",
            ),
            models.CheckConstraint(
                name="seal_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SealUse(models.Model):
    """One line of the seal ledger (用印登记); the database refuses change and removal."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    letter_number = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=64)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["seal", "-at"]),
            models.Index(fields=["subject_kind", "subject_id"]),
        ]

    def __str__(self) -> str:
        return self.letter_number
