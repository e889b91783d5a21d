"""Visits are counted from what was done across the counter; a day is one visit (到现场次数)."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import queries, testing, visits
from yichuang.cases.life_cycle import note
from yichuang.cases.models import Case, State
from yichuang.people import testing as town

MONTH = visits.month_of("2026-03", at=testing.moment())


def handed_out(case: Case, day: int, mode: str) -> Case:
    """The case is delivered so many days after the Monday, without the rooms above: only what the journal says."""
    at = testing.moment(day=day)
    by = testing.officer(town.liu_mei(), at)
    note(case=case, act="deliver", by=by, at=at, detail={"mode": mode})
    Case.objects.filter(pk=case.pk).update(state=State.DELIVERED, ended_at=at)
    return case


def came(case: Case) -> int:
    return visits.counted(queries.history(case))


def test_on_line_and_by_courier_nobody_comes() -> None:
    assert came(handed_out(testing.completed(), 3, "courier")) == 0


def test_collecting_at_the_window_or_from_the_locker_is_a_visit() -> None:
    assert came(handed_out(testing.completed(), 3, "counter")) == 1
    assert came(handed_out(testing.completed(), 3, "locker")) == 1


def test_what_is_done_across_the_counter_on_one_day_is_one_visit() -> None:
    case = testing.completed()
    by = testing.officer(town.liu_mei(), testing.moment())
    for hour in (10, 11):
        note(case=case, act="supplement_at_counter", by=by, at=testing.moment(day=1, hour=hour))
    assert came(handed_out(case, 3, "counter")) == 2


def test_a_month_is_summed_by_guide_with_what_the_guide_promises() -> None:
    version = testing.licence("counted-licence", visits=0)
    handed_out(testing.completed(version), 3, "counter")
    handed_out(testing.completed(version), 3, "courier")
    found = visits.report(version.item.centre, MONTH)
    (row,) = found.rows
    assert (row.cases, row.visits, row.at_most_once, row.promised, row.kept) == (2, 1, 2, 0, False)
    assert (found.average, found.share_at_most_once) == (0.5, 100)
    assert visits.report(version.item.centre, visits.month_of("2026-04", at=testing.moment())).average is None


@pytest.mark.parametrize("month", ["2026", "2026-13", "x", "2026-3-1", "\x00", "9999-12", "0001-01"])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    with pytest.raises(Invalid) as refused:
        visits.month_of(month, at=testing.moment())
    assert refused.value.field == "month"
