"""Races about a result: sixteen at once, it goes out once, and what is in the archive is not taken back."""

from datetime import timedelta

import pytest

from yichuang.cases import testing as cases
from yichuang.cases.afterwards import archiving
from yichuang.cases.models import ArchiveRecord, Case, State
from yichuang.cases.tests.test_race import at_once
from yichuang.delivery import by_courier, handing_over, testing, undoing
from yichuang.delivery.models import Delivery
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)
AT = cases.moment(day=1)


@pytest.fixture(autouse=True)
def town_that_delivers(transactional_db: None) -> None:
    cases.staffed_town()
    testing.terms()


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def number_of(case: Case) -> str:
    return str(case.applicant.number.open())


def test_a_result_is_handed_over_or_given_to_the_courier() -> None:
    case, by = cases.completed(), clerk()
    shown = number_of(case)

    def act(number: int) -> Case:
        if number % 2:
            return handing_over.hand_over(case=case, document_number=shown, by=by, at=AT).case
        return by_courier.send_by_courier(case=case, courier="邮政", tracking_number="EMS1", by=by, at=AT).case

    told = at_once(act)
    assert Delivery.every.filter(case=case).count() == 1
    ended = Case.objects.get(pk=case.pk).state
    assert told.count(ended) == 1
    assert set(told) - {ended} <= {"already_sent", "wrong_state"}
    assert Letter.objects.filter(subject_id=case.number, kind="service_receipt").count() == (ended == State.DELIVERED)


def test_what_is_archived_is_not_taken_back_and_what_is_taken_back_is_not_archived() -> None:
    cases.kept()
    case, by = cases.completed(), clerk()
    handing_over.hand_over(case=case, document_number=number_of(case), by=by, at=AT)
    cases.drawn(case, at=AT)
    soon = AT + timedelta(minutes=10)

    def act(number: int) -> Case:
        if number % 2:
            return archiving.archive(case=case, by=by, at=soon)
        return undoing.take_back(case=case, reason="登记错了办件", not_handed_out=True, by=by, at=soon)

    told = at_once(act)
    ended = Case.objects.get(pk=case.pk).state
    assert ended in (State.ARCHIVED, State.COMPLETED)
    assert told.count(ended) == 1
    assert set(told) - {ended} <= {"wrong_state", "not_to_be_undone", "not_complete"}
    assert ArchiveRecord.objects.filter(case=case).exists() == (ended == State.ARCHIVED)
