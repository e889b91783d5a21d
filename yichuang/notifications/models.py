"""What a person wants to be told by text message, how far he has read, and the messages that go out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Wish(models.TextChoices):
    """Of which news somebody wants a text message."""

    NOTHING = "nothing", pgettext_lazy("wish", "不发短信")
    MATTERS = "matters", pgettext_lazy("wish", "只发要我办的和办理结果")
    EVERYTHING = "everything", pgettext_lazy("wish", "每一步都发")


class Subscription(models.Model):
    """What a person chose. Who chose nothing gets what matters."""

    party = models.OneToOneField("people.Party", on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish.choices)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("消息订阅")
        constraints: ClassVar = [models.CheckConstraint(name="wish_known", condition=Q(wish__in=Wish.values))]

    def __str__(self) -> str:
        return f"{self.party_id} {self.wish}"


class Reading(models.Model):
    """Up to which row of the journal an account has read its news."""

    account = models.OneToOneField("people.Account", on_delete=models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.seq}"


class TextMessage(models.Model):
    """One message to one person about one row of the journal. Number and words are made when it is sent, and not kept.

    `next_at` is when it is tried next; a message that is too old or was tried too often is not sent any more.
    """

    seq = models.BigIntegerField()
    act = models.CharField(max_length=60)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("短信")
        constraints: ClassVar = [models.UniqueConstraint(fields=["seq", "party"], name="text_once")]
        indexes: ClassVar = [
            models.Index(fields=["next_at", "id"], name="text_to_send", condition=Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"
