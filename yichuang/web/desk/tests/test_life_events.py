"""The manager's list of guides by life event: the check against the items, showing and withdrawing."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from yichuang.cases import testing
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Situation
from yichuang.catalogue.life import drafting, life_events
from yichuang.catalogue.life.drafting import Draft
from yichuang.catalogue.life.guiding import Choice, LifeEventContent, Question, Wanted
from yichuang.catalogue.models import LifeEvent
from yichuang.catalogue.revising import publishing
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.django_db
NOW = testing.moment(0, 10)


@time_machine.travel(NOW, tick=False)
def test_the_manager_shows_a_guide_and_is_told_when_it_no_longer_fits(client: Client) -> None:
    testing.staffed_town()
    version = testing.licence()
    life_events.keep_life_event(
        centre=offices.centre(),
        key="open-shop",
        name="开小店",
        audience="enterprise",
        content=LifeEventContent(items=(Wanted(item=version.item.code),)),
        by=actors.SYSTEM,
        at=NOW,
    )
    client.force_login(town.qian_yan())
    assert "没有问题" in client.get("/desk/life-events/").content.decode()

    shown = client.post("/desk/life-events/open-shop/showing/", {"shown": "1"}, follow=True).content.decode()
    assert "已公布“开小店”" in shown
    publishing.pause(version=version, reason="停", by=actors.SYSTEM, at=NOW)
    assert "现在不在清单上" in client.get("/desk/life-events/").content.decode()
    client.post("/desk/life-events/open-shop/showing/", {"shown": "0"})
    again = client.post("/desk/life-events/open-shop/showing/", {"shown": "1"}, follow=True).content.decode()

    assert "现在不在清单上" in again
    assert list(life_events.shown(offices.centre())) == []
    assert client.post("/desk/life-events/nothing/showing/", {"shown": "1"}).status_code == 404


@pytest.fixture
def manager(at_desk: At, staffed: None) -> Client:
    account = town.qian_yan()
    offices.posting(account, Duty.MANAGER)
    return at_desk(account)


WRITTEN = {
    "name": "开小店",
    "audience": "enterprise",
    "about": "从执照开始。",
    "questions.0.text": "卖吃的吗？",
    "questions.0.choices.0.label": "卖",
    "questions.0.choices.1.label": "不卖",
    "items.0.item": "小店设立登记",
    "items.0.stage": "1",
}


def test_a_guide_is_written_tried_and_published_at_the_desk(manager: Client) -> None:
    catalogue.published_item("shop", name="小店设立登记")
    catalogue.published_item("food", name="食品经营许可")
    empty = manager.post(reverse("desk:life_event_new"), {"name": ""})
    assert empty.status_code == 422
    assert "“名称”没有填写，请填写。" in empty.content.decode()

    address = manager.post(reverse("desk:life_event_new"), WRITTEN)["Location"]
    event = LifeEvent.objects.get()
    page = manager.get(address).content.decode()
    yes = drafting.draft_of(event).questions[0].choices[0].key
    assert "没有问题，可以公布。" in page
    assert f'value="situation:{yes}"' not in page
    added = manager.post(address, WRITTEN | {"row": "add:items"}).content.decode()
    assert 'name="items.1.item"' in added

    more = keys_of(event) | {"items.1.item": "food", "items.1.when.tests.0.what": f"situation:{yes}"}
    saved = manager.post(address, WRITTEN | more | {"seen": event.changed_at.isoformat()}, follow=True)
    assert "选择了“卖吃的吗？卖”" in saved.content.decode()
    tried = reverse("portal:life_event_preview", args=[event.key])
    assert "卖吃的吗？" in manager.get(tried).content.decode()
    assert "食品经营许可" in manager.get(f"{tried}?a={yes}").content.decode()
    assert manager.get(f"/life/{event.key}/").status_code == 404

    manager.post(reverse("desk:life_event_publishing", args=[event.key]))
    assert manager.get(f"/life/{event.key}/").status_code == 200


def keys_of(event: LifeEvent) -> dict[str, str]:
    """The hidden keys that the page carries along."""
    (question,) = drafting.draft_of(event).questions
    keys = {f"questions.0.choices.{number}.key": one.key for number, one in enumerate(question.choices)}
    return {"questions.0.key": question.key, **keys}


def test_an_unknown_item_is_told_beside_its_field(manager: Client) -> None:
    answer = manager.post(reverse("desk:life_event_new"), WRITTEN)

    assert answer.status_code == 422
    assert "“小店设立登记”不在清单上，请从列表里选择事项。" in answer.content.decode()


def test_the_situations_offered_are_those_of_the_item(manager: Client) -> None:
    situations = (Situation(key="sole", label="个体经营"), Situation(key="firm", label="公司"))
    catalogue.published_item("shop", name="小店设立登记", situations=situations)
    address = manager.post(reverse("desk:life_event_new"), WRITTEN)["Location"]
    event = LifeEvent.objects.get()

    page = manager.post(address, WRITTEN | keys_of(event) | {"items.0.item": "shop", "row": "add:items.0.situations"})
    assert '<option value="sole">个体经营</option>' in page.content.decode()
    seen = {"seen": event.changed_at.isoformat(), "items.0.situations.0.situation": "sole"}
    manager.post(address, WRITTEN | keys_of(event) | seen | {"items.0.item": "shop"})
    event.refresh_from_db()
    assert drafting.draft_of(event).items[0].situations[0].situation == "sole"


def test_what_somebody_else_wrote_meanwhile_is_not_lost(manager: Client) -> None:
    catalogue.published_item("shop", name="小店设立登记")
    address = manager.post(reverse("desk:life_event_new"), WRITTEN)["Location"]

    answer = manager.post(address, WRITTEN | {"about": "别的", "seen": "2026-01-01T00:00:00+00:00"})

    assert answer.status_code == 422
    assert "您打开以后，别人改过这份指南" in answer.content.decode()
    assert 'value="别的"' in answer.content.decode() or "别的</textarea>" in answer.content.decode()


def test_a_former_version_is_read_and_taken_back(manager: Client) -> None:
    catalogue.published_item("shop", name="小店设立登记")
    manager.post(reverse("desk:life_event_new"), WRITTEN)
    event = LifeEvent.objects.get()
    for about in ("第一版", "第二版"):
        event.refresh_from_db()
        draft = drafting.draft_of(event).model_copy(update={"about": about})
        seen = event.changed_at.isoformat()
        drafting.write(event=event, draft=draft, seen=seen, by=actors.SYSTEM, at=NOW)
        event = drafting.publish(event=event, by=actors.SYSTEM, at=NOW)
    first = reverse("portal:life_event_version", args=[event.key, 1])

    page = manager.get(first).content.decode()
    assert "第一版" in page
    assert "这是以前的版本" in page
    assert manager.get(reverse("portal:life_event_version", args=[event.key, 9])).status_code == 404
    restoring = reverse("desk:life_event_restoring", args=[event.key])
    assert "没有第 0 版" in manager.post(restoring, {"number": "x"}, follow=True).content.decode()
    sent = {"number": "1", "seen": event.changed_at.isoformat()}
    assert "第 1 版已放进草稿" in manager.post(restoring, sent, follow=True).content.decode()
    manager.post(reverse("desk:life_event_discarding", args=[event.key]))
    event.refresh_from_db()
    assert (event.draft, event.parsed.about) == (None, "第二版")


@pytest.mark.parametrize(
    "wrong", [{"row": "up:items:99"}, {"row": "add:nothing"}, {"items.0.stage": "x"}, {"name": "\x00"}]
)
def test_what_nobody_could_have_sent_is_never_an_error(manager: Client, wrong: dict[str, str]) -> None:
    assert manager.post(reverse("desk:life_event_new"), WRITTEN | wrong).status_code in (200, 422)


def test_the_choices_keep_what_they_fill_in(manager: Client) -> None:
    catalogue.published_item("shop", name="小店设立登记")
    choice = Choice(key="own", label="自己的", fills={"right": "自有"})
    draft = Draft(
        name="开店",
        audience=LifeEvent.Audience.PERSON,
        questions=(Question(key="q", text="房子？", choices=(choice,)),),
        items=(Wanted(item="shop"),),
    )
    event = drafting.begin(centre=offices.centre(), draft=draft, by=actors.SYSTEM, at=NOW)
    page = manager.get(reverse("desk:life_event", args=[event.key])).content.decode()
    sent = {name: unescape(value) for name, value in re.findall(r'name="([\w.]+)" value="([^"]*)"', page)}
    del sent["row"]

    manager.post(reverse("desk:life_event", args=[event.key]), sent | {"audience": "person", "name": "开小店"})

    event.refresh_from_db()
    assert drafting.draft_of(event).questions[0].choices[0].fills == {"right": "自有"}
    assert event.name == "开小店"
