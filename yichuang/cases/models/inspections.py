"""Site inspections (现场勘验): visits by a team of officers, what was found, and the photographs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models.case import Case
from yichuang.cases.models.steps import CaseStep


class SiteFinding(models.TextChoices):
    """What a visit came to. What must be put right is visited again; the step stays open until then."""

    CONFORM = "conform", pgettext_lazy("inspection", "符合要求")
    NOT_CONFORM = "not_conform", pgettext_lazy("inspection", "不符合要求")
    PUT_RIGHT = "put_right", pgettext_lazy("inspection", "限期改正")


class Inspection(models.Model):
    """One visit for the open steps of inspection of a case; of departments side by side it is one joint visit.

    `late` says that its team, the first of the case, was named after the day by which the rule wants it (XKF 55).
    `points` are what is looked at, `found` what was found of each, in the same order. A record laid down again by one
    of the team takes back every confirmation. A visit that another replaced before all had confirmed is dropped.
    """

    class State(models.TextChoices):
        ARRANGED = "arranged", pgettext_lazy("inspection", "已安排")
        RECORDED = "recorded", pgettext_lazy("inspection", "待全体勘验人员确认")
        DONE = "done", pgettext_lazy("inspection", "已完成")
        DROPPED = "dropped", pgettext_lazy("inspection", "已另行安排")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inspections")
    steps = models.ManyToManyField(CaseStep, related_name="inspections")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRANGED)
    place = models.CharField(max_length=200)
    visit_at = models.DateTimeField()
    points = models.JSONField(default=list)
    arranged_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    arranged_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    found = models.JSONField(default=list)
    finding = models.CharField(max_length=12, choices=SiteFinding.choices, blank=True, default="")
    put_right_by = models.DateField(null=True)
    applicant_present = models.BooleanField(default=False)
    statement = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    record_number = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("现场勘验")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="one_inspection_at_a_time", condition=Q(state__in=["arranged", "recorded"])
            ),
            models.CheckConstraint(
                name="inspection_state_known", condition=Q(state__in=["arranged", "recorded", "done", "dropped"])
            ),
            models.CheckConstraint(
                name="inspection_record_is_whole",
                condition=~Q(state__in=["recorded", "done"])
                | (Q(recorded_at__isnull=False, recorded_by__isnull=False) & ~Q(finding="")),
            ),
            models.CheckConstraint(
                name="inspection_done_has_letter",
                condition=~Q(state="done") | (Q(done_at__isnull=False) & ~Q(record_number="")),
            ),
            models.CheckConstraint(
                name="inspection_put_right_has_day",
                condition=Q(finding="put_right", put_right_by__isnull=False)
                | (~Q(finding="put_right") & Q(put_right_by__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    @property
    def is_live(self) -> bool:
        """Whether something can still be laid down or confirmed."""
        return self.state in (self.State.ARRANGED, self.State.RECORDED)

    @property
    def looked_at(self) -> list[tuple[str, str]]:
        """Each point with what was found of it; nothing before the record."""
        return list(zip(self.points, self.found, strict=False))


class Inspector(models.Model):
    """One of the team, for his department; `confirmed_at` is when he stood for the record as it is."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("勘验人员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inspection", "account"], name="inspector_once_a_visit")
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.account_id}"


class Photograph(models.Model):
    """A photograph of the visit. `key` was made by the device that took it: sent twice, it is there once."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="photographs")
    key = models.UUIDField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("现场照片")
        constraints: ClassVar = [models.UniqueConstraint(fields=["inspection", "key"], name="photograph_once")]

    def __str__(self) -> str:
        return str(self.key)
