"""The basic catalogue, the implementation list and the items below them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals
from yichuang.catalogue import testing
from yichuang.catalogue.kinds import HandleKind
from yichuang.catalogue.models import Implementation, Item
from yichuang.catalogue.national import filing
from yichuang.catalogue.national.filing import Kind
from yichuang.catalogue.tests.test_codes import BODY, CATALOGUE, IMPLEMENTATION
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed

pytestmark = pytest.mark.django_db
AT = testing.AT + timedelta(days=60)
TODAY = timezone.localdate(AT)


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def basic(**more: Any) -> Any:
    given: dict[str, Any] = {
        "centre": offices.centre(),
        "code": CATALOGUE,
        "name": "食品经营许可",
        "item_type": "01",
    } | more
    return filing.record_basic(**given, by=manager(), at=AT)


def implementation(**more: Any) -> Implementation:
    given = {"department": offices.department(), "basic": None, "name": "食品经营许可", "code": IMPLEMENTATION} | more
    return filing.record_implementation(**given, by=manager(), at=AT)


def file_item(item: Item, under: Implementation, kind: HandleKind = HandleKind.FIRST, code: str = "") -> Item:
    return filing.file_item(item=item, implementation=under, handle_kind=kind, national_code=code, by=manager(), at=AT)


def test_several_handle_items_stand_under_one_implementation() -> None:
    under = implementation(basic=basic())
    file_item(testing.item("food-new"), under, HandleKind.FIRST, f"{IMPLEMENTATION}01")
    file_item(testing.item("food-change"), under, HandleKind.CHANGE, f"{IMPLEMENTATION}02")
    found = list(under.items.order_by("national_code").values_list("code", "handle_kind"))
    assert found == [("food-new", "first"), ("food-change", "change")]
    assert journal.history(journal.Subject("item", "food-new")).last().act == "catalogue.item_filed"  # type: ignore[union-attr]


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(Refusals) as told:
        implementation(basic=basic(), name=" ", code=f"{BODY}3000131001000", local_code="x" * 101)
    assert {one.field for one in told.value.refusals} == {"name", "code", "local_code"}


def test_no_code_is_recorded_twice() -> None:
    implementation(basic=basic())
    with pytest.raises(Refusals, match="已经登记过"):
        basic()
    with pytest.raises(Refusals, match="已经登记过"):
        implementation()


def test_an_implementation_has_a_code_of_one_kind_at_least() -> None:
    with pytest.raises(Refusals, match="至少填写一个"):
        implementation(code=" ")
    assert implementation(code="", local_code="511A-1").local_code == "511A-1"


def test_an_item_stands_under_its_own_department() -> None:
    water = offices.department("water", "小城县水利局")
    with pytest.raises(Refusals, match="另一个部门"):
        file_item(testing.item("food"), implementation(department=water))


def test_a_local_way_of_writing_holds_from_its_day() -> None:
    later, by = TODAY + timedelta(days=1), manager()
    filing.set_mask(centre=offices.centre(), kind=Kind.CATALOGUE, mask="AA-999", since=later, by=by, at=AT)
    basic()
    entry = filing.record_basic(
        centre=offices.centre(), code="ab-123", name="地方目录", by=by, at=AT + timedelta(days=1)
    )
    assert entry.code == "AB-123"
    with pytest.raises(Invalid, match="不能早于今天"):
        filing.set_mask(
            centre=offices.centre(), kind=Kind.HANDLE, mask="9999", since=TODAY - timedelta(days=1), by=by, at=AT
        )


def test_only_the_manager_keeps_them() -> None:
    by = actors.of(town.liu_mei(), at=AT)
    with pytest.raises(NotAllowed):
        filing.record_basic(centre=offices.centre(), code=CATALOGUE, name="甲", by=by, at=AT)
