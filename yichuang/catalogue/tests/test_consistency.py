"""What a guide may not say at review, and what a reviewer is told as advice."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.catalogue import testing
from yichuang.catalogue.content import (
    Condition,
    Delegation,
    Fee,
    Intermediary,
    LegalBasis,
    Material,
    Online,
    Promise,
    Result,
    Span,
    Step,
    TimeLimit,
    Tolerance,
)
from yichuang.catalogue.kinds import (
    BodyKind,
    ItemType,
    MaterialSource,
    OnlineDepth,
    PowerSource,
    Processing,
    ResultKind,
    StepKind,
    Way,
)
from yichuang.catalogue.revising.checking import gaps
from yichuang.catalogue.revising.consistency import advice, conflicts

INSTANT = TimeLimit(length=0, unit="instant", text="即时")
DAYS = TimeLimit(length=5, unit="working_days", text="5个工作日")
TWICE = (Material(key="m_a", name="营业执照"), Material(key="m_b", name="营业执照"))
WITHIN = Tolerance(within=Span(length=5))
PROMISE = Promise(told="条件", promised="符合", consequences="撤销")
UP_TO_TOWN = Delegation(source=PowerSource.ENTRUSTED_ABOVE, giver="县局", taker="镇政府")
BROKEN = (UP_TO_TOWN, Delegation(source=PowerSource.ENTRUSTED_ABOVE, giver="乡政府", taker="村委会"))

FORBIDDEN: list[tuple[dict[str, Any], str, str]] = [
    ({"processing": Processing.INSTANT, "promised": DAYS}, "processing", "当场办结"),
    ({"processing": Processing.PROMISED, "promised": INSTANT}, "processing", "应当是即办件"),
    ({"result": Result(name="食品经营许可证", kind=ResultKind.APPROVAL)}, "result", "证照"),
    ({"result": Result(name="可行性研究报告批复", kind=ResultKind.LICENCE)}, "result", "批文"),
    ({"result": Result(name="审查意见", kind=ResultKind.LICENCE)}, "result", "文书"),
    ({"ways": (Way.WINDOW,)}, "place", "没有办理地点"),
    ({"ways": (Way.WEB,)}, "online", "网上办理深度"),
    ({"ways": (Way.WINDOW,), "place": "一楼", "online": Online(depth=OnlineDepth.ACCEPT)}, "ways", "不一致"),
    ({"ways": (Way.WINDOW,), "place": "一楼", "visits": 0}, "visits", "没有网上办理"),
    ({"visits": 0, "online": Online(depth=OnlineDepth.RECEIVE)}, "visits", "不到“网上办理”"),
    ({"materials": TWICE}, "materials", "列了两次"),
    ({"materials": (Material(key="m", name="照片", kind="original", copies=1),)}, "materials", "复印件份数"),
    ({"materials": (Material(key="m", name="照片", kind="copy", originals=1),)}, "materials", "原件份数"),
    ({"charged": True}, "fees", "没有收费项目"),
    ({"charged": False, "fees": (Fee(name="工本费", fen=500, basis="某法"),)}, "charged", "不收费"),
    ({"intermediaries": (Intermediary(name="评估"),)}, "intermediaries", "第四十三条"),
    ({"materials": (Material(key="m", name="照片", tolerable=True),)}, "tolerance", "补交期限"),
    ({"tolerance": WITHIN}, "materials", "哪些材料可以容缺"),
    ({"materials": (Material(key="m", name="照片", promisable=True),)}, "promise", "42号"),
    ({"body_kind": BodyKind.ENTRUSTED}, "delegation", "委托书"),
    ({"power_source": PowerSource.ENTRUSTED_BESIDE}, "delegation", "委托书"),
    ({"delegation": BROKEN}, "delegation", "链条断了"),
    ({"steps": (Step(name="现场核查", kind=StepKind.INSPECT),)}, "steps", "两名以上"),
]

TOLD: list[tuple[dict[str, Any], str, str]] = [
    ({}, "phone", "咨询电话"),
    ({}, "supervision_phone", "监督电话"),
    ({"visits": 1, "online": Online(depth=OnlineDepth.HANDLE)}, "visit_reason", "原因"),
    ({"conditions": (Condition(text="法律、行政法规规定的其他条件。"),)}, "conditions", "兜底"),
    ({"materials": (Material(key="m", name="执照", source_kind=MaterialSource.GOVERNMENT),)}, "materials", "716号"),
    ({"unverified": ("promised",)}, "unverified", "1 项"),
    ({"statutory": None}, "statutory", "二十个工作日"),
    ({"charged": True, "fees": (Fee(name="工本费", fen=1, basis="某法"),)}, "charged", "第五十八条"),
    ({"quantity_limit": "10家", "review_standard": ""}, "quantity_limit", "第五十七条"),
    ({"promise": PROMISE, "legal_basis": (LegalBasis(law="消防法"),)}, "promise", "公共安全"),
    ({"promise": PROMISE, "legal_basis": (LegalBasis(law="环境影响评价法"),)}, "promise", "生态环境保护"),
]


@pytest.mark.parametrize(("parts", "field", "words"), FORBIDDEN)
def test_what_contradicts_itself_is_not_taken_in(parts: dict[str, Any], field: str, words: str) -> None:
    found = conflicts(testing.content(**parts))
    assert [(one.field, words in str(one)) for one in found] == [(field, True)]
    assert str(found[0]) in [str(one) for one in gaps(testing.content(**parts))]


@pytest.mark.parametrize(("parts", "field", "words"), TOLD)
def test_a_reviewer_is_told_and_nothing_is_forbidden(parts: dict[str, Any], field: str, words: str) -> None:
    content = testing.content(**parts)
    assert any(one.field == field and words in str(one) for one in advice(content))
    assert conflicts(content) == []


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"processing": Processing.INSTANT, "promised": INSTANT},
        {"ways": (Way.WINDOW, Way.WEB), "place": "一楼", "online": Online(depth=OnlineDepth.HANDLE), "visits": 0},
        {"materials": (Material(key="m", name="照片", tolerable=True),), "tolerance": WITHIN},
        {"materials": (Material(key="m", name="照片", promisable=True),), "promise": PROMISE},
        {"body_kind": BodyKind.ENTRUSTED, "delegation": (UP_TO_TOWN,)},
        {"result": Result(name="备案通知书", kind=ResultKind.RECORD)},
        {"item_type": ItemType.PUBLIC_SERVICE, "statutory": None},
    ],
)
def test_a_guide_in_order_has_no_conflict(parts: dict[str, Any]) -> None:
    assert conflicts(testing.content(**parts)) == []


def test_no_promise_means_no_warning_of_its_areas() -> None:
    assert not any(one.field == "promise" for one in advice(testing.content(legal_basis=(LegalBasis(law="消防法"),))))
