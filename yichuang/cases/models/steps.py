"""The steps of examination of a case (环节): where it lies, who has a hand in it, who handed it on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.catalogue.content import Content
from yichuang.catalogue.kinds import StepKind

ACT_OF: Final[Mapping[str, str]] = {
    StepKind.EXAMINE: "give_opinion",
    StepKind.INSPECT: "inspect",
    StepKind.EXPERT_OPINION: "hear_experts",
    StepKind.COUNTERSIGN: "give_opinion",
    StepKind.OTHER: "give_opinion",
    StepKind.REVIEW: "propose",
    StepKind.DECIDE: "decide",
}
"""By which act a step of that kind is done; that act calls `steps.way.Way.finish`. Inspecting and hearing experts
take several acts each, in modules of their own."""


class CaseStep(models.Model):
    """One step that one department has, as the item version of the case lays it out.

    Steps of one position are open side by side, one row for each department. A step sent back stays as it was with the
    reason; a new row of the next `turn` stands for doing it again, counted from the same moment: `counted_from` is when
    the step was first open. `length` and `unit` are its own limit, null when only the limits of the case run;
    `due_at` follows from either while it is open.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("step", "未到")
        OPEN = "open", pgettext_lazy("step", "办理中")
        DONE = "done", pgettext_lazy("step", "已完成")
        RETURNED = "returned", pgettext_lazy("step", "已退回")
        DROPPED = "dropped", pgettext_lazy("step", "不再办理")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=500, blank=True, default="")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    officers = models.PositiveSmallIntegerField(default=1)
    length = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    opened_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    return_reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("环节")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "position", "department", "turn"], name="step_once_a_turn"),
            models.CheckConstraint(
                name="step_state_known", condition=Q(state__in=["waiting", "open", "done", "returned", "dropped"])
            ),
            models.CheckConstraint(
                name="step_open_has_times",
                condition=~Q(state__in=["open", "done"]) | Q(opened_at__isnull=False, counted_from__isnull=False),
            ),
            models.CheckConstraint(name="step_done_has_time", condition=~Q(state="done") | Q(done_at__isnull=False)),
            models.CheckConstraint(
                name="step_returned_says_why",
                condition=Q(return_reason="") | Q(state="returned", returned_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "kind", "due_at", "case"], name="step_work", condition=Q(state="open")),
            models.Index(fields=["due_at", "id"], name="step_due", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.called()

    def called(self, content: Content | None = None) -> str:
        """What the step is called in the reader's language: as the guide (`content`) says it; in English, where it says
        nothing or is not at hand, by the kind."""
        label = str(self.get_kind_display())
        if not (get_language() or "").startswith("en"):
            return self.name or label
        english = content.translated.get(self.name, "") if content is not None else ""
        return english or (self.name if self.kind == StepKind.OTHER and self.name else label)


class Part(models.TextChoices):
    """What somebody can be for a case. Which parts exclude each other stands in `conflicts`."""

    ACCEPT = "accept", pgettext_lazy("part", "受理")
    EXAMINE = "examine", pgettext_lazy("part", "审查")
    EXPERT = "expert", pgettext_lazy("part", "专家意见")
    CHAIR = "chair", pgettext_lazy("part", "主持听证")
    COUNTERSIGN = "countersign", pgettext_lazy("part", "会签")
    REVIEW = "review", pgettext_lazy("part", "初审")
    DECIDE = "decide", pgettext_lazy("part", "决定")


class Hand(models.Model):
    """Somebody had a hand in the case, in one part: the database holds nobody to two.

    Who accepted stands in the case itself, so that accepting writes nothing here; who chairs stands in the hearing.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hands", db_index=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=12, choices=Part.choices)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("经手")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "account"], name="one_part_a_person"),
            models.CheckConstraint(
                name="hand_part_known", condition=Q(part__in=["examine", "expert", "countersign", "review", "decide"])
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="hand_of_account")]

    def __str__(self) -> str:
        return self.part


class StepHandover(models.Model):
    """An officer handed his seat at a step to a colleague of the department (转办). `settled_at` is when the colleague
    had done his part, or handed it on."""

    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    taker = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("转办")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step", "taker"], name="step_handed_once", condition=Q(settled_at__isnull=True)
            ),
            models.CheckConstraint(name="handover_to_another", condition=~Q(giver=models.F("taker"))),
            models.CheckConstraint(name="handover_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.taker_id}"
