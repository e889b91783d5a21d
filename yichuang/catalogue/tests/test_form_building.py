"""The form as a list of fields: every bundled form comes back the same; what cannot be shown is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue import bundled, forms
from yichuang.catalogue.content import Content
from yichuang.catalogue.revising.form_building import (
    YES,
    FieldKind,
    FormField,
    FormOption,
    NotEditable,
    ShownWhen,
    fields_of,
    schema_of,
)

BUNDLED = sorted(path.stem for path in (bundled.DATA / "forms").glob("*.json") if path.stem != "index")
ON = date(2026, 3, 2)
HOUSE = (
    FormField(key="kind", title="房屋", kind=FieldKind.ONE, required=True, options=(FormOption(value="自有"),)),
    FormField(key="shared", title="共有", kind=FieldKind.YES_NO),
    FormField(
        key="owners",
        title="共有人",
        kind=FieldKind.REPEATING,
        required=True,
        fewest=1,
        most=3,
        shown_when=(ShownWhen(field="shared", answers=(YES,)),),
        fields=(
            FormField(key="name", title="姓名", required=True, shortest=2, longest=20),
            FormField(key="share", title="份额", kind=FieldKind.NUMBER, at_least=0, at_most=1),
        ),
    ),
    FormField(
        key="address",
        title="地址",
        kind=FieldKind.GROUP,
        required=True,
        fields=(
            FormField(key="region", title="区县", kind=FieldKind.REGION, required=True),
            FormField(key="street", title="街道门牌", required=True, longest=100),
        ),
    ),
    FormField(key="rent", title="租金", kind=FieldKind.MONEY, at_least=0),
)
ADDRESS = {"region": "410522", "street": "柏庄镇一号"}


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_form_opens_without_loss(name: str) -> None:
    form = bundled.load(f"forms/{name}")
    again = schema_of(fields_of(form), form=form)
    assert len(BUNDLED) == 17
    assert [key for key, _piece in forms.ordered_fields(again)] == [
        key for key, _piece in forms.ordered_fields(dict(form))
    ]
    assert schema_of(fields_of(again), form=again) == again
    forms.check_schema(again)


def errors(answers: dict[str, Any]) -> list[str]:
    content = Content(form=schema_of(HOUSE))
    forms.check_schema(content.form)
    return [str(one) for one in forms.form_errors(content, answers, on=ON)]


def test_groups_repeating_groups_regions_and_money_are_checked_by_name() -> None:
    good = {
        "kind": "自有",
        "shared": True,
        "address": ADDRESS,
        "rent": 1999.99,
        "owners": [{"name": "张三", "share": 0.5}],
    }
    assert errors(good) == []
    assert errors(good | {"owners": [{"name": "张"}]}) == ["“共有人第1项的姓名”太短，至少 2 个字，请补充完整。"]
    assert errors(good | {"owners": []}) == ["“共有人”没有填写，请填写。"]
    assert errors(good | {"address": ADDRESS | {"region": "999999"}}) == [
        "“地址的区县”不正确：行政区划代码“999999”不存在，请从列表中选择。"
    ]
    assert errors(good | {"address": {"region": "410522"}}) == ["“地址的街道门牌”没有填写，请填写。"]
    assert errors(good | {"address": ADDRESS | {"x": "1"}}) == ["“address.x”不是本表的项目，请去掉。"]
    assert errors(good | {"rent": 0.001}) == ["“租金”的小数位太多，请核对。"]


def test_what_is_asked_only_after_another_answer_may_not_be_answered_otherwise() -> None:
    assert "“共有人”在您选择的情况下不用填写，请去掉。" in errors(
        {"kind": "自有", "shared": False, "address": ADDRESS, "owners": [{"name": "张三"}]}
    )


@pytest.mark.parametrize(
    "form",
    [
        {"properties": {"a": {"type": "string", "title": "甲", "contentEncoding": "base64"}}, "type": "object"},
        {"properties": {"a": {"type": "string", "title": "甲"}}, "type": "object", "allOf": [{"not": {}}]},
        {"properties": {"a": {"title": "甲"}}, "type": "object"},
        {"properties": {"A b": {"type": "string", "title": "甲"}}, "type": "object"},
        {"properties": {"a": {"type": "array", "title": "甲", "items": {"type": "integer"}}}, "type": "object"},
        {"properties": []},
        {"properties": {"a": 1}},
    ],
)
def test_what_the_builder_cannot_show_is_refused_with_a_sentence(form: dict[str, Any]) -> None:
    with pytest.raises(NotEditable) as refused:
        fields_of(form)
    assert "只能看，不能在这里改" in str(refused.value)


PLAIN = st.builds(
    FormField,
    key=st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    title=st.text("甲乙丙abc", min_size=1, max_size=8),
    kind=st.sampled_from([kind for kind in FieldKind if kind not in (FieldKind.GROUP, FieldKind.REPEATING)]),
    required=st.booleans(),
    help=st.text("请填写", max_size=5),
    longest=st.none() | st.integers(1, 200),
    at_least=st.none() | st.integers(0, 10).map(float),
)
ANY = PLAIN | st.builds(
    FormField,
    key=st.from_regex(r"g[a-z0-9_]{0,8}", fullmatch=True),
    title=st.just("组"),
    kind=st.sampled_from([FieldKind.GROUP, FieldKind.REPEATING]),
    fields=st.lists(PLAIN, min_size=1, max_size=3, unique_by=lambda one: one.key).map(tuple),
)


@given(fields=st.lists(ANY, max_size=5, unique_by=lambda one: one.key))
def test_what_was_built_opens_again_as_it_was(fields: list[FormField]) -> None:
    assert fields_of(schema_of(fields)) == tuple(fields)
