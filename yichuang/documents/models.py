"""Stored files and letters. A letter is a row first and a picture of that row afterwards:
the register is the truth, the PDF is a copy (电子签名法 arts 13–14 for the signature on it)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yichuang.base.ids import uuid7


class FileState(models.TextChoices):
    """What the checks said. Only ``clean`` files can be read by anyone."""

    PENDING = "pending", _("待检查")
    CLEAN = "clean", _("检查通过")
    INFECTED = "infected", _("发现病毒")
    REFUSED = "refused", _("未通过检查")


class StoredFile(models.Model):
    """One uploaded file: what it is, who brought it, where its bytes are (by digest).

    The table is partitioned by month on the time inside ``id`` (UUID version 7). Two people may
    upload the same bytes: two rows, one digest, one copy on the disk. ``for_everyone`` was laid in as
    a blank form or a sample; no other file is ever given out with a guide.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    owner_kind = models.CharField(max_length=20)
    owner_id = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.PENDING)
    pages = models.PositiveIntegerField(default=1)
    for_everyone = models.BooleanField(default=False, db_default=False)
    rendition_digest = models.CharField(max_length=64, blank=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["owner_kind", "owner_id", "-id"], name="storedfile_by_owner"),
            models.Index(fields=["digest"], name="storedfile_by_digest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="storedfile_digest_is_sha256"
            ),
            models.CheckConstraint(condition=models.Q(state__in=FileState.values), name="storedfile_state_is_known"),
        )

    def __str__(self) -> str:
        return self.name


class LetterKind(models.TextChoices):
    """The letters and forms of a case, by the names the law and 河南省《行政许可文书格式范本》 give them.

    行政许可法 arts 8, 32–50, 59, 69, 70; 安阳市政务服务条例 arts 24, 26, 36, 37.
    """

    RECEIPT = "receipt", _("收件凭证")
    CORRECTION_NOTICE = "correction_notice", _("补正告知书")
    ACCEPTANCE_NOTICE = "acceptance_notice", _("受理通知书")
    DECLINING_DECISION = "declining_decision", _("不予受理决定书")
    NOT_REQUIRED_NOTICE = "not_required_notice", _("不受理告知书")
    GRANTING_DECISION = "granting_decision", _("准予许可决定书")
    REFUSING_DECISION = "refusing_decision", _("不予许可决定书")
    SERVICE_RECEIPT = "service_receipt", _("送达回证")
    PAYMENT_RECEIPT = "payment_receipt", _("缴费凭证")
    WITHDRAWAL_NOTICE = "withdrawal_notice", _("撤回确认书")
    RESULT = "result", _("办理结果")
    TOLERANCE_PROMISE = "tolerance_promise", _("容缺受理承诺书")
    PROMISE = "promise", _("告知承诺书")
    SPECIAL_PROCEDURE_NOTICE = "special_procedure_notice", _("特别程序告知书")
    EXTENSION_NOTICE = "extension_notice", _("延期决定通知书")
    HEARING_RIGHTS = "hearing_rights", _("听证告知书")
    HEARING_NOTICE = "hearing_notice", _("听证通知书")
    HEARING_ANNOUNCEMENT = "hearing_announcement", _("听证公告")
    HEARING_RECORD = "hearing_record", _("听证笔录")
    STATEMENT_RECORD = "statement_record", _("陈述申辩笔录")
    INSPECTION_NOTICE = "inspection_notice", _("现场核查（勘验）通知书")
    INSPECTION_RECORD = "inspection_record", _("核查（勘验）笔录")
    LEGAL_REVIEW = "legal_review", _("法制审核意见书")
    CORRECTION_ORDER = "correction_order", _("责令改正通知书")
    TAKING_BACK_NOTICE = "taking_back_notice", _("收回告知书")
    LAPSE_NOTICE = "lapse_notice", _("视为撤回告知书")
    TERMINATION_NOTICE = "termination_notice", _("终止办理告知书")
    INTERESTED_PARTY_NOTICE = "interested_party_notice", _("利害关系人告知书")
    FORWARDING_LETTER = "forwarding_letter", _("转报函")
    RENEWAL_DECISION = "renewal_decision", _("准予延续决定书")
    RENEWAL_REFUSAL = "renewal_refusal", _("不予延续决定书")
    CHANGE_DECISION = "change_decision", _("准予变更决定书")
    CHANGE_REFUSAL = "change_refusal", _("不予变更决定书")
    WITHDRAWING_DECISION = "withdrawing_decision", _("撤回行政许可决定书")
    REVOKING_DECISION = "revoking_decision", _("撤销行政许可决定书")
    CANCELLING_DECISION = "cancelling_decision", _("注销行政许可决定书")
    RENEWAL_REMINDER = "renewal_reminder", _("延续提醒")
    PUBLIC_SERVICE_NOTICE = "public_service_notice", _("送达公告")
    ACCEPTANCE_FORM = "acceptance_form", _("受理（不予受理）审批表")
    EXTENSION_FORM = "extension_form", _("延期决定审批表")
    DECISION_FORM = "decision_form", _("决定审批表")


class Wording(models.Model):
    """One version of what a kind of letter says (see `wording`): for the whole centre, or for one department of it.

    Written by one manager and published by another, from a later day on; once published nothing of it changes (a
    trigger refuses it), so that what is in force on a day cannot change during that day. A draft that was sent back
    with `remarks` waits for its next version.
    """

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=LetterKind.choices)
    text = models.TextField()
    reason = models.CharField(max_length=300)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    since = models.DateField(null=True)
    discarded_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    remarks = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(returned_by=None, returned_at=None, remarks="")
                | (models.Q(returned_by__isnull=False, returned_at__isnull=False) & ~models.Q(remarks="")),
                name="wording_returned_with_words",
            ),
            models.CheckConstraint(
                condition=models.Q(returned_at=None) | models.Q(published_at=None),
                name="wording_returned_is_not_published",
            ),
            models.UniqueConstraint(
                fields=["centre", "kind", "department", "since"],
                name="wording_one_a_day",
                nulls_distinct=False,
                condition=models.Q(since__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["centre", "kind", "department"],
                name="wording_one_draft",
                nulls_distinct=False,
                condition=models.Q(published_at=None, discarded_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(published_by=None, published_at=None, since=None)
                | models.Q(published_by__isnull=False, published_at__isnull=False, since__isnull=False),
                name="wording_published_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by=None) | ~models.Q(published_by=models.F("written_by")),
                name="wording_published_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since or ''}".strip()


class Letter(models.Model):
    """A numbered letter of a department to one addressee.

    What is written may not be changed afterwards (a trigger refuses it): only the PDF, its
    signature and a revocation are added. ``facts`` holds no personal data; the addressee's name
    comes from ``people`` when the page is drawn. ``wording`` is the version it was written with;
    without one, that of the ``edition`` that comes with the program.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=24, choices=LetterKind.choices)
    department = models.ForeignKey("offices.Department", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60)
    addressee = models.ForeignKey("people.Party", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=64)
    item_name = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    verification_code = models.CharField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.CharField(max_length=10, default="2026-11-01", db_default="2026-11-01")
    seal_use = models.OneToOneField("offices.SealUse", on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, null=True)
    pages = models.PositiveSmallIntegerField(default=0)
    rendered_at = models.DateTimeField(null=True)
    signed = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "issued_at"], name="letter_by_subject"),
            models.Index(fields=["digest"], name="letter_by_digest"),
            models.Index(fields=["department", "issued_at"], name="letter_by_department_day"),
        )
        constraints = (
            models.UniqueConstraint(fields=["department", "year", "number"], name="letter_number_once_a_year"),
            models.CheckConstraint(condition=models.Q(kind__in=LetterKind.values), name="letter_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(digest__isnull=True, rendered_at__isnull=True)
                | models.Q(digest__isnull=False, rendered_at__isnull=False),
                name="letter_digest_comes_with_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_valid(self) -> bool:
        """Not revoked. Says nothing about a time limit inside the letter."""
        return self.revoked_at is None


class Printing(models.Model):
    """Letters printed together at a window: who, when, and whether each began on a sheet of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    both_sides = models.BooleanField()
    letters: models.ManyToManyField[Letter, PrintedLetter] = models.ManyToManyField(Letter, through="PrintedLetter")

    def __str__(self) -> str:
        return str(self.pk)


class PrintedLetter(models.Model):
    """One letter in a printing, in its place."""

    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="lines")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="printed")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["printing", "position"], name="printed_one_in_a_place"),)

    def __str__(self) -> str:
        return f"{self.printing_id} {self.position}"
