"""One guide as collected (see data/guides/README.md for its keys) → the content of an item version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.catalogue.content import (
    Condition,
    Content,
    Fee,
    LegalBasis,
    Material,
    Question,
    Related,
    Result,
    Span,
    SpecialProcedure,
    Step,
    TimeLimit,
)
from yichuang.catalogue.english import with_english
from yichuang.catalogue.guides import codes, limits, materials
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.kinds import RelatedOrder
from yichuang.catalogue.revising.checking import longer_than_law

_NOTED = {
    "note": "来源备注",
    "service_delivery": "服务方式",
    "handling_unit": "办理机构",
    "item_category": "事项类别",
    "published": "来源发布日期",
    "task_version": "来源版本号",
    "parent_code": "主项编码",
    "parent_name": "主项名称",
    "region_name": "来源地区",
}
_UNVERIFIED = {
    "legal_time_limit": "statutory",
    "promised_time_limit": "promised",
    "process": "steps",
    "fee": "fees",
    "service_object": "service_objects",
    "materials[].original_count": "materials[].originals",
    "materials[].copy_count": "materials[].copies",
    "materials[].shared": "materials[].shared",
    "processing_type": "processing",
}
KNOWN = {
    *("id", "item_name", "window", "region_code", "catalog_ref", "item_type", "task_type_code", "service_object"),
    *("implementing_body", "cooperating_bodies", "exercise_level", "processing_type", "visits", "legal_time_limit"),
    *("promised_time_limit", "applicant_deadline", "special_procedures", "situations", "conditions", "materials"),
    *("process", "fee", "result", "legal_basis", "place", "source", "sources", "verified", "unverified"),
    *("national_code", "local_item_code", "task_code", "handle_forms", "acceptance_window", "related_items"),
    *("cross_region", "notify", *_NOTED),
}
_LOCAL_SUFFIX = re.compile(r"（([^（）]+?(?:省|市|区|县|镇|街道))）$")
_PLACE_NAME = re.compile(r"[^省市区县镇（）()、，]{2,}?(?=省|市|自治区|新区|区|县|镇|街道)")
_OFFICERS = re.compile(r"(?:指派)?([2-9]|两|二)名")


class BadGuide(Refused):
    """An entry that cannot become an item at all."""

    code = "bad_guide"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reader knows beside the guide: whose centre it is, English names, curated additions."""

    region_code: str = ""
    department_name: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    name_en: str = ""
    materials_en: Mapping[str, str] = field(default_factory=dict)
    situations_en: Mapping[str, str] = field(default_factory=dict)
    results_en: Mapping[str, str] = field(default_factory=dict)
    phrases_en: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    aliases: tuple[str, ...] = ()
    overlay: Mapping[str, Any] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By the name of a step: its `kind`, the `departments` (codes) that have it, its `days`."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A guide that was read."""

    name: str
    content: Content
    national_code: str
    local_code: str


def name_of(entry: Mapping[str, Any]) -> str:
    """The name of the item without the place that the guide was collected from. Raises BadGuide when it has none."""
    raw = entry.get("item_name")
    if not isinstance(raw, str) or not raw.strip():
        raise BadGuide(_("没有事项名称（item_name），请补充后再导入。"), field="item_name")
    name = clean(raw, field="item_name", longest=200, label=_("事项名称"))
    found = _LOCAL_SUFFIX.search(name)
    region = str(entry.get("region_name") or "")
    parts = re.findall(r"[^省市区县镇]{2,}?[省市区县镇]|[^省市区县镇]+街道", found.group(1)) if found else []
    if found and any(part in region for part in parts):
        return name[: found.start()]
    return name


def read(entry: Mapping[str, Any], *, setting: Setting, notes: Notes) -> Mapped:
    """The content of the guide. What cannot be read goes into `notes`; only an entry without name is refused."""
    name = name_of(entry)
    foreign = _is_foreign(entry, setting)
    notes.strangers("", entry, KNOWN)
    asked = _asked(entry, setting, notes)
    kind, told = codes.processing(entry.get("processing_type"), asked["statutory"], asked["promised"], notes=notes)
    content = Content(
        **asked,
        **_who(entry, setting, foreign, notes),
        **_where(entry, foreign, notes),
        **_fees(entry, notes),
        processing=kind,
        aliases=_aliases(entry, name, setting),
        conditions=_conditions(entry, notes),
        form=setting.form,
        steps=_steps(entry, foreign, setting.steps, notes),
        special_procedures=_special_procedures(entry, foreign, notes),
        result=_result(entry, setting, foreign, notes),
        legal_basis=_legal_basis(entry, notes),
        related=_related(entry, notes),
        editor_notes=_editor_notes(entry, foreign, notes),
        unverified=_unverified(entry, asked["materials"], told=told, foreign=foreign, notes=notes),
        sources=_sources(entry, notes),
        questions=setting.questions,
    )
    content = with_english(content, setting.phrases_en)
    national = notes.text("national_code", entry.get("national_code"), longest=50)
    return Mapped(name, content, national, _local(entry, notes))


def _asked(entry: Mapping[str, Any], setting: Setting, notes: Notes) -> dict[str, Any]:
    """Limits, situations and materials: they are read together, because all three name situations."""
    situations = materials.Situations(notes.texts("situations", entry.get("situations")), setting.overlay, notes)
    statutory = limits.read("legal_time_limit", entry.get("legal_time_limit"), notes=notes, key_of=situations.key_of)
    promised = _promised(entry, statutory, situations, notes)
    found = materials.Reader(situations, setting.overlay, setting.materials_en, notes).read(entry.get("materials"))
    own = [limit for limit in (statutory, promised) if limit is not None and limit.by_situation]
    chosen = {key for limit in own for key in limit.by_situation}
    all_situations = situations.all(chosen, must_choose=any(limit.length is None for limit in own))
    return {
        "statutory": statutory,
        "promised": promised,
        "applicant_deadline": _deadline(entry, notes),
        "materials": found,
        "situations": tuple(
            one.model_copy(update={"label_en": setting.situations_en.get(one.label, "")}) for one in all_situations
        ),
    }


def _who(entry: Mapping[str, Any], setting: Setting, foreign: bool, notes: Notes) -> dict[str, Any]:
    """Who acts, at what level, for whom. A body of another region is never named as ours."""
    objects, objects_text = codes.service_objects(entry.get("service_object"), notes=notes)
    body = setting.department_name if foreign else _body(entry, notes) or setting.department_name
    return {
        "item_type": codes.item_type(entry.get("item_type"), notes=notes),
        "service_objects": objects,
        "service_objects_text": objects_text,
        "implementing_body": body,
        "cooperating_bodies": tuple(
            kept
            for body in notes.texts("cooperating_bodies", entry.get("cooperating_bodies"))
            if (kept := _ours("cooperating_bodies", body, entry, foreign, notes))
        ),
        "exercise_level": codes.exercise_level(entry.get("exercise_level"), notes=notes),
    }


def _where(entry: Mapping[str, Any], foreign: bool, notes: Notes) -> dict[str, Any]:
    """Place, hours, telephone, ways in."""
    place = _Place.read(entry.get("place"), foreign=foreign, notes=notes)
    return {
        "place": place.address,
        "hours": place.hours,
        "phone": place.phone,
        "visits": notes.count("visits", entry.get("visits")),
        "channels": tuple(notes.texts("handle_forms", entry.get("handle_forms"))),
        "acceptance_period": notes.text("acceptance_window", entry.get("acceptance_window")),
        "cross_region": _cross_region(entry, notes),
    }


def _is_foreign(entry: Mapping[str, Any], setting: Setting) -> bool:
    code = str(entry.get("region_code") or "")
    if code:
        return code != setting.region_code
    return not str(entry.get("region_name") or "全国").startswith("全国")


def _ours(path: str, text: str, entry: Mapping[str, Any], foreign: bool, notes: Notes) -> str:
    """`text`, unless it names a place of the other region that the guide was collected in."""
    if not foreign or not text:
        return text
    if any(place in text for place in _PLACE_NAME.findall(str(entry.get("region_name") or ""))):
        notes.leave(path, _("写的是外地的机构或者地点，未采用"))
        return ""
    return text


def _promised(
    entry: Mapping[str, Any], statutory: TimeLimit | None, situations: materials.Situations, notes: Notes
) -> TimeLimit | None:
    """The promise; the part for one situation that is longer than the law allows is left out and noted."""
    limit = limits.read("promised_time_limit", entry.get("promised_time_limit"), notes=notes, key_of=situations.key_of)
    if limit is None or statutory is None:
        return limit
    kept = {}
    for key, one in limit.by_situation.items():
        alone = TimeLimit(by_situation={key: one})
        refusals = list(longer_than_law(alone, statutory))
        if refusals:
            notes.leave(f"promised_time_limit.by_situation.{key}", str(refusals[0]))
        else:
            kept[key] = one
    return limit.model_copy(update={"by_situation": kept})


def _aliases(entry: Mapping[str, Any], name: str, setting: Setting) -> tuple[str, ...]:
    full = str(entry.get("item_name")).strip()
    return tuple(dict.fromkeys([*setting.aliases, *([full] if full != name else [])]))


def _body(entry: Mapping[str, Any], notes: Notes) -> str:
    return notes.text("implementing_body", entry.get("implementing_body"))


def _deadline(entry: Mapping[str, Any], notes: Notes) -> TimeLimit | None:
    """申请人应在何时之前申请: kept as said when it has no number."""
    raw = notes.mapping("applicant_deadline", entry.get("applicant_deadline"))
    if not raw:
        return None
    if raw.get("value") is None:
        return TimeLimit(text=notes.text("applicant_deadline.text", raw.get("text")))
    return limits.read("applicant_deadline", raw, notes=notes, key_of=lambda label: None)


def _conditions(entry: Mapping[str, Any], notes: Notes) -> tuple[Condition, ...]:
    texts = notes.texts("conditions", entry.get("conditions"), longest=5000)
    return tuple(Condition(text=text) for text in texts)


def _steps(
    entry: Mapping[str, Any], foreign: bool, declared: Mapping[str, Mapping[str, Any]], notes: Notes
) -> tuple[Step, ...]:
    steps = []
    for path, raw in notes.mappings("process", entry.get("process")):
        notes.strangers(path, raw, {"step", "time_limit", "dept", "note"})
        name = notes.text(f"{path}.step", raw.get("step"))
        if not name:
            notes.leave(path, _("环节没有名称，未采用"))
            continue
        said = _OFFICERS.search(name)
        officers = 1 if said is None else 2 if said.group(1) in "两二" else int(said.group(1))
        steps.append(
            Step(
                name=name,
                limit=notes.text(f"{path}.time_limit", raw.get("time_limit")),
                department=_ours(f"{path}.dept", notes.text(f"{path}.dept", raw.get("dept")), entry, foreign, notes),
                officers=officers,
                **_declared(declared.get(name, {})),
                note=notes.text(f"{path}.note", raw.get("note")),
            )
        )
    return tuple(steps)


def _declared(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a centre says of a step beside the guide: what it is, who has it, how many working days it takes."""
    found: dict[str, Any] = {"kind": said.get("kind", ""), "departments": tuple(said.get("departments", ()))}
    return found | ({"time": Span(length=said["days"])} if "days" in said else {})


def _special_procedures(entry: Mapping[str, Any], foreign: bool, notes: Notes) -> tuple[SpecialProcedure, ...]:
    found = []
    for path, raw in notes.mappings("special_procedures", entry.get("special_procedures")):
        notes.strangers(path, raw, {"name", "limit", "counted", "basis", "dept", "situation", "note"})
        name = notes.text(f"{path}.name", raw.get("name"))
        if not name:
            notes.leave(path, _("特别程序没有名称，未采用"))
            continue
        found.append(
            SpecialProcedure(
                name=re.sub(r"（special_name=\d+）", "", name),
                limit=limits.read(f"{path}.limit", raw.get("limit"), notes=notes, key_of=lambda label: None),
                counted=raw.get("counted") is True,
                basis=notes.text(f"{path}.basis", raw.get("basis")),
                department=_ours(f"{path}.dept", notes.text(f"{path}.dept", raw.get("dept")), entry, foreign, notes),
                situation=notes.text(f"{path}.situation", raw.get("situation")),
                note=_ours(f"{path}.note", notes.text(f"{path}.note", raw.get("note")), entry, foreign, notes),
            )
        )
    return tuple(found)


def _fees(entry: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    raw = notes.mapping("fee", entry.get("fee"))
    if not raw:
        return {"charged": None}
    notes.strangers("fee", raw, {"charged", "items", "basis"})
    fees = []
    for path, one in notes.mappings("fee.items", raw.get("items")):
        notes.strangers(path, one, {"name", "amount", "unit", "condition", "note"})
        name = notes.text(f"{path}.name", one.get("name"))
        if not name:
            notes.leave(path, _("收费项目没有名称，未采用"))
            continue
        fees.append(
            Fee(
                name=name,
                fen=_fen(f"{path}.amount", one.get("amount"), notes),
                unit=notes.text(f"{path}.unit", one.get("unit")),
                condition=notes.text(f"{path}.condition", one.get("condition")),
                note=notes.text(f"{path}.note", one.get("note")),
            )
        )
    charged = raw.get("charged")
    basis = notes.text("fee.basis", raw.get("basis"))
    return {"charged": charged if isinstance(charged, bool) else None, "fees": tuple(fees), "fee_basis": basis}


def _fen(path: str, amount: object, notes: Notes) -> int | None:
    if amount is None:
        return None
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount < 10**10:
        notes.leave(path, _("不是金额（元），未读取"))
        return None
    return int(Decimal(str(amount)) * 100)


def _result(entry: Mapping[str, Any], setting: Setting, foreign: bool, notes: Notes) -> Result | None:
    raw = notes.mapping("result", entry.get("result"))
    name = notes.text("result.name", raw.get("name"))
    if not name:
        return None
    notes.strangers("result", raw, {"name", "type", "validity", "note"})
    if foreign:
        name = re.sub(r"^.{2,30}?局(?=关于)", "", name)
    return Result(
        name=name,
        name_en=setting.results_en.get(name, ""),
        kind=codes.result_kind(raw.get("type"), notes=notes),
        validity=notes.text("result.validity", raw.get("validity")),
        note=notes.text("result.note", raw.get("note")),
    )


def _legal_basis(entry: Mapping[str, Any], notes: Notes) -> tuple[LegalBasis, ...]:
    found = []
    for path, raw in notes.mappings("legal_basis", entry.get("legal_basis")):
        notes.strangers(path, raw, {"law", "article", "version", "text_source"})
        law = notes.text(f"{path}.law", raw.get("law"))
        if not law:
            notes.leave(path, _("设定依据没有名称，未采用"))
            continue
        found.append(
            LegalBasis(
                law=law,
                article=notes.text(f"{path}.article", raw.get("article")),
                version=notes.text(f"{path}.version", raw.get("version")),
                source=notes.text(f"{path}.text_source", raw.get("text_source")),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    address: str = ""
    hours: str = ""
    phone: str = ""

    @classmethod
    def read(cls, raw: object, *, foreign: bool, notes: Notes) -> _Place:
        found = notes.mapping("place", raw)
        if not found:
            return cls()
        notes.strangers("place", found, {"address", "window", "hours", "phone"})
        if foreign:
            notes.leave("place", _("是外地的办理地点、时间和电话，未采用"))
            return cls()
        address = "，".join(
            part for key in ("address", "window") if (part := notes.text(f"place.{key}", found.get(key)))
        )
        return cls(
            address[:500], notes.text("place.hours", found.get("hours")), notes.text("place.phone", found.get("phone"))
        )


def _cross_region(entry: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    raw = notes.mapping("cross_region", entry.get("cross_region"))
    notes.strangers("cross_region", raw, {"scope", "modes"})
    return tuple(text for key in ("scope", "modes") for text in notes.texts(f"cross_region.{key}", raw.get(key)))


def _related(entry: Mapping[str, Any], notes: Notes) -> tuple[Related, ...]:
    found = []
    for path, raw in notes.mappings("related_items", entry.get("related_items")):
        notes.strangers(path, raw, {"name", "time", "materials", "order", "paper"})
        told = {key: notes.text(f"{path}.{key}", raw.get(key)) for key in ("name", "time", "order", "paper")}
        if told["name"]:
            told["order"] = told["order"] if told["order"] in RelatedOrder else ""
            asked = tuple(notes.texts(f"{path}.materials", raw.get("materials")))
            found.append(Related.model_validate(told | {"materials": asked}))
    return tuple(found)


def _editor_notes(entry: Mapping[str, Any], foreign: bool, notes: Notes) -> tuple[str, ...]:
    said = [f"{label}：{text}" for key, label in _NOTED.items() if (text := notes.text(key, entry.get(key)))]
    body = _body(entry, notes)
    if foreign and body:
        said.append(f"来源所写实施主体：{body}")
    notify = notes.mapping("notify", entry.get("notify"))
    if notify:
        said.append(f"通知：{notes.text('notify.text', notify.get('text'))}")
    reference = notes.mapping("catalog_ref", entry.get("catalog_ref"))
    if reference:
        told = "，".join(str(reference[key]) for key in ("region_name", "sub_item", "item_code") if reference.get(key))
        said.append(f"目录对照：{told[:400]}")
    return tuple(said)


def _unverified(
    entry: Mapping[str, Any], found: tuple[Material, ...], *, told: bool, foreign: bool, notes: Notes
) -> tuple[str, ...]:
    """Fields the source does not show. A promise, process or place from elsewhere is nobody's word here."""
    listed = [_UNVERIFIED.get(path, path) for path in notes.texts("unverified", entry.get("unverified"))]
    if not told:
        listed.append("processing")
    if foreign:
        listed += [_UNVERIFIED.get(key, key) for key in ("promised_time_limit", "process", "implementing_body")]
    if not found:
        listed.append("materials")
    return tuple(dict.fromkeys(listed))


def _sources(entry: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    told = [*notes.texts("source", entry.get("source")), *notes.texts("sources", entry.get("sources"))]
    reference = entry.get("catalog_ref")
    if isinstance(reference, dict):
        told += notes.texts("catalog_ref.source", reference.get("source"))
    return tuple(dict.fromkeys(told))


def _local(entry: Mapping[str, Any], notes: Notes) -> str:
    for key in ("local_item_code", "task_code"):
        code = notes.text(key, entry.get(key), longest=100)
        if code:
            return code
    return ""
