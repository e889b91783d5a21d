"""What helps to write and to find: the material dictionary, guides by life event, imports of tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yichuang.base.ids import uuid7
from yichuang.catalogue import content
from yichuang.catalogue.life.guiding import LifeEventContent


class StandardMaterial(models.Model):
    """材料字典: a material that many guides ask for, described once. A guide keeps its own copy of what it took."""

    key = models.CharField(_("标识"), max_length=40, unique=True)
    name = models.CharField(_("材料名称"), max_length=500)
    name_en = models.CharField(_("英文名称"), max_length=500, blank=True, default="")
    body = models.JSONField(_("内容"), default=dict)
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("材料字典条目")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=Q(retired_at=None), name="standard_material_named_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="standard_material_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def parsed(self) -> content.Material:
        """The material as a value."""
        return content.Material.model_validate(self.body)


class LifeEvent(models.Model):
    """A guide by life event (人生大事、主题): questions over several items. Kept by the centre, shown when published.

    `version` counts what was valid (0: nothing yet); what was before is a `LifeEventVersion`. `draft` is what is being
    written beside it, until it is published or discarded. Whoever changes anything writes the journal.
    """

    class Audience(models.TextChoices):
        """Whose life it is."""

        PERSON = "person", _("个人")
        ENTERPRISE = "enterprise", _("企业")

    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(_("标识"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True, default="")
    audience = models.CharField(_("对象"), max_length=10, choices=Audience.choices)
    icon = models.CharField(_("图标"), max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    content = models.JSONField(_("内容"), default=dict)
    version = models.PositiveIntegerField(_("版本号"), default=1)
    draft = models.JSONField(_("草稿"), null=True, blank=True)
    published = models.BooleanField(_("已公布"), default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("人生大事指南")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "key"], name="life_event_key_once"),
            models.CheckConstraint(
                name="life_event_audience_known", condition=Q(audience__in=["person", "enterprise"])
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def parsed(self) -> LifeEventContent:
        """The content as a value."""
        return LifeEventContent.model_validate(self.content)

    @property
    def title(self) -> str:
        """The name in the language of the reader, Chinese when there is no other."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class LifeEventVersion(models.Model):
    """What a guide by life event said before it was changed. Never changed, never deleted."""

    event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="former")
    number = models.PositiveIntegerField(_("版本号"))
    said = models.JSONField(_("内容"), help_text="as a draft: name, English name, audience and the content")
    ended_at = models.DateTimeField(_("停用时间"))

    class Meta:
        verbose_name = _("人生大事指南的旧版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "number"], name="life_event_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.number}"


class ImportRun(models.Model):
    """One import of a table through the desk: uploaded, tried out, confirmed, imported. Its file is kept for some days.

    The reports are those of `sheets.problems`; `done` of `total` items tell how far the job is.
    """

    class State(models.TextChoices):
        """How far the import is."""

        WAITING = "waiting", _("等待试运行")
        TRYING = "trying", _("正在试运行")
        TRIED = "tried", _("试运行完成，等待确认")
        CONFIRMED = "confirmed", _("等待导入")
        IMPORTING = "importing", _("正在导入")
        IMPORTED = "imported", _("已导入")
        UNREADABLE = "unreadable", _("文件读不了")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    centre = models.ForeignKey("offices.Centre", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    file = models.BinaryField(null=True, help_text="the upload; null once it was removed")
    uploaded_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    department = models.ForeignKey(
        "offices.Department",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="whose items are that name no department",
    )
    to_review = models.BooleanField(_("导入后提交审核"), default=False)
    all_or_nothing = models.BooleanField(_("有一项不能导入，就都不导入"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=500, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("表格导入")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_run_state_known",
                condition=Q(
                    state__in=("waiting", "trying", "tried", "confirmed", "importing", "imported", "unreadable")
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["centre", "-id"], name="import_run_of_centre")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        """Whether a job works on it, or will soon."""
        return self.state in (self.State.WAITING, self.State.TRYING, self.State.CONFIRMED, self.State.IMPORTING)
