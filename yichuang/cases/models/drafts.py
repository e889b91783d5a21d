"""Applications still being written."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yichuang.base.ids import uuid7
from yichuang.base.sealed import SealedJSONField
from yichuang.cases.models.case import Purpose


class Draft(models.Model):
    """An application still being written. It has no number, no clock and no legal effect."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    item_version = models.ForeignKey("catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, blank=True, default="", db_default="")
    former = models.ForeignKey("cases.Certificate", on_delete=models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    situations = models.JSONField(default=list)
    answers = SealedJSONField(null=True)
    materials = models.JSONField(default=dict, help_text="material key → list of file ids")
    later = models.JSONField(default=list, db_default=[], help_text="keys of materials promised for later (容缺)")
    promised = models.JSONField(default=list, db_default=[], help_text="keys for which a promise stands (告知承诺)")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("草稿")
        indexes: ClassVar = [models.Index(fields=["account", "-changed_at"], name="draft_of_account")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "item_version", "applicant", "purpose", "former"],
                name="one_draft_an_application",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_version_id} {self.pk}"
