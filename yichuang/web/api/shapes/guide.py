"""The guide of an item (办事指南), as it goes out."""

from datetime import date
from typing import Any, Literal, Self

from yichuang.catalogue.content import (
    Condition,
    Content,
    Delegation,
    Fee,
    Intermediary,
    LegalBasis,
    Material,
    Online,
    Promise,
    Question,
    Related,
    Result,
    Situation,
    SpecialProcedure,
    Step,
    TimeLimit,
    Tolerance,
    Translation,
)
from yichuang.catalogue.kinds import CrossScope, DeliveryWay, PowerSource, Way
from yichuang.catalogue.models import ItemVersion
from yichuang.web.api.shapes.outgoing import Named, Out


class ItemLine(Out):
    """An item in a list; `why` it was found, when words were asked for."""

    code: str
    name: str
    department: Named
    area: str
    why: str

    @classmethod
    def of(cls, version: ItemVersion, *, why: str = "") -> Self:
        """The version in force as a line."""
        return cls(
            code=version.item.code,
            name=version.title,
            department=Named.of_department(version.item.department),
            area=version.item.subject_area,
            why=why,
        )


class ItemPage(Out):
    """A page of items; `after` asks for the next one, and is empty on the last."""

    items: list[ItemLine]
    after: str


class GuideOut(ItemLine):
    """Everything an applicant must know of one item, in the version in force."""

    version: int
    effective_from: date | None
    centre: Named
    processing: str
    service_objects: list[str]
    statutory: TimeLimit | None
    promised: TimeLimit | None
    situations: list[Situation]
    conditions: list[Condition]
    materials: list[Material]
    form: dict[str, Any]
    steps: list[Step]
    special_procedures: list[SpecialProcedure]
    charged: bool | None
    fees: list[Fee]
    result: Result | None
    legal_basis: list[LegalBasis]
    place: str
    hours: str
    phone: str
    visits: int | None
    questions: list[Question]
    flow: str
    ways: list[Way]
    online: Online
    cross_scopes: list[CrossScope]
    acceptance_period: str
    applicant_deadline: TimeLimit | None
    tolerance: Tolerance | None
    promise: Promise | None
    intermediaries: list[Intermediary]
    fee_basis: str
    delivery: list[DeliveryWay]
    contact_address: str
    supervision_phone: str
    town_code: str
    town_name: str
    village_code: str
    village_name: str
    power_source: PowerSource | Literal[""]
    delegation: list[Delegation]
    related: list[Related]
    english: list[Translation]

    @classmethod
    def of(cls, version: ItemVersion, *, why: str = "") -> Self:
        """The version's own words. What editors note for themselves stays inside."""
        content, item = version.parsed, version.item
        same = {name: getattr(content, name) for name in cls.model_fields if name in Content.model_fields}
        return cls.model_validate(
            same
            | {
                "code": item.code,
                "name": version.title,
                "department": Named.of_department(item.department),
                "area": item.subject_area,
                "why": why,
                "version": version.number,
                "effective_from": version.effective_from,
                "centre": Named(code=item.centre.code, name=item.centre.local_name),
            }
        )
