"""The same application twice: told before another one comes into being, and taken in only for a reason."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.cases import accepting, applying, repeating, testing, undoing
from yichuang.cases.applying import Application
from yichuang.cases.models import Case
from yichuang.cases.repeating import AlreadyRunning
from yichuang.cases.tests.test_race import at_once
from yichuang.offices import testing as offices
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
AT = testing.moment(hour=11)


def once(again: str = "") -> Application:
    """What the clerk types who knows of no other case."""
    return replace(testing.application(), again=again)


def taken_in(application: Application) -> Case:
    by = testing.officer(town.liu_mei(), AT)
    return accepting.accept_at_counter(application=application, by=by, at=AT, window=offices.window())


def test_the_first_stands_beside_none() -> None:
    assert taken_in(once()).beside_id is None


def test_another_one_needs_a_reason_and_the_refusal_names_the_one_that_runs() -> None:
    first = taken_in(once())
    with pytest.raises(AlreadyRunning, match=first.number) as refused:
        taken_in(once())
    assert refused.value.field == "again"
    assert Case.objects.count() == 1


def test_with_a_reason_it_is_taken_in_and_stands_sealed_beside_the_first() -> None:
    first = taken_in(once())
    second = taken_in(once("东街的第二家店"))
    second.refresh_from_db()
    assert second.beside == first
    assert second.again is not None
    assert second.again.open() == "东街的第二家店"
    assert "东街" not in str(second.again)


def test_a_third_without_a_reason_is_refused_though_the_one_that_runs_came_with_one() -> None:
    taken_in(once("东街的第二家店"))
    with pytest.raises(AlreadyRunning):
        taken_in(once())


def test_on_line_it_is_the_same_rule() -> None:
    first, by = testing.submitted(), testing.applicant(AT)
    with pytest.raises(AlreadyRunning, match=first.number):
        applying.apply(application=replace(testing.online(by=by), again=""), by=by, at=AT)


def test_another_person_another_item_and_a_decided_case_are_no_repetition() -> None:
    taken_in(once())
    wang = town.wang_fang().party
    assert wang is not None
    taken_in(replace(once(), applicant=wang))
    decided = testing.decided(testing.licence("decided"))
    taken_in(replace(once(), version=decided.item_version))


def test_who_may_not_see_the_case_is_told_without_its_number() -> None:
    first = taken_in(once())
    item, zhang = first.item, first.applicant
    stranger, clerk = town.actor(town.wang_fang(), at=AT), testing.officer(town.liu_mei(), AT)
    assert first.number in repeating.found(item, zhang, by=clerk, at=AT)
    told = repeating.found(item, zhang, by=stranger, at=AT)
    assert told
    assert first.number not in told


def test_it_costs_acceptance_no_statement() -> None:
    by, window = testing.officer(town.liu_mei(), AT), offices.window()
    application = once("另一处")
    accepting.accept_at_counter(application=application, by=by, at=AT, window=window)
    with CaptureQueriesContext(connection) as counted:
        accepting.accept_at_counter(application=application, by=by, at=AT, window=window)
    asking = [q["sql"] for q in counted if "cases_case r" in q["sql"]]
    assert len(asking) == 1
    assert asking[0].startswith("INSERT INTO")


def test_what_ended_does_not_come_to_life_beside_another() -> None:
    by = testing.officer(town.liu_mei(), AT)
    first = accepting.apply_at_counter(application=once(), by=by, at=AT)
    first = accepting.decline(case=first, reasons="经营场所不在本县", competent_body="邻县", by=by, at=AT)
    taken_in(once())
    with pytest.raises(AlreadyRunning):
        undoing.take_back(case=first, reason="点错了", not_handed_out=True, by=by, at=AT)
    first.refresh_from_db()
    assert first.state == "declined"


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_at_once_one_wins_and_the_others_are_told() -> None:
    application, by, window = once(), testing.officer(town.liu_mei(), AT), offices.window()

    def act(_number: int) -> Case:
        return accepting.accept_at_counter(application=application, by=by, at=AT, window=window)

    assert at_once(act) == ["accepted"] + ["already_running"] * 15
    assert Case.objects.count() == 1
