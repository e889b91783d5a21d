"""What officers found and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case, Outcome
from yichuang.cases.models.steps import CaseStep
from yichuang.cases.models.taken_back import Standing


class Opinion(models.Model):
    """What an officer found on examining (审查意见), whether a department agrees (会签意见), or what a chief approver
    proposes (初审意见). A substitute (AB角) names the colleague in whose place he wrote."""

    class Step(models.TextChoices):
        EXAMINATION = "examination", _("审查")
        COUNTERSIGNING = "countersigning", _("会签")
        PRELIMINARY_REVIEW = "preliminary_review", _("初审")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    step = models.CharField(max_length=20, choices=Step.choices)
    at_step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, null=True, related_name="opinions")
    recommends = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.TextField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["Opinion"]()
    every = models.Manager["Opinion"]()

    class Meta:
        verbose_name = _("意见")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["at_step", "step", "by"],
                name="one_opinion_an_officer_and_step",
                condition=Q(taken_back_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.recommends}"


class Decision(models.Model):
    """The decision of the department (行政许可法第三十七、三十八条). One a case, never changed.

    Nobody made it (`by` is empty) where the law itself grants: a renewal not decided in time.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField(blank=True, default="")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    in_place_of = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("决定")
        constraints: ClassVar = [
            models.CheckConstraint(name="refusal_has_reasons", condition=~Q(outcome="refused") | ~Q(reasons="")),
            models.CheckConstraint(name="refusal_is_somebodys", condition=~Q(outcome="refused") | Q(by__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.outcome
