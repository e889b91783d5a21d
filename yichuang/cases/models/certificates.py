"""What a granted decision brings, and how it ends: certificates are never changed, each event is a row of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.base.ids import uuid7
from yichuang.cases.models.case import Case
from yichuang.cases.models.taken_back import Standing


class Certificate(models.Model):
    """A certificate, approval or record (证照) as it came out of one case; a renewal or a change makes another.

    `valid_until` is its last day; empty is without end. `former` is the one whose place it takes. `identifier` is the
    证照标识 of GB/T 36904—2018, where the type code of the certificate is known. `taken_back_at`: the result was taken
    back before anybody got it, so that the certificate never counted. `source` is the register from which one
    that is older than the system was taken; empty for all others.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="certificates", db_index=False)
    former = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="successor")
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=500)
    number = models.CharField(_("证照编号"), max_length=80)
    identifier = models.CharField(_("证照标识"), max_length=160, blank=True, default="")
    valid_from = models.DateField(_("有效期起"))
    valid_until = models.DateField(_("有效期止"), null=True)
    issued_at = models.DateTimeField()
    source = models.CharField(_("来源"), max_length=200, blank=True, default="", db_default="")
    taken_back_at = models.DateTimeField(null=True)

    objects = Standing["Certificate"]()
    every = models.Manager["Certificate"]()

    class Meta:
        verbose_name = _("证照")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], name="one_certificate_a_case", condition=Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(name="certificate_has_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="certificate_ends_after_start",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["item", "number"],
                name="certificate_number_once",
                condition=Q(former__isnull=True, taken_back_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["holder", "-id"], name="certificate_of_holder"),
            models.Index(fields=["number"], name="certificate_by_number"),
            models.Index(
                fields=["valid_until", "id"], name="certificate_expiry", condition=Q(valid_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Way(models.TextChoices):
    """How the body itself ends a certificate before its time."""

    REVOKED = "revoked", pgettext_lazy("ending", "撤销")
    WITHDRAWN = "withdrawn", pgettext_lazy("ending", "撤回")
    CANCELLED = "cancelled", pgettext_lazy("ending", "注销")


class Ground(models.TextChoices):
    """For what a certificate may be ended; the list is closed by 行政许可法 arts 8, 69, 70."""

    ABUSE = "abuse", _("工作人员滥用职权、玩忽职守作出准予决定（第六十九条第一款第一项）")
    BEYOND_POWER = "beyond_power", _("超越法定职权作出准予决定（第六十九条第一款第二项）")
    PROCEDURE = "procedure", _("违反法定程序作出准予决定（第六十九条第一款第三项）")
    NOT_ELIGIBLE = "not_eligible", _("对不具备资格或者不符合法定条件的申请人准予（第六十九条第一款第四项）")
    REVOCABLE_BY_LAW = "revocable_by_law", _("依法可以撤销的其他情形（第六十九条第一款第五项）")
    FRAUD = "fraud", _("被许可人以欺骗、贿赂等不正当手段取得（第六十九条第二款）")
    BROKEN_PROMISE = "broken_promise", _("不实承诺或者不履行告知承诺")
    LAW_CHANGED = "law_changed", _("所依据的法律、法规、规章修改或者废止（第八条第二款）")
    CIRCUMSTANCES = "circumstances", _("所依据的客观情况发生重大变化（第八条第二款）")
    NOT_RENEWED = "not_renewed", _("有效期届满未延续（第七十条第一项）")
    DEATH = "death", _("公民死亡或者丧失行为能力（第七十条第二项）")
    DISSOLVED = "dissolved", _("法人或者其他组织依法终止（第七十条第三项）")
    ENDED_BEFORE = "ended_before", _("许可依法被撤销、撤回，或者证件被吊销（第七十条第四项）")
    FORCE_MAJEURE = "force_majeure", _("因不可抗力无法实施（第七十条第五项）")
    CANCELLED_BY_LAW = "cancelled_by_law", _("依法应当注销的其他情形（第七十条第六项）")
    ON_REQUEST = "on_request", _("被许可人申请注销")


class Intention(models.Model):
    """The body tells the holder what it intends and hears him (行政许可法第七、三十六条). One open for a certificate.

    `answer_by` is until when he may state and defend himself; `heard_at` when he did, or gave it up.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="intentions")
    way = models.CharField(max_length=10, choices=Way.choices)
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reasons = models.TextField()
    told_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    statement = models.TextField(blank=True, default="")
    heard_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("拟撤销、撤回告知")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"], name="one_open_intention", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="intention_heard_is_whole",
                condition=Q(heard_at__isnull=True, heard_by__isnull=True, statement="")
                | (Q(heard_at__isnull=False, heard_by__isnull=False) & ~Q(statement="")),
            ),
        ]

    def __str__(self) -> str:
        return self.way


class Ending(models.Model):
    """One certificate ended by the body: on which ground, why, by whom, with which letter. Never changed."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="endings")
    way = models.CharField(max_length=10, choices=Way.choices)
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reasons = models.TextField()
    compensation = models.TextField(blank=True, default="")
    intention = models.OneToOneField(Intention, on_delete=models.PROTECT, null=True, related_name="ending")
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey("offices.Mandate", on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField("documents.Letter", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("证照终止")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate"], name="certificate_ended_once", condition=~Q(way="cancelled")
            ),
            models.UniqueConstraint(
                fields=["certificate"], name="certificate_cancelled_once", condition=Q(way="cancelled")
            ),
            models.CheckConstraint(name="ending_has_reasons", condition=~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return self.way


class Reminder(models.Model):
    """The holder was told that his certificate is about to expire (行政许可法第五十条). Once for each."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="reminder")
    apply_by = models.DateField()
    letter = models.OneToOneField("documents.Letter", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("延续提醒记录")

    def __str__(self) -> str:
        return str(self.apply_by)
