"""Tables of the way of a case (办件).

A case is one application for one service item, kept under the item version it began with. Its state is written only
by `life_cycle.move`; who did what and when stands in the journal under the case's number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.base.ids import uuid7
from yichuang.base.sealed import SealedJSONField


class State(models.TextChoices):
    """Where a case stands. The moves between the states are in `life_cycle.MOVES`."""

    SUBMITTED = "submitted", pgettext_lazy("state", "已提交")
    CORRECTING = "correcting", pgettext_lazy("state", "待补正")
    ACCEPTED = "accepted", pgettext_lazy("state", "已受理")
    EXAMINING = "examining", pgettext_lazy("state", "审查中")
    SUSPENDED = "suspended", pgettext_lazy("state", "特别程序")
    DECIDED = "decided", pgettext_lazy("state", "已决定")
    ISSUING = "issuing", pgettext_lazy("state", "制证出件")
    COMPLETED = "completed", pgettext_lazy("state", "办结")
    DELIVERED = "delivered", pgettext_lazy("state", "已送达")
    ARCHIVED = "archived", pgettext_lazy("state", "已归档")
    NOT_REQUIRED = "not_required", pgettext_lazy("state", "不需许可")
    DECLINED = "declined", pgettext_lazy("state", "不予受理")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "已撤回")
    LAPSED = "lapsed", pgettext_lazy("state", "视为撤回")
    TERMINATED = "terminated", pgettext_lazy("state", "终止")


class Channel(models.TextChoices):
    """How the application came in (申报来源)."""

    ONLINE = "online", _("网上")
    COUNTER = "counter", _("窗口")
    API = "api", _("接口")


class Outcome(models.TextChoices):
    """What was decided (行政许可法第三十八条)."""

    GRANTED = "granted", pgettext_lazy("outcome", "准予")
    REFUSED = "refused", pgettext_lazy("outcome", "不予")


if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    _Text = models.CharField[str | Combinable, str]
else:
    _Text = models.CharField


class CaseNumberField(_Text):
    """A text that the database makes up on INSERT and gives back in the same statement."""

    db_returning = True


class Draft(models.Model):
    """An application still being written. It has no number, no clock and no legal effect."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey("catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    situations = models.JSONField(default=list)
    answers = SealedJSONField(null=True)
    materials = models.JSONField(default=dict, help_text="material key → list of file ids")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("草稿")
        indexes: ClassVar = [models.Index(fields=["account", "-changed_at"], name="draft_of_account")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "item_version", "applicant"], name="one_draft_an_application")
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} {self.pk}"


class Case(models.Model):
    """One case (办件), from application to archive. Due dates are instants; `due_at` is what must be done next."""

    # A key whose column leads a wider index below, or by which nobody looks cases up, has no index of its own: each one
    # would be paid for by every acceptance.
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = CaseNumberField(_("办件编号"), max_length=50, unique=True)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey(
        "catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+", db_index=False)
    zone = models.ForeignKey("offices.Zone", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    window = models.ForeignKey("offices.Window", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    applicant = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    handed_in_by = models.ForeignKey(
        "people.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    situations = models.JSONField(default=list)
    answers = SealedJSONField(null=True)
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    statutory_due_at = models.DateTimeField(null=True)
    promised_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_is_provisional = models.BooleanField(default=False)
    warn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("办件")
        constraints: ClassVar = [
            models.CheckConstraint(name="case_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="case_outcome_known", condition=Q(outcome__in=["", *Outcome.values])),
            models.CheckConstraint(
                name="case_accepted_has_time",
                condition=~Q(state__in=["accepted", "examining", "suspended", "decided", "issuing", "completed"])
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="case_decided_has_outcome",
                condition=~Q(state__in=["decided", "issuing", "completed", "delivered"])
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "state", "due_at", "id"], name="case_department_work"),
            models.Index(fields=["zone", "state", "due_at", "id"], name="case_zone_work"),
            models.Index(fields=["centre", "state", "due_at", "id"], name="case_centre_work"),
            models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
            models.Index(fields=["handed_in_by", "-id"], name="case_handed_in"),
            models.Index(
                fields=["warn_at"], name="case_to_warn", condition=Q(state__in=["submitted", "accepted", "examining"])
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done before the case ends."""
        return self.ended_at is None


class CaseMaterial(models.Model):
    """One paper or file handed in for one required material. Replaced ones stay, with `superseded_at` set."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    original_seen = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("收到的材料")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="material_is_something",
                condition=Q(file__isnull=False) | Q(originals__gt=0) | Q(copies__gt=0) | Q(original_seen=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Hold(models.Model):
    """Whatever stops the way or the clock of a case, with its basis. `until` is exclusive; null is "still in force"."""

    class Kind(models.TextChoices):
        SPECIAL_PROCEDURE = "special_procedure", _("特别程序")
        PAYMENT = "payment", _("缴费")
        PARENT = "parent", _("等待主办件")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    basis = models.CharField(max_length=300)
    stops_clock = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("中止")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since:%Y-%m-%d}"


class Correction(models.Model):
    """One notice telling everything that is missing or wrong (行政许可法第三十二条第四项)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    round = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("补正")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "round"], name="correction_round_once"),
            models.UniqueConstraint(fields=["case"], name="one_open_correction", condition=Q(answered_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} 第{self.round}次"


class CorrectionLine(models.Model):
    """One thing to put right: a material (by key) or a field of the form, with the reason in plain words."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    material_key = models.CharField(max_length=80, blank=True, default="")
    field = models.CharField(max_length=80, blank=True, default="")
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("补正内容")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["correction", "position"], name="correction_line_once"),
            models.CheckConstraint(
                name="correction_line_names_one_thing",
                condition=(Q(material_key="") & ~Q(field="")) | (~Q(material_key="") & Q(field="")),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Opinion(models.Model):
    """What an officer found on examining (审查意见), or what a chief approver proposes (初审意见)."""

    class Step(models.TextChoices):
        EXAMINATION = "examination", _("审查")
        PRELIMINARY_REVIEW = "preliminary_review", _("初审")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    step = models.CharField(max_length=20, choices=Step.choices)
    recommends = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.TextField()
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("意见")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "step", "by"], name="one_opinion_an_officer_and_step")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.recommends}"


class Decision(models.Model):
    """The decision of the department (行政许可法第三十七、三十八条). One a case, never changed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField(blank=True, default="")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("决定")
        constraints: ClassVar = [
            models.CheckConstraint(name="refusal_has_reasons", condition=~Q(outcome="refused") | ~Q(reasons=""))
        ]

    def __str__(self) -> str:
        return self.outcome


class Rule(models.Model):
    """A time rule of one centre, dated (for example: on-line applications are looked at within one working day)."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("受理审查时限")
        CORRECTION = "correction", _("补正期限")
        WARNING = "warning", _("到期前提醒")
        DELIVERY = "delivery", _("送达时限")
        DECISION = "decision", _("未公布时限事项的承诺时限")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="")
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    basis = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("时限规则")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "channel", "since"], name="rule_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.length} {self.unit}"
