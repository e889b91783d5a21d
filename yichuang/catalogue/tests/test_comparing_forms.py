"""The difference between two application forms, as a lawyer reads it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue import testing
from yichuang.catalogue.revising.comparing import compare
from yichuang.catalogue.revising.form_building import FieldKind, FormField, FormOption, ShownWhen, schema_of

NAME = FormField(key="shop", title="店名", required=True, longest=20)
KIND = FormField(
    key="kind", title="企业类型", kind=FieldKind.ONE, options=(FormOption(value="甲"), FormOption(value="乙"))
)
CAPITAL = FormField(key="capital", title="注册资本", kind=FieldKind.MONEY, required=True)
OWNERS = FormField(
    key="owners",
    title="股东",
    kind=FieldKind.REPEATING,
    fields=(FormField(key="name", title="姓名", required=True), FormField(key="share", title="比例")),
)


def told(before: tuple[FormField, ...], after: tuple[FormField, ...]) -> list[str]:
    """The sentences on the difference between two forms."""
    forms: list[dict[str, Any]] = [schema_of(one) for one in (before, after)]
    return [change.sentence for change in compare(*(testing.content(form=form) for form in forms))]


def but(field: FormField, **changed: Any) -> FormField:
    return field.model_copy(update=changed)


def test_a_new_field_says_its_kind_whether_it_is_required_and_its_options() -> None:
    assert told((NAME,), (NAME, CAPITAL)) == ["新增申请表的“注册资本”：金额（元），必填"]
    assert told((NAME,), (NAME, KIND)) == ["新增申请表的“企业类型”：单选，选填，选项：甲、乙"]
    assert told((KIND,), (NAME, KIND)) == ["新增申请表的“店名”：一行文字，必填，最长字数 20"]


def test_a_field_that_goes_says_what_it_was() -> None:
    assert told((NAME, CAPITAL), (NAME,)) == ["删去申请表的“注册资本”：金额（元），必填"]


def test_a_new_kind_is_one_difference_in_words() -> None:
    number = but(NAME, kind=FieldKind.IDENTITY, longest=None)
    assert told((but(NAME, longest=None),), (number,)) == [
        "申请表的“店名”：填写的种类 一行文字 → 居民身份证号码",
    ]


def test_required_or_not_is_told_in_words() -> None:
    assert told((NAME,), (but(NAME, required=False),)) == ["申请表的“店名”：是否必填 必填 → 选填"]


def test_when_a_field_is_asked_is_told_in_words() -> None:
    only = but(CAPITAL, shown_when=(ShownWhen(field="kind", answers=("甲", "乙")),))
    assert told((KIND,), (KIND, only)) == [
        "新增申请表的“注册资本”：金额（元），问到时必填，“企业类型”为“甲”或者“乙”时填"
    ]
    assert told((KIND, CAPITAL), (KIND, only)) == [
        "申请表的“注册资本”：什么时候填 总是 → “企业类型”为“甲”或者“乙”时填",
        "申请表的“注册资本”：是否必填 必填 → 问到时必填",
    ]


def test_options_are_told_not_the_schema() -> None:
    several = but(KIND, kind=FieldKind.SEVERAL)
    more = but(several, options=(*KIND.options, FormOption(value="丙")))
    assert told((several,), (more,)) == ["申请表的“企业类型”：选项 甲、乙 → 甲、乙、丙"]


def test_a_group_is_told_field_by_field() -> None:
    assert told((), (OWNERS,)) == [
        "新增申请表的“股东”：可以填多份的一组项目，选填，“姓名”（一行文字，必填），“比例”（一行文字，选填）"
    ]
    after = but(OWNERS, fields=(OWNERS.fields[0], but(OWNERS.fields[1], kind=FieldKind.NUMBER, required=True)))
    assert told((OWNERS,), (after,)) == [
        "申请表的“股东”的“比例”：填写的种类 一行文字 → 数字",
        "申请表的“股东”的“比例”：是否必填 选填 → 必填",
    ]


FIELDS = st.lists(
    st.builds(
        FormField,
        key=st.sampled_from(["a", "b", "c"]),
        title=st.sampled_from(["甲", "乙"]),
        kind=st.sampled_from(list(FieldKind)),
        required=st.booleans(),
        help=st.sampled_from(["", "说明"]),
        heading=st.sampled_from(["", "一"]),
        options=st.just(KIND.options),
        most=st.none() | st.integers(1, 3),
        shown_when=st.just(()) | st.just((ShownWhen(field="a", answers=("甲",)),)),
    ),
    max_size=3,
    unique_by=lambda one: one.key,
).map(tuple)


def test_an_order_is_told_by_names() -> None:
    assert told((NAME, KIND), (KIND, NAME)) == ["申请表的次序：店名、企业类型 → 企业类型、店名"]


@given(FIELDS, FIELDS)
def test_no_difference_between_two_forms_is_passed_over(before: Any, after: Any) -> None:
    assert bool(told(before, after)) == (schema_of(before) != schema_of(after))
