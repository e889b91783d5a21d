"""The pages of the material dictionary, and taking from it in the editor."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.catalogue import queries
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Material
from yichuang.catalogue.models import StandardMaterial
from yichuang.catalogue.revising import dictionary
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


@pytest.fixture
def entry() -> StandardMaterial:
    material = Material(key="x", name="营业执照", issuer="市场监督管理局")
    return dictionary.enter(material=material, by=actors.SYSTEM, at=catalogue.AT)


@pytest.fixture
def manager(at_desk: At) -> Client:
    account = town.qian_yan()
    offices.posting(account, Duty.MANAGER)
    return at_desk(account)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_manager_enters_changes_and_retires_a_material(manager: Client) -> None:
    answer = manager.post(reverse("desk:material_new"), {"name": "", "originals": "x"})
    assert answer.status_code == 422
    assert "“材料名称”没有填写，请填写。" in answer.content.decode()
    assert "“原件份数”应当是整数" in answer.content.decode()
    assert manager.post(reverse("desk:material_new"), {"name": "户口簿", "originals": "1"}).status_code == 302
    entry = StandardMaterial.objects.get(name="户口簿")
    manager.post(reverse("desk:material", args=[entry.key]), {"name": "居民户口簿", "issuer": "公安局"})
    entry.refresh_from_db()
    assert (entry.name, entry.parsed.issuer, entry.parsed.originals) == ("居民户口簿", "公安局", None)
    retirement = reverse("desk:material_retirement", args=[entry.key])
    assert manager.post(retirement, {"reason": ""})["Location"] == reverse("desk:material", args=[entry.key])
    assert manager.post(retirement, {"reason": "可以共享"})["Location"] == reverse("desk:materials")
    manager.get(reverse("desk:materials"))
    assert "居民户口簿" not in text(manager, reverse("desk:materials"))
    assert "已停用" in text(manager, reverse("desk:material", args=[entry.key]))


def test_a_name_that_is_there_is_told_beside_the_field(manager: Client, entry: StandardMaterial) -> None:
    answer = manager.post(reverse("desk:material_new"), {"name": "营业执照"})
    assert answer.status_code == 422
    assert "材料字典里已经有“营业执照”" in answer.content.decode()


def test_officers_read_it_and_take_from_it_but_do_not_write_it(at_desk: At, entry: StandardMaterial) -> None:
    catalogue.draft(catalogue.item("shop"))
    client = at_desk(town.zhao_gang())
    assert "营业执照" in text(client, reverse("desk:materials") + "?q=营业")
    assert "没有符合的材料" in text(client, reverse("desk:materials") + "?q=火箭")
    client.post(reverse("desk:material", args=[entry.key]), {"name": "改名"})
    assert StandardMaterial.objects.get(pk=entry.pk).name == "营业执照"
    assert client.get(reverse("desk:material_new")).status_code == 403
    draft = queries.draft_of("shop")
    assert draft is not None
    page = reverse("desk:draft_section", args=["shop", "materials"])
    assert "从材料字典加入" in text(client, page)
    client.post(page, {"row": "take", "entry": entry.key, "seen": draft.content_digest})
    draft = queries.draft_of("shop")
    assert draft is not None
    assert draft.parsed.materials[-1].dictionary == entry.key
    client.post(page, {"row": "take", "entry": "\x00nothing", "seen": draft.content_digest})
    assert "小店设立登记" in text(client, reverse("desk:material", args=[entry.key]))
    renewal = reverse("desk:material_renewal", args=[entry.key, "shop"])
    assert client.post(renewal).status_code == 302
    assert client.post(reverse("desk:material_renewal", args=[entry.key, "none"])).status_code == 404
    assert client.get(reverse("desk:material", args=["none"])).status_code == 404
