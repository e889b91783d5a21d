"""Plain builders of items for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from yichuang.catalogue.content import Condition, Content, LegalBasis, Material, Result, Step, TimeLimit
from yichuang.catalogue.kinds import ItemType, Processing, ServiceObject, StepKind
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.revising import publishing, reviewing, writing
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town

if TYPE_CHECKING:
    from yichuang.offices.models import Department

LONG_AGO = date(2026, 1, 1)
AT = datetime(2026, 1, 2, 1, 0, tzinfo=UTC)
_numbers = count(1)

FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "shop": {
            "type": "string",
            "title": "店名",
            "x-title-en": "Shop name",
            "minLength": 1,
            "maxLength": 20,
            "x-order": 1,
        },
        "owner_number": {"type": "string", "title": "经营者身份证号码", "x-format": "identity_number", "x-order": 2},
    },
    "required": ["shop"],
    "unevaluatedProperties": False,
}
THREE = (
    Material(key="m_form", name="登记申请书", name_en="Application form"),
    Material(key="m_identity", name="经营者身份证明", name_en="Identity document"),
    Material(key="m_premises", name="经营场所证明", name_en="Proof of premises"),
)


def content(**parts: Any) -> Content:
    """A licence with three materials, twenty working days by law, five promised; any part can be given."""
    usual: dict[str, Any] = {
        "item_type": ItemType.LICENCE,
        "processing": Processing.PROMISED,
        "implementing_body": "小城县市场监督管理局",
        "statutory": TimeLimit(length=20, unit="working_days", text="20个工作日"),
        "promised": TimeLimit(length=5, unit="working_days", text="5个工作日"),
        "materials": THREE,
        "form": FORM,
        "result": Result(name="营业执照", name_en="Business licence"),
        "legal_basis": (LegalBasis(law="中华人民共和国行政许可法", article="第四十二条"),),
        "service_objects": (ServiceObject.NATURAL, ServiceObject.ENTERPRISE),
        "conditions": (Condition(text="有固定的经营场所"),),
        "review_standard": "申请材料齐全、真实，经营场所符合规划。",
        "steps": (Step(name="受理", kind=StepKind.ACCEPT), Step(name="审查", kind=StepKind.EXAMINE, officers=2)),
    }
    return Content(**(usual | parts))


def item(code: str = "", *, department: Department | None = None, area: str = "企业开办") -> Item:
    """A named item, handled by the market bureau of the small town unless told otherwise."""
    of = department or offices.department()
    return writing.new_item(
        code=code or f"item-{next(_numbers)}",
        department=of,
        centre=of.centre,
        subject_area=area,
        by=actors.SYSTEM,
        at=AT,
    )


def draft(
    of: Item | None = None, *, name: str = "小店设立登记", name_en: str = "Opening a shop", **parts: Any
) -> ItemVersion:
    """A version that is not published."""
    return writing.new_version(
        item=of or item(), name=name, name_en=name_en, content=content(**parts), by=actors.SYSTEM, at=AT
    )


def reviewed(version: ItemVersion) -> ItemVersion:
    """The draft, handed in and passed by the centre's manager; the system wrote it."""
    handed_in = reviewing.submit(version=version, by=actors.SYSTEM, at=AT)
    return reviewing.approve(version=handed_in, by=actors.of(town.qian_yan(), at=AT), at=AT)


def published_item(
    code: str = "",
    *,
    name: str = "小店设立登记",
    name_en: str = "Opening a shop",
    department: Department | None = None,
    area: str = "企业开办",
    since: date = LONG_AGO,
    **parts: Any,
) -> ItemVersion:
    """A published version of a new item, in force since the beginning of 2026; `parts` go into its content."""
    of = item(code, department=department, area=area)
    version = draft(of, name=name, name_en=name_en, **parts)
    return publishing.publish(version=version, effective_from=since, initial_load=True, by=actors.SYSTEM, at=AT)
