"""A substitute (AB角) acts for an absent officer, and both names stand in the journal and under what he wrote."""

from datetime import timedelta

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, testing
from yichuang.cases.life_cycle import subject
from yichuang.cases.models import Case, CaseStep, Opinion, Outcome
from yichuang.cases.standing import SamePerson
from yichuang.cases.steps import delegating
from yichuang.cases.steps.seats import HandedOn
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty, Posting
from yichuang.people import testing as town
from yichuang.people.models import Account, Role, RoleGrant

NOON = testing.moment(hour=12)
TODAY = testing.MONDAY


def substitute(for_: Account, duty: Duty, *, days: int = 5, role: Role = Role.EXAMINER) -> Account:
    """Lin Qing stands in for somebody from the Monday on."""
    account = town.staff("lin.qing", "林青", role)
    principal = Posting.objects.get(account=for_, duty=duty)
    Posting.objects.create(
        centre=principal.centre,
        account=account,
        department=principal.department,
        duty=duty,
        substitute_for=principal,
        since=TODAY,
        until=TODAY + timedelta(days=days),
    )
    return account


def told_principal(case: Case, act: str) -> object:
    found = [entry for entry in journal.history(subject(case)) if entry.act == act]
    return found[-1].detail["in_place_of"]


def test_the_opinion_names_both() -> None:
    case = testing.examining_now()
    case = testing.says(case, substitute(town.zhao_gang(), Duty.EXAMINER))
    opinion = Opinion.objects.get(case=case)
    assert (opinion.by.display_name, opinion.in_place_of) == ("林青", town.zhao_gang())
    assert told_principal(case, "case.give_opinion") == town.zhao_gang().pk


def test_the_decision_names_both() -> None:
    case = testing.examined()
    head = substitute(town.wu_jun(), Duty.HEAD, role=Role.HEAD)
    case = deciding.decide(case=case, outcome=Outcome.GRANTED, by=testing.officer(head, NOON), at=NOON)
    assert (case.decision.by, case.decision.in_place_of) == (head, town.wu_jun())
    assert told_principal(case, "case.grant") == town.wu_jun().pk


def test_he_sits_in_the_seat_that_was_handed_to_the_absent_officer() -> None:
    case = testing.examined(opinions=1)
    stand_in = substitute(town.sun_li(), Duty.EXAMINER)
    by = testing.officer(town.sun_li(), NOON)
    third = town.staff("third.one", "第三人", Role.EXAMINER)
    Posting.objects.create(
        centre=case.centre, account=third, department=case.department, duty=Duty.EXAMINER, since=TODAY
    )
    case = delegating.hand_on(case=case, to=third, reason="开会", by=by, at=NOON)
    case = delegating.hand_on(case=case, to=town.sun_li(), reason="散会", by=testing.officer(third, NOON), at=NOON)
    case = testing.says(case, stand_in)
    assert Opinion.objects.get(case=case, by=stand_in).in_place_of == town.sun_li()
    assert CaseStep.objects.get(case=case, position=1).state == "done"


def test_his_days_over_he_has_no_seat() -> None:
    case = testing.examined(opinions=1)
    stand_in = substitute(town.sun_li(), Duty.EXAMINER, days=1)
    with pytest.raises(NoMandate):
        testing.says(case, stand_in, at=testing.moment(day=3))


def test_a_substitute_is_one_person_and_does_not_speak_twice() -> None:
    case = testing.examining_now()
    stand_in = substitute(town.zhao_gang(), Duty.EXAMINER)
    case = testing.says(case, stand_in)
    with pytest.raises(SamePerson):
        testing.says(case, stand_in)


def test_who_examined_does_not_decide_as_a_substitute() -> None:
    case = testing.examined()
    principal = Posting.objects.get(account=town.wu_jun(), duty=Duty.HEAD)
    both = town.sun_li()
    RoleGrant.objects.create(account=both, role=Role.HEAD, since=testing.moment(day=-30))
    Posting.objects.create(
        centre=principal.centre,
        account=both,
        department=principal.department,
        duty=Duty.HEAD,
        substitute_for=principal,
        since=TODAY,
        until=TODAY + timedelta(days=3),
    )
    with pytest.raises(SamePerson, match="您参加了这件办件的审查"):
        deciding.decide(case=case, outcome=Outcome.GRANTED, by=testing.officer(both, NOON), at=NOON)


def test_a_stranger_has_no_kept_seat() -> None:
    case = testing.examined(opinions=1)
    third = town.staff("third.one", "第三人", Role.EXAMINER)
    Posting.objects.create(
        centre=case.centre, account=third, department=case.department, duty=Duty.EXAMINER, since=TODAY
    )
    by = testing.officer(third, NOON)
    case = delegating.hand_on(case=case, to=town.sun_li(), reason="开会", by=by, at=NOON)
    with pytest.raises(HandedOn):
        testing.says(case, third)


def test_a_seat_handed_to_the_substitute_himself_is_used_up_when_he_speaks() -> None:
    case = testing.examining_now()
    stand_in = substitute(town.sun_li(), Duty.EXAMINER)
    by = testing.officer(town.zhao_gang(), NOON)
    case = delegating.hand_on(case=case, to=stand_in, reason="开会", by=by, at=NOON)
    case = testing.says(case, stand_in)
    case = testing.says(case, town.sun_li())
    assert CaseStep.objects.get(case=case, position=1).state == "done"


def test_he_does_not_hand_a_seat_to_whose_it_is() -> None:
    case = testing.examining_now()
    stand_in = substitute(town.sun_li(), Duty.EXAMINER)
    by = testing.officer(stand_in, NOON)
    with pytest.raises(Invalid, match="本来就在您手里"):
        delegating.hand_on(case=case, to=town.sun_li(), reason="回岗", by=by, at=NOON)
