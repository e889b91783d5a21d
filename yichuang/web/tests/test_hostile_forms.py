"""What nobody types by hand gets a sentence that names the field, at once."""

import pytest
from django import forms

from yichuang.web.kit.forms import KitForm
from yichuang.web.kit.schema_forms import AnswersForm, form_for

SCHEMA = {
    "properties": {
        "capital": {"type": "number", "title": "资金数额"},
        "staff": {"type": "integer", "title": "从业人数"},
        "premises": {"type": "string", "title": "经营场所"},
    }
}


class Count(KitForm):
    count = forms.IntegerField(label="份数", min_value=0, max_value=99)


def filled(**answers: str) -> AnswersForm:
    return form_for(SCHEMA)(answers)


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "9" * 4000, "0." + "1" * 4000])
def test_an_endless_number_is_refused_by_name_without_being_written_out(number: str) -> None:
    form = filled(capital=number)
    assert not form.is_valid()
    assert "资金数额" in form.errors["capital"][0]


@pytest.mark.parametrize("text", ["长" * 200_000, "东街\x00一号"])
def test_a_text_that_cannot_be_kept_is_refused_by_name(text: str) -> None:
    form = filled(premises=text)
    assert not form.is_valid()
    assert "经营场所" in form.errors["premises"][0]


@pytest.mark.parametrize("number", ["-1", "100", "9" * 30])
def test_a_count_out_of_range_is_refused_by_name(number: str) -> None:
    form = Count({"count": number})
    assert not form.is_valid()
    assert "份数" in form.errors["count"][0]


def test_an_ordinary_number_is_taken() -> None:
    form = filled(capital="12.50", staff="3")
    assert form.is_valid()
    assert form.answers() == {"capital": 12.5, "staff": 3}
