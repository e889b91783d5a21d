"""Texts that would keep the editor of wordings busy for minutes."""

from time import process_time

import pytest
from django.test import Client

from yichuang.documents import wording
from yichuang.documents.models import Wording
from yichuang.web.desk.tests.test_wordings import ADDRESS, manager

pytestmark = pytest.mark.usefixtures("staffed")
__all__ = ["manager"]
ALIKE = "你（单位）于二〇二六年三月二日提出的第{}号申请，经审查，决定如下：第{}项。"


@pytest.mark.parametrize(
    "text",
    [
        "{{addressee}}" * 150_000,
        "{{#permit}}" * 20_000,
        "{{" * 900_000,
        "甲\n" * 300_000,
        "\n".join(ALIKE.format(number, number + 1) for number in range(220)),
        "\n".join(ALIKE.format(number, number + 1) for number in range(400)),
    ],
    ids=["tags", "sections", "braces", "lines", "alike", "alike-and-too-long"],
)
def test_hostile_wording_is_answered_at_once(manager: Client, text: str) -> None:
    before = process_time()
    for sent in ({"text": text, "look": "1"}, {"text": text, "reason": "改"}):
        assert manager.post(ADDRESS, sent).status_code in (200, 422)
    assert process_time() - before < 10
    assert not Wording.objects.exists()


@pytest.mark.parametrize("text", ["{{addressee}}\x00", "\ud800", "\u202e{{addressee}}"])
def test_hostile_wording_of_no_text_is_refused(manager: Client, text: str) -> None:
    sent = {"text": text.encode("utf-8", "surrogatepass"), "reason": "改"}
    assert manager.post(ADDRESS, sent).status_code == 422
    assert not Wording.objects.exists()


def test_hostile_wording_too_long_is_named_before_it_is_read() -> None:
    [found] = wording.defects("refusing_decision", "{{" * wording.LONGEST)
    assert found.field == "text"
    assert "10000" in str(found)
