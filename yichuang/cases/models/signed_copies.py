"""The applicant's signed receipt of a letter, once it has come back (送达回证、签字的回执)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.cases.models.taken_back import Standing


class SignedCopy(models.Model):
    """That a letter was signed for, on which day and by whom (安阳市政务服务条例第三十六条); `file` is its scan.

    One for each letter that stands. What was entered by mistake stays as taken back; the journal says why.
    """

    class Signer(models.TextChoices):
        ADDRESSEE = "addressee", _("受送达人本人")
        REPRESENTATIVE = "representative", _("法定代表人")
        AGENT = "agent", _("受委托人")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signed_copies")
    letter = models.ForeignKey("documents.Letter", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signer = models.CharField(max_length=16, choices=Signer.choices)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["SignedCopy"]()
    every = models.Manager["SignedCopy"]()

    class Meta:
        verbose_name = _("签字的回执")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["letter"], name="signed_copy_once_a_letter", condition=Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(
                name="signed_copy_by_somebody", condition=Q(signer__in=["addressee", "representative", "agent"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.signed_on}"
