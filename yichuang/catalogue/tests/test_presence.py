"""The ledger of what has come into the hall, and its rate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.catalogue import testing
from yichuang.catalogue.models import Item, Presence
from yichuang.catalogue.published import presence
from yichuang.catalogue.published.presence import NoPresence, Standing
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed

pytestmark = pytest.mark.django_db
AT = testing.AT + timedelta(days=60)
TODAY = timezone.localdate(AT)
TOMORROW = TODAY + timedelta(days=1)


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def shop(code: str = "shop") -> Item:
    return testing.published_item(code).item


def record(item: Item, standing: Standing, reason: str = "", **more: object) -> Presence:
    return presence.record(item=item, standing=standing, reason=reason, by=manager(), at=AT, **more)  # type: ignore[arg-type]


def standing_of(item: Item, day: object = TODAY) -> list[str]:
    return [row.standing for row in presence.on(day, centre=item.centre) if row.item_id == item.pk]  # type: ignore[arg-type]


def test_one_row_follows_another_without_a_gap() -> None:
    item = shop()
    record(item, Standing.DUE)
    record(item, Standing.IN, since=TOMORROW)
    assert standing_of(item) == ["due"]
    assert standing_of(item, TOMORROW) == ["in"]


def test_an_exemption_needs_its_reason() -> None:
    with pytest.raises(Invalid) as told:
        record(shop(), Standing.EXEMPT, " ")
    assert told.value.field == "reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        Presence.objects.create(item=shop("other"), standing="exempt", since=TODAY, recorded_at=AT)


def test_the_same_again_a_day_past_or_before_the_last_is_refused() -> None:
    item = shop()
    record(item, Standing.IN, since=TOMORROW)
    with pytest.raises(Invalid, match="不用再记"):
        record(item, Standing.IN, since=TOMORROW)
    with pytest.raises(Invalid, match="不能早于上一条"):
        record(item, Standing.DUE)
    with pytest.raises(Invalid, match="不能倒签"):
        record(shop("other"), Standing.IN, since=TODAY - timedelta(days=1))


def test_an_item_leaves_the_ledger_with_a_reason() -> None:
    item = shop()
    record(item, Standing.IN)
    with pytest.raises(Invalid):
        presence.end(item=item, reason="", by=manager(), at=AT)
    presence.end(item=item, reason="事项取消", by=manager(), at=AT)
    assert standing_of(item) == []
    with pytest.raises(NoPresence):
        presence.end(item=item, reason="事项取消", by=manager(), at=AT)


def test_the_journal_keeps_each_row() -> None:
    item = shop()
    record(item, Standing.DUE)
    record(item, Standing.EXEMPT, "涉密")
    acts = [one.act for one in journal.history(journal.Subject("item", "shop"))]
    assert acts[-2:] == ["catalogue.entry_due", "catalogue.entry_exempt"]


def test_only_the_manager_records() -> None:
    by = actors.of(town.liu_mei(), at=AT)
    with pytest.raises(NotAllowed):
        presence.record(item=shop(), standing=Standing.IN, by=by, at=AT)


def test_the_rate_is_what_came_in_of_what_should() -> None:
    record(shop("a"), Standing.IN)
    record(shop("b"), Standing.IN)
    record(shop("c"), Standing.DUE)
    record(shop("d"), Standing.EXEMPT, "涉密")
    total, market = presence.rates(presence.on(TODAY, centre=offices.centre()))
    assert (total.entered, total.should, total.exempt, total.percent) == (2, 3, 1, 66.7)
    assert market.department == offices.department()


def test_an_empty_ledger_has_no_rate() -> None:
    (total,) = presence.rates([])
    assert total.percent is None


def test_what_the_ledger_does_not_know_is_named() -> None:
    record(shop("a"), Standing.IN)
    shop("b")
    testing.draft(testing.item("c"))
    assert [item.code for item in presence.unrecorded(offices.centre(), TODAY)] == ["b"]
