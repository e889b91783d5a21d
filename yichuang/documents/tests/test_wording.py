"""What a wording may say."""

import hashlib
import json
from typing import Any

import pytest

from yichuang.documents import fields, shipped, wording
from yichuang.documents.models import LetterKind
from yichuang.documents.sheets import SHEETS, Sort

WORDED = [kind for kind in LetterKind if kind not in fields.FORMS]
REFUSAL = shipped.shipped(LetterKind.REFUSING_DECISION)


def wrong(text: str, kind: LetterKind = LetterKind.REFUSING_DECISION) -> str:
    return " ".join(str(one) for one in wording.defects(kind, text))


@pytest.mark.parametrize("kind", WORDED)
def test_every_kind_comes_with_a_wording_that_keeps_the_rules(kind: LetterKind) -> None:
    assert wording.defects(kind, shipped.shipped(kind)) == []


@pytest.mark.parametrize("kind", sorted(fields.FORMS))
def test_a_form_has_none(kind: str) -> None:
    assert shipped.shipped(kind) == ""


def test_an_edition_that_was_shipped_is_never_changed() -> None:
    pinned = json.loads((shipped.FOLDER / "editions.json").read_text())
    found = {}
    for edition in sorted(path for path in shipped.FOLDER.iterdir() if path.is_dir()):
        digest = hashlib.sha256()
        for file in sorted(edition.glob("*.mustache")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        found[edition.name] = digest.hexdigest()
    assert found == pinned


@pytest.mark.parametrize("left_out", ["{{> reasons}}", "{{legal_basis}}", "{{> remedies}}", "{{case_number}}"])
def test_what_the_law_demands_cannot_be_left_out(left_out: str) -> None:
    assert "缺少" in wrong(REFUSAL.replace(left_out, ""))


def test_nor_be_hidden_behind_something_else() -> None:
    hidden = REFUSAL.replace("{{> remedies}}", "{{#query_code}}\n{{> remedies}}\n{{/query_code}}")
    assert "缺少“行政复议和行政诉讼的途径和期限”" in wrong(hidden)
    assert "缺少“理由”" in wrong(REFUSAL.replace("{{> reasons}}", "{{^has_reasons}}{{> reasons}}{{/has_reasons}}"))


def test_a_deadline_may_stand_in_its_own_section() -> None:
    text = shipped.shipped(LetterKind.CORRECTION_NOTICE)
    own = text.replace("{{answer_by}}", "{{#answer_by}}{{answer_by}}{{/answer_by}}")
    assert wording.defects(LetterKind.CORRECTION_NOTICE, own) == []


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("{{secret}}", "“secret”不是"),
        ("{{> /etc/passwd}}", "不是"),
        ("{{item_name.upper}}", "不是"),
        ("{{.}}", "不是"),
        ("{{=<% %>=}}<%item_name%>", "不能改变标签的写法"),
        ("{{remedies}}", "请写成 {{> remedies}}"),
        ("{{> item_name}}", "请写成 {{item_name}}"),
        ("{{#reasons}}{{item_name}}{{/reasons}}", "只能用"),
        ("{{#reasons}}{{> remedies}}{{/reasons}}", "只能用"),
        ("{{#reasons}}{{text}}", "没有成对"),
        ("{{/reasons}}", "没有成对"),
        ("{{reasons", "没有写完整"),
        ("{{}}", "没有写完整"),
        ("{{#a}}{{#b}}{{/a}}{{/b}}", "没有成对"),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_sentence(added: str, told: str) -> None:
    assert told in wrong(REFUSAL + added)


def filled(text: str, **data: Any) -> list[dict[str, Any]]:
    return wording.told(text, data, {"note": [{"is": "list", "lines": ["甲", "乙"]}]})


def test_lines_are_paragraphs_and_blocks_stand_between_them() -> None:
    assert filled("一\n\n{{> note}}\n二{{> note}}三") == [
        {"is": "paragraph", "text": "一"},
        {"is": "list", "lines": ["甲", "乙"]},
        {"is": "paragraph", "text": "二"},
        {"is": "list", "lines": ["甲", "乙"]},
        {"is": "paragraph", "text": "三"},
    ]


@pytest.mark.parametrize("value", ["{{item_name}}", "{{> note}}", "<b>&\"'", "{{#x}}", "0", "{{{a}}}"])
def test_what_a_fact_says_is_set_as_it_is(value: str) -> None:
    assert filled("{{place}}", place=value) == [{"is": "paragraph", "text": value}]


def test_a_section_stands_only_when_there_is_something() -> None:
    text = "{{#place}}在{{place}}{{/place}}{{^place}}无{{/place}}"
    assert filled(text, place="窗口")[0]["text"] == "在窗口"
    assert filled(text, place="")[0]["text"] == "无"


def test_every_fact_of_rows_has_its_columns() -> None:
    wanted = {fact.key for sheet in SHEETS.values() for fact in (*sheet.needs, *sheet.may) if fact.sort == Sort.ROWS}
    assert wanted <= set(fields.TABLES)
