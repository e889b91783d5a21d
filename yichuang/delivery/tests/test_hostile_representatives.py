"""Whoever says that a company is his sees what he handed in for it himself, and nothing else."""

import pytest

from yichuang.cases import accepting, applying, queries, standing, testing
from yichuang.cases.models import Case
from yichuang.delivery import handing_over
from yichuang.delivery.handing_over import NotTheRecipient
from yichuang.people import registering
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Party
from yichuang.people.testing import credit_code

AT = testing.moment()
NAME, CODE = "乙有限公司", credit_code(700_001)


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


def thief() -> Actor:
    return town.actor(town.wang_fang(), at=AT)


def claimed() -> Party:
    """Wang Fang says that the company is hers."""
    return registering.register_organisation(
        name=NAME, credit_code=CODE, representative=thief().party, by=thief(), at=AT
    )


def entered(representative: Party | None = None) -> Party:
    """The clerk enters the same company at the counter."""
    clerk = testing.officer(town.liu_mei(), AT)
    return registering.register_organisation(
        name=NAME, credit_code=CODE, representative=representative, phone="13900001111", by=clerk, at=AT
    )


def at_counter(of: Party) -> Case:
    """Somebody else brings the company's application to the counter."""
    clerk = testing.officer(town.liu_mei(), AT)
    return accepting.apply_at_counter(
        application=testing.application(of=of), by=clerk, at=AT, handed_in_by=town.zhang_wei().party
    )


def test_a_claim_opens_no_case_that_others_handed_in() -> None:
    claimed()
    case = at_counter(entered())
    with pytest.raises(queries.NoSuchCase):
        queries.case_for(thief(), case.number, at=AT)
    assert not queries.cases_of(thief(), at=AT).cases
    with pytest.raises(standing.NotTheApplicant):
        applying.withdraw(case=case, by=thief(), at=AT)


def test_a_claim_takes_no_result_home() -> None:
    claimed()
    case = at_counter(entered())
    party = thief().party
    assert party is not None
    number = party.number.open()
    with pytest.raises(NotTheRecipient):
        handing_over.recipient_showing(case, number, at=AT)


def test_what_the_claimant_handed_in_is_hers_to_follow_and_withdraw() -> None:
    mine = applying.apply(application=testing.online(by=thief(), of=claimed()), by=thief(), at=AT)
    assert queries.case_for(thief(), mine.number, at=AT) == mine
    assert [case.pk for case in queries.cases_of(thief(), at=AT).cases] == [mine.pk]
    assert applying.withdraw(case=mine, by=thief(), at=AT).state == "withdrawn"


def test_the_window_that_names_the_representative_proves_it() -> None:
    claimed()
    case = at_counter(entered(thief().party))
    assert queries.case_for(thief(), case.number, at=AT) == case
    assert [one.pk for one in queries.cases_of(thief(), at=AT).cases] == [case.pk]


def test_the_window_that_names_another_ends_the_claim() -> None:
    claimed()
    company = entered(town.zhang_wei().party)
    case = at_counter(company)
    with pytest.raises(queries.NoSuchCase):
        queries.case_for(thief(), case.number, at=AT)
    assert queries.case_for(testing.applicant(AT), case.number, at=AT) == case
