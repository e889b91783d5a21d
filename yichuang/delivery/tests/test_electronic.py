"""Electronic service: opening by the right person delivers; nobody else opens."""

import pytest

from yichuang.cases import queries
from yichuang.cases import testing as cases
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, State
from yichuang.cases.standing import NotTheApplicant
from yichuang.delivery import electronically
from yichuang.delivery import testing as delivery
from yichuang.delivery.electronically import NoConsent, ReadFirst
from yichuang.delivery.models import Mode, Term
from yichuang.documents.models import Letter
from yichuang.people import testing as town

AT = cases.moment(day=1)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def agreed() -> Case:
    case = cases.completed()
    delivery.chosen(case, Mode.ELECTRONIC, at=AT)
    return case


def test_opening_delivers_and_the_receipt_says_when_and_on_what_basis() -> None:
    case = agreed()
    made = electronically.open_result(case=case, by=cases.applicant(AT), at=AT)
    assert (made.delivered_at, made.identity_checked, made.handed_by) == (AT, True, None)
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED
    facts = Letter.objects.get(subject_id=case.number, kind="service_receipt").facts
    assert facts["mode"] == "电子送达"
    assert "716" in facts["proof"]


def test_somebody_elses_result_does_not_open() -> None:
    case = agreed()
    with pytest.raises(NotTheApplicant):
        electronically.open_result(case=case, by=town.actor(town.wang_fang(), at=AT), at=AT)
    with pytest.raises(NotTheApplicant):
        electronically.open_result(case=case, by=cases.officer(town.liu_mei(), AT), at=AT)
    assert Case.objects.get(pk=case.pk).state == State.COMPLETED


def test_without_consent_opening_delivers_nothing() -> None:
    with pytest.raises(NoConsent):
        electronically.open_result(case=cases.completed(), by=cases.applicant(AT), at=AT)


def test_a_centre_without_the_rule_serves_nothing_electronically() -> None:
    case = agreed()
    Term.objects.filter(kind=Term.Kind.ELECTRONIC).update(until=AT.date())
    with pytest.raises(NoConsent):
        electronically.open_result(case=case, by=cases.applicant(AT), at=AT)


def test_the_result_is_not_read_before_it_is_opened() -> None:
    case = agreed()
    result, receipt = queries.results_of(case)[0], queries.letters_of(case)[0]
    electronically.require_read(case, receipt)
    with pytest.raises(ReadFirst):
        electronically.require_read(case, result)
    electronically.open_result(case=case, by=cases.applicant(AT), at=AT)
    electronically.require_read(Case.objects.get(pk=case.pk), result)


def test_it_opens_once() -> None:
    case = agreed()
    electronically.open_result(case=case, by=cases.applicant(AT), at=AT)
    with pytest.raises(WrongState):
        electronically.open_result(case=case, by=cases.applicant(AT), at=AT)
