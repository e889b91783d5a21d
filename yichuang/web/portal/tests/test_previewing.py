"""A draft as applicants will see it, and tried like an application; for its writers only, and nothing is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Condition, Material, Situation
from yichuang.catalogue.kinds import Need, ServiceObject
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

SHOP = {"s": ["rent"], "who": "0", "a-shop": "小店", "m": ["form", "lease"], "check": "1"}


@pytest.fixture(autouse=True)
def draft(staffed_town: None) -> None:
    catalogue.draft(
        catalogue.item("shop"),
        name="小店登记（新）",
        situations=(
            Situation(key="own", label="自有房屋", question="房屋", only_one=True),
            Situation(key="rent", label="租赁房屋", question="房屋", only_one=True),
            Situation(key="long", label="长租", question="租期", when='"rent" in situations'),
        ),
        materials=(
            Material(key="form", name="申请书"),
            Material(key="lease", name="租赁合同", need=Need.SITUATIONAL, when='"rent" in situations'),
            Material(key="charter", name="章程", when='applicant.kind == "organisation"'),
        ),
        conditions=(Condition(text="房屋租赁应当备案", when='"rent" in situations'), Condition(text="有固定场所")),
    )


def seated(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_preview_is_the_guide_page_of_the_draft_for_a_frame_of_our_own() -> None:
    answer = seated(town.zhao_gang()).get("/items/shop/preview/?s=rent")
    page = text(answer)
    assert "草稿预览" in page
    assert "小店登记（新）" in page
    assert "租赁合同" in page
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store, private"


def test_the_preview_can_be_had_in_english_and_in_large_type() -> None:
    editor = seated(town.zhao_gang())
    page = text(editor.get("/items/shop/preview/?lang=en&elder=1"))
    assert '<html lang="en"' in page
    assert 'class="elder"' in page
    assert '<html lang="zh-CN"' in text(editor.get("/items/shop/trial/"))


@pytest.mark.parametrize("page", ["preview", "trial"])
def test_only_who_may_write_the_item_sees_its_draft(page: str) -> None:
    stranger = town.staff("far.away", "远处", Role.EXAMINER)
    offices.posting(stranger, Duty.EXAMINER, department=offices.department("water", "小城县水利局"))
    expected = ((town.zhao_gang(), 200), (town.qian_yan(), 200), (stranger, 404), (town.he_jian(), 403))
    for account, status in expected:
        assert seated(account).get(f"/items/shop/{page}/").status_code == status
    assert seated(town.zhang_wei()).get(f"/items/shop/{page}/").status_code in (403, 404)
    assert Client().get(f"/items/shop/{page}/").status_code == 302
    assert Client().get("/items/shop/").status_code == 404
    assert seated(town.qian_yan()).get(f"/items/none/{page}/").status_code == 404


def test_a_walk_ends_with_what_would_be_received_when_and_by_whom() -> None:
    page = text(seated(town.zhao_gang()).post("/items/shop/trial/", SHOP))
    assert "可以受理" in page
    assert "当选择了情形“租赁房屋”时" in page
    assert "5个工作日" in page
    assert "现在受理的话，最晚" in page
    assert "至少 2 人" in page
    assert "房屋租赁应当备案" in page


def test_everything_missing_is_told_as_in_a_real_application() -> None:
    answer = seated(town.zhao_gang()).post("/items/shop/trial/", {"who": "6", "s": "rent", "check": "1"})
    page = text(answer)
    assert answer.status_code == 422
    assert "“店名”没有填写，请填写。" in page
    assert "缺少材料“申请书”" in page
    assert "缺少材料“章程”" in page
    page = text(seated(town.zhao_gang()).post("/items/shop/trial/", {"check": "1"}))
    assert "请在这些情形中选择一种：自有房屋、租赁房屋。" in page


def test_a_follow_up_question_appears_after_its_answer() -> None:
    client = seated(town.zhao_gang())
    assert "长租" not in text(client.get("/items/shop/trial/"))
    assert "长租" in text(client.post("/items/shop/trial/", {"s": "rent"}))


def counted() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def test_trying_writes_nothing_anywhere() -> None:
    client = seated(town.zhao_gang())
    client.get("/items/shop/trial/")
    before = counted()
    client.post("/items/shop/trial/", SHOP)
    client.post("/items/shop/trial/", {"check": "1"})
    client.get("/items/shop/preview/")
    assert counted() == before


@pytest.mark.parametrize(
    "typed",
    [
        {"who": "99999999999"},
        {"who": "²", "s": ["x" * 100_000, "\x00"]},
        {"m": ["\x00", "nothing"], "check": "1"},
        {"a-shop": "名" * 300_000, "check": "1"},
        {"a-shop": "\x00", "check": "1"},
        {"a-owner_number": json.dumps({"a": 1}), "check": "1"},
    ],
)
def test_hostile_input_is_answered_with_a_page(typed: dict[str, Any]) -> None:
    assert seated(town.zhao_gang()).post("/items/shop/trial/", typed).status_code in (200, 422)


def test_a_walk_begins_with_an_applicant_whom_the_item_is_for() -> None:
    catalogue.draft(catalogue.item("firm"), service_objects=(ServiceObject.ENTERPRISE,))

    assert '<option value="6" selected>' in text(seated(town.zhao_gang()).get("/items/firm/trial/"))
    assert '<option value="0" selected>' in text(seated(town.zhao_gang()).get("/items/shop/trial/"))
