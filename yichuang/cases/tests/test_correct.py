"""Correction: one letter with everything, one answer to all of it."""

import pytest

from yichuang.base.refusal import Invalid, Refusals
from yichuang.cases import correcting, queries, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CaseMaterial, State
from yichuang.catalogue import testing as contents
from yichuang.documents.models import Letter
from yichuang.documents.reasoning import NoReason
from yichuang.people import testing as town

BLURRED = Defect(material_key="identity", reason="复印件不清晰")
UNCLEAR = Defect(field="premises", reason="门牌号不全")


def told(*defects: Defect) -> Case:
    at = testing.moment(hour=11)
    case = testing.submitted()
    return correcting.ask_correction(case=case, defects=defects, by=testing.officer(town.liu_mei(), at), at=at)


def test_one_letter_tells_everything_with_the_deadline() -> None:
    case = told(BLURRED, UNCLEAR)
    letter = Letter.objects.get(subject_id=case.number, kind="correction_notice")
    assert [line["what"] for line in letter.facts["items"]] == ["身份证明", "经营场所"]
    assert letter.facts["answer_by"].startswith("2026-03-09")
    assert case.state == State.CORRECTING


def test_a_notice_needs_a_reason_for_each_line() -> None:
    with pytest.raises(Invalid, match="第 1 项"):
        told(Defect(material_key="identity", reason=" "))


def test_each_line_says_what_is_wrong() -> None:
    with pytest.raises(NoReason, match="“经营场所”只写了“不符合要求”") as refused:
        told(BLURRED, Defect(field="premises", reason="不符合要求"))
    assert refused.value.field == "defects.2.reason"
    assert not Letter.objects.filter(kind="correction_notice").exists()


def test_a_notice_about_nothing_is_refused() -> None:
    with pytest.raises(Invalid):
        told()


def test_a_material_outside_the_guide_cannot_be_demanded() -> None:
    with pytest.raises(Invalid):
        told(Defect(material_key="bank_statement", reason="请补充"))


def test_every_line_must_be_answered() -> None:
    case = told(BLURRED, UNCLEAR)
    at = testing.moment(day=1)
    with pytest.raises(Refusals) as caught:
        correcting.correct(
            case=case, materials=testing.scans("identity", by=testing.applicant(at)), by=testing.applicant(at), at=at
        )
    assert [one.field for one in caught.value.refusals] == ["answers.premises"]


def test_the_answer_puts_the_case_back_before_the_window_and_keeps_the_old_paper() -> None:
    case = told(BLURRED, UNCLEAR)
    at = testing.moment(day=1)
    case = correcting.correct(
        case=case,
        materials=testing.scans("identity", by=testing.applicant(at)),
        answers={"premises": "小城县东街1号甲"},
        by=testing.applicant(at),
        at=at,
    )
    assert case.state == State.SUBMITTED
    assert CaseMaterial.objects.filter(case=case, key="identity").count() == 2
    assert CaseMaterial.objects.get(case=case, key="identity", superseded_at=None).given_at == at
    kept = Case.objects.get(pk=case.pk)
    assert kept.answers is not None
    assert kept.answers.open()["premises"] == "小城县东街1号甲"


def test_what_was_not_asked_for_cannot_be_changed_with_the_answer() -> None:
    case = told(BLURRED)
    at = testing.moment(day=1)
    case = correcting.correct(
        case=case,
        materials=testing.scans("identity", by=testing.applicant(at)),
        answers={"premises": "别处"},
        by=testing.applicant(at),
        at=at,
    )
    kept = Case.objects.get(pk=case.pk)
    assert kept.answers is not None
    assert kept.answers.open()["premises"] == testing.ANSWERS["premises"]


def test_the_clerk_takes_in_the_corrected_paper_at_the_counter() -> None:
    case = told(BLURRED)
    at = testing.moment(day=1)
    case = correcting.correct_at_counter(
        case=case, materials=testing.papers("identity"), by=testing.officer(town.liu_mei(), at), at=at
    )
    assert case.state == State.SUBMITTED


def test_a_corrected_paper_stands_where_the_old_one_stood() -> None:
    case = told(Defect(material_key="application", reason="没有签名"))
    before = [one.key for one in queries.materials_of(case)]
    at, by = testing.moment(day=1), testing.applicant(testing.moment(day=1))
    case = correcting.correct(case=case, materials=testing.scans("application", by=by), by=by, at=at)
    assert [one.key for one in queries.materials_of(case)] == before
    assert before[0] == "application"


def test_what_can_be_asked_for_stands_in_the_order_of_the_form() -> None:
    fields = {
        "b_second": {"type": "string", "title": "乙", "x-order": 2},
        "later": {"type": "string", "title": "丙", "x-order": 3},
        "the_first": {"type": "string", "title": "甲", "x-order": 1},
    }
    names = queries.names_of(contents.content(form={"type": "object", "properties": fields}))
    assert [name for (kind, _key), name in names.items() if kind == "field"] == ["甲", "乙", "丙"]
