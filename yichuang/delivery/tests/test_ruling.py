"""The manager sets what the centre rules on delivery, and puts lockers into service."""

from datetime import timedelta
from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import testing as cases
from yichuang.delivery import by_locker, ruling, terms, testing, ways
from yichuang.delivery.models import Cell, Mode, Term
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed

AT = cases.moment(day=1)
TODAY = AT.date()
TOMORROW = TODAY + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def manager() -> Actor:
    return cases.officer(town.qian_yan(), AT)


def set_term(by: Actor | None = None, **parts: Any) -> Term:
    values: dict[str, Any] = {
        "kind": Term.Kind.LOCKER,
        "length": 48,
        "unit": "hours",
        "basis": "中心规定",
        "since": TOMORROW,
    }
    said = ruling.Ruling(**(values | parts))
    return ruling.set_term(centre=offices.centre(), ruling=said, by=by or manager(), at=AT)


def open_cells(*numbers: str, by: Actor | None = None, locker: str = "G2") -> list[Cell]:
    centre = offices.centre()
    return ruling.open_cells(centre=centre, locker=locker, numbers=numbers, place="东门", by=by or manager(), at=AT)


def test_a_new_rule_takes_the_place_of_the_one_before_from_its_day_on() -> None:
    made = set_term()
    centre = offices.centre().pk
    lengths = [terms.in_force(centre, at=AT + timedelta(days=n))[Term.Kind.LOCKER].length for n in (0, 1)]
    assert lengths == [24, 48]
    (entry,) = journal.history(journal.Subject("term", str(made.pk)))
    assert (entry.act, entry.detail["length"]) == ("delivery.term_set", 48)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"kind": Term.Kind.ELECTRONIC}, "unit"),
        ({"kind": Term.Kind.NOTICE, "unit": "minutes"}, "unit"),
        ({"kind": Term.Kind.LEAVING, "unit": "instant", "length": 1}, "length"),
        ({"length": 0}, "length"),
        ({"length": 366}, "length"),
        ({"basis": " "}, "basis"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
    ],
)
def test_what_no_rule_can_be_is_refused_beside_its_field(parts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_term(**parts)
    assert refused.value.field == field


def test_there_is_one_rule_of_a_kind_on_a_day() -> None:
    set_term()
    with pytest.raises(Invalid) as refused:
        set_term(length=12)
    assert refused.value.field == "since"


def test_without_its_rule_a_way_is_closed() -> None:
    running = Term.objects.get(kind=Term.Kind.LOCKER)
    ruling.end_term(term=running, until=TOMORROW, by=manager(), at=AT)
    version, centre = cases.licence(), offices.centre().pk
    assert Mode.LOCKER in ways.offered(version, centre, at=AT)
    assert Mode.LOCKER not in ways.offered(version, centre, at=AT + timedelta(days=1))
    with pytest.raises(Invalid):
        ruling.end_term(term=running, until=TOMORROW, by=manager(), at=AT)


def test_cells_come_into_service_once_and_leave_it_empty() -> None:
    first, _second = open_cells("01", "02", "01")
    assert first in ways.free_cells(offices.centre().pk)
    with pytest.raises(Invalid) as refused:
        open_cells("03", "02")
    assert refused.value.field == "numbers"
    assert not Cell.objects.filter(number="03").exists()
    ruling.close_cell(cell=first, by=manager(), at=AT)
    assert first not in ways.cells_of(offices.centre().pk)
    with pytest.raises(ruling.CellInUse):
        ruling.close_cell(cell=first, by=manager(), at=AT)
    open_cells("01")
    subject = journal.Subject("locker", f"{offices.centre().pk}:G2")
    acts = [entry.act for entry in journal.history(subject)]
    assert acts == ["delivery.cells_opened", "delivery.cell_closed", "delivery.cells_opened"]


def test_a_cell_with_something_in_it_stays_in_service() -> None:
    case = cases.completed()
    testing.chosen(case, Mode.LOCKER, at=AT)
    cell = testing.cell("01")
    by_locker.put_in_locker(case=case, cell=cell, by=cases.officer(town.liu_mei(), AT), at=AT)
    with pytest.raises(ruling.CellInUse, match="还有东西"):
        ruling.close_cell(cell=cell, by=manager(), at=AT)


@pytest.mark.parametrize("numbers", [(), ("",), ("x" * 11,), tuple(str(n) for n in range(101))])
def test_what_no_cell_can_be_called_is_refused(numbers: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        open_cells(*numbers)


def test_only_the_manager_does_any_of_it() -> None:
    clerk = cases.officer(town.liu_mei(), AT)
    term, cell = Term.objects.get(kind=Term.Kind.LOCKER), testing.cell("01")
    for act in (
        lambda: set_term(by=clerk),
        lambda: ruling.end_term(term=term, until=TOMORROW, by=clerk, at=AT),
        lambda: open_cells("09", by=clerk),
        lambda: ruling.close_cell(cell=cell, by=clerk, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()
