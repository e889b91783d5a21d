"""Everything is told once: each line has its rule and its fate, and who asks again answers for it."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, correcting, correction_lines, queries, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CorrectionLine
from yichuang.catalogue.content import Material
from yichuang.offices import testing as offices
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
AT = testing.moment(hour=11)
WRONG = [Defect(material_key="application", reason="没有签名"), Defect(material_key="identity", reason="复印件不清晰")]


def asked(case: Case, *defects: Defect, why_again: str = "") -> Case:
    by = testing.officer(town.liu_mei(), AT)
    return correcting.ask_correction(case=case, defects=defects or WRONG, why_again=why_again, by=by, at=AT)


def answered(case: Case, *keys: str) -> Case:
    by = testing.applicant(AT)
    return correcting.correct(case=case, materials=testing.scans(*keys, by=by), by=by, at=AT)


def statuses(case: Case) -> list[list[str]]:
    return [[one.status for one in lines] for _notice, lines in correction_lines.rounds_of(case)]


def test_a_second_notice_needs_the_reason_and_stands_on_the_list_of_supervision() -> None:
    case = answered(asked(testing.submitted()), "application", "identity")
    with pytest.raises(Invalid, match="一次告知") as refused:
        asked(case, WRONG[1])
    assert refused.value.field == "why_again"
    case = asked(case, WRONG[1], why_again="新交的复印件才看得出过期")
    listed = correction_lines.asked_again(offices.centre())
    assert [(one.case_id, one.why_again) for one in listed] == [(case.pk, "新交的复印件才看得出过期")]
    last = list(queries.history(case))[-1]
    assert (last.detail["round"], last.detail["why_again"]) == (2, "新交的复印件才看得出过期")


def test_the_first_notice_is_on_no_list() -> None:
    asked(testing.submitted(), WRONG[0])
    assert not correction_lines.asked_again(offices.centre()).exists()


def test_a_line_is_open_answered_still_wrong_or_accepted() -> None:
    case = asked(testing.submitted())
    assert statuses(case) == [["open", "open"]]
    case = answered(case, "application", "identity")
    assert statuses(case) == [["answered", "answered"]]
    case = asked(case, WRONG[1], why_again="仍不清晰")
    assert statuses(case) == [["open"], ["accepted", "still_wrong"]]
    case = answered(case, "identity")
    case = accepting.accept(case=case, by=testing.officer(town.liu_mei(), AT), at=AT)
    assert statuses(case) == [["accepted"], ["accepted", "still_wrong"]]


def test_the_old_and_the_new_paper_stand_side_by_side() -> None:
    case = answered(asked(testing.submitted()), "application", "identity")
    [(_notice, lines)] = correction_lines.rounds_of(case)
    assert [(len(one.before), len(one.after)) for one in lines] == [(1, 1), (1, 1)]
    assert lines[0].before[0].file_id != lines[0].after[0].file_id


def test_a_line_keeps_the_rule_of_the_guide() -> None:
    papers = (
        Material(key="application", name="申请书", acceptance_standard="本人签名", basis="《食品安全法》第三十五条"),
        Material(key="identity", name="身份证明"),
    )
    case = asked(testing.submitted(testing.licence("with-rules", materials=papers)))
    rules = list(CorrectionLine.objects.filter(correction__case=case).values_list("rule", flat=True))
    assert rules == ["本人签名；《食品安全法》第三十五条", ""]
