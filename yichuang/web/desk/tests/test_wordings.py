"""The manager writes what letters say, and another publishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.base import clock
from yichuang.documents import shipped
from yichuang.documents.models import Wording
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
TEXT = shipped.shipped("refusing_decision")
ADDRESS = "/desk/wordings/refusing_decision/"


@pytest.fixture
def manager(at_desk: At) -> Client:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return at_desk(town.qian_yan())


@pytest.fixture
def other(at_desk: At) -> Client:
    account = town.staff("ma.li", "马丽", Role.MANAGER)
    offices.posting(account, Duty.MANAGER)
    return at_desk(account)


def test_every_kind_is_listed_and_the_editor_shows_fields_and_a_preview(manager: Client) -> None:
    assert "听证公告" in manager.get(reverse("desk:wordings")).content.decode()
    page = manager.get(ADDRESS).content.decode()
    assert "{{&gt; remedies}}" in page
    assert "未配备冷藏设备" in page
    assert "没有不同" in page


def test_looking_keeps_nothing_and_tells_what_is_missing(manager: Client) -> None:
    given = {"text": TEXT.replace("{{> remedies}}", ""), "look": "1"}
    answer = manager.post(ADDRESS, given)
    assert answer.status_code == 200
    assert "缺少“行政复议和行政诉讼的途径和期限”" in answer.content.decode()
    assert not Wording.objects.exists()


def test_a_draft_that_leaves_out_the_remedies_is_refused(manager: Client) -> None:
    answer = manager.post(ADDRESS, {"text": TEXT.replace("{{> remedies}}", ""), "reason": "改"})
    assert answer.status_code == 422
    assert not Wording.objects.exists()


def test_one_writes_another_publishes(manager: Client, other: Client) -> None:
    assert manager.post(ADDRESS, {"text": TEXT + "特此决定。", "reason": "改写"}).status_code == 302
    draft = Wording.objects.get()
    assert "<ins>特此决定。</ins>" in manager.get(ADDRESS).content.decode()
    since = f"{clock.now() + timedelta(days=3):%Y-%m-%d}"
    publishing = reverse("desk:wording_publishing", args=[draft.pk])
    assert "自己写的文字不能自己发布" in manager.post(publishing, {"since": since}, follow=True).content.decode()
    assert "已发布" in other.post(publishing, {"since": since}, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.since is not None


def test_a_draft_is_sent_back_with_words_for_its_writer(manager: Client, other: Client) -> None:
    manager.post(ADDRESS, {"text": TEXT + "特此决定。", "reason": "改写"})
    sending = reverse("desk:wording_return", args=[Wording.objects.get().pk])
    assert "请写明要怎样修改" in other.post(sending, {"remarks": ""}, follow=True).content.decode()
    assert "草稿已退回" in other.post(sending, {"remarks": "写明起算日"}, follow=True).content.decode()
    assert "写明起算日" in manager.get(ADDRESS).content.decode()
    manager.post(ADDRESS, {"text": TEXT + "自送达之日起算。", "reason": "改写"})
    assert "写明起算日" not in manager.get(ADDRESS).content.decode()


@pytest.mark.parametrize("address", ["/desk/wordings/result/", "/desk/wordings/x/", ADDRESS + "?department=9999999"])
def test_what_there_is_not_is_not_found(manager: Client, address: str) -> None:
    assert manager.get(address).status_code == 404
