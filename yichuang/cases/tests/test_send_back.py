"""Sending a step back: to an earlier one, with reasons, never to start the clock again."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, testing
from yichuang.cases.models import Case, CaseStep, Opinion, Outcome, State
from yichuang.cases.standing import OwnCase, SamePerson
from yichuang.cases.steps import returning
from yichuang.cases.steps.way import NotExamined
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.models import Account

LATER = testing.moment(day=1)


def send_back(case: Case, by: Account, to: CaseStep | None = None, reason: str = "现场照片缺少后厨") -> Case:
    target = to or CaseStep.objects.get(case=case, position=1, state="done")
    return returning.send_back(case=case, step=target.pk, reason=reason, by=testing.officer(by, LATER), at=LATER)


def rows(case: Case) -> list[tuple[int, int, str]]:
    found = CaseStep.objects.filter(case=case).order_by("position", "turn", "id")
    return [(row.position, row.turn, row.state) for row in found]


def test_who_decides_sends_back_and_the_step_is_done_again() -> None:
    case = send_back(testing.examined(), town.wu_jun())
    assert case.state == State.EXAMINING
    assert rows(case) == [(1, 1, "returned"), (1, 2, "open"), (2, 1, "returned"), (2, 2, "waiting")]


def test_the_reason_and_who_gave_it_stand_at_the_step() -> None:
    case = send_back(testing.examined(), town.wu_jun())
    step = CaseStep.objects.get(case=case, position=1, turn=1)
    assert (step.return_reason, step.returned_by, step.returned_at) == ("现场照片缺少后厨", town.wu_jun(), LATER)


def test_the_clock_of_the_step_and_of_the_case_go_on() -> None:
    case = testing.examined(testing.licence("timed", steps=testing.joint_licence().parsed.steps[1:2]))
    before = CaseStep.objects.get(case=case, position=1)
    due = case.due_at
    case = send_back(case, town.wu_jun())
    again = CaseStep.objects.get(case=case, position=1, turn=2)
    assert again.counted_from == before.counted_from
    assert again.due_at is not None
    assert again.due_at.date() == testing.moment(day=3).date()
    assert case.due_at == due


def test_the_same_officers_speak_again_and_the_case_is_decided() -> None:
    case = send_back(testing.examined(), town.wu_jun())
    case = testing.says(case, town.zhao_gang(), town.sun_li(), at=LATER)
    case = deciding.decide(case=case, outcome=Outcome.GRANTED, by=testing.officer(town.wu_jun(), LATER), at=LATER)
    assert case.state == State.DECIDED
    assert Opinion.objects.filter(case=case).count() == 4


def test_opinions_of_the_earlier_turn_do_not_count() -> None:
    case = send_back(testing.examined(), town.wu_jun())
    with pytest.raises(NotExamined, match="0 份审查意见"):
        deciding.decide(case=case, outcome=Outcome.GRANTED, by=testing.officer(town.wu_jun(), LATER), at=LATER)


def test_only_the_named_one_of_departments_side_by_side_does_it_again() -> None:
    case = testing.says(testing.examining_now(testing.joint_licence()), town.zhao_gang(), town.sun_li())
    case = testing.says(case, testing.fire_officer(), testing.health_officer())
    fire = CaseStep.objects.get(case=case, department__code="fire")
    case = send_back(case, testing.planning_officer(), fire)
    now = {
        row.department.code: row.state
        for row in CaseStep.objects.filter(case=case, position=2, state__in=["open", "done"])
    }
    assert now == {"fire": "open", "health": "done"}
    case = testing.says(case, testing.fire_officer(), at=LATER)
    assert CaseStep.objects.get(case=case, state="open").department.code == "planning"


def test_a_reason_is_needed() -> None:
    with pytest.raises(Invalid, match="理由"):
        send_back(testing.examined(), town.wu_jun(), reason=" ")


def test_there_is_nothing_to_go_back_to_from_the_first_step() -> None:
    case = testing.examining_now()
    with pytest.raises(Invalid, match="无处可退"):
        send_back(case, town.zhao_gang(), CaseStep.objects.get(case=case, position=1))


def test_a_step_that_is_open_or_ahead_is_no_aim() -> None:
    case = testing.examined()
    with pytest.raises(Invalid, match="已经完成的环节"):
        send_back(case, town.wu_jun(), CaseStep.objects.get(case=case, position=2))


def test_a_step_of_another_case_is_no_aim() -> None:
    other = testing.examined()
    aim = CaseStep.objects.get(case=other, position=1)
    with pytest.raises(Invalid, match="已经完成的环节"):
        send_back(testing.examined(), town.wu_jun(), aim)


def test_who_has_not_the_open_step_does_not_send_back() -> None:
    with pytest.raises(NoMandate):
        send_back(testing.examined(), town.sun_li())


def test_who_examined_does_not_send_back_in_the_place_of_who_decides() -> None:
    from yichuang.offices import testing as offices
    from yichuang.offices.models import Duty
    from yichuang.people.models import Role

    both = town.staff("bo.th", "博通", Role.EXAMINER, Role.HEAD)
    case = testing.examining_now()
    offices.posting(both, Duty.EXAMINER, department=case.department)
    offices.posting(both, Duty.HEAD, department=case.department)
    case = testing.says(case, both, town.sun_li())
    with pytest.raises(SamePerson):
        send_back(case, both)


def test_nobody_sends_back_his_own_case() -> None:
    case = testing.examined()
    head = town.wu_jun()
    head.party = case.applicant
    head.save(update_fields=["party"])
    with pytest.raises(OwnCase):
        send_back(case, head)
