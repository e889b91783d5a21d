"""The guides of the free-trade zone's window are complete in English: no Chinese but what is marked as Chinese."""

import html
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from yichuang.catalogue import bundled
from yichuang.catalogue.guides.importing import import_guides
from yichuang.offices.loading import load_centre
from yichuang.offices.models import Centre
from yichuang.people import actors
from yichuang.web.demo.loading import ANYANG, departments_of

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-23T10:00+08:00")
COMPLETE = ("dev-001", "dev-002", "dev-004", "dev-007", "dev-049", "dev-053", "dev-060")
MARKED = re.compile(r'<(\w+)[^>]*\blang="zh[^"]*"[^>]*>.*?</\1>', re.DOTALL)
UNSEEN = re.compile(r"<script.*?</script>|<style.*?</style>|<svg.*?</svg>|<title>.*?</title>", re.DOTALL)
HAN = re.compile(r"[\u3400-\u9fff]+")


@pytest.fixture
def anyang(tmp_path: Path) -> Centre:
    """The demonstration's centre with the guides that foreign applicants need."""
    loaded = load_centre(ANYANG, by=actors.SYSTEM, at=NOW)
    entries = [one for path in sorted(bundled.GUIDES.glob("*.json")) for one in json.loads(path.read_text("utf-8"))]
    chosen = tmp_path / "guides.json"
    chosen.write_text(json.dumps([one for one in entries if one["id"] in COMPLETE]), encoding="utf-8")
    report = import_guides(
        paths=[chosen],
        centre=loaded.centre,
        departments=departments_of(loaded.centre),
        by=actors.SYSTEM,
        at=NOW,
    )
    assert report.counts["created"] == len(COMPLETE)
    return loaded.centre


def chinese_left(page: str) -> list[str]:
    seen = UNSEEN.sub("", page)
    while MARKED.search(seen):
        seen = MARKED.sub("", seen)
    return HAN.findall(html.unescape(seen).split("<body", 1)[1])


@time_machine.travel(NOW, tick=False)
def test_nothing_is_left_in_chinese_but_the_titles_of_laws(client: Client, anyang: Centre) -> None:
    assert anyang.local_name
    for code in COMPLETE:
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
