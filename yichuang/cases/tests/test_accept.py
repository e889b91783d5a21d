"""Accepting: both clocks, the notice under the department's seal, the power to do it, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.base import journal
from yichuang.cases import accepting, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, State
from yichuang.cases.standing import OwnCase
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty, Mandate
from yichuang.people import testing as town
from yichuang.people.models import Role

MOST_STATEMENTS = 12


def liu_mei_accepts(case: Case) -> Case:
    at = testing.moment(hour=11)
    return accepting.accept(case=case, by=testing.officer(town.liu_mei(), at), at=at)


def test_both_clocks_start_and_the_day_itself_is_not_counted() -> None:
    case = liu_mei_accepts(testing.submitted())
    assert case.state == State.ACCEPTED
    assert case.promised_due_at == testing.moment(day=7, hour=17)
    assert case.statutory_due_at == testing.moment(day=28, hour=17)
    assert case.due_at == case.promised_due_at


def test_the_notice_carries_the_departments_seal_and_both_dates() -> None:
    case = liu_mei_accepts(testing.submitted())
    letter = Letter.objects.select_related("seal_use__seal").get(subject_id=case.number, kind="acceptance_notice")
    assert letter.department == case.department
    assert letter.seal_use is not None
    assert letter.seal_use.seal.department == case.department
    assert letter.facts["promised_due"].startswith("2026-03-09")
    assert letter.facts["statutory_due"].startswith("2026-03-30")


def test_the_journal_names_the_instrument() -> None:
    case = liu_mei_accepts(testing.submitted())
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert last.act == "case.accept"
    assert last.mandate_id is not None
    assert Mandate.objects.get(pk=last.mandate_id).grantor == case.department


def test_it_needs_an_instrument_and_says_which() -> None:
    case = testing.submitted()
    Mandate.objects.filter(kind="acceptance").update(revoked_at=testing.moment(), revoked_reason="收回")
    with pytest.raises(NoMandate, match="综窗受理"):
        liu_mei_accepts(case)
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


def test_the_centre_accepts_under_the_seal_of_the_department_that_lends_the_power() -> None:
    case = liu_mei_accepts(testing.submitted())
    letter = Letter.objects.select_related("seal_use__seal", "seal_use__mandate").get(
        subject_id=case.number, kind="acceptance_notice"
    )
    assert letter.seal_use is not None
    assert letter.seal_use.seal.department == letter.department == case.department
    assert letter.number.startswith(case.department.short_name)
    assert letter.seal_use.mandate is not None
    assert letter.seal_use.mandate.grantor == case.department


def test_it_happens_once() -> None:
    case = liu_mei_accepts(testing.submitted())
    with pytest.raises(WrongState, match="已受理"):
        liu_mei_accepts(case)


def test_an_examiner_of_another_department_has_no_power_over_it() -> None:
    case = testing.submitted()
    other = town.staff("li.na", "李娜", Role.CLERK)
    offices.posting(other, Duty.CLERK, department=offices.department("tax", "小城县税务局"))
    at = testing.moment(hour=11)
    with pytest.raises(NoMandate):
        accepting.accept(case=case, by=testing.officer(other, at), at=at)


def test_nobody_accepts_his_own_case() -> None:
    clerk = offices.clerk_of_the_centre(town.staff("zhang.wei2", "张伟", Role.CLERK, party=town.zhang_wei().party))
    case = testing.submitted()
    at = testing.moment(hour=11)
    with pytest.raises(OwnCase, match="回避"):
        accepting.accept(case=case, by=testing.officer(clerk, at), at=at)


def test_at_the_counter_taking_in_and_accepting_is_one_act() -> None:
    at = testing.moment()
    by = testing.officer(town.liu_mei(), at)
    case = accepting.accept_at_counter(application=testing.application(), by=by, at=at, window=offices.window())
    (entry,) = journal.history(journal.Subject("case", case.number))
    assert entry.act == "case.accept_at_counter"
    assert case.state == State.ACCEPTED
    assert case.promised_due_at == testing.moment(day=7, hour=17)


@pytest.mark.parametrize("materials", [2, 3])
def test_acceptance_takes_few_statements_whatever_the_number_of_materials(materials: int) -> None:
    at = testing.moment()
    by = testing.officer(town.liu_mei(), at)
    keys = ("application", "identity", "lease")[:materials]
    application = testing.application(situations=["rented"] if materials == 3 else [], materials=testing.papers(*keys))
    window = offices.window()
    accepting.accept_at_counter(application=application, by=by, at=at, window=window)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        accepting.accept_at_counter(application=application, by=by, at=at, window=window)
    statements = [q["sql"] for q in counted if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)


def test_acceptance_of_a_waiting_case_takes_few_statements() -> None:
    liu_mei_accepts(testing.submitted())
    case = testing.submitted()
    at = testing.moment(hour=11)
    by = testing.officer(town.liu_mei(), at)
    with CaptureQueriesContext(connection) as counted:
        accepting.accept(case=case, by=by, at=at)
    statements = [q["sql"] for q in counted if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
