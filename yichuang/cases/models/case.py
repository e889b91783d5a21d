"""The case itself (办件): where it stands, how it came, what was decided, when it is due."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.db.models import F, Q
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
    FORWARDED = "forwarded", pgettext_lazy("state", "已转报")
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


UNDECIDED_STATES: Final = ("submitted", "correcting", "accepted", "examining", "suspended", "forwarded")
"""Where an application waits for its decision."""
ALONE: Final = "one_case_without_a_reason"
"""The constraint: of the applications for an item that came with no reason for another one, one is under way."""


class Channel(models.TextChoices):
    """How the application came in (申报来源)."""

    ONLINE = "online", _("网上")
    COUNTER = "counter", _("窗口")
    API = "api", _("接口")
    BEFORE = "before", _("系统启用前")


ASKED_FOR: Final = (Channel.ONLINE, Channel.COUNTER, Channel.API)
"""How somebody may apply; `BEFORE` stands for the file of a certificate that is older than the system."""


class Outcome(models.TextChoices):
    """What was decided (行政许可法第三十八条)."""

    GRANTED = "granted", pgettext_lazy("outcome", "准予")
    REFUSED = "refused", pgettext_lazy("outcome", "不予")


class Purpose(models.TextChoices):
    """What an application wants of a certificate that there already is (行政许可法第四十九、五十、七十条)."""

    CHANGE = "change", pgettext_lazy("purpose", "变更")
    RENEWAL = "renewal", pgettext_lazy("purpose", "延续")
    CANCELLATION = "cancellation", pgettext_lazy("purpose", "注销")


if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from yichuang.cases.models.hearings import InterestedParty

    _Text = models.CharField[str | Combinable, str]
    _Key = models.ForeignKey[Any, Any]
else:
    _Text = models.CharField
    _Key = models.ForeignKey


class CaseNumberField(_Text):
    """A text that the database makes up on INSERT and gives back in the same statement."""

    db_returning = True


class KeyFoundByInsert(_Key):
    """A key that the database looks up on INSERT and gives back in the same statement."""

    db_returning = True


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
    purpose = models.CharField(max_length=12, choices=Purpose.choices, blank=True, default="", db_default="")
    former = models.ForeignKey(
        "cases.Certificate", on_delete=models.PROTECT, null=True, related_name="sequels", db_index=False
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by", db_index=False)
    beside = KeyFoundByInsert(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, help_text="what ran already"
    )
    again = SealedJSONField(null=True, help_text="why the applicant wants another one beside it")
    alone = models.BooleanField(default=False, db_default=False, help_text="came with no reason to be beside another")
    renews_at = models.DateTimeField(null=True, help_text="when a renewal still undecided is granted by law (XKF 50)")
    situations = models.JSONField(default=list)
    answers = SealedJSONField(null=True)
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    deemed_accepted = models.BooleanField(default=False, db_default=False)
    decided_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    statutory_due_at = models.DateTimeField(null=True)
    promised_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_is_provisional = models.BooleanField(default=False)
    warn_at = models.DateTimeField(null=True)
    deemed_at = models.DateTimeField(null=True, help_text="when time alone brings about the next event (视为)")
    why_not_at_once = models.CharField(
        max_length=500, blank=True, default="", db_default="", help_text="why an instant item (即办件) is examined"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("办件")
        constraints: ClassVar = [
            models.CheckConstraint(name="case_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="case_outcome_known", condition=Q(outcome__in=["", *Outcome.values])),
            models.CheckConstraint(
                name="case_accepted_has_time",
                condition=~Q(
                    state__in=["accepted", "examining", "suspended", "forwarded", "decided", "issuing", "completed"]
                )
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, deemed_accepted=False)
                | Q(accepted_at__isnull=False, accepted_by__isnull=True, deemed_accepted=True),
            ),
            models.CheckConstraint(
                name="case_decided_has_outcome",
                condition=~Q(state__in=["decided", "issuing", "completed", "delivered"])
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="case_with_purpose_names_certificate",
                condition=Q(purpose="", former__isnull=True) | Q(purpose__in=Purpose.values, former__isnull=False),
            ),
            models.CheckConstraint(
                # Keys are in the order of time: what a case follows was there before it, so no chain leads back.
                name="case_follows_an_older_one",
                condition=Q(follows__isnull=True) | Q(follows__lt=F("id")),
            ),
            models.UniqueConstraint(
                fields=["former"],
                name="one_open_case_a_certificate",
                condition=Q(former__isnull=False, state__in=UNDECIDED_STATES),
            ),
            models.UniqueConstraint(
                fields=["applicant", "item"], name=ALONE, condition=Q(alone=True, state__in=UNDECIDED_STATES)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "state", "due_at", "id"], name="case_department_work"),
            models.Index(fields=["zone", "state", "due_at", "id"], name="case_zone_work"),
            models.Index(fields=["centre", "state", "due_at", "id"], name="case_centre_work"),
            models.Index(fields=["applicant", "-id"], name="case_of_applicant"),
            models.Index(fields=["handed_in_by", "-id"], name="case_handed_in"),
            models.Index(
                fields=["warn_at"],
                name="case_to_warn",
                condition=Q(state__in=["submitted", "accepted", "examining", "suspended", "forwarded"]),
            ),
            models.Index(
                fields=["ended_at", "id"],
                name="case_to_archive",
                condition=Q(state__in=["delivered", "not_required", "declined", "withdrawn", "lapsed", "terminated"]),
            ),
            models.Index(fields=["centre", "-id"], name="case_not_at_once", condition=~Q(why_not_at_once="")),
            models.Index(fields=["follows"], name="case_followed", condition=Q(follows__isnull=False)),
            models.Index(fields=["renews_at", "id"], name="case_to_renew", condition=Q(renews_at__isnull=False)),
            models.Index(fields=["deemed_at", "id"], name="case_to_deem", condition=Q(deemed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def told(self) -> list[InterestedParty]:
        """Everybody told that the case touches his interests. One statement, read once; nobody before examination."""
        if self.state in (State.SUBMITTED, State.CORRECTING, State.ACCEPTED):
            return []
        return list(self.interested.select_related("party").order_by("id"))

    @property
    def touched(self) -> frozenset[UUID | None]:
        """Whoever was told, and who represents such an organisation."""
        return frozenset(one for told in self.told for one in (told.party_id, told.party.representative_id))

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done before the case ends."""
        return self.ended_at is None
