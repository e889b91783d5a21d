"""What follows a decision outside the case: it is published, and handed on to whoever supervises."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models.case import Case


class Arrangement(models.Model):
    """What holds for the certificates of an item from a day on: type code, supervising department. The latest counts.

    `licence_type` is the 21 characters of 证照类型代码 (GB/T 36903), part of the 证照标识.
    """

    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    licence_type = models.CharField(_("证照类型代码"), max_length=21, blank=True, default="")
    supervisor = models.ForeignKey(
        "offices.Department", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("监管部门")
    )
    since = models.DateField(_("自"))

    class Meta:
        verbose_name = _("证照和监管衔接")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "since"], name="arrangement_once_a_day"),
            models.CheckConstraint(name="licence_type_written", condition=Q(licence_type__regex=r"^([0-9A-Z]{21})?$")),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.since}"


class Disclosure(models.Model):
    """One granting of a licence as the public may look it up (行政许可法第四十条); what ended it is asked of its
    certificate."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="disclosure")
    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(_("决定书文号"), max_length=100)
    decided_on = models.DateField(_("决定日期"))

    class Meta:
        verbose_name = _("公开的决定")
        indexes: ClassVar = [
            models.Index(fields=["centre", "-decided_on", "-id"], name="disclosed_newest"),
            models.Index(fields=["department", "-decided_on", "-id"], name="disclosed_of_department"),
            models.Index(fields=["item", "-decided_on", "-id"], name="disclosed_of_item"),
        ]

    def __str__(self) -> str:
        return self.number


class SupervisionNote(models.Model):
    """A decision told to the department that supervises what was permitted (审管衔接, AY 16), and who there has seen
    it."""

    class About(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("supervision", "准予")
        CHANGE = "change", pgettext_lazy("supervision", "变更")
        RENEWAL = "renewal", pgettext_lazy("supervision", "延续")
        REVOKED = "revoked", pgettext_lazy("supervision", "撤销")
        WITHDRAWN = "withdrawn", pgettext_lazy("supervision", "撤回")
        CANCELLED = "cancelled", pgettext_lazy("supervision", "注销")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervision_notes")
    about = models.CharField(max_length=10, choices=About.choices)
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    seen_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("监管衔接")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "about"], name="supervision_told_once"),
            models.CheckConstraint(
                name="supervision_receipt_is_whole",
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["department", "at", "id"], name="supervision_unseen", condition=Q(seen_at__isnull=True)
            ),
            models.Index(fields=["department", "-at", "-id"], name="supervision_all"),
        ]

    def __str__(self) -> str:
        return self.about
