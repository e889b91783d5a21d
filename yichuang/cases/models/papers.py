"""What was handed in (收到的材料)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case


class CaseMaterial(models.Model):
    """One paper or file handed in for one required material. Replaced ones stay, with `superseded_at` set.

    `fetched_from` is the register from which it was called for instead of being handed in, `certificate` what a
    department of this centre issued.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="materials")
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=500)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    certificate = models.ForeignKey("cases.Certificate", on_delete=models.PROTECT, null=True, related_name="+")
    fetched_from = models.CharField(max_length=500, blank=True, default="", db_default="")
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
