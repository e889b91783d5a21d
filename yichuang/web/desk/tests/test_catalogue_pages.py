"""Splitting and merging, the lists and the ledger on the desk."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.kinds import Processing
from yichuang.catalogue.models import BasicItem, Implementation, ItemVersion, Presence, Status
from yichuang.catalogue.revising import reviewing, writing
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
TWO = "shop-open 小店设立\nshop-move 小店迁移\n"


@pytest.fixture(autouse=True)
def shop(staffed: None) -> ItemVersion:
    return catalogue.published_item("shop", processing=Processing.INSTANT)


@pytest.fixture
def manager(at_desk: At) -> Client:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return at_desk(town.qian_yan())


def descent(client: Client, status: int = 302, **data: str) -> str:
    answer = client.post(reverse("desk:item_descent", args=["shop"]), data)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def pass_review() -> None:
    by = actors.of(town.qian_yan(), at=clock.now())
    other = actors.of(town.staff("lu.wen", "陆文", Role.MANAGER), at=clock.now())
    for draft in ItemVersion.objects.filter(status=Status.DRAFT):
        content = draft.parsed.model_copy(update={"processing": Processing.PROMISED})
        fresh = writing.revise(version=draft, content=content, by=by, at=clock.now())
        reviewing.approve(version=reviewing.submit(version=fresh, by=by, at=clock.now()), by=other, at=clock.now())


def test_a_split_goes_from_plan_to_effect(manager: Client) -> None:
    descent(manager, act="split", into=TWO, reason="分开办理")
    page = manager.get(reverse("desk:item_descent", args=["shop"])).content.decode()
    assert "shop-open" in page
    today = str(timezone.localdate())
    assert "还没有通过审核" in descent(manager, 422, act="effect", effective_from=today)
    pass_review()
    descent(manager, act="effect", effective_from=today)
    page = manager.get(reverse("desk:item_descent", args=["shop"])).content.decode()
    assert "这个事项已经终止" in page


def test_a_merger_is_planned_and_called_off(manager: Client) -> None:
    catalogue.published_item("stall")
    descent(manager, act="merge", items="stall", code="trade", name="经营登记", reason="合并办理")
    assert "trade" in manager.get(reverse("desk:item_descent", args=["stall"])).content.decode()
    descent(manager, act="off", reason="不合并了")
    assert not ItemVersion.objects.filter(item__code="trade").exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"act": "split", "into": "one 甲", "reason": "理由"}, "拆分后应当有 2 至 20 个事项"),
        ({"act": "split", "into": "坏 甲\nok 乙", "reason": "理由"}, "事项编码"),
        ({"act": "merge", "items": "none", "code": "x", "name": "甲", "reason": "理由"}, "没有编码为“none”的事项"),
        ({"act": "off", "reason": "不拆了"}, "没有正在进行的拆分或者合并"),
    ],
)
def test_a_bad_plan_is_told_beside_its_field(manager: Client, data: dict[str, str], told: str) -> None:
    assert told in descent(manager, 422, **data)


def test_the_lists_show_what_changed(manager: Client) -> None:
    page = manager.get(reverse("desk:lists")).content.decode()
    assert "即办件清单" in page


def test_the_ledger_counts_and_is_exported(manager: Client) -> None:
    page = manager.get(reverse("desk:ledger")).content.decode()
    assert "台账里还没有" in page
    address, today = reverse("desk:ledger_entry", args=["shop"]), str(timezone.localdate())
    assert manager.post(address, {"standing": "exempt", "since": today}).status_code == 422
    assert manager.post(address, {"standing": "in", "since": today}).status_code == 302
    page = manager.get(reverse("desk:ledger")).content.decode()
    assert "100.0%" in page
    assert "进驻率 = 已进驻事项数" in page
    assert "已进驻" in manager.get(reverse("desk:ledger") + "?as=csv").content.decode()
    assert manager.get(reverse("desk:ledger") + "?as=xlsx").content[:2] == b"PK"
    assert "请写明理由" in manager.post(address, {"standing": "ended", "since": today}).content.decode()
    assert manager.post(address, {"standing": "ended", "since": today, "reason": "事项取消"}).status_code == 302
    assert Presence.objects.get().until == timezone.localdate()


def test_the_ledger_knows_only_items(manager: Client) -> None:
    assert manager.get(reverse("desk:ledger_entry", args=["none"])).status_code == 404


def test_the_tree_is_recorded_from_top_to_bottom(manager: Client) -> None:
    address = reverse("desk:tree")
    assert "还没有登记基本目录和实施清单" in manager.get(address).content.decode()
    code = "12441500196720244T3442199806003"
    first = {"act": "basic", "code": code[19:], "name": "食品经营许可", "item_type": "01"}
    assert manager.post(address, first).status_code == 302
    basic, department = BasicItem.objects.get(), offices.department()
    second = {"act": "implementing", "basic": str(basic.pk), "department": str(department.pk), "name": "食品经营许可"}
    wrong = manager.post(address, second | {"code": f"{code[:17]}A{code[18:]}"})
    assert wrong.status_code == 422
    assert "校验码应为“T”" in wrong.content.decode()
    assert manager.post(address, second | {"code": code}).status_code == 302
    third = {"act": "under", "implementation": str(Implementation.objects.get().pk), "item": "shop"}
    assert manager.post(address, third | {"handle_kind": "first", "national_code": f"{code}01"}).status_code == 302
    page = manager.get(address).content.decode()
    for word in ("食品经营许可", f"{code}01", "首次申请", "小店设立登记"):
        assert word in page
    assert f"{code}01" in manager.get(reverse("desk:item", args=["shop"])).content.decode()


def test_who_may_only_read_the_tree_has_no_form(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    assert 'name="act"' not in client.get(reverse("desk:tree")).content.decode()
    assert client.post(reverse("desk:tree"), {"act": "basic", "code": "442199806003", "name": "甲"}).status_code == 422
