"""清单之外无审批: what is not on the list cannot be applied for by any door, and the page says what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yichuang.catalogue import testing
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.revising import descending, publishing, reviewing
from yichuang.catalogue.revising.descending import New
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.portal.tests.conftest import NOW

TODAY = timezone.localdate(NOW)
TOMORROW = TODAY + timedelta(days=1)
ADDRESSES = ("/items/shop/", "/items/shop/print/")


@pytest.fixture(autouse=True)
def shop() -> None:
    """An item in force."""
    testing.published_item("shop")


def split(on: object) -> None:
    """The item goes into two, on a day."""
    by = actors.of(town.qian_yan(), at=NOW)
    other = actors.of(town.staff("lu.wen", "陆文", Role.MANAGER), at=NOW)
    item = Item.objects.get(code="shop")
    into = [New("shop-open", "小店设立"), New("shop-move", "小店迁移")]
    for draft in descending.split(item=item, into=into, reason="两件事条件不同", by=by, at=NOW):
        reviewing.approve(version=reviewing.submit(version=draft, by=by, at=NOW), by=other, at=NOW)
    descending.take_effect(item=item, effective_from=on, by=by, at=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_split_item_leads_to_those_that_took_its_place(visitor: Client, address: str) -> None:
    split(TODAY)
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == 410
    for word in ("两件事条件不同", "/items/shop-open/", "/items/shop-move/", "已经受理的办件不受影响"):
        assert word in page


def test_until_its_last_day_the_old_guide_stands(visitor: Client) -> None:
    split(TOMORROW)
    assert visitor.get("/items/shop/").status_code == 200
    coming = visitor.get("/items/shop-open/")
    assert coming.status_code == 404
    assert "还没有开始受理" in coming.content.decode()


def test_a_cancelled_item_says_so_and_why(visitor: Client) -> None:
    version = ItemVersion.objects.get(item__code="shop")
    publishing.cancel(version=version, reason="国务院决定取消", by=actors.SYSTEM, at=NOW)
    answer = visitor.get("/items/shop/")
    assert answer.status_code == 410
    assert "国务院决定取消" in answer.content.decode()


def test_an_item_that_never_was_is_simply_not_found(visitor: Client) -> None:
    testing.draft(testing.item("only-draft"))
    for code in ("nothing", "only-draft"):
        answer = visitor.get(f"/items/{code}/")
        assert answer.status_code == 404
        assert "已经受理的办件不受影响" not in answer.content.decode()
