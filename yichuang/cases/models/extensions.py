"""Extensions of the statutory limit (延长审批)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases.models.case import Case
from yichuang.cases.models.taken_back import Standing


class Extension(models.Model):
    """One request for more time, and what the head of the body said to it (行政许可法第四十二条). One granted a case.

    `length` and `unit` are what is added to the statutory limit, or the whole of it when `total`. `government_approval`
    names the paper of the government of the same level, where the extension is its to grant.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    total = models.BooleanField(default=False)
    basis = models.CharField(max_length=300)
    reason = models.TextField()
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True, default="")
    government_approval = models.CharField(max_length=100, blank=True, default="")
    answered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["Extension"]()
    every = models.Manager["Extension"]()

    class Meta:
        verbose_name = _("延长期限")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], name="extended_once", condition=Q(granted=True)),
            models.UniqueConstraint(
                fields=["case"],
                name="one_open_extension",
                condition=Q(granted__isnull=True, taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="extension_answer_is_whole",
                condition=Q(granted__isnull=True, answered_at__isnull=True)
                | Q(granted__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="extension_asker_does_not_approve",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.length} {self.unit}"
