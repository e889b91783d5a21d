"""Handing a step on to a colleague: with a reason, inside the department, and his alone from then."""

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import testing
from yichuang.cases.life_cycle import subject
from yichuang.cases.models import Case, CaseStep, StepHandover
from yichuang.cases.standing import SamePerson
from yichuang.cases.steps import delegating
from yichuang.cases.steps.seats import HandedOn
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

NOON = testing.moment(hour=12)


def hand_on(case: Case, giver: Account, taker: Account, reason: str = "出差") -> Case:
    return delegating.hand_on(case=case, to=taker, reason=reason, by=testing.officer(giver, NOON), at=NOON)


def third(case: Case) -> Account:
    """A third examiner of the department."""
    account = town.staff("third.one", "第三人", Role.EXAMINER)
    offices.posting(account, Duty.EXAMINER, department=case.department)
    return account


def test_the_colleague_speaks_in_his_place_and_the_history_names_both() -> None:
    case = testing.examining_now()
    taker = third(case)
    case = hand_on(case, town.zhao_gang(), taker)
    told = list(journal.history(subject(case)))[-1]
    assert (told.act, told.who_id, told.detail["handed_to"]) == ("case.hand_on", str(town.zhao_gang().pk), taker.pk)
    case = testing.says(case, taker, town.sun_li())
    assert StepHandover.objects.get().settled_at is not None
    assert CaseStep.objects.get(case=case, position=1).state == "done"


def test_the_reason_stays_out_of_the_journal() -> None:
    case = hand_on(testing.examining_now(), town.zhao_gang(), town.sun_li(), "张三的亲属")
    assert "张三" not in str(list(journal.history(subject(case)))[-1].detail)
    assert StepHandover.objects.get().reason == "张三的亲属"


def test_the_limit_of_the_step_is_what_it_was() -> None:
    case = testing.examining_now()
    before = CaseStep.objects.get(case=case, position=1).due_at
    hand_on(case, town.zhao_gang(), town.sun_li())
    assert CaseStep.objects.get(case=case, position=1).due_at == before


def test_who_handed_it_on_does_not_speak_any_more() -> None:
    case = hand_on(testing.examining_now(), town.zhao_gang(), town.sun_li())
    with pytest.raises(HandedOn, match="您已把这一环节转给孙丽"):
        testing.says(case, town.zhao_gang())


def test_a_kept_seat_is_for_nobody_else() -> None:
    case = testing.examined(opinions=1)
    somebody = third(case)
    case = hand_on(case, somebody, town.sun_li())
    fourth = town.staff("fourth.one", "第四人", Role.EXAMINER)
    offices.posting(fourth, Duty.EXAMINER, department=case.department)
    with pytest.raises(HandedOn, match="已转由孙丽办理"):
        testing.says(case, fourth)
    assert CaseStep.objects.get(case=testing.says(case, town.sun_li()), position=1).state == "done"


def test_the_other_seat_stays_free() -> None:
    case = testing.examining_now()
    taker = third(case)
    case = hand_on(case, town.zhao_gang(), taker)
    assert testing.says(case, town.sun_li()).opinions.count() == 1


def test_it_can_be_handed_on_and_back() -> None:
    case = testing.examining_now()
    case = hand_on(case, town.zhao_gang(), town.sun_li())
    case = hand_on(case, town.sun_li(), town.zhao_gang(), "已回岗")
    assert testing.says(case, town.zhao_gang()).opinions.count() == 1


def test_who_has_spoken_has_nothing_to_hand_on() -> None:
    case = testing.examined(opinions=1)
    with pytest.raises(SamePerson):
        hand_on(case, town.zhao_gang(), town.sun_li())


def test_a_reason_is_needed() -> None:
    with pytest.raises(Invalid, match="理由"):
        hand_on(testing.examining_now(), town.zhao_gang(), town.sun_li(), " ")


def test_not_to_himself() -> None:
    with pytest.raises(Invalid, match="本来就在您手里"):
        hand_on(testing.examining_now(), town.zhao_gang(), town.zhao_gang())


@pytest.mark.parametrize("stranger", [town.liu_mei, town.qian_yan, testing.fire_officer])
def test_not_out_of_the_department(stranger: object) -> None:
    assert callable(stranger)
    with pytest.raises(Invalid, match="在岗人员"):
        hand_on(testing.examining_now(), town.zhao_gang(), stranger())


def test_not_to_whom_the_case_concerns() -> None:
    case = testing.examining_now()
    taker = town.sun_li()
    taker.party = case.applicant
    taker.save(update_fields=["party"])
    with pytest.raises(Invalid, match="回避"):
        hand_on(case, town.zhao_gang(), taker)


def test_not_to_who_has_spoken_at_the_step() -> None:
    case = testing.examined(opinions=1)
    with pytest.raises(Invalid, match="两次"):
        hand_on(case, town.sun_li(), town.zhao_gang())


def test_not_twice_to_the_same() -> None:
    case = testing.examining_now()
    case = hand_on(case, town.zhao_gang(), town.sun_li())
    with pytest.raises(Invalid, match="已经转给"):
        hand_on(case, third(case), town.sun_li())


def test_once_the_seat_was_used_who_gave_it_away_may_bring_the_second_opinion() -> None:
    case = hand_on(testing.examining_now(), town.zhao_gang(), town.sun_li())
    case = testing.says(case, town.sun_li())
    case = testing.says(case, town.zhao_gang())
    assert CaseStep.objects.get(case=case, position=1).state == "done"


def test_who_gives_a_seat_back_still_has_his_own() -> None:
    case = hand_on(testing.examining_now(), town.zhao_gang(), town.sun_li())
    case = hand_on(case, town.sun_li(), town.zhao_gang(), "已回岗")
    case = testing.says(case, town.sun_li(), town.zhao_gang())
    assert CaseStep.objects.get(case=case, position=1).state == "done"
