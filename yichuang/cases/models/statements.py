"""What the two sides of a case wrote in their own words before the decision (陈述、申辩)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yichuang.base.ids import uuid7
from yichuang.base.sealed import SealedTextField
from yichuang.cases.models.case import Case
from yichuang.cases.models.hearings import InterestedParty


class Statement(models.Model):
    """A written statement of the applicant, or of one of those told (`of`) (行政许可法第三十六条)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    of = models.ForeignKey(InterestedParty, on_delete=models.PROTECT, null=True, related_name="statements")
    words = SealedTextField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("陈述申辩")

    def __str__(self) -> str:
        return str(self.pk)


class StatementFile(models.Model):
    """A file that was sent with a statement."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="papers")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("陈述申辩的附件")
        constraints: ClassVar = [models.UniqueConstraint(fields=["statement", "file"], name="statement_file_once")]

    def __str__(self) -> str:
        return str(self.pk)
