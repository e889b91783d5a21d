"""Forms from JSON Schema: values kept and shaped, conditions kept, everything labelled."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client

from yichuang.web.kit.schema_forms import AnswersForm, form_for, shown

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["shop", "seats", "opens"],
    "properties": {
        "shop": {"type": "string", "title": "店名", "x-title-en": "Shop", "description": "与招牌一致", "x-order": 1},
        "seats": {"type": "integer", "title": "座位数", "x-order": 2},
        "area": {"type": "number", "title": "面积", "x-order": 3},
        "opens": {"type": "string", "format": "date", "title": "开业日期", "x-order": 4},
        "kind": {
            "type": "string",
            "enum": ["饭店", "食堂"],
            "x-enum-en": {"饭店": "Restaurant", "食堂": "Canteen"},
            "title": "业态",
            "x-order": 5,
        },
        "canteen": {"type": "string", "title": "食堂类别", "x-show-when": {"kind": ["食堂"]}, "x-order": 6},
        "sells": {
            "type": "array",
            "items": {"type": "string", "enum": ["热食", "冷食"]},
            "title": "经营项目",
            "x-order": 7,
        },
        "online": {"type": "boolean", "title": "网上经营", "x-order": 8},
    },
}


def answers(typed: str) -> dict[str, Any]:
    form = form_for(SCHEMA)(QueryDict(typed))
    assert form.is_valid(), form.errors
    return form.answers()


def test_typed_text_becomes_json_values() -> None:
    typed = "shop=𠮷家·面馆&seats=12&area=30.5&opens=2026-12-01&kind=饭店&sells=热食&sells=冷食&online=false"

    assert answers(typed) == {
        "shop": "𠮷家·面馆",
        "seats": 12,
        "area": 30.5,
        "opens": "2026-12-01",
        "kind": "饭店",
        "sells": ["热食", "冷食"],
        "online": False,
    }


def test_what_was_left_empty_is_left_out() -> None:
    assert answers("shop=&seats=") == {}


def test_an_answer_that_does_not_apply_is_left_out() -> None:
    assert "canteen" not in answers("kind=饭店&canteen=学校食堂")
    assert answers("kind=食堂&canteen=学校食堂")["canteen"] == "学校食堂"


def test_a_word_for_a_number_is_refused_naming_the_field() -> None:
    form = form_for(SCHEMA)(QueryDict("seats=十二"))

    assert form.errors["seats"] == ["“座位数”应当是数字，请只填数字。"]
    assert form["seats"].value() == "十二"


def test_every_field_has_label_help_and_error_tied_to_it() -> None:
    form = form_for(SCHEMA)(QueryDict("seats=x"))
    page = render_to_string("kit/parts/form.html", {"form": form})

    assert '<label for="id_shop">店名' in page
    assert 'aria-describedby="id_shop_helptext"' in page
    assert 'aria-describedby="id_seats_error"' in page
    assert "<legend>业态" in page
    assert "style=" not in page


def test_without_scripts_conditional_fields_are_shown() -> None:
    page = render_to_string("kit/parts/form.html", {"form": form_for(SCHEMA)()})

    assert "食堂类别" in page
    assert "hidden" not in page


def test_english_is_used_where_there_is_some() -> None:
    form = form_for(SCHEMA, english=True)()

    assert form["shop"].label == "Shop"
    assert shown(SCHEMA, {"kind": "饭店"}, english=True) == [("业态", "Restaurant")]


def test_the_answers_are_shown_in_the_order_of_the_form() -> None:
    rows = shown(SCHEMA, {"online": True, "sells": ["冷食", "热食"], "shop": "面馆"})

    assert rows == [("店名", "面馆"), ("经营项目", "冷食、热食"), ("网上经营", "是")]


HOUSE: dict[str, Any] = {
    "type": "object",
    "required": ["address"],
    "properties": {
        "shared": {"type": "boolean", "title": "共有", "x-order": 1},
        "owners": {
            "type": "array",
            "title": "共有人",
            "maxItems": 3,
            "x-order": 2,
            "x-show-when": {"shared": [True]},
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "title": "姓名", "x-order": 1},
                    "share": {"type": "number", "title": "份额", "x-order": 2},
                },
            },
        },
        "address": {
            "type": "object",
            "title": "地址",
            "x-order": 3,
            "required": ["region"],
            "properties": {
                "region": {"type": "string", "title": "区县", "x-format": "region", "x-order": 1},
                "street": {"type": "string", "title": "街道", "x-order": 2},
            },
        },
        "rent": {"type": "number", "title": "租金", "x-widget": "money", "multipleOf": 0.01, "x-order": 4},
    },
}
REGION = "address.region.0=410000&address.region.1=410500&address.region.2=410522"
TYPED = f"shared=true&owners.0.name=张三&owners.0.share=0.5&owners.2.name=李四&{REGION}&rent=1999.9"


def house(typed: str) -> AnswersForm:
    form = form_for(HOUSE)(QueryDict(typed))
    assert form.is_valid(), form.errors
    return form


def test_groups_and_repeated_groups_become_objects_and_lists_without_the_empty_rows() -> None:
    assert house(TYPED).answers() == {
        "shared": True,
        "owners": [{"name": "张三", "share": 0.5}, {"name": "李四"}],
        "address": {"region": "410522"},
        "rent": 1999.9,
    }


def test_a_repeated_group_that_does_not_apply_is_left_out() -> None:
    assert "owners" not in house(TYPED.replace("shared=true", "shared=false")).answers()


def test_one_row_more_is_drawn_when_it_was_asked_for_but_never_more_than_the_form_allows() -> None:
    assert "owners.1.name" not in house("owners.0.name=张三").fields
    assert "owners.1.name" in house("owners.0.name=张三&more=owners").fields
    assert "owners.3.name" not in house(TYPED + "&more=owners").fields
    assert "owners.3.name" not in house("owners.999.name=x&owners.99999999.name=x&more=nonsense").fields
    page = render_to_string("kit/parts/form.html", {"form": form_for(HOUSE)()})
    assert 'name="more" value="owners"' in page
    assert "再填一份：共有人</button>" in page
    assert "共有人（第 1 份）" in [group for group, _fields in form_for(HOUSE)().groups()]


def test_kept_rows_are_shown_again() -> None:
    form = form_for(HOUSE)(initial={"owners": [{"name": "张三"}, {"name": "李四"}], "address": {"street": "一号"}})
    assert form["owners.1.name"].value() == "李四"
    assert form["address.street"].value() == "一号"
    assert form["rent"].label == "租金（元）"


def test_a_region_is_chosen_step_by_step_and_read_in_words() -> None:
    page = str(form_for(HOUSE)()["address.region"])
    assert '<option value="110000" lang="zh">北京市</option>' in page
    assert "address.region.1" not in page
    page = str(house(TYPED)["address.region"])
    assert '<option value="410522" selected lang="zh">安阳县</option>' in page
    told = dict(shown(HOUSE, house(TYPED).answers()))
    assert told["地址 · 区县"] == "河南省安阳市安阳县"
    assert told["共有人（第 2 份） · 姓名"] == "李四"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("address.region.0=110000&address.region.1=110105", "110105"),
        ("address.region.0=110000&address.region.1=410500&address.region.2=410522", "110000"),
        ("address.region.0=999999", None),
        ("address.region.0=410000&address.region.1=410300&address.region.2=410381", "410300"),
        ("address.region.1=110105", None),
    ],
    ids=["Beijing has no cities", "another province", "unknown", "ended", "no province"],
)
def test_only_what_lies_in_the_region_chosen_before_counts(typed: str, code: str | None) -> None:
    assert house(typed).answers().get("address", {}).get("region") == code


def test_a_region_that_ended_is_told_and_chosen_anew() -> None:
    page = str(form_for(HOUSE)(initial={"address": {"region": "410381"}})["address.region"])
    assert "原来填的“河南省洛阳市偃师市”已经撤并" in page
    assert '<option value="410300" selected lang="zh">洛阳市</option>' in page
    assert "410381" not in page


def test_the_next_step_is_drawn_for_whoever_has_scripts(client: Client) -> None:
    address = "/region/?field=a-x%22%3E&a-x%22%3E.0=130000"
    page = client.get(address).content.decode()
    assert 'name="a-x&quot;&gt;.1"' in page
    assert "石家庄市" in page
    assert "市（地区、自治州）" in page
    assert client.get("/region/").status_code == 200
    assert client.post("/region/").status_code == 405
