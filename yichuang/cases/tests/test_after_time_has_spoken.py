"""When a limit is over the law has spoken, also while the job that writes it down is still on its way: nobody is
quicker than the law (XKF 32(4); AY 24, 36)."""

from collections.abc import Callable

import pytest

from yichuang.cases import accepting, applying, correcting, deeming, terminating, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.life_cycle import Overdue
from yichuang.cases.models import Case, State
from yichuang.people import testing as town
from yichuang.people.actors import Actor

DEFECTS = [Defect(material_key="identity", reason="复印件不清晰")]
LATE = testing.moment(day=8)
LATER = testing.moment(day=16)

Act = Callable[[Case], object]


def clerk() -> Actor:
    return testing.officer(town.liu_mei(), LATE)


@pytest.mark.parametrize(
    "act",
    [
        lambda case: correcting.ask_correction(case=case, defects=DEFECTS, by=clerk(), at=LATE),
        lambda case: accepting.accept(case=case, by=clerk(), at=LATE),
        lambda case: accepting.decline(case=case, reasons="不属于职权", competent_body="公安局", by=clerk(), at=LATE),
        lambda case: applying.withdraw(case=case, by=testing.applicant(LATE), at=LATE),
    ],
    ids=["ask for corrections", "accept from a later day", "decline", "withdraw"],
)
def test_who_was_not_told_in_time_is_accepted_and_nothing_else(act: Act) -> None:
    case = testing.submitted()
    with pytest.raises(Overdue, match="届满"):
        act(case)
    assert deeming.deem_all(at=LATE).done == 1
    case = Case.objects.get(pk=case.pk)
    assert case.state == State.ACCEPTED
    assert case.accepted_at == testing.moment()


@pytest.mark.parametrize(
    "act",
    [
        lambda case: applying.withdraw(case=case, by=testing.applicant(LATER), at=LATER),
        lambda case: terminating.terminate(
            case=case, reason="申请人死亡", law="XKF", by=testing.officer(town.wu_jun(), LATER), at=LATER
        ),
    ],
    ids=["withdraw", "terminate"],
)
def test_who_did_not_correct_in_time_is_deemed_to_have_withdrawn_and_nothing_else(act: Act) -> None:
    case = testing.submitted()
    at = testing.moment(hour=11)
    correcting.ask_correction(case=case, defects=DEFECTS, by=testing.officer(town.liu_mei(), at), at=at)
    with pytest.raises(Overdue):
        act(case)
    deeming.deem_all(at=LATER)
    assert Case.objects.get(pk=case.pk).state == State.LAPSED


def test_nothing_is_decided_after_what_should_follow_did_not() -> None:
    case = testing.accepted_with_gaps()
    with pytest.raises(Overdue):
        terminating.terminate(
            case=case, reason="申请人死亡", law="XKF", by=testing.officer(town.wu_jun(), LATER), at=LATER
        )
    deeming.deem_all(at=LATER)
    assert Case.objects.get(pk=case.pk).state == State.LAPSED
