"""An intermediary delivers: its days are kept apart from the approval's."""

from datetime import date

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import intermediaries, queries, testing, undoing
from yichuang.cases.intermediaries import NotAtWork
from yichuang.cases.models import Case, IntermediaryWork
from yichuang.cases.tests.test_intermediary_begun import accepted, begin
from yichuang.people import testing as town

LATER = testing.moment(day=4)


def finish(case: Case, until: date) -> Case:
    by = testing.officer(town.liu_mei(), LATER)
    return intermediaries.finish(case=case, service="验资", until=until, by=by, at=LATER)


def test_its_days_are_kept_and_the_clock_went_on() -> None:
    case = begin(accepted())
    back = finish(case, date(2026, 3, 5))
    assert IntermediaryWork.objects.get().days == 6
    assert (back.due_at, back.statutory_due_at) == (case.due_at, case.statutory_due_at)
    entry = queries.history(back).get(act="case.intermediary_back")
    assert entry.detail == {"service": "验资", "until": "2026-03-05", "intermediary_days": "6"}


@pytest.mark.parametrize("until", [date(2026, 2, 26), date(2026, 3, 7)])
def test_it_is_not_back_before_it_began_nor_in_days_to_come(until: date) -> None:
    case = begin(accepted())
    with pytest.raises(Invalid) as refused:
        finish(case, until)
    assert refused.value.field == "until"


def test_what_did_not_begin_does_not_come_back() -> None:
    with pytest.raises(NotAtWork):
        finish(accepted(), date(2026, 3, 5))


def test_it_builds_on_no_step_so_the_one_before_can_be_taken_back() -> None:
    assert {"case.intermediary_begun", "case.intermediary_back"} <= undoing.SILENT
