"""Who stands where: postings, with their history."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.offices.models.places import Centre, Department, Window
from yichuang.people.models import Account


class Duty(models.TextChoices):
    """What somebody is posted for; the codes are those of `people.Role`."""

    GUIDE = "guide", _("咨询导办")
    CLERK = "clerk", _("窗口受理")
    EXAMINER = "examiner", _("审查")
    CHIEF_APPROVER = "chief_approver", _("首席审批员")
    HEAD = "head", _("部门负责人")
    MANAGER = "manager", _("中心管理")
    SUPERVISOR = "supervisor", _("监督")


class Posting(models.Model):
    """An account's post from `since` up to, not including, `until`.

    `department` is the posting unit; without one the centre itself posts the person (domain row
    5). History is kept: the database lets nothing but a still open `until` be written later. A
    substitute (AB 角) has a posting of his own for the days the principal is away.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="postings")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="postings")
    duty = models.CharField(max_length=14, choices=Duty)
    substitute_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="substitutes")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "since"])]
        constraints = [
            models.CheckConstraint(
                name="posting_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="posting_duty_fits_posting_unit",
                condition=Q(duty__in=[Duty.GUIDE, Duty.MANAGER, Duty.SUPERVISOR], department=None)
                | Q(duty=Duty.CLERK)
                | Q(
                    duty__in=[Duty.EXAMINER, Duty.CHIEF_APPROVER, Duty.HEAD],
                    department__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="posting_substitute_has_an_end",
                condition=Q(substitute_for=None) | Q(until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.duty} {self.since}"
