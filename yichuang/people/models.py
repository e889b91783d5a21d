"""The tables of `people`. The only tables with personal data of applicants; all of it sealed."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, When
from django.utils.translation import gettext_lazy as _

from yichuang.base.ids import uuid7
from yichuang.base.sealed import SealedTextField


class PartyKind(models.TextChoices):
    NATURAL = "natural", _("自然人")
    ORGANISATION = "organisation", _("法人或者其他组织")


class DocumentType(models.TextChoices):
    IDENTITY_CARD = "identity_card", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    FOREIGN_PERMANENT = "foreign_permanent", _("外国人永久居留身份证")
    HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    PASSPORT = "passport", _("护照")
    OFFICER_CARD = "officer_card", _("军官证")
    SOLDIER_CARD = "soldier_card", _("士兵证")
    CREDIT_CODE = "credit_code", _("统一社会信用代码")
    OTHER = "other", _("其他证件")


class Party(models.Model):
    """A natural person or an organisation, once per document; applicant, agent or officer.

    The name is full Unicode in NFC. Everything personal is sealed; the `_index` columns are keyed
    blind indexes and answer only "is it this one?".
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=PartyKind)
    name = SealedTextField(kind="name")
    name_index = models.BinaryField(max_length=32, db_index=True)
    document_type = models.CharField(max_length=20, choices=DocumentType)
    number = SealedTextField(kind="number")
    number_index = models.BinaryField(max_length=32)
    phone = SealedTextField(kind="phone", null=True)
    phone_index = models.BinaryField(max_length=32, null=True, db_index=True)
    address = SealedTextField(kind="address", null=True)
    representative = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # Whether staff saw that he is the 法定代表人. Who only says so himself acts in what he handed in, and sees no more.
    representative_proved = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document_type", "number_index"], name="party_one_per_document"),
            models.CheckConstraint(
                name="party_document_fits_kind",
                condition=(Q(kind=PartyKind.NATURAL) & ~Q(document_type=DocumentType.CREDIT_CODE))
                | Q(
                    kind=PartyKind.ORGANISATION,
                    document_type__in=[DocumentType.CREDIT_CODE, DocumentType.OTHER],
                ),
            ),
            models.CheckConstraint(
                name="party_only_organisations_are_represented",
                condition=Q(representative=None) | Q(kind=PartyKind.ORGANISATION),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_natural(self) -> bool:
        return self.kind == PartyKind.NATURAL

    @property
    def known_as(self) -> str:
        """The name for lists: a person's masked; an organisation's in full, since the register of enterprises is open
        (企业信息公示暂行条例第六条)."""
        return str(self.name) if self.is_natural else str(self.name.open())


class PostalAddress(models.Model):
    """Where something is to be sent, to whom, and his phone for the courier; kept as it was given, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    receiver = SealedTextField(kind="name")
    phone = SealedTextField(kind="phone")
    address = SealedTextField(kind="address")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.address)


class AccountKind(models.TextChoices):
    STAFF = "staff", _("工作人员")
    PUBLIC = "public", _("公众")


class Account(AbstractBaseUser):
    """Somebody who can sign in.

    `display_name` is the name on a staff badge, public by law and so not sealed; accounts of the
    public have none. `party` says who the person is, so that nobody acts on his own case.
    """

    username = models.CharField(_("账号"), max_length=40, unique=True)
    kind = models.CharField(max_length=6, choices=AccountKind)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    display_name = models.CharField(max_length=60, blank=True)
    employee_number = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    last_seen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind"], name="account_one_per_person_and_kind"),
            models.UniqueConstraint(
                fields=["employee_number"],
                condition=~Q(employee_number=""),
                name="account_employee_number_unique",
            ),
            models.CheckConstraint(
                name="account_username_is_lower_case",
                condition=Q(username__regex=r"^[a-z][a-z0-9_.-]{2,39}$"),
            ),
            models.CheckConstraint(
                name="account_public_has_person_staff_has_name",
                condition=Q(kind=AccountKind.PUBLIC, party__isnull=False, display_name="")
                | (Q(kind=AccountKind.STAFF) & ~Q(display_name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_staff_member(self) -> bool:
        return self.kind == AccountKind.STAFF


class Role(models.TextChoices):
    GUIDE = "guide", _("咨询导办")
    CLERK = "clerk", _("窗口受理人员")
    EXAMINER = "examiner", _("审查人员")
    CHIEF_APPROVER = "chief_approver", _("首席审批员")
    HEAD = "head", _("部门负责人")
    MANAGER = "manager", _("中心管理员")
    SUPERVISOR = "supervisor", _("监督人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class TimeRange(Func):
    """tstzrange(since, until): from since, up to but without until."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class RoleGrant(models.Model):
    """A role that an account has from `since` up to, not including, `until`.

    三员分立 (GB/T 22239—2019, 8.1.5): `camp` numbers the four camps — business, system, security,
    audit — and the database lets an account stand in only one of them at a time. Two business
    roles share a camp, so a clerk may also be an examiner. `granted_by` is empty only for what the
    installation itself granted.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role)
    camp = models.GeneratedField(
        expression=Case(
            When(role="system_admin", then=1),
            When(role="security_admin", then=2),
            When(role="audit_admin", then=3),
            default=0,
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_grant_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="role_grant_nobody_grants_himself",
                condition=Q(granted_by=None) | ~Q(granted_by=F("account")),
            ),
            ExclusionConstraint(
                name="role_grant_camps_are_disjoint",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("camp", RangeOperators.NOT_EQUAL),
                    (TimeRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="role_grant_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TimeRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class Agency(models.Model):
    """A principal lets an agent act for him (民法典 art. 161, 165: by letter, with scope and period).

    Empty `item_codes` means every item. Dates; `until` is the first day without the right. A principal who gives it on
    line names the agent by his identity card, and learns nothing of who is on file: `agent` is set when somebody of
    that name and number first uses it, and `called` is the masked name that the principal wrote.
    """

    principal = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    called = models.CharField(max_length=240, blank=True, default="")
    name_index = models.BinaryField(max_length=32, null=True)
    number_index = models.BinaryField(max_length=32, null=True)
    item_codes = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    since = models.DateField()
    until = models.DateField()
    letter_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agent", "principal", "-until"])]
        constraints = [
            models.CheckConstraint(name="agency_ends_after_it_begins", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="agency_needs_two_persons", condition=Q(agent__isnull=True) | ~Q(principal=F("agent"))
            ),
            models.CheckConstraint(
                name="agency_names_its_agent",
                condition=Q(agent__isnull=False) | Q(name_index__isnull=False, number_index__isnull=False),
            ),
            models.CheckConstraint(name="agency_needs_a_letter", condition=Q(letter_digest__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} → {self.agent_id}"


class ApiToken(models.Model):
    """A bearer token of the API. Only the SHA-256 digest is kept; the token is shown once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class SignInPace(models.Model):
    """Failed attempts per user name, known or not, so that the answer never tells which.

    Keyed by a blind index of the name as typed. Never keyed by address: three slips in a hall
    behind one address must not lock every clerk out.
    """

    name_index = models.BinaryField(max_length=32, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_failed_at = models.DateTimeField(null=True, db_index=True)
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures}"
