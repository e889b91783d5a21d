"""Lists kept by rule: on with the version that says so, off when it ends, is paused or is cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from yichuang.catalogue import testing
from yichuang.catalogue.content import Fee, Intermediary, Material, Promise, Span, Tolerance
from yichuang.catalogue.kinds import CrossScope, Processing
from yichuang.catalogue.models import ItemVersion, ListEntry
from yichuang.catalogue.published import lists
from yichuang.catalogue.published.lists import LISTS
from yichuang.catalogue.revising import publishing
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db
AT = testing.AT + timedelta(days=60)
TODAY = timezone.localdate(AT)
SIXTH = TODAY + timedelta(days=6)
INSTANT: dict[str, Any] = {"processing": Processing.INSTANT}
PROMISE = Promise(told="条件", promised="符合", consequences="撤销")


def keys(version: ItemVersion) -> set[str]:
    return set(ListEntry.objects.filter(version=version).values_list("key", flat=True))


def codes(key: str, on: Any = TODAY) -> list[str]:
    return [line.version.item.code for line in lists.lines(LISTS[key], centre=offices.centre(), on=on)]


def next_version(first: ItemVersion, **parts: Any) -> ItemVersion:
    draft = testing.draft(first.item, **parts)
    return publishing.publish(version=draft, effective_from=SIXTH, by=actors.SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        (
            "tolerance",
            {
                "materials": (Material(key="m", name="照片", tolerable=True),),
                "tolerance": Tolerance(within=Span(length=5)),
            },
        ),
        ("promise", {"promise": PROMISE}),
        ("proof", {"materials": (Material(key="m", name="收入证明", proof=True),)}),
        ("instant", INSTANT),
        ("cross_province", {"cross_scopes": (CrossScope.PROVINCES,)}),
        ("cross_province", {"cross_region": ("跨省通办",)}),
        ("cross_province", {"area": "跨省通办"}),
        ("province_wide", {"cross_scopes": (CrossScope.CITIES,)}),
        ("province_wide", {"cross_region": ("全省通办",)}),
        ("bundle", {"bundles": ("开办餐饮店",)}),
        ("intermediary", {"intermediaries": (Intermediary(name="验资", basis="公司法"),)}),
        ("fee", {"charged": True, "fees": (Fee(name="工本费", fen=500, basis="某法"),)}),
        ("elderly", {"name": "老年人优待证申领"}),
    ],
)
def test_a_version_stands_on_the_list_whose_rule_it_meets(key: str, parts: dict[str, Any]) -> None:
    version = testing.published_item("shop", **parts)
    assert keys(version) == {key}
    assert codes(key) == ["shop"]
    assert lists.counts(centre=version.item.centre, on=TODAY)[key] == 1


def test_a_plain_item_stands_on_no_list() -> None:
    assert keys(testing.published_item("shop")) == set()


def test_a_part_of_a_material_counts_too() -> None:
    part = Material(key="p", name="收入证明", proof=True)
    version = testing.published_item("shop", materials=(Material(key="m", name="证明", children=(part,)),))
    assert lists.lines(LISTS["proof"], centre=version.item.centre, on=TODAY)[0].why == "收入证明"


def test_a_new_version_takes_the_item_off_on_its_day_and_not_before() -> None:
    first = testing.published_item("shop", **INSTANT)
    next_version(first)
    assert codes("instant") == ["shop"]
    assert codes("instant", SIXTH) == []


def test_since_goes_on_through_versions_that_stay_on_the_list() -> None:
    first = testing.published_item("shop", **INSTANT)
    next_version(first, **INSTANT)
    (line,) = lists.lines(LISTS["instant"], centre=first.item.centre, on=SIXTH)
    assert line.since == first.effective_from


def test_what_is_paused_or_cancelled_is_on_no_list() -> None:
    version = testing.published_item("shop", **INSTANT)
    paused = publishing.pause(version=version, reason="检修", by=actors.SYSTEM, at=AT)
    assert codes("instant") == []
    resumed = publishing.resume(version=paused, reason="修好", by=actors.SYSTEM, at=AT)
    assert codes("instant") == ["shop"]
    publishing.cancel(version=resumed, reason="取消", by=actors.SYSTEM, at=AT)
    assert codes("instant") == []


def test_what_came_and_what_left_is_told() -> None:
    stays = testing.published_item("stays", **INSTANT)
    next_version(stays, **INSTANT)
    leaves = testing.published_item("leaves", **INSTANT)
    next_version(leaves, bundles=("退休",))
    told = [
        (one.day, one.key, one.version.item.code, one.came)
        for one in lists.moved(centre=stays.item.centre, on=SIXTH, days=30)
    ]
    assert told == [(SIXTH, "instant", "leaves", False), (SIXTH, "bundle", "leaves", True)]


def test_rebuilding_changes_nothing_that_is_right_and_mends_what_is_not() -> None:
    first = testing.published_item("shop", **INSTANT)
    second = next_version(first, **INSTANT)
    ListEntry.objects.filter(version=second).delete()
    ListEntry.objects.create(version=first, key="fee", since=TODAY)
    call_command("rebuild_lists")
    assert keys(first) == {"instant"}
    assert ListEntry.objects.get(version=second).since == first.effective_from


def test_the_list_of_a_province_bears_its_name() -> None:
    centre = offices.centre()
    centre.region_code = "410522"
    assert LISTS["province_wide"].label_in(centre) == "全豫通办清单"
    centre.region_code = "650100"
    assert LISTS["province_wide"].label_in(centre) == "全新通办清单"
    centre.region_code = ""
    assert LISTS["province_wide"].label_in(centre) == "全省通办清单"
