"""Writing a guide by life event: the draft beside what the public sees, publishing, and what was before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Refusals
from yichuang.catalogue.life import drafting, life_events
from yichuang.catalogue.life.drafting import Draft, DraftChanged, NoDraft
from yichuang.catalogue.life.guiding import Choice, Question, Wanted
from yichuang.catalogue.life.life_events import NoSuchLifeEvent
from yichuang.catalogue.models import LifeEvent
from yichuang.catalogue.testing import AT, published_item
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def shop() -> None:
    published_item("shop")


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def said(**parts: Any) -> Draft:
    question = Question(key="q", text="要吗？", choices=(Choice(key="yes", label="要"), Choice(key="no", label="不要")))
    usual: dict[str, Any] = {
        "name": "开小店",
        "name_en": "Opening a shop",
        "audience": "enterprise",
        "questions": (question,),
        "items": (Wanted(item="shop"),),
    }
    return Draft(**(usual | parts))


def begin(**parts: Any) -> LifeEvent:
    return drafting.begin(centre=offices.centre(), draft=said(**parts), by=manager(), at=AT)


def write(event: LifeEvent, **parts: Any) -> LifeEvent:
    seen = event.changed_at.isoformat()
    return drafting.write(event=event, draft=said(**parts), seen=seen, by=manager(), at=LATER)


def publish(event: LifeEvent) -> LifeEvent:
    return drafting.publish(event=event, by=manager(), at=LATER)


def acts() -> list[str]:
    return list(journal.Entry.objects.filter(subject_kind="life_event").order_by("seq").values_list("act", flat=True))


def test_a_new_guide_is_a_draft_until_it_is_published() -> None:
    event = begin()
    assert (event.key, event.version) == ("opening-a-shop", 0)
    assert list(life_events.shown(offices.centre())) == []

    event = publish(event)

    assert list(life_events.shown(offices.centre())) == [event]
    assert (event.version, event.draft, event.parsed) == (1, None, said().content)
    assert acts() == ["catalogue.life_event_drafted", "catalogue.life_event_published"]


@pytest.mark.parametrize(
    ("name", "name_en", "key"),
    [("开小店", "", "kai-xiao-dian"), ("3件事", "", "guide-3-jian-shi"), ("新", "New", "new-2")],
)
def test_the_address_is_made_of_the_name(name: str, name_en: str, key: str) -> None:
    assert begin(name=name, name_en=name_en).key == key


def test_two_guides_of_one_name_have_two_addresses() -> None:
    assert [begin().key, begin().key] == ["opening-a-shop", "opening-a-shop-2"]


def test_the_public_sees_the_former_words_while_the_draft_is_written_and_they_are_kept() -> None:
    event = write(publish(begin()), about="新的介绍")
    public = life_events.life_event("opening-a-shop", centre=offices.centre())
    assert public.parsed.about == ""

    event = publish(event)

    assert (event.version, event.parsed.about) == (2, "新的介绍")
    assert drafting.former(event, 1) == said()
    with pytest.raises(NoSuchLifeEvent):
        drafting.former(event, 2)


def test_a_draft_may_be_unfinished_but_is_not_published_so() -> None:
    dead = Question(key="more", text="还要？", when='"never" in situations', choices=(Choice(key="a", label="甲"),))
    event = begin(
        questions=(*said().questions, dead), items=(Wanted(item="gone"), Wanted(item="shop", when='"yes" in nowhere'))
    )

    with pytest.raises(Refusals) as refused:
        publish(event)

    told = " ".join(map(str, refused.value.refusals))
    assert "没有情形“never”" in told
    assert "不认识的名称“nowhere”" in told
    assert "事项“gone”现在不在清单上" in told
    assert LifeEvent.objects.get().version == 0


def test_a_question_that_nobody_is_asked_is_refused() -> None:
    both = '"yes" in situations && "no" in situations'
    dead = Question(key="more", text="还要？", when=both, choices=(Choice(key="a", label="甲"),))

    with pytest.raises(Refusals, match="永远问不到"):
        publish(begin(questions=(*said().questions, dead)))


def test_who_was_slower_loses_nothing_of_the_other() -> None:
    event = begin()
    write(event, about="甲")

    with pytest.raises(DraftChanged):
        drafting.write(event=event, draft=said(about="乙"), seen=AT.isoformat(), by=manager(), at=LATER)
    assert drafting.draft_of(LifeEvent.objects.get()).about == "甲"


def test_what_says_the_same_is_no_draft() -> None:
    event = publish(begin())

    assert write(event).draft is None


def test_a_discarded_draft_leaves_what_was_published_and_nothing_of_what_never_was() -> None:
    event = write(publish(begin()), about="甲")
    drafting.discard(event=event, by=manager(), at=LATER)
    assert LifeEvent.objects.get().draft is None

    fresh = begin(name_en="Other")
    drafting.discard(event=fresh, by=manager(), at=LATER)
    assert [one.key for one in LifeEvent.objects.all()] == ["opening-a-shop"]
    with pytest.raises(NoSuchLifeEvent):
        publish(fresh)


@pytest.mark.parametrize("act", [drafting.publish, drafting.discard])
def test_without_a_draft_there_is_nothing_to_publish_or_discard(act: Any) -> None:
    event = publish(begin())

    with pytest.raises(NoDraft):
        act(event=event, by=manager(), at=LATER)


def test_only_the_manager_writes() -> None:
    event, clerk = begin(), actors.of(town.zhao_gang(), at=AT)
    for act in (
        lambda: drafting.begin(centre=offices.centre(), draft=said(), by=clerk, at=AT),
        lambda: drafting.write(event=event, draft=said(), seen="", by=clerk, at=AT),
        lambda: drafting.publish(event=event, by=clerk, at=AT),
        lambda: drafting.discard(event=event, by=clerk, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()
