"""The list itself: basic catalogue, implementation list, items, dated versions, drafts, what took whose place."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import content
from yichuang.catalogue.content import Content
from yichuang.catalogue.kinds import HandleKind, ItemType


class BasicItem(models.Model):
    """基本目录: one entry for each legal power, kept by the higher level and taken over here (国办函〔2016〕108号).

    `code` is the national catalogue code (基本编码, 12 characters in the exchange tables), `local_code` the province's.
    """

    code = models.CharField(_("基本编码"), max_length=12, unique=True, null=True, blank=True)
    local_code = models.CharField(_("地方基本编码"), max_length=50, blank=True, default="")
    name = models.CharField(_("目录名称"), max_length=1000)
    item_type = models.CharField(_("事项类型"), max_length=2, choices=ItemType.choices, blank=True, default="")
    basis = models.TextField(_("设定依据"), blank=True, default="")
    levels = models.CharField(_("行使层级"), max_length=60, blank=True, default="")
    version = models.PositiveIntegerField(_("目录版本"), default=1)
    effective_from = models.DateField(_("生效日期"), null=True, blank=True)
    effective_until = models.DateField(_("失效日期"), null=True, blank=True)
    main = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("主项")
    )

    class Meta:
        verbose_name = _("基本目录事项")
        constraints: ClassVar = [
            models.CheckConstraint(name="basic_item_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="basic_item_ends_after_start",
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Implementation(models.Model):
    """实施清单: a legal power as one body exercises it. Its handle items (首次、变更、延续、注销) are `Item`s.

    `code` is the national code (实施编码: 18 of the body, 1 of the level, 12 of the catalogue), `local_code` the
    province's; either may be missing, and neither is ever a key to a case.
    """

    department = models.ForeignKey(
        "offices.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("实施部门")
    )
    basic = models.ForeignKey(
        BasicItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("基本目录")
    )
    name = models.CharField(_("事项名称"), max_length=1000)
    code = models.CharField(_("实施编码"), max_length=36, blank=True, default="")
    local_code = models.CharField(_("地方实施编码"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("实施清单事项")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="implementation_code_once"),
            models.UniqueConstraint(
                fields=["department", "local_code"], condition=~Q(local_code=""), name="implementation_local_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CodePattern(models.Model):
    """How codes are written here from a day on, where the province differs from the national structure (`codes`).

    In `mask` 9 is a digit, A a capital letter, X either; everything else stands for itself.
    """

    class Kind(models.TextChoices):
        """Which code."""

        CATALOGUE = "catalogue", _("基本编码")
        IMPLEMENTATION = "implementation", _("实施编码")
        HANDLE = "handle", _("业务办理项编码")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("编码种类"), max_length=14, choices=Kind.choices)
    mask = models.CharField(_("写法"), max_length=100)
    since = models.DateField(_("自"))

    class Meta:
        verbose_name = _("编码写法")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "since"], name="code_pattern_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mask}"


class Item(models.Model):
    """A service item (业务办理项): a name in the list that never changes its identity. What it says is in versions.

    `code` is ours and stays; national and local codes are kept beside it and are never used as a key, because they
    change with every revision of the lists. Several items may stand under one implementation code.
    """

    code = models.CharField(_("事项编码"), max_length=64, unique=True)
    department = models.ForeignKey(
        "offices.Department", on_delete=models.PROTECT, related_name="+", verbose_name=_("实施部门")
    )
    centre = models.ForeignKey(
        "offices.Centre", on_delete=models.PROTECT, related_name="+", verbose_name=_("政务服务中心")
    )
    subject_area = models.CharField(_("领域"), max_length=60)
    implementation = models.ForeignKey(
        Implementation, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    handle_kind = models.CharField(_("办理类型"), max_length=12, choices=HandleKind.choices, default=HandleKind.OTHER)
    national_code = models.CharField(_("业务办理项编码"), max_length=50, blank=True, default="")
    local_code = models.CharField(_("地方编码"), max_length=100, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("政务服务事项")
        constraints: ClassVar = [
            models.CheckConstraint(name="item_code_written", condition=Q(code__regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["centre", "subject_area", "code"], name="item_of_area"),
            models.Index(fields=["department", "code"], name="item_of_department"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name_now(self) -> str:
        """What its latest version calls it, in the language of the reader. Reads `versions` once."""
        latest = max(self.versions.all(), key=lambda version: version.number, default=None)
        return latest.title if latest else self.code


class Status(models.TextChoices):
    """Where a version stands (清单状态, national codes 0–6). Only `published` may be applied for."""

    DRAFT = "draft", _("编制中")
    REVIEW = "review", _("待审核")
    RETURNED = "returned", _("审核未通过")
    APPROVED = "approved", _("待发布")
    PUBLISHED = "published", _("已发布")
    PAUSED = "paused", _("已暂停")
    CANCELLED = "cancelled", _("已取消")


UNPUBLISHED: Final = (Status.DRAFT, Status.REVIEW, Status.RETURNED, Status.APPROVED)
"""A version on its way to the public. An item has one of these at a time."""
WRITABLE: Final = (Status.DRAFT, Status.RETURNED)
"""A version whose text may still be changed."""


class ItemVersion(models.Model):
    """What an item says from one date to another. Once published it is never changed: the database refuses it.

    A case keeps the version it began under. `effective_until` is exclusive; null is "until further notice".
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本号"))
    name = models.CharField(_("事项名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=300, blank=True, default="")
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    effective_from = models.DateField(_("生效日期"), null=True, blank=True)
    effective_until = models.DateField(_("失效日期"), null=True, blank=True)
    content = models.JSONField(_("内容"), default=dict)
    content_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    change_reason = models.CharField(_("修订理由"), max_length=500, blank=True, default="")
    written_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    review_opinion = models.CharField(_("审核意见"), max_length=1000, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("来源"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("事项版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_numbered_once"),
            models.CheckConstraint(name="item_version_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="item_version_digest_written", condition=Q(content_digest__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="item_version_published_has_date",
                condition=Q(status__in=UNPUBLISHED) | Q(effective_from__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="item_version_ends_after_start",
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(status__in=UNPUBLISHED), name="item_has_one_draft"),
            models.CheckConstraint(
                name="item_version_not_reviewed_by_its_writer",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
            ),
            ExclusionConstraint(
                name="item_versions_do_not_overlap",
                expressions=[
                    (F("item"), RangeOperators.EQUAL),
                    (Func(F("effective_from"), F("effective_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status__in=UNPUBLISHED),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "effective_from"], name="item_version_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def parsed(self) -> Content:
        """The content as a value. Parsed once per process for each digest; then not even read (`defer("content")`)."""
        return content.known(self.content_digest) or content.parse(self.content, digest=self.content_digest)

    @property
    def title(self) -> str:
        """The name in the language of the reader, Chinese when there is no other."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    def waits(self, on: date) -> bool:
        """Whether it was published and its day is still to come (待生效)."""
        begins = self.effective_from
        return begins is not None and begins > on and self.status in (Status.PUBLISHED, Status.PAUSED)


class DraftStep(models.Model):
    """One saved state of a draft: what it said, who wrote it, when and why. The draft can be taken back to any."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300, blank=True, default="")
    content = models.JSONField(default=dict)
    content_digest = models.CharField(max_length=64)
    part = models.CharField(_("修改的部分"), max_length=30, blank=True, default="")
    note = models.CharField(_("说明"), max_length=500, blank=True, default="")
    saved_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("草稿记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="draft_step_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"

    @property
    def parsed(self) -> Content:
        """The content as a value."""
        return content.known(self.content_digest) or content.parse(self.content, digest=self.content_digest)


class Succession(models.Model):
    """拆分、合并: one item goes into another. The earlier one ends on `effective_from`; null until then.

    The cases of the earlier item keep their version; whoever looks for it is shown the way to the later one.
    """

    class Kind(models.TextChoices):
        """What became of the earlier item."""

        SPLIT = "split", _("拆分")
        MERGE = "merge", _("合并")

    predecessor = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(_("方式"), max_length=5, choices=Kind.choices)
    reason = models.CharField(_("理由"), max_length=500)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    effective_from = models.DateField(_("生效日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("事项拆分合并")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(name="succession_to_another", condition=~Q(predecessor=F("successor"))),
            models.CheckConstraint(name="succession_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
