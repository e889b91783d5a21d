"""The preliminary review: each paper is held against its acceptance standard, and what was ticked is kept."""

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Refusals, Refused
from yichuang.cases import accepting, checklist, testing
from yichuang.cases.checklist import Check, DoesNotFit
from yichuang.cases.models import Case, State
from yichuang.offices import testing as offices
from yichuang.people import testing as town


def accept(case: Case, **fits: bool) -> Case:
    at = testing.moment(hour=11)
    checks = [Check(key, found) for key, found in fits.items()]
    return accepting.accept(case=case, checks=checks, by=testing.officer(town.liu_mei(), at), at=at)


def kept(case: Case) -> dict[str, str]:
    """Key → name of what the history says was looked at."""
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    return {one["key"]: one["name"] for one in last.detail["checked"]}


def test_what_was_ticked_stands_in_the_history_with_the_acceptance() -> None:
    case = accept(testing.submitted(), application=True, identity=True)
    assert kept(case) == {"application": "申请书", "identity": "身份证明"}


def test_the_counter_that_accepts_on_the_spot_says_the_same() -> None:
    at = testing.moment()
    by = testing.officer(town.liu_mei(), at)
    case = accepting.accept_at_counter(application=testing.application(), by=by, at=at, window=offices.window())
    assert kept(case) == {"application": "申请书", "identity": "身份证明"}


def test_a_paper_that_does_not_fit_stops_the_acceptance() -> None:
    case = testing.submitted()
    with pytest.raises(DoesNotFit, match="身份证明"):
        accept(case, application=True, identity=False)
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


@pytest.mark.parametrize("fits", [{}, {"application": True}, {"application": True, "identity": True, "lease": True}])
def test_every_paper_that_lies_there_is_looked_at_and_no_other(fits: dict[str, bool]) -> None:
    with pytest.raises(Refusals) as refused:
        accept(testing.submitted(), **fits)
    inner: list[Refused] = list(refused.value.refusals)
    assert all(one.field.startswith("checks.") for one in inner)


def test_each_line_has_its_standard_and_its_papers() -> None:
    case = testing.submitted()
    lines = checklist.lines_of(case)
    assert [(line.key, len(line.papers)) for line in lines] == [("application", 1), ("identity", 1)]
