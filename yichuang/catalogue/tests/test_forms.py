from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.base.refusal import Refusals
from yichuang.catalogue import bundled, forms
from yichuang.catalogue.content import Content
from yichuang.people.testing import credit_code, identity_number

ON = date(2026, 11, 23)
FIELDS: dict[str, Any] = {
    "name": {"type": "string", "title": "名称", "x-title-en": "Name", "maxLength": 5, "minLength": 2, "x-order": 1},
    "kind": {
        "type": "string",
        "title": "类型",
        "enum": ["甲类", "乙类"],
        "x-enum-en": {"甲类": "A", "乙类": "B"},
        "x-order": 2,
    },
    "count": {"type": "integer", "title": "人数", "minimum": 1, "maximum": 50, "x-order": 3},
    "money": {"type": "number", "title": "金额", "exclusiveMinimum": 0, "x-order": 4},
    "since": {"type": "string", "title": "日期", "format": "date", "x-order": 5},
    "online": {"type": "boolean", "title": "是否网上", "x-order": 6},
    "site": {"type": "string", "title": "网址", "maxLength": 50, "x-show-when": {"online": [True]}, "x-order": 7},
    "many": {
        "type": "array",
        "title": "项目",
        "items": {"type": "string", "enum": ["一", "二"], "title": "选项"},
        "minItems": 1,
        "uniqueItems": True,
        "x-order": 8,
    },
    "number": {"type": "string", "title": "身份证号码", "x-format": "identity_number", "x-order": 9},
    "credit": {"type": "string", "title": "信用代码", "x-format": "credit_code", "x-order": 10},
    "phone": {"type": "string", "title": "手机号", "x-format": "mobile", "x-order": 11},
    "account": {
        "type": "string",
        "title": "账号",
        "pattern": "^[0-9]{6}$",
        "x-pattern-help": "由 6 位数字组成。",
        "x-order": 12,
    },
    "remark": {"type": "string", "title": "备注", "x-widget": "textarea", "maxLength": 100, "x-order": 13},
    "mail": {"type": "string", "title": "邮箱", "format": "email", "x-order": 14},
}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": FIELDS,
    "required": ["name"],
    "allOf": [
        {
            "if": {"properties": {"online": {"enum": [True]}}, "required": ["online"]},
            "then": {"required": ["site"]},
            "else": {"properties": {"site": False}},
        }
    ],
    "unevaluatedProperties": False,
}
CONTENT = Content(form=FORM)


def told(**answers: Any) -> list[str]:
    return [str(error) for error in forms.form_errors(CONTENT, {"name": "小店"} | answers, on=ON)]


def test_right_answers_come_back_clean() -> None:
    answers = {
        "name": "  小店𠮷 ",
        "kind": "甲类",
        "count": 3,
        "money": 1.5,
        "since": "2026-01-31",
        "online": True,
        "site": "http://x.cn",
        "many": ["一"],
        "number": identity_number(1),
        "credit": credit_code(1),
        "phone": "13800138000",
        "account": "123456",
        "remark": "第一行\r\n第二行",
        "mail": "a@example.cn",
    }

    cleaned = forms.check_form(CONTENT, answers, on=ON)

    assert cleaned["name"] == "小店𠮷"
    assert cleaned["remark"] == "第一行\n第二行"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "“名称”没有填写，请填写。"),
        ({"name": None}, "“名称”没有填写，请填写。"),
        ({"name": "一二三四五六"}, "“名称”太长，最多 5 个字，请缩短后再提交。"),
        ({"name": "一"}, "“名称”太短，至少 2 个字，请补充完整。"),
        ({"name": 7}, "“名称”应当填写文字。"),
        ({"kind": "丙类"}, "“类型”不在可选的范围内，请从“甲类”、“乙类”中选择。"),
        ({"count": "三"}, "“人数”应当填写整数，例如 12。"),
        ({"count": 0}, "“人数”不能小于 1，请核对。"),
        ({"count": 51}, "“人数”不能大于 50，请核对。"),
        ({"money": 0}, "“金额”应当大于 0，请核对。"),
        ({"money": "多"}, "“金额”应当填写数字，例如 12.5。"),
        ({"since": "2026-02-30"}, "“日期”不是有效的日期，请按 2026-01-31 的样子填写。"),
        ({"since": "去年"}, "“日期”不是有效的日期，请按 2026-01-31 的样子填写。"),
        ({"online": "是"}, "“是否网上”应当选择“是”或者“否”。"),
        ({"online": True}, "“网址”没有填写，请填写。"),
        ({"online": False, "site": "x"}, "“网址”在您选择的情况下不用填写，请去掉。"),
        ({"many": []}, "“项目”没有填写，请填写。"),
        ({"many": ["一", "一"]}, "“项目”里有重复的内容，请删去重复的。"),
        ({"many": ["三"]}, "“项目第1项”不在可选的范围内，请从“一”、“二”中选择。"),
        ({"many": "一"}, "“项目”应当逐项填写，可以增加多项。"),
        ({"account": "12"}, "“账号”的格式不对：由 6 位数字组成。"),
        ({"mail": "somebody"}, "“邮箱”不是有效的电子邮箱，请按 name@example.cn 的样子填写。"),
        ({"surprise": 1}, "“surprise”不是本表的项目，请去掉。"),
        ({"name": "小\x00店"}, "“名称”含有无法显示的控制字符，请删除后重新输入。"),
        ({"name": "小\ud800店"}, "“名称”含有不完整的字符，请删除后重新输入。"),
        ({"name": "小\n店"}, "“名称”只能填写一行，请去掉换行。"),
    ],
)
def test_each_mistake_is_one_sentence_that_names_the_field_and_the_remedy(
    answers: dict[str, Any], sentence: str
) -> None:
    assert told(**answers) == [sentence]


def test_numbers_with_wrong_check_digits_are_named_by_their_field() -> None:
    right = identity_number(1)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")

    (sentence,) = told(number=wrong)
    assert sentence.startswith("“身份证号码”不正确：")
    assert told(credit=credit_code(1)[:-1] + "!")[0].startswith("“信用代码”不正确：")
    assert told(phone="12345")[0].startswith("“手机号”不正确：")
    assert told(number=identity_number(1, birthday="20990101"))[0].startswith("“身份证号码”不正确：")


def test_everything_is_told_at_once_in_the_order_of_the_form() -> None:
    with pytest.raises(Refusals) as refused:
        forms.check_form(CONTENT, {"phone": "1", "count": 0, "kind": "x"}, on=ON)

    assert [error.field for error in refused.value.refusals] == ["name", "kind", "count", "phone"]


@pytest.mark.parametrize("answers", [None, [], "x", 7, [("name", "小店")]])
def test_what_is_no_form_at_all_is_refused(answers: object) -> None:
    with pytest.raises(Refusals, match="项目：值"):
        forms.check_form(CONTENT, answers, on=ON)


def test_what_is_too_long_does_not_hide_what_is_missing() -> None:
    wrong = forms.form_errors(CONTENT, {"name": "长" * 9, "online": True, "unknown": 1}, on=ON)
    assert [one.field for one in wrong] == ["name", "site", "unknown"]


def test_a_megabyte_gets_its_sentence_at_once() -> None:
    start = time.perf_counter()

    sentences = told(name="长" * 350_000, remark="长" * 350_000, surprise="长" * 350_000)

    assert time.perf_counter() - start < 0.5  # generous: the real figure is below a hundredth
    assert len(sentences) == 3


def test_floods_are_refused_before_validation() -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]

    assert "过多" in told(many=["一"] * 100_000)[0]
    assert "过多" in told(many=deep)[0]
    assert len(told(**{f"k{number}": 1 for number in range(5000)})) == forms.MOST_ERRORS


def test_numbers_that_json_does_not_know_or_nobody_means_are_refused() -> None:
    for number in (float("nan"), float("inf"), -float("inf"), 10**5000, 10**16):
        assert told(money=number) == ["“金额”填写不正确，请按说明检查。"]


@pytest.mark.parametrize("key", ["\ud800", "\x00", "\u202e", "长" * 1_000_000])
def test_a_key_that_cannot_be_written_is_told_in_writable_letters(key: str) -> None:
    (sentence,) = told(**{key: 1})

    assert len(sentence.encode()) < 300


def test_an_item_without_a_form_takes_no_answers() -> None:
    assert forms.check_form(Content(), {}, on=ON) == {}
    with pytest.raises(Refusals, match="不是本表的项目"):
        forms.check_form(Content(), {"x": 1}, on=ON)


def test_a_draft_may_be_unfinished_but_not_unwritable() -> None:
    assert forms.clean_draft(CONTENT, {"count": 0}) == {"count": 0}
    with pytest.raises(Refusals):
        forms.clean_draft(CONTENT, {"name": "\x00"})


def test_readers_of_english_get_english_titles() -> None:
    with translation.override("en"):
        assert '"Name"' in told(name="")[0] or "“Name”" in told(name="")[0]


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    )
)
def test_no_answer_is_too_odd(value: Any) -> None:
    for key in FIELDS:
        forms.form_errors(CONTENT, {"name": "小店", key: value}, on=ON)


ALL_FORMS = sorted(path.stem for path in (bundled.DATA / "forms").glob("*.json") if path.stem != "index")


@pytest.mark.parametrize("name", ALL_FORMS)
def test_each_bundled_form_is_fit_to_be_published(name: str) -> None:
    form = dict(bundled.load(f"forms/{name}"))

    forms.check_schema(form)
    for _key, field in forms.ordered_fields(form):
        assert field["x-title-en"]
        assert field["x-group"]
        assert field["x-group-en"]
        assert ("description" in field) == ("x-description-en" in field)
        assert set(field.get("x-enum-en", {})) == set(field.get("enum", []))
        if field["type"] == "string" and "enum" not in field and "format" not in field:
            assert field["maxLength"] <= forms.LONGEST_TEXT


@pytest.mark.parametrize("name", ALL_FORMS)
def test_each_bundled_form_shows_a_field_exactly_when_it_asks_for_it(name: str) -> None:
    form = dict(bundled.load(f"forms/{name}"))

    ruled = {key: rule for rule in form.get("allOf", []) for key in rule["else"]["properties"]}
    assert set(ruled) == {key for key, field in form["properties"].items() if "x-show-when" in field}
    for key, rule in ruled.items():
        shown = form["properties"][key]["x-show-when"]
        assert {other: test["enum"] for other, test in rule["if"]["properties"].items()} == shown
        for other, values in shown.items():
            options = form["properties"][other].get("enum", [True, False])
            assert set(values) <= set(options)


def test_a_company_can_be_applied_for() -> None:
    answers = {
        "company_name": "安阳县𠮷祥商贸有限公司",
        "company_type": "有限责任公司",
        "registered_capital": 100,
        "contribution_by": "2030-12-31",
        "term": "长期",
        "domicile": "安阳县示范区某路1号",
        "domicile_right": "租赁",
        "business_scope": "食品销售",
        "main_activity": "食品销售",
        "employees": 5,
        "representative_name": "古丽·买买提",
        "representative_document": "居民身份证",
        "representative_identity_number": identity_number(7),
        "representative_phone": "13800138000",
        "representative_post": "经理",
        "investor_count": 1,
        "investors": "古丽·买买提，100万元",
        "contact_name": "张三",
        "contact_phone": "13800138000",
    }
    content = Content(form=dict(bundled.load("forms/company_establishment")))

    assert forms.check_form(content, answers, on=ON) == answers
    assert forms.form_errors(content, answers | {"company_type": "股份有限公司"}, on=ON)


def test_forms_hold_no_key_that_the_database_would_reorder() -> None:
    for name in ALL_FORMS:
        form = bundled.load(f"forms/{name}")
        orders = [field["x-order"] for field in form["properties"].values()]
        assert len(set(orders)) == len(orders)
        assert json.loads(json.dumps(form)) == form
