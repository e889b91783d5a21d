"""Hand-over slips (物料转移单): papers on the move between a window and a department."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yichuang.base.ids import uuid7


class Direction(models.TextChoices):
    """Which way papers move."""

    OUT = "out", _("窗口交部门")
    BACK = "back", _("部门交回窗口")


class Slip(models.Model):
    """One slip for papers of one case or of many, between one window and one department; signed for once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("转移单编号"), max_length=30, unique=True)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey("offices.Window", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    receive_by = models.DateTimeField(null=True)
    received_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("物料转移单")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="slip_received_by_somebody_else",
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | (
                    Q(received_at__gte=models.F("made_at"), received_by__isnull=False)
                    & ~Q(received_by=models.F("made_by"))
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "-made_at"], name="slip_of_department"),
            models.Index(fields=["window", "-made_at"], name="slip_of_window"),
            models.Index(fields=["centre", "-made_at", "-id"], name="slip_of_centre"),
            models.Index(
                fields=["centre", "-made_at", "-id"], name="slip_under_way", condition=Q(received_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_under_way(self) -> bool:
        """Whether nobody has signed for it yet."""
        return self.received_at is None


class SlipLine(models.Model):
    """So many sheets or copies of one paper of one case, as counted by whoever gave it and whoever got it."""

    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    sent = models.PositiveSmallIntegerField()
    received = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("转移的材料")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slip", "position"], name="slip_line_once"),
            models.CheckConstraint(name="slip_line_holds_something", condition=Q(sent__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def differs(self) -> bool:
        """Whether the count of the two sides differs."""
        return self.received is not None and self.received != self.sent
