"""Races about pauses: exactly one wins, and no clock stays stopped by what lost."""

import pytest

from yichuang.cases import applying, testing
from yichuang.cases.models import Case, Extension, Hold, State
from yichuang.cases.pausing import extending, procedures
from yichuang.cases.tests.test_race import at_once
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)
AT = testing.moment(day=1)


@pytest.fixture(autouse=True)
def staffed_town(transactional_db: None) -> None:
    testing.staffed_town()


def test_the_same_procedure_begun_sixteen_times_runs_once() -> None:
    case, by = testing.examined(), testing.officer(town.zhao_gang(), AT)

    def act(_number: int) -> Case:
        return procedures.begin(case=case, kind="testing", days=3, reason="检测", by=by, at=AT)

    assert at_once(act) == ["already_held"] * 15 + ["suspended"]
    assert Hold.objects.count() == 1


def test_withdrawing_while_a_procedure_begins_leaves_no_clock_stopped() -> None:
    case, by, applicant = testing.examined(), testing.officer(town.zhao_gang(), AT), testing.applicant(AT)

    def act(number: int) -> Case:
        if number % 2:
            return applying.withdraw(case=case, by=applicant, at=AT)
        return procedures.begin(case=case, kind="testing", days=3, reason="检测", by=by, at=AT)

    told = at_once(act)
    assert told.count("withdrawn") == 1
    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN
    assert not Hold.objects.filter(until__isnull=True).exists()


def test_an_extension_is_granted_or_refused_once() -> None:
    examiner, head = testing.officer(town.zhao_gang(), AT), testing.officer(town.wu_jun(), AT)
    case = extending.ask(case=testing.examined(), reason="复杂", by=examiner, at=AT)

    def act(number: int) -> Case:
        if number % 2:
            return extending.refuse(case=case, answer="来得及", by=head, at=AT)
        return extending.grant(case=case, by=head, at=AT)

    assert at_once(act) == ["cannot_extend"] * 15 + ["examining"]
    assert Extension.objects.get().granted is not None
