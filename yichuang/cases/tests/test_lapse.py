"""A correction that nobody answers in time: the application is deemed to be withdrawn (AY 36)."""

import pytest

from yichuang.cases import correcting, deeming, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, State
from yichuang.cases.overdue import NotYet
from yichuang.documents.models import Letter
from yichuang.people import testing as town

LAST_MOMENT = testing.moment(day=7, hour=17)


def told() -> Case:
    at = testing.moment(hour=11)
    defects = [Defect(material_key="identity", reason="复印件不清晰")]
    return correcting.ask_correction(
        case=testing.submitted(), defects=defects, by=testing.officer(town.liu_mei(), at), at=at
    )


def test_it_ends_when_the_time_is_over_and_not_before() -> None:
    case = told()
    with pytest.raises(NotYet):
        deeming.lapse(case=case, at=testing.moment(day=7, hour=16, minute=59))
    case = deeming.lapse(case=case, at=LAST_MOMENT)
    assert (case.state, case.ended_at, case.due_at, case.deemed_at) == (State.LAPSED, LAST_MOMENT, None, None)


def test_the_applicant_gets_a_letter_that_says_what_was_not_answered() -> None:
    case = deeming.lapse(case=told(), at=LAST_MOMENT)
    letter = Letter.objects.select_related("seal_use__seal").get(subject_id=case.number, kind="lapse_notice")
    assert "身份证明" in str(letter.facts["reasons"])
    assert letter.seal_use is not None
    assert letter.seal_use.seal.department == case.department


def test_an_answer_that_comes_too_late_is_refused_though_the_system_has_not_spoken_yet() -> None:
    case, at = told(), testing.moment(day=8)
    by = testing.applicant(at)
    with pytest.raises(WrongState, match="重新申请"):
        correcting.correct(case=case, materials=testing.scans("identity", by=by), by=by, at=at)
    with pytest.raises(WrongState):
        correcting.correct_at_counter(
            case=case, materials=testing.papers("identity"), by=testing.officer(town.liu_mei(), at), at=at
        )
