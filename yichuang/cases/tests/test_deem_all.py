"""The run that brings about what is due: all of it, once, whatever else happens, at a cost that knows no archive."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base import clock
from yichuang.cases import accepting, correcting, deeming, jobs, testing, timing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Rule, State
from yichuang.documents.models import Letter
from yichuang.people import testing as town

LATE = testing.moment(day=20)


def told() -> Case:
    at = testing.moment(hour=11)
    defects = [Defect(material_key="identity", reason="复印件不清晰")]
    return correcting.ask_correction(
        case=testing.submitted(), defects=defects, by=testing.officer(town.liu_mei(), at), at=at
    )


def states(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=case.pk).state for case in cases]


def test_everything_that_is_due_comes_about_once() -> None:
    silent, unanswered = testing.submitted(), told()
    assert deeming.deem_all(at=LATE).done == 2
    assert states(silent, unanswered) == [State.ACCEPTED, State.LAPSED]
    assert deeming.deem_all(at=LATE) == deeming.Report()
    assert Letter.objects.filter(kind__in=["acceptance_notice", "lapse_notice"]).count() == 2


def test_what_is_not_due_waits() -> None:
    case = testing.submitted()
    assert deeming.deem_all(at=testing.moment(day=7, hour=16)) == deeming.Report()
    assert states(case) == [State.SUBMITTED]


def test_a_case_that_fails_is_named_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    no_limit = testing.submitted(testing.licence("no-limit", statutory=None, promised=None))
    other = testing.submitted()
    report = deeming.deem_all(at=LATE)
    assert (report.done, report.failed) == (1, [no_limit.number])
    assert states(no_limit, other) == [State.SUBMITTED, State.ACCEPTED]
    monkeypatch.setattr(clock, "now", lambda: LATE)
    with pytest.raises(jobs.SomeFailed, match=no_limit.number):
        jobs.deem(0)
    testing.rule(Rule.Kind.DECISION, 20)
    jobs.deem(0)
    assert states(no_limit) == [State.ACCEPTED]


def test_more_than_a_batch_is_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [testing.submitted() for _n in range(5)]
    monkeypatch.setattr(deeming, "BATCH", 2)
    assert deeming.deem_all(at=LATE).done == 5
    assert set(states(*cases)) == {State.ACCEPTED}


def test_what_is_due_is_found_without_looking_at_the_archive() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        waiting = Case.objects.filter(deemed_at__lte=LATE).order_by("deemed_at", "id").values_list("id")
        assert "case_to_deem" in waiting.explain()


def test_accepted_and_ended_cases_wait_for_nothing() -> None:
    at = testing.moment(hour=11)
    done = accepting.accept(case=testing.submitted(), by=testing.officer(town.liu_mei(), at), at=at)
    assert done.deemed_at is None
    assert deeming.deem_all(at=LATE) == deeming.Report()


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), day=st.integers(0, 30))
def test_nobody_is_deemed_accepted_before_five_working_days_are_over(hour: int, minute: int, day: int) -> None:
    received = testing.moment(day, hour, minute)
    case = Case(centre=testing.licence().item.centre, channel="online")
    timing.set_review_due(case, at=received)
    assert case.deemed_at is not None
    between = [received.date().toordinal() + n for n in range(1, 15)]
    weekdays = [n for n in between if n <= case.deemed_at.date().toordinal() and (n - 1) % 7 < 5]
    assert len(weekdays) == 5
    assert case.deemed_at.weekday() < 5
