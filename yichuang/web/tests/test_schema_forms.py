"""Forms from JSON Schema: values kept and shaped, conditions kept, everything labelled."""

from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string

from yichuang.web.kit.schema_forms import form_for, shown

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
