"""What an applicant promises in writing: to bring more later (容缺受理), or that a fact is so (告知承诺)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models.case import Case
from yichuang.cases.models.rules import Effect


class LaterPromise(models.Model):
    """容缺受理承诺: the applicant promises to bring what is missing after acceptance (安阳市政务服务条例第二十四条).

    Signed with the application. Acceptance gives it its last day, and by the rule of that day what default does and
    the law that says so. `completed_at` is when the last of it came.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="later_promise")
    signed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    effect = models.CharField(max_length=20, choices=Effect.choices, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("容缺受理承诺")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="later_promise_due_has_effect",
                condition=Q(due_at__isnull=True, effect="") | (Q(due_at__isnull=False) & ~Q(effect="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class OwedMaterial(models.Model):
    """One material that is to follow. Handed in, it has the day on which it came."""

    promise = models.ForeignKey(LaterPromise, on_delete=models.PROTECT, related_name="owed")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    given_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("容缺后补的材料")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["promise", "key"], name="owed_material_once")]

    def __str__(self) -> str:
        return self.name


class Found(models.TextChoices):
    """What the later check found (核查结果)."""

    KEPT = "kept", pgettext_lazy("promise", "已履行承诺")
    UNKEPT = "unkept", pgettext_lazy("promise", "未履行承诺")
    FALSE = "false", pgettext_lazy("promise", "承诺不实")


class Promise(models.Model):
    """告知承诺: the applicant promises in writing that conditions are met, instead of proving it (国办发〔2020〕42号).

    The text stands in the item's version. Granting sets `check_due_at`. `found` is what two officers found alike;
    `correct_by` the day up to which an unkept promise can still be kept, `round` counts the checks.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="promise")
    keys = models.JSONField(default=list, help_text="keys of the materials for which it stands")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    check_due_at = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    found = models.CharField(max_length=10, choices=Found.choices, blank=True, default="")
    found_at = models.DateTimeField(null=True)
    correct_by = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("告知承诺")
        constraints: ClassVar = [
            models.CheckConstraint(name="promise_found_known", condition=Q(found__in=["", *Found.values])),
            models.CheckConstraint(
                name="promise_found_has_time",
                condition=Q(found="", found_at__isnull=True) | (~Q(found="") & Q(found_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["check_due_at"],
                name="promise_to_check",
                condition=Q(check_due_at__isnull=False, settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"

    @property
    def stands(self) -> bool:
        """Whether the case still goes the way of the promise."""
        return self.withdrawn_at is None


class Finding(models.Model):
    """What one officer found when he checked the promise. Two must find the same before it counts."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="findings")
    round = models.PositiveSmallIntegerField()
    found = models.CharField(max_length=10, choices=Found.choices)
    text = models.TextField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("承诺核查意见")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promise", "round", "by"], name="one_finding_an_officer_and_round"),
            models.CheckConstraint(name="finding_found_known", condition=Q(found__in=Found.values)),
        ]

    def __str__(self) -> str:
        return self.found


class Exclusion(models.Model):
    """A party whose promises are not taken: an earlier one was false. It ends when the credit is repaired."""

    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusions", db_index=False)
    since = models.DateTimeField()
    repaired_at = models.DateTimeField(null=True)
    repaired_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    repaired_for = models.CharField(max_length=500, blank=True, default="", help_text="on what ground it was repaired")

    class Meta:
        verbose_name = _("不适用承诺的申请人")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], name="one_exclusion_a_case"),
            models.CheckConstraint(
                name="exclusion_repaired_says_who_and_why",
                condition=Q(repaired_at__isnull=True, repaired_by__isnull=True, repaired_for="")
                | (Q(repaired_at__isnull=False, repaired_by__isnull=False) & ~Q(repaired_for="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"
