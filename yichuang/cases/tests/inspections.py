"""A visit, for tests: who visits, what is found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from yichuang.cases import testing
from yichuang.cases.models import Case, Photograph, SiteFinding
from yichuang.cases.steps import inspecting, photographs
from yichuang.catalogue.content import Span, Step
from yichuang.catalogue.kinds import StepKind
from yichuang.catalogue.models import ItemVersion
from yichuang.documents import receiving
from yichuang.documents import testing as documents
from yichuang.people import testing as town
from yichuang.people.models import Account

NOON = testing.moment(hour=12)
VISIT = testing.moment(day=2, hour=9)
AFTER = testing.moment(day=2, hour=15)
POINTS = ["操作间面积", "冷藏设备"]


def visited_licence(code: str = "visited-licence", **parts: Any) -> ItemVersion:
    """Two officers examine, two visit, then it is decided."""
    steps = (
        Step(name="承办", kind=StepKind.EXAMINE, officers=2),
        Step(name="现场核查", kind=StepKind.INSPECT, note="操作间面积；冷藏设备。", time=Span(length=5)),
        Step(name="决定", kind=StepKind.DECIDE),
    )
    return testing.licence(code, **({"steps": steps} | parts))


def jointly_visited(code: str = "jointly-visited") -> ItemVersion:
    """The same, where fire and health visit together."""
    for account in (testing.fire_officer, testing.health_officer):
        account()
    steps = (
        Step(name="承办", kind=StepKind.EXAMINE, officers=2),
        Step(name="联合勘验", kind=StepKind.INSPECT, departments=("fire", "health")),
        Step(name="决定", kind=StepKind.DECIDE),
    )
    return testing.licence(code, steps=steps)


def to_be_visited(version: ItemVersion | None = None) -> Case:
    """The step of the visit is open."""
    case = testing.examining_now(version or visited_licence())
    return testing.says(case, town.zhao_gang(), town.sun_li(), at=testing.moment(hour=11, minute=30))


def arranged(case: Case | None = None, *, team: Sequence[Account] | None = None, by: Account | None = None) -> Case:
    """Zhao Gang and Sun Li visit on Wednesday."""
    return inspecting.arrange(
        case=case or to_be_visited(),
        place="小城县东街1号",
        visit_at=VISIT,
        team=team or [town.zhao_gang(), town.sun_li()],
        by=testing.officer(by or town.zhao_gang(), NOON),
        at=NOON,
    )


def recorded(case: Case | None = None, *, by: Account | None = None, at: datetime = AFTER, **parts: Any) -> Case:
    """Zhao Gang lays down the record."""
    said = {"found": ["28平方米，与布局图一致", "两台，运行正常"], "finding": SiteFinding.CONFORM} | parts
    officer = testing.officer(by or town.zhao_gang(), at)
    return inspecting.record(case=case or arranged(), by=officer, at=at, **said)


def confirmed(case: Case, by: Account | None = None) -> Case:
    """Sun Li stands for it as well."""
    return inspecting.confirm(case=case, by=testing.officer(by or town.sun_li(), AFTER), at=AFTER)


def photographed(case: Case, *, by: Account | None = None, key: UUID | None = None) -> Photograph:
    """One photograph by Zhao Gang."""
    actor = testing.officer(by or town.zhao_gang(), AFTER)
    stream = BytesIO(documents.jpeg())
    file = receiving.receive_upload(stream=stream, name="现场.jpg", by=actor, at=AFTER)
    return photographs.add(case=case, key=key or uuid4(), file=file, by=actor, at=AFTER)
