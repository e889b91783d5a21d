"""The sections of a draft: which fields each holds, and as what they are edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from pydantic import BaseModel

from yichuang.base.refusal import Refused
from yichuang.catalogue.content import Content, Line
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.revising import checking
from yichuang.web.desk.editing import form_fields, questions, unverified

Json = dict[str, Any]


class Whole(Content):
    """A content with the names of the version."""

    name: Line
    name_en: Line = ""


def _the_same(whole: Json) -> Json:
    return whole


def _never(whole: Json) -> str:
    return ""


def _taken_over(given: Json, whole: Json) -> Json:
    return given


@dataclass(frozen=True)
class Section:
    """One section. `model` is what is edited; `show` makes it of the whole, `give` the fields of the whole of it.

    `rows` names the list that is edited row by row, each on a page of its own. `locked` says why it can only be looked
    at, if so.
    """

    key: str
    title: StrPromise
    fields: tuple[str, ...]
    model: type[BaseModel] = Whole
    show: Callable[[Json], Json] = _the_same
    give: Callable[[Json, Json], Json] = _taken_over
    rows: str = ""
    locked: Callable[[Json], str] = _never

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields of the model that the page shows."""
        return self.fields if self.model is Whole else ()


SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        "basics",
        _("名称和性质"),
        (
            *("name", "name_en", "aliases", "item_type", "processing", "service_objects", "service_objects_text"),
            *("implementing_body", "body_kind", "body_code", "undertaker", "cooperating_bodies"),
            *("personal_themes", "enterprise_themes", "bundles"),
        ),
    ),
    Section(
        "power",
        _("权力和依据"),
        (
            *("legal_basis", "review_standard", "exercise_level", "power_source", "power_division", "power_content"),
            *("delegation", "quantity_limit"),
        ),
    ),
    Section("limits", _("时限"), ("statutory", "promised", "applicant_deadline", "special_procedures")),
    Section(
        "situations",
        _("情形问答"),
        ("situations",),
        model=questions.Asked,
        show=questions.shown,
        give=questions.given,
    ),
    Section("conditions", _("受理条件"), ("conditions",)),
    Section("materials", _("申请材料"), ("materials",), rows="materials"),
    Section(
        "form",
        _("申请表"),
        ("form",),
        model=form_fields.Fields,
        show=form_fields.shown,
        give=form_fields.given,
        rows="fields",
        locked=form_fields.locked,
    ),
    Section("steps", _("办理环节"), ("steps", "flow")),
    Section("fees", _("收费"), ("charged", "fees", "fee_basis")),
    Section("result", _("结果和送达"), ("result", "delivery")),
    Section(
        "places",
        _("地点、时间和方式"),
        (
            *("place", "hours", "phone", "contact_address", "supervision_phone", "visits", "visit_reason"),
            *("town_code", "town_name", "village_code", "village_name", "acceptance_period", "ways", "channels"),
            *("online", "cross_scopes", "cross_region"),
        ),
    ),
    Section("lists", _("容缺、承诺和改革"), ("tolerance", "promise", "former", "intermediaries")),
    Section("questions", _("常见问题"), ("questions", "related")),
    Section("english", _("英文对照"), ("english",)),
    Section(
        "unverified",
        _("待核实"),
        ("unverified", "sources", "editor_notes"),
        model=unverified.Looked,
        show=unverified.shown,
        give=unverified.given,
    ),
)
BY_KEY: Final = {section.key: section for section in SECTIONS}


@dataclass(frozen=True)
class State:
    """A section in the list on the left: what is wrong or missing in it."""

    section: Section
    sentences: list[str]
    is_open: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.sentences


def states(version: ItemVersion, *, here: str) -> list[State]:
    """Every section with what `checking` says about its fields; what is unverified counts in its own."""
    told = [*checking.defects(version.parsed), *checking.gaps(version.parsed)]
    found = []
    for section in SECTIONS:
        sentences = [str(one) for one in told if _belongs(one, section.fields)]
        if section.key == "unverified":
            sentences += [unverified.label_of(path) for path in version.parsed.unverified]
        found.append(State(section, sentences, section.key == here))
    return found


def _belongs(refused: Refused, fields: Iterable[str]) -> bool:
    return refused.field.split(".")[0].split("[")[0] in fields


def whole_of(version: ItemVersion) -> Json:
    """The draft as JSON: its content and its names."""
    return {**version.content, "name": version.name, "name_en": version.name_en}
