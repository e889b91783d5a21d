"""No person holds two conflicting parts: one table, asked in every act, kept by the database."""

from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from yichuang.cases import conflicts, deciding, testing
from yichuang.cases.conflicts import CONFLICTS, PART_OF
from yichuang.cases.models import Case, Hand, Hearing, Outcome, Part
from yichuang.cases.standing import OwnCase, SamePerson
from yichuang.catalogue.kinds import StepKind
from yichuang.people import testing as town

PAIRS = list(permutations(Part, 2))


def held(part: Part) -> Case:
    """Zhao Gang has this part in a case."""
    case = testing.submitted()
    if part == Part.ACCEPT:
        case.accepted_by = town.zhao_gang()
    elif part == Part.CHAIR:
        at = testing.moment()
        Hearing.objects.create(
            case=case, told_at=at, apply_by=at, called_at=at, held_at=at, place="一号会议室", chair=town.zhao_gang()
        )
    else:
        conflicts.take_part(case, part, who=town.zhao_gang(), hands=conflicts.hands_of(case), at=testing.moment())
    return case


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda part: str(part))
def test_the_table_is_what_an_act_is_told(first: Part, second: Part) -> None:
    case = held(first)
    if second in CONFLICTS[first]:
        with pytest.raises(SamePerson):
            conflicts.refuse_second_part(case, second, who=town.zhao_gang(), hands=conflicts.hands_of(case))
    else:
        conflicts.refuse_second_part(case, second, who=town.zhao_gang(), hands=conflicts.hands_of(case))


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda part: str(part))
def test_a_conflict_goes_both_ways(first: Part, second: Part) -> None:
    assert (second in CONFLICTS[first]) == (first in CONFLICTS[second])


@pytest.mark.parametrize("part", list(Part))
def test_another_person_may(part: Part) -> None:
    case = held(part)
    for second in Part:
        conflicts.refuse_second_part(case, second, who=town.sun_li(), hands=conflicts.hands_of(case))


def test_the_same_part_again_is_no_conflict() -> None:
    case = held(Part.EXAMINE)
    conflicts.take_part(case, Part.EXAMINE, who=town.zhao_gang(), hands=conflicts.hands_of(case), at=testing.moment())
    assert Hand.objects.filter(case=case).count() == 1


def test_the_database_lets_nobody_hold_two_parts() -> None:
    case = held(Part.EXAMINE)
    with pytest.raises(IntegrityError, match="one_part_a_person"), transaction.atomic():
        Hand.objects.create(case=case, account=town.zhao_gang(), part=Part.DECIDE, at=testing.moment())


def test_the_database_can_be_that_strict_because_all_parts_it_keeps_exclude_each_other() -> None:
    kept = set(Part) - {Part.ACCEPT, Part.CHAIR}
    assert all(kept - {part} <= CONFLICTS[part] for part in kept)


def test_every_step_that_is_laid_out_makes_somebody_something() -> None:
    assert set(PART_OF) == set(StepKind) - {StepKind.ACCEPT, StepKind.ISSUE}


def test_who_accepted_does_not_examine() -> None:
    case = testing.examining_now()
    Case.objects.filter(pk=case.pk).update(accepted_by=town.zhao_gang())
    with pytest.raises(SamePerson, match="由您受理"):
        testing.says(case, town.zhao_gang())


def test_who_reviewed_does_not_decide() -> None:
    case = testing.examined()
    at = testing.moment(day=1)
    head = testing.officer(town.wu_jun(), at)
    case = deciding.propose(case=case, recommends=Outcome.GRANTED, text="拟准予", by=head, at=at)
    with pytest.raises(SamePerson, match="初审意见"):
        deciding.decide(case=case, outcome=Outcome.GRANTED, by=head, at=at)


def test_nobody_examines_his_own_case() -> None:
    case = testing.examining_now()
    officer = town.sun_li()
    officer.party = case.applicant
    officer.save(update_fields=["party"])
    with pytest.raises(OwnCase):
        testing.says(case, officer)
