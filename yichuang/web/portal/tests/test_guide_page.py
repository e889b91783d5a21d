"""What the guide tells beyond the four answers: dates, the hall, versions, machines, cards."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from yichuang.cases import testing
from yichuang.catalogue.content import (
    Content,
    Fee,
    LegalBasis,
    Material,
    Result,
    Span,
    TimeLimit,
    Tolerance,
    Translation,
)
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.revising import publishing, writing
from yichuang.catalogue.testing import content, published_item
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.web.portal.answers import fee_text

CODE = "food-licence"
ADDRESS = f"/items/{CODE}/"


def text(client: Client, address: str = ADDRESS, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def linked(page: str) -> dict[str, Any]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def next_version(name: str, said: Content, *, days: int = 0) -> ItemVersion:
    now = testing.moment(0, 10)
    item = Item.objects.get(code=CODE)
    draft = writing.new_version(item=item, name=name, content=said, by=actors.SYSTEM, at=now)
    on = now.date() + timedelta(days=days)
    return publishing.publish(version=draft, effective_from=on, by=actors.SYSTEM, at=now)


def test_it_says_by_which_day_it_is_done_at_the_latest(visitor: Client) -> None:
    assert "如果今天受理，最晚 3月9日 周一 办好" in text(visitor)


def test_after_closing_time_the_clock_begins_when_the_hall_opens(visitor: Client) -> None:
    with time_machine.travel(testing.moment(4, 18), tick=False):
        page = text(visitor)

    assert "如果 3月9日 周一 受理，最晚 3月16日 周一 办好" in page
    assert "现在不开放，3月9日 周一 09:00 开门" in page


def test_it_says_how_long_the_hall_is_still_open(visitor: Client) -> None:
    with time_machine.travel(testing.moment(0, 10, 40), tick=False):
        assert "现在开放，还有 1 小时 20 分钟" in text(visitor)
    with time_machine.travel(testing.moment(0, 16, 30), tick=False):
        assert "还有 30 分钟" in text(visitor)


def test_the_way_to_the_window_is_told_in_words_where_it_is_known(visitor: Client) -> None:
    window = offices.window("A01", in_zone=offices.zone())
    assert "沿蓝线走" not in text(visitor)

    window.directions, window.directions_en = "进门右转，沿蓝线走 20 米", "Turn right, follow the blue line"
    window.save()

    assert "沿蓝线走 20 米" in text(visitor)
    assert "follow the blue line" in text(visitor, f"{ADDRESS}?lang=en")


def test_each_material_says_what_it_needs_and_what_may_stand_for_it(visitor: Client) -> None:
    material = Material(
        key="plan",
        name="平面图",
        originals=1,
        copies=2,
        issuer="设计单位",
        acceptance_standard="标明尺寸",
        filling_notes="写全地址",
        tolerable=True,
        promisable=True,
        shared="电子证照库",
    )
    published_item("plan", materials=(material,), tolerance=Tolerance(within=Span(length=3)))

    page = text(visitor, "/items/plan/")

    for words in ("原件 1 份", "复印件 2 份", "设计单位", "标明尺寸", "写全地址", "容缺受理", "3 个工作日", "告知承诺"):
        assert words in page
    assert "可以不交：窗口能从“电子证照库”查到的" in page


def test_the_address_stays_when_the_item_gets_another_name(visitor: Client) -> None:
    before = text(visitor)
    next_version("食品经营许可（新办）", content())

    after = text(visitor)

    assert "<h1>食品经营许可</h1>" in before
    assert "<h1>食品经营许可（新办）</h1>" in after
    assert "第 2 版" in after


def test_an_old_version_says_that_it_is_old_and_cannot_be_applied_for(visitor: Client) -> None:
    next_version("食品经营许可（新办）", content())

    old = text(visitor, f"{ADDRESS}?version=1")

    assert "现在不执行" in old
    assert "开始办理" not in old
    text(visitor, f"{ADDRESS}?version=9", status=404)


def test_a_version_to_come_says_from_when_it_is_in_force(visitor: Client) -> None:
    next_version("食品经营许可（新办）", content(), days=3)

    coming = text(visitor, f"{ADDRESS}?version=2")

    assert "起执行；现在申请的按现行版本办。" in coming
    assert "现在不执行" not in coming
    assert "开始办理" not in coming


def test_a_version_to_come_is_announced(visitor: Client) -> None:
    next_version("食品经营许可（新办）", content(), days=7)

    assert "3月9日 周一</time>起执行新版本" in text(visitor)


def test_a_paused_item_says_so_and_a_cancelled_one_is_gone(visitor: Client) -> None:
    version = testing.licence()
    paused = publishing.pause(version=version, reason="系统升级", by=actors.SYSTEM, at=testing.moment())
    page = text(visitor)
    assert "已暂停受理" in page
    assert "开始办理" not in page

    publishing.cancel(version=paused, reason="取消", by=actors.SYSTEM, at=testing.moment())

    assert "已经取消" in text(visitor, status=410)


def test_machines_read_the_service_as_linked_data(visitor: Client) -> None:
    published_item(
        "charged",
        name="换证</script><b>",
        fees=(Fee(name="工本费", fen=123450, basis="收费条例"),),
        charged=True,
        result=Result(name="证"),
        promised=TimeLimit(length=5, unit="working_days", text="5个工作日"),
        legal_basis=(LegalBasis(law="行政许可法", article="第四十二条"),),
    )

    service = linked(text(visitor, "/items/charged/"))

    assert service["@type"] == "GovernmentService"
    assert service["name"] == "换证</script><b>"
    assert service["provider"]["name"] == "小城县市场监督管理局"
    assert service["offers"] == [{"@type": "Offer", "priceCurrency": "CNY", "name": "工本费", "price": "1234.50"}]
    assert service["hoursAvailable"][0]["opens"] == "09:00"
    assert service["availableChannel"][0]["processingTime"] == "P5D"
    assert service["areaServed"]["identifier"] == "410522"
    assert "行政许可法" in service["termsOfService"]
    assert {one["@type"] for one in service["audience"]} == {"PeopleAudience", "BusinessAudience"}


def test_a_guide_has_an_address_in_each_language(visitor: Client) -> None:
    page = text(visitor)

    assert f'hreflang="en" href="http://127.0.0.1:8000{ADDRESS}?lang=en"' in page
    assert '<html lang="en"' in text(visitor, f"{ADDRESS}?lang=en")
    answer = visitor.post("/look/", {"language": "zh-hans", "next": f"{ADDRESS}?lang=en&s=rented"})
    assert answer["Location"] == f"{ADDRESS}?s=rented"


def test_a_language_asked_for_in_the_address_is_kept_on_the_next_page(visitor: Client) -> None:
    answer = visitor.get(f"{ADDRESS}?lang=en")
    assert "Cookie" in answer["Vary"]
    assert answer.cookies["django_language"].value == "en"
    assert '<html lang="en"' in text(visitor, "/items/")
    assert "django_language" not in visitor.get(f"{ADDRESS}?lang=en").cookies
    assert '<html lang="zh-CN"' in text(visitor, f"{ADDRESS}?lang=zh")
    assert '<html lang="zh-CN"' in text(visitor)


def test_a_guide_that_is_partly_in_chinese_only_says_so_in_english(visitor: Client) -> None:
    note = "Some parts of this guide are available in Chinese only."
    for page in ("", "print/"):
        english = text(visitor, f"{ADDRESS}{page}?lang=en")
        assert note in english
        assert '<span lang="zh-CN">身份证明</span>' in english
    assert "只有中文" not in text(visitor, f"{ADDRESS}?lang=zh")


def test_what_is_no_page_remembers_no_language(visitor: Client) -> None:
    assert not visitor.get("/sitemap.xml?lang=en").cookies
    assert "django_language" not in visitor.get(f"{ADDRESS}?lang=fr").cookies


def test_the_site_map_names_every_guide_with_its_day(visitor: Client) -> None:
    index = text(visitor, "/sitemap.xml")
    guides = text(visitor, "/sitemap-guides.xml")

    assert "/sitemap-guides.xml" in index
    assert f"{ADDRESS}</loc><lastmod>2026-01-01</lastmod>" in guides
    assert "/items/</loc>" in text(visitor, "/sitemap-lists.xml")
    assert "/windows/</loc>" in text(visitor, "/sitemap-lists.xml")
    assert "/windows/A01/</loc>" in text(visitor, "/sitemap-windows.xml")
    assert "Z99" not in text(visitor, "/sitemap-windows.xml")
    text(visitor, "/sitemap-nothing.xml", status=404)


def test_robots_are_kept_from_what_is_somebodys_own(visitor: Client) -> None:
    told = text(visitor, "/robots.txt").splitlines()

    assert {"Disallow: /my/", "Disallow: /desk/", "Disallow: /cases/"} <= set(told)
    assert told[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"


def test_a_card_and_a_sheet_of_cards_carry_the_address(visitor: Client) -> None:
    assert "<svg" in text(visitor, f"{ADDRESS}card/")
    sheet = text(visitor, "/windows/A01/cards/")
    assert "食品经营许可" in sheet
    assert "现在不受理任何事项" in text(visitor, "/windows/Z99/cards/")


def test_a_calendar_that_knows_nothing_is_no_reason_to_fail(visitor: Client) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-03-07T10:00+08:00"), tick=False):
        assert "现在不开放" in text(visitor)


@pytest.mark.parametrize(("unit", "words"), [("元", "10.00 元"), ("本", "10.00 元/本"), ("元/本", "10.00 元/本")])
def test_a_fee_says_yuan_once(unit: str, words: str) -> None:
    assert fee_text(Fee(name="工本费", fen=1000, unit=unit), Content()) == f"工本费 {words}"


def test_a_fee_says_in_english_for_how_much_it_is() -> None:
    content = Content(english=(Translation(text="元/本", text_en="each"),))
    with override("en"):
        assert fee_text(Fee(name="工本费", fen=1000, unit="元/本"), content) == "工本费 10.00 yuan each"
