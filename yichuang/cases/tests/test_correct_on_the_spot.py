"""An error that can be put right on the spot is put right there: no letter, no round, no limit moves (XKF 32(3))."""

from typing import Any

import pytest

from yichuang.base.refusal import Invalid, Refusals
from yichuang.cases import applying, on_the_spot, queries, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, CaseMaterial, Correction, FormerAnswer, State
from yichuang.catalogue.content import Material
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
AT = testing.moment(hour=11)


def put_right(case: Case, *, confirmed: bool = True, **given: Any) -> Case:
    by = testing.officer(town.liu_mei(), AT)
    return on_the_spot.correct_on_the_spot(case=case, confirmed=confirmed, by=by, at=AT, **given)


def answers(case: Case) -> dict[str, Any]:
    kept = Case.objects.get(pk=case.pk).answers
    assert kept is not None
    return dict(kept.open())


def test_a_field_reads_otherwise_and_what_stood_there_is_kept_sealed() -> None:
    case = testing.submitted()
    case = put_right(case, answers={"premises": "小城县东街1号甲"})
    assert answers(case)["premises"] == "小城县东街1号甲"
    former = FormerAnswer.objects.get(case=case)
    assert former.value is not None
    assert (former.field, former.value.open(), former.replaced_at) == ("premises", testing.ANSWERS["premises"], AT)
    assert "东街" not in str(former.value)


def test_no_letter_no_round_and_no_limit_moves() -> None:
    case = testing.submitted()
    before = (case.due_at, case.deemed_at, Letter.objects.filter(subject_id=case.number).count())
    case = put_right(case, answers={"premises": "小城县东街1号甲"})
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert (case.due_at, case.deemed_at, Letter.objects.filter(subject_id=case.number).count()) == before
    assert not Correction.objects.filter(case=case).exists()


def test_the_history_names_what_was_put_right_and_not_what_stands_there() -> None:
    case = put_right(testing.submitted(), answers={"premises": "小城县东街1号甲"}, materials=testing.papers("identity"))
    last = list(queries.history(case))[-1]
    assert last.act == "case.correct_on_the_spot"
    assert (last.detail["corrected"], last.detail["confirmed"]) == ("经营场所、身份证明", True)
    assert "东街" not in str(last.detail)


def test_a_paper_takes_the_place_of_another_which_stays_in_the_case() -> None:
    case = put_right(testing.submitted(), materials=testing.papers("identity"))
    assert CaseMaterial.objects.filter(case=case, key="identity").count() == 2
    assert CaseMaterial.objects.get(case=case, key="identity", superseded_at=None).originals == 1


def test_the_applicant_has_to_confirm() -> None:
    case = testing.submitted()
    with pytest.raises(Invalid, match="核对") as refused:
        put_right(case, answers={"premises": "小城县东街1号甲"}, confirmed=False)
    assert refused.value.field == "confirmed"
    assert answers(case) == testing.ANSWERS


def test_nothing_changed_is_nothing_put_right() -> None:
    with pytest.raises(Invalid, match="没有需要更正"):
        put_right(testing.submitted(), answers=testing.ANSWERS)


def test_everything_wrong_is_told_at_once() -> None:
    papers = testing.papers("bank_statement")
    with pytest.raises(Refusals) as refused:
        put_right(testing.submitted(), answers={"premises": None}, materials=papers)
    assert {one.field for one in refused.value.refusals} == {"premises", "materials.bank_statement"}


def test_a_correction_that_asks_for_a_further_paper_takes_it_in_too() -> None:
    papers = (
        Material(key="application", name="申请书"),
        Material(key="proof", name="产权证明", when='has(answers.premises) && answers.premises == "小城县西街9号"'),
    )
    version, by = testing.licence("with-proof", materials=papers), testing.applicant(AT)
    application = testing.online(version, by=by, materials=testing.scans("application", by=by))
    case = applying.apply(application=application, by=by, at=AT)
    with pytest.raises(Refusals, match="产权证明"):
        put_right(case, answers={"premises": "小城县西街9号"})
    case = put_right(case, answers={"premises": "小城县西街9号"}, materials=testing.papers("proof"))
    assert {one.key for one in queries.materials_of(case)} == {"application", "proof"}


def test_it_is_over_once_the_application_is_accepted() -> None:
    with pytest.raises(WrongState):
        put_right(testing.accepted(), answers={"premises": "小城县东街1号甲"})


def test_only_the_window_does_it() -> None:
    case, by = testing.submitted(), testing.officer(town.he_jian(), AT)
    with pytest.raises(NoMandate):
        on_the_spot.correct_on_the_spot(case=case, answers={"premises": "甲乙"}, confirmed=True, by=by, at=AT)
