"""Taking back a step: a new act that everybody sees, by the right person, in time, and never a decision."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, applying, correcting, examining, issuing, queries, signed_copies, testing, undoing
from yichuang.cases.correcting import Defect
from yichuang.cases.life_cycle import MOVES
from yichuang.cases.models import Case, Correction, Opinion, Outcome, Rule, State
from yichuang.cases.undoing import NotToBeUndone
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
LIU = town.liu_mei


def back(case: Case, who: Account, at: datetime, *, sure: bool = True) -> Case:
    by = testing.officer(who, at)
    return undoing.take_back(case=case, reason="点错了办件", not_handed_out=sure, by=by, at=at)


def acts(case: Case) -> list[str]:
    return [entry.act.removeprefix("case.") for entry in queries.history(case)]


def asked(at: datetime) -> Case:
    defects = [Defect(material_key="identity", reason="复印件不清晰")]
    return correcting.ask_correction(
        case=testing.submitted(at=at), defects=defects, by=testing.officer(LIU(), at), at=at
    )


def declined(at: datetime) -> Case:
    by = testing.officer(LIU(), at)
    return accepting.decline(
        case=testing.submitted(at=at), reasons="不属于本机关职权", competent_body="大城县人民政府", by=by, at=at
    )


def test_acceptance_is_taken_back_its_letter_revoked_and_its_number_stays_used() -> None:
    case, at = testing.accepted(), testing.moment(hour=11)
    was = testing.submitted(at=testing.moment())
    case = back(case, LIU(), at)
    assert (case.state, case.accepted_at, case.statutory_due_at) == (State.SUBMITTED, None, None)
    assert (case.due_at, case.deemed_at) == (was.due_at, was.deemed_at)
    letter = Letter.objects.get(subject_id=case.number, kind="acceptance_notice")
    assert (letter.revoked_at, letter.revoked_reason) == (at, "点错了办件")
    again = accepting.accept(case=case, by=testing.officer(LIU(), at), at=at + timedelta(minutes=5))
    numbers = [one.number for one in queries.letters_of(again).filter(kind="acceptance_notice")]
    assert len(set(numbers)) == 2
    assert acts(again) == ["apply", "accept", "take_back_acceptance", "accept"]


def test_what_was_accepted_at_the_counter_gets_the_receipt_instead() -> None:
    at = testing.moment()
    by = testing.officer(LIU(), at)
    case = accepting.accept_at_counter(application=testing.application(), by=by, at=at)
    case = back(case, LIU(), at + timedelta(minutes=1))
    assert queries.letters_of(case).filter(kind="receipt").exists()


def test_acceptance_stands_when_the_law_accepts_by_itself() -> None:
    testing.rule(Rule.Kind.TAKING_BACK, 20)
    case = testing.accepted()
    with pytest.raises(NotToBeUndone, match="视为受理"):
        back(case, LIU(), testing.moment(day=9))


def test_a_correction_notice_is_taken_back_and_another_one_is_possible() -> None:
    at = testing.moment(hour=11)
    case = back(asked(at), LIU(), at)
    assert case.state == State.SUBMITTED
    assert not Correction.objects.filter(case=case).exists()
    assert Correction.every.get(case=case).taken_back_at == at
    told = [Defect(material_key="application", reason="缺少申请人签名")]
    case = correcting.ask_correction(case=case, defects=told, by=testing.officer(LIU(), at), at=at)
    assert Correction.objects.get(case=case).round == 2


def test_what_the_applicant_holds_on_paper_is_taken_back_by_a_letter_that_says_why() -> None:
    at = testing.moment(hour=11)
    case = asked(at)
    former = queries.letters_of(case).get(kind="correction_notice")
    by = testing.officer(LIU(), at)
    case = signed_copies.record(
        case=case, letter=former.pk, signed_on=at.date(), signer="addressee", by=by, at=at + timedelta(minutes=1)
    )
    case = back(case, LIU(), at + timedelta(minutes=5), sure=False)
    notice = queries.letters_of(case).select_related("seal_use__seal").get(kind="taking_back_notice")
    assert (case.state, notice.addressee) == (State.SUBMITTED, former.addressee)
    assert (notice.facts["reasons"], notice.facts["former_letter"]) == ("点错了办件", f"补正告知书（{former.number}）")
    assert case.due_at is not None
    assert notice.facts["due"] == case.due_at.isoformat()
    assert notice.seal_use is not None
    assert notice.seal_use.seal.kind == "acceptance"
    former.refresh_from_db()
    assert former.revoked_reason == f"点错了办件（见收回告知书 {notice.number}）"
    assert signed_copies.of_case(case)[former.pk].signed_on == at.date()
    assert queries.history(case).reverse()[0].detail["letter"] == notice.number


def test_what_was_answered_is_not_taken_back() -> None:
    at = testing.moment(hour=11)
    case = asked(at)
    by = testing.applicant(at)
    case = correcting.correct(case=case, materials=testing.scans("identity", by=by), by=by, at=at)
    with pytest.raises(NotToBeUndone, match="申请人自己做的"):
        back(case, LIU(), at)


def test_declining_is_taken_back_only_when_the_paper_was_not_handed_out() -> None:
    at = testing.moment(hour=11)
    case = declined(at)
    with pytest.raises(Invalid) as refused:
        back(case, LIU(), at, sure=False)
    assert refused.value.field == "not_handed_out"
    case = back(case, LIU(), at)
    assert (case.state, case.ended_at) == (State.SUBMITTED, None)
    assert case.due_at is not None


def test_only_who_did_it_or_his_chief_takes_it_back() -> None:
    at = testing.moment(hour=12)
    case = testing.examined()
    with pytest.raises(NotToBeUndone, match="经办人本人"):
        back(case, town.zhao_gang(), at)
    with pytest.raises(NoMandate):
        back(case, LIU(), at)
    case = back(case, town.wu_jun(), at)
    assert Opinion.objects.get(case=case).by == town.zhao_gang()


def test_an_officer_writes_another_opinion_after_he_took_his_back() -> None:
    at = testing.moment(hour=12)
    case = back(testing.examined(), town.sun_li(), at)
    by = testing.officer(town.sun_li(), at)
    case = examining.give_opinion(case=case, recommends=Outcome.REFUSED, text="距离不符", by=by, at=at)
    assert [one.recommends for one in queries.opinions_of(case)] == ["granted", "refused"]
    case = back(back(case, town.sun_li(), at), town.zhao_gang(), at)
    assert not queries.opinions_of(case).exists()
    with pytest.raises(NotToBeUndone, match="审查意见"):
        back(case, town.zhao_gang(), at)


def test_who_began_by_mistake_puts_the_case_back_and_the_steps_are_laid_out_anew() -> None:
    at = testing.moment(hour=11)
    by = testing.officer(town.zhao_gang(), at)
    case = examining.begin(case=testing.accepted(), by=by, at=at)
    case = back(case, town.zhao_gang(), at)
    assert (case.state, case.steps.count()) == (State.ACCEPTED, 0)
    assert examining.begin(case=case, by=by, at=at).steps.filter(state="open").exists()


def test_the_step_is_open_again_and_what_opened_after_it_waits_again() -> None:
    case = testing.examined()
    assert list(case.steps.order_by("position").values_list("state", flat=True)) == ["done", "open"]
    back(case, town.sun_li(), testing.moment(hour=12))
    assert list(case.steps.order_by("position").values_list("state", flat=True)) == ["open", "waiting"]


def test_the_next_day_is_too_late_unless_the_centre_gives_longer() -> None:
    case, late = testing.accepted(), testing.moment(day=1, hour=9)
    with pytest.raises(NotToBeUndone, match="2026-03-02"):
        back(case, LIU(), late)
    testing.rule(Rule.Kind.TAKING_BACK, 2)
    assert back(case, LIU(), late).state == State.SUBMITTED


def test_a_decision_is_not_taken_back_and_the_sentence_names_the_lawful_way() -> None:
    with pytest.raises(NotToBeUndone, match="第六十九条"):
        back(testing.decided(), town.zhou_min(), testing.moment(hour=14))


def test_making_and_issue_are_taken_back_while_the_result_lies_at_the_window() -> None:
    at = testing.moment(hour=14)
    by = testing.officer(town.zhao_gang(), at)
    case = issuing.begin_making(case=testing.decided(), by=by, at=at)
    assert back(case, town.zhao_gang(), at).state == State.DECIDED
    case = issuing.issue(case=case, certificate_number="A1", by=by, at=at)
    case = back(case, town.zhao_gang(), at)
    assert (case.state, case.completed_at) == (State.DECIDED, None)
    assert not queries.results_of(case).filter(kind="result").exists()


def test_what_the_applicant_did_is_not_the_offices_to_take_back() -> None:
    at = testing.moment(hour=11)
    case = applying.withdraw(case=testing.submitted(), by=testing.applicant(at), at=at)
    with pytest.raises(NotToBeUndone):
        back(case, LIU(), at)


@pytest.mark.parametrize("make", [testing.accepted, lambda: asked(testing.moment())])
def test_a_reason_is_asked_for(make: Callable[[], Case]) -> None:
    at = testing.moment(hour=11)
    with pytest.raises(Invalid) as refused:
        undoing.take_back(case=make(), reason=" ", not_handed_out=True, by=testing.officer(LIU(), at), at=at)
    assert refused.value.field == "reason"


def test_every_step_of_the_table_names_moves_that_lead_back_where_it_came_from() -> None:
    for act, row in undoing.TABLE.items():
        assert MOVES[act].target in MOVES[row.move].sources
        assert str(row.why)
    assert not {"grant", "refuse", "grant_at_once", "withdraw", "lapse", "deem_accepted"} & set(undoing.TABLE)
