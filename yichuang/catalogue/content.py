"""What one version of a service item says (实施清单): a plain value, checked on the way in, kept as JSON.

Field names follow the sense of GB/T 39046-2020 table 4. A value that is not known is empty or null; a value that was
taken over without being seen in its source is named in `unverified`, so that an editor sees it as such.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from yichuang.catalogue.kinds import (
    BodyKind,
    CrossScope,
    DeliveryWay,
    ExerciseLevel,
    ItemType,
    MaterialSource,
    Need,
    OnlineDepth,
    PowerSource,
    Processing,
    RelatedOrder,
    ResultKind,
    ServiceObject,
    StepKind,
    SystemLevel,
    Way,
)

LONGEST_CONTENT = 512 * 1024
"""Bytes of canonical JSON that one version may take. The longest real guide needs about 20,000."""

MOST_PARTS = 300
"""Parts of one list (materials, questions …) of one version. The longest real one has about 60."""


Line = Annotated[str, StringConstraints(max_length=500)]
Paragraph = Annotated[str, StringConstraints(max_length=5000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
TimeUnit = Literal["working_days", "calendar_days", "hours", "minutes", "months", "years", "instant"]


class Part(BaseModel):
    """A piece of the content. It never changes after it was read, and knows no field that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Part):
    """A file that the guide offers (空白表格、示例样表、结果样本), by the SHA-256 under which it is stored."""

    name: Line
    digest: Digest
    media_type: Line = ""


class Span(Part):
    """A plain length of time: so many of a unit."""

    length: int = Field(ge=1, le=10_000)
    unit: TimeUnit = "working_days"


class Delegation(Part):
    """One link of the chain by which the power came to who exercises it (下放、授权、委托), from the law downwards."""

    source: PowerSource
    giver: Line
    taker: Line
    instrument: Line = ""
    basis: Line = ""


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


def _spoken(chinese: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else chinese


class Situation(Part):
    """情形. The situations that share a `question` are its answers; `only_one` says that exactly one must be chosen.

    `when` (CEL over `situations`) says after which answers the question is asked at all; null is always.
    """

    key: Key
    label: Line
    label_en: Line = ""
    question: Line = ""
    question_en: Line = ""
    only_one: bool = False
    when: Expression | None = None

    @property
    def title(self) -> str:
        """Its label in the language of the reader."""
        return _spoken(self.label, self.label_en)


class Condition(Part):
    """受理条件. `when` (CEL) says for whom it holds; null is for everyone."""

    text: Paragraph
    text_en: Paragraph = ""
    when: Expression | None = None


class Material(Part):
    """申请材料. `when` (CEL) says in which situations it is asked for; `children`: its parts or alternatives.

    `dictionary` names the entry of the material dictionary it was taken from. `tolerable`: may be handed in later
    (容缺后补); `promisable`: a written promise may stand for it (告知承诺); `proof`: it proves a fact to be shown
    (证明事项). `shared` names the register that the centre can ask instead.
    """

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
    source_kind: MaterialSource | Literal[""] = ""
    issuer: Line = ""
    issued_within: Line = ""
    page_format: Line = ""
    acceptance_standard: Paragraph = ""
    filling_notes: Paragraph = ""
    basis: Line = ""
    blank: File | None = None
    sample: File | None = None
    shared: Line = ""
    note: Line = ""
    note_en: Line = ""
    situation: Line = ""
    dictionary: Line = ""
    tolerable: bool = False
    promisable: bool = False
    proof: bool = False
    children: tuple[Material, ...] = ()

    @property
    def title(self) -> str:
        """Its name in the language of the reader."""
        return _spoken(self.name, self.name_en)


class Step(Part):
    """办理环节. `officers` is the least number of officers the law asks for at this step.

    `limit` is what the guide says, `time` what can be counted. `departments` (codes) decide side by side at this step
    when there are several; `department` is the name the guide shows.
    """

    name: Line
    kind: StepKind | Literal[""] = ""
    limit: Line = ""
    time: Span | None = None
    department: Line = ""
    departments: tuple[Line, ...] = ()
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
    """收费. `fen` is null when the amount is set elsewhere (see `standard`, `note` and `basis`)."""

    name: Line
    fen: int | None = Field(default=None, ge=0)
    unit: Line = ""
    basis: Line = ""
    standard: Paragraph = ""
    reducible: bool | None = None
    reduction: Paragraph = ""
    condition: Line = ""
    note: Line = ""


class Result(Part):
    """办理结果."""

    name: Line
    name_en: Line = ""
    kind: ResultKind = ResultKind.LICENCE
    validity: Line = ""
    sample: File | None = None
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
    question_en: Line = ""
    answer_en: Paragraph = ""


class Related(Part):
    """Another item that people who ask for this one often need, by its name in the list.

    `order` says when: `before`, when its result must be there first; then `paper` is the material of this guide that
    its result stands for, by name.
    """

    name: Line
    time: Line = ""
    materials: tuple[Line, ...] = ()
    order: RelatedOrder | Literal[""] = ""
    paper: Line = ""


class Online(Part):
    """What can be done without coming (网上办理). Null is "not known"."""

    depth: OnlineDepth | Literal[""] = ""
    address: Line = ""
    mobile_address: Line = ""
    single_login: bool | None = None
    payment: bool | None = None
    booking: bool | None = None
    courier: bool | None = None
    self_service: bool | None = None
    system_level: SystemLevel | Literal[""] = ""


class Intermediary(Part):
    """中介服务: what a third party must do before or during approval; never part of the authority's own time."""

    name: Line
    basis: Line = ""
    note: Line = ""


class Tolerance(Part):
    """容缺受理: until when the `tolerable` materials must follow, and what happens otherwise."""

    within: Span
    default: Paragraph = ""


class Promise(Part):
    """告知承诺: what the authority tells and the applicant promises in place of the `promisable` materials.

    `check_within` is the time in which the authority looks afterwards whether the promise is kept (国办发〔2020〕42号).
    """

    told: Paragraph
    promised: Paragraph
    consequences: Paragraph
    check_within: Span | None = None


class Former(Part):
    """减环节、减材料、减时限: how it was before. How it is now is counted from the content."""

    steps: int | None = Field(default=None, ge=0, le=99)
    materials: int | None = Field(default=None, ge=0, le=999)
    visits: int | None = Field(default=None, ge=0, le=99)
    time: Span | None = None
    measure: Paragraph = ""


class Translation(Part):
    """The English of words that have no English field of their own; it stands for them wherever they occur."""

    text: Paragraph
    text_en: Paragraph


class Content(Part):
    """Everything that one version of an item says. Kept as JSON in `ItemVersion.content`.

    `english` is what a reader of English reads in place of words that have no English field of their own.
    """

    item_type: ItemType | Literal[""] = ""
    processing: Processing = Processing.PROMISED
    service_objects: tuple[ServiceObject, ...] = ()
    service_objects_text: Line = ""
    aliases: tuple[Line, ...] = ()
    personal_themes: tuple[Line, ...] = ()
    enterprise_themes: tuple[Line, ...] = ()
    implementing_body: Line = ""
    body_kind: BodyKind | Literal[""] = ""
    body_code: Line = ""
    undertaker: Line = ""
    cooperating_bodies: tuple[Line, ...] = ()
    exercise_level: ExerciseLevel | Literal[""] = ""
    power_source: PowerSource | Literal[""] = ""
    power_division: Paragraph = ""
    power_content: Paragraph = ""
    delegation: tuple[Delegation, ...] = ()
    quantity_limit: Line = ""
    review_standard: Paragraph = ""
    statutory: TimeLimit | None = None
    promised: TimeLimit | None = None
    applicant_deadline: TimeLimit | None = None
    situations: tuple[Situation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    materials: tuple[Material, ...] = ()
    form: dict[str, Any] = {}
    flow: Paragraph = ""
    steps: tuple[Step, ...] = ()
    special_procedures: tuple[SpecialProcedure, ...] = ()
    charged: bool | None = None
    fees: tuple[Fee, ...] = ()
    fee_basis: Line = ""
    result: Result | None = None
    delivery: tuple[DeliveryWay, ...] = ()
    intermediaries: tuple[Intermediary, ...] = ()
    tolerance: Tolerance | None = None
    promise: Promise | None = None
    former: Former | None = None
    bundles: tuple[Line, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    place: Line = ""
    hours: Line = ""
    phone: Line = ""
    contact_address: Line = ""
    supervision_phone: Line = ""
    town_code: Line = ""
    town_name: Line = ""
    village_code: Line = ""
    village_name: Line = ""
    visits: int | None = Field(default=None, ge=0, le=99)
    visit_reason: Line = ""
    channels: tuple[Line, ...] = ()
    ways: tuple[Way, ...] = ()
    online: Online = Online()
    acceptance_period: Line = ""
    cross_region: tuple[Line, ...] = ()
    cross_scopes: tuple[CrossScope, ...] = ()
    related: tuple[Related, ...] = ()
    questions: tuple[Question, ...] = ()
    editor_notes: tuple[Paragraph, ...] = ()
    unverified: tuple[Line, ...] = ()
    sources: tuple[Line, ...] = ()
    english: tuple[Translation, ...] = ()

    def situation(self, key: str) -> Situation | None:
        """The situation of that key, if the item has it."""
        return next((situation for situation in self.situations if situation.key == key), None)

    def files(self) -> Iterator[File]:
        """Every file that the guide offers: blank forms and samples of materials, the sample of the result."""
        for material in each_material(self.materials):
            yield from (file for file in (material.blank, material.sample) if file is not None)
        if self.result is not None and self.result.sample is not None:
            yield self.result.sample

    @property
    def is_instant(self) -> bool:
        """Whether it is decided on the spot (即办件)."""
        return self.processing == Processing.INSTANT

    @cached_property
    def translated(self) -> dict[str, str]:
        """The English by the Chinese that it stands for."""
        return {one.text: one.text_en for one in self.english}

    def is_unverified(self, path: str) -> bool:
        """Whether the field (`promised`, `materials`, `materials[].form` …) was not seen in the source."""
        return path in self.unverified or path.split("[]")[0] in self.unverified


def each_material(materials: Sequence[Material]) -> Iterator[Material]:
    """All materials, with their parts."""
    for material in materials:
        yield material
        yield from each_material(material.children)


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
