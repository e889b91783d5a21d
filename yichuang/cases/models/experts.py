"""What experts are asked and what they answer (专家意见), as a step that does not stop the clock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case, Outcome
from yichuang.cases.models.steps import CaseStep


class ExpertOpinion(models.Model):
    """One expert with the question he was asked: a member of staff, or somebody from outside who answers on paper.

    The paper of an outside expert is scanned; an officer writes down what it says.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="expert_opinions")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="expert_opinions")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, null=True, related_name="+")
    question = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    recommends = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    text = models.TextField(blank=True, default="")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("专家意见")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "account"], name="expert_of_staff_once"),
            models.UniqueConstraint(fields=["step", "party"], name="expert_from_outside_once"),
            models.CheckConstraint(
                name="expert_is_one",
                condition=Q(account__isnull=False, party__isnull=True) | Q(account__isnull=True, party__isnull=False),
            ),
            models.CheckConstraint(
                name="expert_answer_is_whole",
                condition=Q(answered_at__isnull=True) | (Q(entered_by__isnull=False) & ~Q(text="") & ~Q(recommends="")),
            ),
            models.CheckConstraint(
                name="expert_from_outside_signed",
                condition=Q(answered_at__isnull=True) | Q(account__isnull=False) | Q(file__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.question[:40]
