"""Splitting and merging items: the new take the place of the old on one day, all at once or not at all."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals
from yichuang.catalogue import queries, testing
from yichuang.catalogue.models import Item, ItemVersion, Status, Succession
from yichuang.catalogue.revising import descending, publishing, reviewing, writing
from yichuang.catalogue.revising.descending import AlreadyDescending, New, NotDescending
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Role

pytestmark = pytest.mark.django_db
AT = testing.AT + timedelta(days=60)
TODAY = timezone.localdate(AT)
NEXT_WEEK = TODAY + timedelta(days=7)
TWO = (New("shop-open", "小店设立"), New("shop-move", "小店迁移"))


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def reviewer() -> Actor:
    return actors.of(town.staff("lu.wen", "陆文", Role.MANAGER), at=AT)


def passed(drafts: list[ItemVersion]) -> None:
    for draft in drafts:
        handed_in = reviewing.submit(version=draft, by=manager(), at=AT)
        reviewing.approve(version=handed_in, by=reviewer(), at=AT)


def split(old: Item, into: tuple[New, ...] = TWO) -> list[ItemVersion]:
    return descending.split(item=old, into=into, reason="两件事条件不同", by=manager(), at=AT)


def take_effect(item: Item, on: date = NEXT_WEEK, at: datetime = AT) -> list[ItemVersion]:
    return descending.take_effect(item=item, effective_from=on, by=manager(), at=at)


@pytest.fixture
def old() -> Item:
    return testing.published_item("shop").item


def test_the_new_items_begin_with_what_the_old_one_says(old: Item) -> None:
    drafts = split(old)
    assert [(one.item.code, one.name, one.status) for one in drafts] == [
        ("shop-open", "小店设立", Status.DRAFT),
        ("shop-move", "小店迁移", Status.DRAFT),
    ]
    assert all(one.parsed == queries.version_on("shop", TODAY).parsed for one in drafts)
    assert all(one.item.department_id == old.department_id for one in drafts)


def test_the_old_item_ends_on_the_day_on_which_the_new_ones_begin(old: Item) -> None:
    passed(split(old))
    take_effect(old)
    before = NEXT_WEEK - timedelta(days=1)
    assert queries.version_on("shop", before).item == old
    for code in ("shop-open", "shop-move"):
        with pytest.raises(queries.NotOffered):
            queries.version_on(code, before)
        assert queries.version_on(code, NEXT_WEEK).effective_from == NEXT_WEEK
    with pytest.raises(queries.NotOffered):
        queries.version_on("shop", NEXT_WEEK)
    assert [one.successor.code for one in descending.successors_of("shop")] == ["shop-move", "shop-open"]


def test_several_items_become_one(old: Item) -> None:
    other = testing.published_item("stall", name="摊位登记").item
    draft = descending.merge(items=[old, other], into=New("trade", "经营登记"), reason="合并办理", by=manager(), at=AT)
    passed([draft])
    take_effect(other)
    assert queries.version_on("trade", NEXT_WEEK).name == "经营登记"
    for code in ("shop", "stall"):
        with pytest.raises(queries.NotOffered):
            queries.version_on(code, NEXT_WEEK)
    assert [one.predecessor.code for one in descending.origins_of(draft.item)] == ["shop", "stall"]


def test_the_journal_of_each_item_says_what_became_of_it(old: Item) -> None:
    passed(split(old))
    take_effect(old)
    acts = [one.act for one in journal.history(journal.Subject("item", "shop"))]
    assert acts[-2:] == ["catalogue.item_split", "catalogue.item_succeeded"]


def test_no_new_item_is_published_alone(old: Item) -> None:
    drafts = split(old)
    passed(drafts)
    with pytest.raises(publishing.NotAlone):
        publishing.publish(version=drafts[0], effective_from=NEXT_WEEK, by=manager(), at=AT)


def test_all_that_is_not_ready_is_told_at_once_and_nothing_happens(old: Item) -> None:
    drafts = split(old)
    passed(drafts[:1])
    writing.begin(item=old, reason="还要改", by=manager(), at=AT)
    with pytest.raises(Refusals) as told:
        take_effect(old)
    assert "shop-move" in str(told.value)
    assert "原事项“shop”还有正在编制的版本" in str(told.value)
    assert queries.version_on("shop", NEXT_WEEK).item == old


def test_it_is_never_backdated(old: Item) -> None:
    passed(split(old))
    with pytest.raises(publishing.Backdated):
        take_effect(old, TODAY - timedelta(days=1))
    take_effect(old, TODAY)


def test_a_version_that_is_still_to_come_stands_in_the_way(old: Item) -> None:
    later = testing.draft(old, name="小店设立登记（新）")
    publishing.publish(version=later, effective_from=NEXT_WEEK + timedelta(days=7), by=actors.SYSTEM, at=AT)
    passed(split(old))
    with pytest.raises(publishing.Backdated, match="已有版本将于"):
        take_effect(old)


def test_an_item_is_split_once(old: Item) -> None:
    drafts = split(old)
    with pytest.raises(AlreadyDescending):
        split(old, (New("a", "甲"), New("b", "乙")))
    passed(drafts)
    take_effect(old)
    with pytest.raises(AlreadyDescending):
        split(old, (New("a", "甲"), New("b", "乙")))
    with pytest.raises(NotDescending):
        take_effect(old)


def test_what_went_into_others_is_not_revised_any_more(old: Item) -> None:
    passed(split(old))
    take_effect(old)
    with pytest.raises(writing.Succeeded, match="shop-move、shop-open"):
        writing.begin(item=old, reason="再改", by=manager(), at=AT)
    with pytest.raises(writing.Succeeded):
        testing.draft(old)


def test_a_split_can_be_called_off(old: Item) -> None:
    split(old)
    descending.call_off(item=old, reason="不拆了", by=manager(), at=AT)
    assert not Succession.objects.exists()
    assert not ItemVersion.objects.filter(item__code="shop-open").exists()
    with pytest.raises(NotDescending):
        descending.call_off(item=old, reason="不拆了", by=manager(), at=AT)
    split(old, (New("a", "甲"), New("b", "乙")))


@pytest.mark.parametrize(
    ("into", "reason", "field"),
    [
        (TWO[:1], "理由", "into"),
        (tuple(New(f"x{n}", "甲") for n in range(21)), "理由", "into"),
        (TWO, " ", "reason"),
        ((TWO[0], TWO[0]), "理由", "code"),
        ((TWO[0], New("shop", "甲")), "理由", "code"),
        ((TWO[0], New("坏", "甲")), "理由", "code"),
        ((TWO[0], New("ok", "")), "理由", "name"),
    ],
)
def test_a_bad_plan_is_refused_with_its_field(old: Item, into: tuple[New, ...], reason: str, field: str) -> None:
    with pytest.raises(Invalid) as told:
        descending.split(item=old, into=into, reason=reason, by=manager(), at=AT)
    assert told.value.field == field
    assert not Item.objects.filter(code="shop-open").exists()


def test_what_is_not_in_force_cannot_be_split() -> None:
    with pytest.raises(publishing.NotInForce):
        split(testing.draft().item)


def test_an_item_is_not_merged_with_itself(old: Item) -> None:
    with pytest.raises(Invalid):
        descending.merge(items=[old, old], into=New("x", "甲"), reason="合并", by=manager(), at=AT)


def test_only_the_manager_decides(old: Item) -> None:
    by = actors.of(town.liu_mei(), at=AT)
    with pytest.raises(NotAllowed):
        descending.split(item=old, into=TWO, reason="拆", by=by, at=AT)
    with pytest.raises(NotAllowed):
        descending.take_effect(item=old, effective_from=NEXT_WEEK, by=by, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_split_at_once_one_is_told() -> None:
    old = testing.published_item("shop").item
    by, outcomes, start = manager(), [], threading.Barrier(2)

    def work(number: int) -> None:
        start.wait()
        into = (New(f"a{number}", "甲"), New(f"b{number}", "乙"))
        try:
            descending.split(item=old, into=into, reason="拆", by=by, at=AT)
            outcomes.append("done")
        except AlreadyDescending:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told"]
    assert Succession.objects.count() == 2
