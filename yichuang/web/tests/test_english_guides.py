"""The guides of the demonstration are complete in English: no Chinese but the titles of laws, which is marked."""

import html
import re
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from yichuang.catalogue import bundled
from yichuang.catalogue.english import without_english
from yichuang.catalogue.guides.importing import import_guides
from yichuang.catalogue.queries import published
from yichuang.offices.loading import load_centre
from yichuang.offices.models import Centre
from yichuang.people import actors
from yichuang.web.demo.loading import ANYANG, departments_of

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-23T10:00+08:00")
CLOSELY = ("dev-001", "dev-005", "dev-016", "dev-027", "dev-042", "dev-045", "dev-049", "dev-060")
MARKED = re.compile(r'<(\w+)[^>]*\blang="zh[^"]*"[^>]*>.*?</\1>', re.DOTALL)
UNSEEN = re.compile(r"<script.*?</script>|<style.*?</style>|<svg.*?</svg>|<title>.*?</title>", re.DOTALL)
HAN = re.compile(r"[\u3400-\u9fff]+")


@pytest.fixture
def anyang() -> Centre:
    """The demonstration's centre with all its guides."""
    loaded = load_centre(ANYANG, by=actors.SYSTEM, at=NOW)
    report = import_guides(
        paths=[bundled.GUIDES],
        centre=loaded.centre,
        departments=departments_of(loaded.centre),
        by=actors.SYSTEM,
        at=NOW,
    )
    assert report.counts["created"] == 60
    return loaded.centre


def chinese_left(page: str) -> list[str]:
    seen = UNSEEN.sub("", page)
    while MARKED.search(seen):
        seen = MARKED.sub("", seen)
    return HAN.findall(html.unescape(seen).split("<body", 1)[1])


@time_machine.travel(NOW, tick=False)
def test_every_piece_of_every_guide_has_its_english(anyang: Centre) -> None:
    assert anyang.local_name
    found = {version.item.code: without_english(version.parsed) for version in published(NOW.date())}
    assert len(found) == 60
    assert {code: left for code, left in found.items() if left} == {}


@time_machine.travel(NOW, tick=False)
def test_nothing_is_left_in_chinese_but_the_titles_of_laws(client: Client, anyang: Centre) -> None:
    assert anyang.local_name
    for code in CLOSELY:
        address = f"/items/{code}/"
        first = client.get(f"{address}?lang=en").content.decode()
        chosen = "".join(f"&s={key}" for key in re.findall(r'name="s" value="(\w+)"', first))
        pages = [client.get(f"{address}{page}?lang=en{chosen}").content.decode() for page in ("", "print/", "card/")]
        left = [words for page in (first, *pages) for words in chinese_left(page)]
        marked = re.findall(r'<span lang="zh-CN">([^《<]*)</span>', "".join([first, *pages]))
        assert (code, left, marked) == (code, [], [])


@time_machine.travel(NOW, tick=False)
def test_laws_keep_their_chinese_title_beside_the_english_one(client: Client, anyang: Centre) -> None:
    assert anyang.local_name
    page = client.get("/items/dev-060/?lang=en").content.decode()

    title = "Implementing Rules of the Regulations on the Registration of Market Entities"
    assert f"{title}, Articles 7, 18 and 24 to 26" in page
    assert len(re.findall(r'<span lang="zh-CN">《', page)) == 1
