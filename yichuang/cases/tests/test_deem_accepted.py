"""Deemed acceptance: whoever is not told in time what is missing is accepted, from the day his papers came in."""

from datetime import timedelta

import pytest

from yichuang.base import journal
from yichuang.cases import accepting, correcting, deeming, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, Channel, Rule, State
from yichuang.cases.overdue import NotYet
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

ANYANG_36 = "《安阳市政务服务条例》第三十六条"
ANYANG_42 = "《安阳市政务服务条例》第四十二条"


def by_anyang_law() -> None:
    """On the spot at the counter, within one working day on line."""
    Rule.objects.filter(kind=Rule.Kind.ACCEPTANCE).delete()
    testing.rule(Rule.Kind.ACCEPTANCE, 1, basis=ANYANG_42)
    testing.rule(Rule.Kind.ACCEPTANCE, 0, unit="instant", channel=Channel.COUNTER, basis=ANYANG_36)


def on_paper() -> Case:
    at = testing.moment()
    return accepting.apply_at_counter(application=testing.application(), by=testing.officer(town.liu_mei(), at), at=at)


def test_by_national_law_five_working_days_of_silence_accept() -> None:
    case = testing.submitted()
    with pytest.raises(NotYet):
        deeming.deem_accepted(case=case, at=testing.moment(day=7, hour=16, minute=59))
    case = deeming.deem_accepted(case=case, at=testing.moment(day=7, hour=17))
    assert (case.state, case.deemed_accepted, case.accepted_by) == (State.ACCEPTED, True, None)


def test_in_anyang_paper_is_told_on_the_spot_and_what_comes_on_line_within_a_working_day() -> None:
    by_anyang_law()
    assert on_paper().deemed_at == testing.moment(hour=17)
    assert testing.submitted().deemed_at == testing.moment(day=1, hour=17)


def test_the_clock_runs_from_the_receipt_of_the_papers() -> None:
    case = deeming.deem_accepted(case=testing.submitted(), at=testing.moment(day=8))
    assert case.accepted_at == case.submitted_at == testing.moment()
    assert case.promised_due_at == testing.moment(day=7, hour=17)
    assert case.statutory_due_at == testing.moment(day=28, hour=17)


def test_after_a_correction_it_runs_from_the_receipt_of_the_corrected_papers() -> None:
    case, told, answered = testing.submitted(), testing.moment(day=1), testing.moment(day=2)
    defects = [Defect(material_key="identity", reason="复印件不清晰")]
    case = correcting.ask_correction(case=case, defects=defects, by=testing.officer(town.liu_mei(), told), at=told)
    by = testing.applicant(answered)
    case = correcting.correct(case=case, materials=testing.scans("identity", by=by), by=by, at=answered)
    assert case.deemed_at == testing.moment(day=9, hour=17)
    case = deeming.deem_accepted(case=case, at=testing.moment(day=10))
    assert case.accepted_at == answered


def test_the_notice_goes_out_under_the_departments_seal_and_names_the_law() -> None:
    by_anyang_law()
    case = deeming.deem_accepted(case=on_paper(), at=testing.moment(day=1))
    letter = Letter.objects.select_related("seal_use__seal").get(subject_id=case.number, kind="acceptance_notice")
    assert letter.seal_use is not None
    assert letter.seal_use.seal.department == case.department
    assert ANYANG_36 in letter.facts["deemed"]
    assert letter.facts["accepted_at"].startswith("2026-03-02")


def test_the_rule_is_the_one_of_the_day_of_receipt() -> None:
    old, new = Rule.objects.get(kind=Rule.Kind.ACCEPTANCE), testing.moment(day=2).date()
    old.until = new
    old.save()
    testing.rule(Rule.Kind.ACCEPTANCE, 1, since=new, basis=ANYANG_42)
    before, after = testing.submitted(at=testing.moment(day=1)), testing.submitted(at=testing.moment(day=2))
    assert (before.deemed_at, after.deemed_at) == (testing.moment(day=8, hour=17), testing.moment(day=3, hour=17))
    before = deeming.deem_accepted(case=before, at=testing.moment(day=9))
    letter = Letter.objects.get(subject_id=before.number, kind="acceptance_notice")
    assert "行政许可法" in letter.facts["deemed"]


def test_a_centre_without_such_a_rule_deems_nothing() -> None:
    Rule.objects.filter(kind=Rule.Kind.ACCEPTANCE).delete()
    case = testing.submitted()
    assert case.deemed_at is None
    with pytest.raises(NotYet):
        deeming.deem_accepted(case=case, at=testing.moment(day=60))


def test_only_the_system_brings_it_about() -> None:
    at = testing.moment(day=10)
    with pytest.raises(NotAllowed):
        deeming.deem_accepted(case=testing.submitted(), by=testing.officer(town.liu_mei(), at), at=at)


@pytest.mark.parametrize("told", ["accepted", "correction"])
def test_whoever_was_told_in_time_is_not_deemed_accepted(told: str) -> None:
    case, at = testing.submitted(), testing.moment(day=1)
    clerk = testing.officer(town.liu_mei(), at)
    if told == "accepted":
        case = accepting.accept(case=case, by=clerk, at=at)
        assert case.deemed_at is None
    else:
        defects = [Defect(material_key="identity", reason="复印件不清晰")]
        case = correcting.ask_correction(case=case, defects=defects, by=clerk, at=at)
    with pytest.raises(WrongState):
        deeming.deem_accepted(case=case, at=testing.moment(day=10))


def test_the_history_says_that_the_system_did_it_and_since_when() -> None:
    case = deeming.deem_accepted(case=testing.submitted(), at=testing.moment(day=8))
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert (last.act, last.who_kind) == ("case.deem_accepted", "system")
    assert last.detail["received"] == case.submitted_at.isoformat()
    assert last.at - case.submitted_at > timedelta(days=7)
