"""告知承诺: a free promise, decided on the spot by whoever holds the power, checked afterwards."""

from dataclasses import replace

import pytest

from yichuang.base.refusal import Refusals
from yichuang.cases import applying, deciding, examining, offers, queries, testing
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import CaseMaterial, Decision, Exclusion, Promise, Rule, State
from yichuang.cases.pausing import procedures
from yichuang.cases.promises import granting
from yichuang.cases.promises.credit import BadCredit, CreditNotLookedUp
from yichuang.cases.promises.granting import NoPromise
from yichuang.cases.standing import SamePerson
from yichuang.catalogue.content import Promise as Text
from yichuang.catalogue.content import Span
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town


def test_the_promise_comes_with_the_application_and_is_a_letter_to_sign() -> None:
    case = testing.promised()
    letter = Letter.objects.get(subject_id=case.number, kind="promise")
    assert letter.facts["duties"] == "从业人员都有健康证明。"
    assert Promise.objects.get(case=case).keys == ["health"]


def test_the_ordinary_way_stays() -> None:
    case = testing.accepted(testing.lenient(materials=testing.licence().parsed.materials))
    assert not Promise.objects.filter(case=case).exists()


def test_only_what_the_guide_names_can_be_promised() -> None:
    at = testing.moment()
    by = testing.applicant(at)
    scans = testing.scans("application", "plan", "health", by=by)
    wanted = replace(testing.online(testing.lenient(), by=by, materials=scans), promised=("identity",))
    with pytest.raises(Refusals, match="不能用承诺代替"):
        applying.apply(application=wanted, by=by, at=at)


def test_it_is_granted_on_the_spot_and_the_check_has_its_last_day() -> None:
    case = testing.granted_on_promise()
    assert (case.state, case.outcome) == (State.DECIDED, "granted")
    assert Decision.objects.get(case=case).by == town.wu_jun()
    assert Letter.objects.filter(subject_id=case.number, kind="granting_decision").exists()
    promise = Promise.objects.get(case=case)
    assert promise.check_due_at is not None
    assert str(promise.check_due_at.date()) == "2026-05-25"


def test_the_item_says_itself_how_long_the_check_may_take() -> None:
    text = Text(told="条件", promised="符合", consequences="撤销", check_within=Span(length=30, unit="calendar_days"))
    case = testing.granted_on_promise(testing.lenient("checked-licence", promise=text))
    due = Promise.objects.get(case=case).check_due_at
    assert due == testing.moment(day=30, hour=17)


def test_without_any_limit_for_the_check_nothing_is_granted() -> None:
    Rule.objects.filter(kind=Rule.Kind.PROMISE_CHECK).delete()
    with pytest.raises(NoPromise, match="核查的时限"):
        testing.granted_on_promise()


def test_the_credit_must_have_been_looked_up() -> None:
    at = testing.moment(hour=11)
    with pytest.raises(CreditNotLookedUp):
        granting.grant_on_promise(case=testing.promised(), by=testing.officer(town.wu_jun(), at), at=at)


def test_whoever_is_excluded_goes_the_ordinary_way() -> None:
    earlier = testing.submitted()
    Exclusion.objects.create(party=earlier.applicant, case=earlier, since=testing.moment())
    with pytest.raises(BadCredit, match="一般程序"):
        testing.promised()


def test_it_needs_the_power_to_decide() -> None:
    at = testing.moment(hour=11)
    with pytest.raises(NoMandate):
        granting.grant_on_promise(
            case=testing.promised(), credit_confirmed=True, by=testing.officer(town.zhao_gang(), at), at=at
        )


def test_whoever_accepted_does_not_decide() -> None:
    case, at = testing.promised(), testing.moment(hour=11)
    case.accepted_by = town.wu_jun()
    case.save(update_fields=["accepted_by"])
    with pytest.raises(SamePerson):
        granting.grant_on_promise(case=case, credit_confirmed=True, by=testing.officer(town.wu_jun(), at), at=at)


def test_a_case_without_promise_is_not_granted_in_this_way() -> None:
    at = testing.moment(hour=12)
    with pytest.raises(NoPromise):
        granting.grant_on_promise(
            case=testing.accepted(), credit_confirmed=True, by=testing.officer(town.wu_jun(), at), at=at
        )


def test_before_the_decision_the_applicant_takes_it_back_and_brings_the_paper() -> None:
    case, at = testing.promised(), testing.moment(day=1)
    by = testing.applicant(at)
    with pytest.raises(Refusals, match="健康证明"):
        granting.withdraw_promise(case=case, materials=[], by=by, at=at)
    case = granting.withdraw_promise(case=case, materials=testing.scans("health", by=by), by=by, at=at)
    assert CaseMaterial.objects.filter(case=case, key="health").exists()
    with pytest.raises(NoPromise):
        granting.grant_on_promise(case=case, credit_confirmed=True, by=testing.officer(town.wu_jun(), at), at=at)


def test_after_the_decision_it_is_too_late_to_take_it_back() -> None:
    case, at = testing.granted_on_promise(), testing.moment(day=1)
    by = testing.applicant(at)
    with pytest.raises(NoPromise, match="不能再撤回"):
        granting.withdraw_promise(case=case, materials=testing.scans("health", by=by), by=by, at=at)


def test_it_is_granted_once() -> None:
    case, at = testing.granted_on_promise(), testing.moment(day=1)
    with pytest.raises(WrongState):
        granting.grant_on_promise(case=case, credit_confirmed=True, by=testing.officer(town.wu_jun(), at), at=at)
    with pytest.raises(WrongState):
        deciding.decide(case=case, outcome="granted", by=testing.officer(town.wu_jun(), at), at=at)
    assert queries.owed_by(case) == []


def test_what_was_examined_and_granted_with_a_promise_standing_is_checked_later_too() -> None:
    case, at = testing.promised(), testing.moment(day=1)
    case = examining.begin(case=case, by=testing.officer(town.zhao_gang(), at), at=at)
    case = testing.says(case, town.zhao_gang(), town.sun_li(), at=at)
    deciding.decide(case=case, outcome="granted", by=testing.officer(town.wu_jun(), at), at=at)
    assert Promise.objects.get(case=case).check_due_at is not None


def test_it_is_taken_back_until_the_decision_also_while_a_procedure_holds_the_clock() -> None:
    case, at = testing.promised(), testing.moment(day=1)
    by = testing.officer(town.zhao_gang(), at)
    case = examining.begin(case=case, by=by, at=at)
    case = procedures.begin(case=case, kind="testing", days=3, reason="需要检测", by=by, at=at)
    home = testing.applicant(at)
    granting.withdraw_promise(case=case, materials=testing.scans("health", by=home), by=home, at=at)
    assert Promise.objects.get(case=case).withdrawn_at == at


def test_who_lost_his_credit_since_he_promised_is_not_offered_what_the_act_refuses() -> None:
    case, at = testing.promised(), testing.moment(hour=12)
    Exclusion.objects.create(party=case.applicant, case=case, since=testing.moment())
    by = testing.officer(town.wu_jun(), at)
    offer = next(one for one in offers.acts_for(case, by, at=at) if one.act == "grant_on_promise")
    assert "曾作出不实承诺" in offer.reason
