"""Keeping guides by life event: who may, what is refused, what the journal says."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals
from yichuang.catalogue.life import life_events
from yichuang.catalogue.life.guiding import Choice, LifeEventContent, Question, Wanted
from yichuang.catalogue.life.life_events import NoSuchLifeEvent
from yichuang.catalogue.models import LifeEvent
from yichuang.catalogue.revising import publishing
from yichuang.catalogue.testing import AT, published_item
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
CONTENT = LifeEventContent(
    questions=(
        Question(key="q", text="要吗？", choices=(Choice(key="yes", label="要"), Choice(key="no", label="不要"))),
    ),
    items=(Wanted(item="shop"),),
)


@pytest.fixture(autouse=True)
def shop() -> None:
    published_item("shop")


def keep(**changes: Any) -> LifeEvent:
    facts: dict[str, Any] = {
        "centre": offices.centre(),
        "key": "open-shop",
        "name": "开小店",
        "audience": "enterprise",
        "content": CONTENT,
        "by": actors.of(town.qian_yan(), at=AT),
        "at": AT,
    }
    return life_events.keep_life_event(**(facts | changes))


def acts() -> list[str]:
    return list(journal.Entry.objects.filter(subject_kind="life_event").order_by("seq").values_list("act", flat=True))


def test_the_manager_keeps_and_shows_a_guide_and_each_act_is_in_the_journal() -> None:
    manager = actors.of(town.qian_yan(), at=AT)
    event = keep()
    assert list(life_events.shown(offices.centre())) == []

    life_events.publish_life_event(event=event, by=manager, at=AT)
    assert life_events.life_event("open-shop", centre=offices.centre()) == event
    life_events.withdraw_life_event(event=event, by=manager, at=AT)

    assert acts() == [
        "catalogue.life_event_kept",
        "catalogue.life_event_published",
        "catalogue.life_event_withdrawn",
    ]
    with pytest.raises(NoSuchLifeEvent):
        life_events.life_event("open-shop", centre=offices.centre())


def test_a_clerk_may_not() -> None:
    with pytest.raises(NotAllowed):
        keep(by=actors.of(town.liu_mei(), at=AT))


def test_a_change_counts_a_version_and_what_says_the_same_does_not() -> None:
    keep()
    assert keep().version == 1
    assert keep(name="开店").version == 2
    assert acts() == ["catalogue.life_event_kept"] * 2


@pytest.mark.parametrize(
    "changes", [{"key": "Öffnen"}, {"audience": "nobody"}, {"name": "长" * 61}, {"content": {"questions": "?"}}]
)
def test_what_cannot_be_kept_is_refused_by_field(changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        keep(**changes)
    assert refused.value.field == next(iter(changes))


def test_an_unknown_item_is_refused_also_when_it_became_unknown_later() -> None:
    event = keep()
    publishing.pause(version=published_item("other"), reason="停", by=actors.SYSTEM, at=AT)
    with pytest.raises(Refusals):
        keep(content=LifeEventContent(items=(Wanted(item="other"),)))

    version = life_events.versions_of(CONTENT, centre=offices.centre(), on=AT.date())["shop"]
    publishing.pause(version=version, reason="停", by=actors.SYSTEM, at=AT)

    with pytest.raises(Refusals) as refused:
        life_events.publish_life_event(event=event, by=actors.of(town.qian_yan(), at=AT), at=AT)
    assert "“shop”现在不在清单上" in str(refused.value.refusals[0])


def test_the_report_costs_the_same_however_many_items_the_list_has(django_assert_num_queries: Any) -> None:
    keep()
    for number in range(3):
        published_item(f"other-{number}")

    centre = offices.centre()

    with django_assert_num_queries(2):
        (checked,) = life_events.report(centre, on=AT.date())

    assert checked.defects == []
