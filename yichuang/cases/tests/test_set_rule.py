"""The rules of a centre: set from a day on, never changed, never backwards."""

from datetime import date
from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import ruling, testing
from yichuang.cases.models import Effect, Rule
from yichuang.cases.ruling import Terms
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

NEXT_MONTH = date(2026, 4, 1)
LAW = "《浙江省保障“最多跑一次”改革规定》第十一条"


def set_by(account: Any = None, **parts: Any) -> Rule:
    at = testing.moment()
    values: dict[str, Any] = {
        "kind": Rule.Kind.ACCEPTANCE,
        "length": 3,
        "unit": "working_days",
        "basis": LAW,
        "since": NEXT_MONTH,
    }
    by = testing.officer(account or town.qian_yan(), at)
    return ruling.set_rule(centre=offices.centre(), terms=Terms(**(values | parts)), by=by, at=at)


def test_the_former_rule_ends_on_the_day_the_new_one_begins() -> None:
    before = Rule.objects.get(kind=Rule.Kind.ACCEPTANCE)
    made = set_by()
    before.refresh_from_db()
    assert (before.until, made.since, made.until) == (NEXT_MONTH, NEXT_MONTH, None)


def test_it_is_on_record_with_its_basis() -> None:
    made = set_by(kind=Rule.Kind.TOLERANCE, length=2, effect=Effect.ACCEPTANCE_REVOKED)
    (entry,) = journal.history(journal.Subject("rule", str(made.pk)))
    assert entry.act == "cases.rule_set"
    assert (entry.detail["basis"], entry.detail["effect"]) == (LAW, Effect.ACCEPTANCE_REVOKED)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"since": date(2026, 3, 1)}, "since"),
        ({"basis": " "}, "basis"),
        ({"kind": "nonsense"}, "kind"),
        ({"channel": "fax"}, "channel"),
        ({"unit": "moons"}, "unit"),
        ({"length": 0}, "length"),
        ({"length": 400}, "length"),
        ({"effect": Effect.WITHDRAWN}, "effect"),
        ({"kind": Rule.Kind.TOLERANCE, "length": 2}, "effect"),
    ],
)
def test_what_no_rule_can_be_is_refused_beside_its_field(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        set_by(**parts)
    assert caught.value.field == field


def test_two_rules_of_one_kind_do_not_begin_on_one_day() -> None:
    set_by()
    with pytest.raises(Invalid, match="更晚的日期"):
        set_by(length=4)


def test_only_the_manager_sets_rules() -> None:
    with pytest.raises(NotAllowed):
        set_by(town.liu_mei())
