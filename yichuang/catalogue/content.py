"""What one version of a service item says (实施清单): a plain value, checked on the way in, kept as JSON.

Field names follow the sense of GB/T 39046-2020 table 4. A value that is not known is empty or null; a value that was
taken over without being seen in its source is named in `unverified`, so that an editor sees it as such.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LONGEST_CONTENT = 512 * 1024
"""Bytes of canonical JSON that one version may take. The longest real guide needs about 20,000."""


class ItemType(TextChoices):
    """事项类型, GB/T 39046-2020 A.1."""

    POWER = "00", _("行政权力")
    LICENCE = "01", _("行政许可")
    PENALTY = "02", _("行政处罚")
    COMPULSION = "03", _("行政强制")
    LEVY = "04", _("行政征收")
    PAYMENT = "05", _("行政给付")
    INSPECTION = "06", _("行政检查")
    CONFIRMATION = "07", _("行政确认")
    AWARD = "08", _("行政奖励")
    ADJUDICATION = "09", _("行政裁决")
    OTHER_POWER = "10", _("其他行政权力")
    PUBLIC_SERVICE = "20", _("公共服务")


class ServiceObject(TextChoices):
    """服务对象, GB/T 39046-2020 A.4 (codes 1–6), by names."""

    NATURAL = "natural", _("自然人")
    ENTERPRISE = "enterprise", _("企业法人")
    INSTITUTION = "institution", _("事业法人")
    SOCIAL_ORGANISATION = "social_organisation", _("社会组织法人")
    GOVERNMENT = "government", _("行政机关")
    OTHER = "other", _("其他组织")


class ExerciseLevel(TextChoices):
    """行使层级, GB/T 39046-2020 A.2."""

    STATE = "1", _("国家级")
    PROVINCE = "2", _("省级")
    CITY = "3", _("市级")
    COUNTY = "4", _("县级")
    TOWN = "5", _("镇（乡、街道）级")
    VILLAGE = "6", _("村（社区）级")
    GRADED = "7", _("分级管理")


class Processing(TextChoices):
    """办件类型, GB/T 39046-2020 A.6: decided on the spot, or within a promised time."""

    INSTANT = "instant", _("即办件")
    PROMISED = "promised", _("承诺件")


class Need(TextChoices):
    """材料必要性. `one_of`: any one of its children will do; `exempt`: not asked for when the data can be had."""

    REQUIRED = "required", _("必要")
    OPTIONAL = "optional", _("非必要")
    SITUATIONAL = "situational", _("按情形")
    ONE_OF = "one_of", _("择一")
    EXEMPT = "exempt", _("可免交")


class ResultKind(TextChoices):
    """What the applicant takes home."""

    LICENCE = "licence", _("证照")
    APPROVAL = "approval", _("批文")
    LETTER = "letter", _("文书")
    RECORD = "record", _("备案")


Line = Annotated[str, StringConstraints(max_length=500)]
Paragraph = Annotated[str, StringConstraints(max_length=5000)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
TimeUnit = Literal["working_days", "calendar_days", "hours", "minutes", "months", "years", "instant"]


class Part(BaseModel):
    """A piece of the content. It never changes after it was read, and knows no field that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Extension(Part):
    """延长: by how much, who may grant it. `total` tells that the length is the whole limit, not an addition."""

    length: int = Field(ge=1, le=10_000)
    unit: TimeUnit
    text: Line = ""
    approver: Line = ""
    condition: Line = ""
    total: bool = False


class TimeLimit(Part):
    """A limit of the authority. `length` is null when it depends wholly on the situation.

    Days of the Administrative Licence Law are working days (行政许可法第八十二条); 日 in any other law is a calendar
    day. `instant` (length 0) is 即时 and 当日: before business closes.
    """

    length: int | None = Field(default=None, ge=0, le=10_000)
    unit: TimeUnit | None = None
    text: Line = ""
    basis: Line = ""
    start: Line = ""
    note: Line = ""
    on_the_spot_if_complete: bool = False
    by_situation: dict[Key, TimeLimit] = {}
    extension: Extension | None = None
    delivery: TimeLimit | None = None
    excluded: tuple[Line, ...] = ()


class Situation(Part):
    """情形. The situations that share a `question` are its answers; `only_one` says that exactly one must be chosen."""

    key: Key
    label: Line
    label_en: Line = ""
    question: Line = ""
    question_en: Line = ""
    only_one: bool = False


class Condition(Part):
    """受理条件. `when` (CEL) says for whom it holds; null is for everyone."""

    text: Paragraph
    when: Expression | None = None


class Material(Part):
    """申请材料. `when` (CEL) says in which situations it is asked for; `children`: its parts or alternatives."""

    key: Key
    name: Line
    name_en: Line = ""
    need: Need = Need.REQUIRED
    when: Expression | None = None
    form: Literal["paper", "electronic", "either"] = "either"
    kind: Literal["original", "copy", "original_and_copy", ""] = ""
    originals: int | None = Field(default=None, ge=0, le=99)
    copies: int | None = Field(default=None, ge=0, le=99)
    source: Line = ""
    note: Line = ""
    situation: Line = ""
    tolerable: bool = False
    children: tuple[Material, ...] = ()


class Step(Part):
    """办理环节. `officers` is the least number of officers the law asks for at this step."""

    name: Line
    limit: Line = ""
    department: Line = ""
    officers: int = Field(default=1, ge=1, le=9)
    note: Line = ""


class SpecialProcedure(Part):
    """Hearing, test, expert review, public notice … (行政许可法第四十五条). Not counted unless `counted`."""

    name: Line
    limit: TimeLimit | None = None
    counted: bool = False
    basis: Line = ""
    department: Line = ""
    situation: Line = ""
    note: Line = ""


class Fee(Part):
    """收费. `fen` is null when the amount is set elsewhere (see `note` and `basis`)."""

    name: Line
    fen: int | None = Field(default=None, ge=0)
    unit: Line = ""
    basis: Line = ""
    condition: Line = ""
    note: Line = ""


class Result(Part):
    """办理结果."""

    name: Line
    name_en: Line = ""
    kind: ResultKind = ResultKind.LICENCE
    validity: Line = ""
    note: Line = ""


class LegalBasis(Part):
    """设定依据."""

    law: Line
    article: Line = ""
    version: Line = ""
    source: Line = ""


class Question(Part):
    """One frequent question (常见问题)."""

    question: Line
    answer: Paragraph


class Related(Part):
    """Another item that people who ask for this one often need."""

    name: Line
    time: Line = ""
    materials: tuple[Line, ...] = ()


class Content(Part):
    """Everything that one version of an item says. Kept as JSON in `ItemVersion.content`."""

    item_type: ItemType | Literal[""] = ""
    processing: Processing = Processing.PROMISED
    service_objects: tuple[ServiceObject, ...] = ()
    service_objects_text: Line = ""
    aliases: tuple[Line, ...] = ()
    implementing_body: Line = ""
    cooperating_bodies: tuple[Line, ...] = ()
    exercise_level: ExerciseLevel | Literal[""] = ""
    statutory: TimeLimit | None = None
    promised: TimeLimit | None = None
    applicant_deadline: TimeLimit | None = None
    situations: tuple[Situation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    materials: tuple[Material, ...] = ()
    form: dict[str, Any] = {}
    steps: tuple[Step, ...] = ()
    special_procedures: tuple[SpecialProcedure, ...] = ()
    charged: bool | None = None
    fees: tuple[Fee, ...] = ()
    fee_basis: Line = ""
    result: Result | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    place: Line = ""
    hours: Line = ""
    phone: Line = ""
    visits: int | None = Field(default=None, ge=0, le=99)
    channels: tuple[Line, ...] = ()
    acceptance_period: Line = ""
    cross_region: tuple[Line, ...] = ()
    related: tuple[Related, ...] = ()
    questions: tuple[Question, ...] = ()
    editor_notes: tuple[Paragraph, ...] = ()
    unverified: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()

    def situation(self, key: str) -> Situation | None:
        """The situation of that key, if the item has it."""
        return next((situation for situation in self.situations if situation.key == key), None)

    def is_unverified(self, path: str) -> bool:
        """Whether the field (`promised`, `materials`, `materials[].form` …) was not seen in the source."""
        return path in self.unverified or path.split("[]")[0] in self.unverified


def to_json(content: Content) -> dict[str, Any]:
    """The content as it is stored; equal contents give equal JSON."""
    return content.model_dump(mode="json", exclude_defaults=True)


def digest_of(stored: dict[str, Any]) -> str:
    """SHA-256 (hex) of the stored JSON in canonical form."""
    return hashlib.sha256(canonical(stored).encode()).hexdigest()


def canonical(stored: dict[str, Any]) -> str:
    """The stored JSON in canonical form: keys sorted, no spaces."""
    return json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_MOST_KEPT = 2000
_parsed: dict[str, Content] = {}


def known(digest: str) -> Content | None:
    """The content of that digest, if this process has parsed it before."""
    return _parsed.get(digest)


def parse(stored: dict[str, Any], *, digest: str) -> Content:
    """The stored JSON as a value, parsed once per process for each digest. A value is frozen, so it can be shared."""
    known = _parsed.get(digest)
    if known is None:
        if len(_parsed) >= _MOST_KEPT:
            _parsed.clear()
        known = _parsed[digest] = Content.model_validate(stored)
    return known
