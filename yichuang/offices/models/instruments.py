"""The three instruments by which power is lent (件1, 件2, 件3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.offices.models.places import Centre, Department
from yichuang.people.models import Account


class MandateKind(models.TextChoices):
    APPROVAL = "approval", _("审批服务授权委托书")
    ACCEPTANCE = "acceptance", _("“综窗受理”委托书")
    AGREEMENT = "agreement", _("政务服务事项委托协议书")


class Power(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("power", "受理")
    CORRECT = "correct", pgettext_lazy("power", "告知补正")
    DECLINE = "decline", pgettext_lazy("power", "不予受理")
    EXAMINE = "examine", pgettext_lazy("power", "审查")
    PRELIMINARY_REVIEW = "preliminary_review", pgettext_lazy("power", "初审")
    DECIDE = "decide", pgettext_lazy("power", "作出审批决定")
    USE_SEAL = "use_seal", pgettext_lazy("power", "使用印章")
    ISSUE = "issue", pgettext_lazy("power", "制证出件")
    DELIVER = "deliver", pgettext_lazy("power", "送达")


FRONT_DESK_POWERS = (
    Power.ACCEPT,
    Power.CORRECT,
    Power.DECLINE,
    Power.USE_SEAL,
    Power.ISSUE,
    Power.DELIVER,
)
ALLOWED_POWERS: dict[str, tuple[Power, ...]] = {
    MandateKind.APPROVAL: (Power.DECIDE, Power.PRELIMINARY_REVIEW, Power.USE_SEAL),
    MandateKind.ACCEPTANCE: FRONT_DESK_POWERS,
    MandateKind.AGREEMENT: FRONT_DESK_POWERS,
}


class Mandate(models.Model):
    """An instrument on file: who lends which powers to whom, for which items, for how long.

    件1 names a chief approver of the department, with level 1 (may decide) or level 2 (may only
    review; the head or the collective decides). 件2 and 件3 name the centre, whose clerks then
    accept. There is no delegation without an end. `until` is the first day without the power.
    Nothing on file is edited: an instrument is revoked and another one filed.
    """

    kind = models.CharField(max_length=10, choices=MandateKind)
    number = models.CharField(max_length=60)
    grantor = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="mandates")
    grantee_account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    grantee_centre = models.ForeignKey(Centre, null=True, on_delete=models.PROTECT, related_name="+")
    powers = ArrayField(models.CharField(max_length=20, choices=Power))
    level = models.PositiveSmallIntegerField(null=True)
    all_items = models.BooleanField(default=False)
    item_codes = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    since = models.DateField()
    until = models.DateField()
    signed_on = models.DateField()
    filed_on = models.DateField()
    scan_digest = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["grantor", "grantee_account", "-until"]),
            models.Index(fields=["grantor", "grantee_centre", "-until"]),
            models.Index(fields=["until"], condition=Q(revoked_at=None), name="mandate_running"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["grantor", "number"], name="mandate_number_unique"),
            models.CheckConstraint(
                name="mandate_kind_fixes_the_grantee",
                condition=Q(
                    kind=MandateKind.APPROVAL,
                    grantee_account__isnull=False,
                    grantee_centre=None,
                    level__in=[1, 2],
                )
                | Q(
                    kind__in=[MandateKind.ACCEPTANCE, MandateKind.AGREEMENT],
                    grantee_account=None,
                    grantee_centre__isnull=False,
                    level=None,
                ),
            ),
            models.CheckConstraint(
                name="mandate_powers_fit_the_kind",
                condition=Q(powers__len__gt=0)
                & (
                    Q(
                        kind=MandateKind.APPROVAL,
                        powers__contained_by=["decide", "preliminary_review", "use_seal"],
                    )
                    | Q(
                        kind__in=[MandateKind.ACCEPTANCE, MandateKind.AGREEMENT],
                        powers__contained_by=list(FRONT_DESK_POWERS),
                    )
                ),
            ),
            models.CheckConstraint(
                name="mandate_level_two_never_decides",
                condition=~Q(level=2) | ~Q(powers__contains=["decide"]),
            ),
            models.CheckConstraint(
                name="mandate_names_its_items",
                condition=Q(all_items=True, item_codes=[]) | Q(all_items=False, item_codes__len__gt=0),
            ),
            models.CheckConstraint(name="mandate_ends_after_it_begins", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="mandate_scan_is_a_digest",
                condition=Q(scan_digest="") | Q(scan_digest__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.get_kind_display()}》{self.number}"
