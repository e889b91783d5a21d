"""Whoever looks at what was put right writes it down line by line, and what he does agrees with it."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, correcting, correction_lines, marking, queries, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.correction_lines import Forgotten
from yichuang.cases.marking import Mark, NothingToMark, StillWrong
from yichuang.cases.models import Case, State
from yichuang.catalogue.content import File, Material
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
AT = testing.moment(hour=11)
WRONG = [Defect(material_key="application", reason="没有签名"), Defect(material_key="identity", reason="复印件不清晰")]


def answered() -> Case:
    """Both papers were asked for and have come."""
    clerk, citizen = testing.officer(town.liu_mei(), AT), testing.applicant(AT)
    case = correcting.ask_correction(case=testing.submitted(), defects=WRONG, by=clerk, at=AT)
    return correcting.correct(case=case, materials=testing.scans(by=citizen), by=citizen, at=AT)


def marked(case: Case, *marks: Mark) -> Case:
    return marking.mark_lines(case=case, marks=marks, by=testing.officer(town.liu_mei(), AT), at=AT)


def lines(case: Case) -> list[tuple[str, str]]:
    return [(one.status, one.line.remark) for one in correction_lines.rounds_of(case)[0][1]]


def test_each_line_is_marked_by_itself_with_a_word_why() -> None:
    case = marked(answered(), Mark(1, right=True))
    assert lines(case) == [("accepted", ""), ("answered", "")]
    case = marked(case, Mark(2, right=False, remark="背面没有复印"))
    assert lines(case) == [("accepted", ""), ("still_wrong", "背面没有复印")]


def test_the_journal_counts_and_no_limit_moves() -> None:
    case = answered()
    before = (case.due_at, case.deemed_at)
    case = marked(case, Mark(1, right=True), Mark(2, right=False, remark="背面没有复印"))
    last = list(queries.history(case))[-1]
    assert (last.act, last.detail["put_right"], last.detail["still_wrong"]) == ("case.mark_correction", 1, 1)
    assert "背面" not in str(last.detail)
    assert (case.state, case.due_at, case.deemed_at) == (State.SUBMITTED, *before)


def test_still_wrong_without_a_word_is_refused_beside_its_line() -> None:
    with pytest.raises(Invalid, match="身份证明") as refused:
        marked(answered(), Mark(2, right=False))
    assert refused.value.field == "lines.2"


def test_a_line_that_is_not_in_the_letter_and_nothing_at_all_are_refused() -> None:
    case = answered()
    with pytest.raises(Invalid):
        marked(case, Mark(3, right=True))
    with pytest.raises(Invalid):
        marked(case)


def test_there_is_nothing_to_mark_before_an_answer() -> None:
    with pytest.raises(NothingToMark):
        marked(testing.submitted(), Mark(1, right=True))


def test_only_who_may_tell_corrections_marks_them() -> None:
    with pytest.raises(NoMandate):
        marking.mark_lines(case=answered(), marks=[Mark(1, right=True)], by=testing.officer(town.he_jian(), AT), at=AT)


def test_nobody_accepts_what_stands_as_still_wrong_until_it_is_marked_otherwise() -> None:
    case, clerk = marked(answered(), Mark(2, right=False, remark="背面没有复印")), testing.officer(town.liu_mei(), AT)
    with pytest.raises(StillWrong, match="身份证明"):
        accepting.accept(case=case, by=clerk, at=AT)
    case = marked(case, Mark(2, right=True))
    assert accepting.accept(case=case, by=clerk, at=AT).state == State.ACCEPTED


def test_the_next_letter_tells_everything_that_is_still_wrong() -> None:
    case, clerk = marked(answered(), Mark(2, right=False, remark="背面没有复印")), testing.officer(town.liu_mei(), AT)
    assert correction_lines.still_wrong(case) == {("material", "identity"): "背面没有复印"}
    with pytest.raises(Forgotten, match="身份证明"):
        correcting.ask_correction(case=case, defects=WRONG[:1], why_again="又发现", by=clerk, at=AT)
    again = [Defect(material_key="identity", reason="背面没有复印，请补上")]
    case = correcting.ask_correction(case=case, defects=again, why_again="交来的仍然不全", by=clerk, at=AT)
    first = correction_lines.rounds_of(case)[1][1]
    assert [(one.status, one.line.remark) for one in first] == [("accepted", ""), ("still_wrong", "背面没有复印")]


def test_the_letter_prints_the_rule_and_where_the_sample_is() -> None:
    sample = File(name="样表.pdf", digest="0" * 64)
    papers = (
        Material(key="application", name="申请书", acceptance_standard="本人签名", sample=sample),
        Material(key="identity", name="身份证明"),
    )
    case = testing.submitted(testing.licence("with-a-sample", materials=papers))
    correcting.ask_correction(case=case, defects=WRONG, by=testing.officer(town.liu_mei(), AT), at=AT)
    letter = Letter.objects.get(subject_id=case.number, kind="correction_notice")
    assert [line["rule"] for line in letter.facts["items"]] == [
        "本人签名。办事指南（with-a-sample）附有填写样表，窗口也可领取",
        "",
    ]
