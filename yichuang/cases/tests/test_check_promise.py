"""The later check of a promise: two officers, kept, unkept or false, and what follows from each."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.cases import issuing, testing
from yichuang.cases.issuing import DecisionRevoked
from yichuang.cases.models import Case, Decision, Exclusion, Found, Promise, Revocation, State
from yichuang.cases.promises import checking, credit, offers, revoking
from yichuang.cases.promises.checking import NothingToCheck, OrderStillRuns
from yichuang.cases.promises.credit import BadCredit
from yichuang.cases.promises.revoking import NotRevocable
from yichuang.cases.standing import SamePerson
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.models import Account

LATER = testing.moment(day=30)
LAST = date(2026, 4, 30)
AFTERWARDS = testing.moment(day=60)
"""The day after the order's last."""


def check(case: Case, found: str, *accounts: Account, at: datetime = LATER) -> Case:
    for account in accounts or (town.zhao_gang(), town.sun_li()):
        by = testing.officer(account, at)
        case = checking.check_promise(case=case, found=found, text="到现场核对", by=by, at=at)
    return case


def order(case: Case) -> Case:
    by = testing.officer(town.zhao_gang(), LATER)
    return checking.order_to_keep(case=case, requirements="补办健康证明", correct_by=LAST, by=by, at=LATER)


def revoke(case: Case) -> Case:
    by = testing.officer(town.wu_jun(), LATER)
    return revoking.revoke_for_promise(case=case, reasons="逾期没有改正", by=by, at=LATER)


def promise_of(case: Case) -> Promise:
    return Promise.objects.get(case=case)


def test_two_officers_settle_a_promise_that_is_kept() -> None:
    case = testing.granted_on_promise()
    check(case, Found.KEPT, town.zhao_gang())
    assert promise_of(case).found == ""
    check(case, Found.KEPT, town.sun_li())
    assert (promise_of(case).found, promise_of(case).settled_at) == (Found.KEPT, LATER)
    assert not checking.open_checks(testing.officer(town.zhao_gang(), LATER), at=LATER).exists()


def test_one_officer_cannot_be_both() -> None:
    case = testing.granted_on_promise()
    with pytest.raises(SamePerson):
        check(case, Found.KEPT, town.zhao_gang(), town.zhao_gang())


def test_what_they_find_differently_does_not_count() -> None:
    case = testing.granted_on_promise()
    check(case, Found.KEPT, town.zhao_gang())
    check(case, Found.UNKEPT, town.sun_li())
    assert promise_of(case).found == ""


def test_the_department_sees_its_checks_the_first_due_on_top() -> None:
    case = testing.granted_on_promise()
    (listed,) = checking.open_checks(testing.officer(town.zhao_gang(), LATER), at=LATER)
    assert listed.case == case


def test_an_unkept_promise_is_revoked_at_once_and_the_decision_stays_as_it_was() -> None:
    case = check(testing.granted_on_promise(), Found.UNKEPT)
    before = Decision.objects.get(case=case)
    case = revoke(case)
    revoked = Revocation.objects.get(case=case)
    assert (revoked.ground, revoked.decision) == ("promise_unkept", before)
    assert Decision.objects.get(case=case).outcome == before.outcome
    granted = Letter.objects.get(subject_id=case.number, kind="granting_decision")
    assert revoked.letter.kind == "revoking_decision"
    assert revoked.letter.facts["former_number"] == granted.number
    assert revoked.letter.facts["court"]
    assert (case.state, case.due_at, granted.is_valid) == (State.TERMINATED, None, False)
    with pytest.raises(NotRevocable):
        revoke(case)


def test_nothing_is_made_or_issued_on_a_revoked_decision() -> None:
    case = revoke(check(testing.granted_on_promise(), Found.UNKEPT))
    by = testing.officer(town.zhao_gang(), LATER)
    for act in (issuing.begin_making, issuing.issue):
        with pytest.raises(DecisionRevoked):
            act(case=case, by=by, at=LATER)


@pytest.mark.parametrize(("found", "said"), [(Found.UNKEPT, "尚未履行"), (Found.FALSE, "与事实不符")])
def test_either_can_be_ordered_to_be_put_right_by_a_day_and_is_checked_again(found: Found, said: str) -> None:
    case = order(check(testing.granted_on_promise(), found))
    letter = Letter.objects.get(subject_id=case.number, kind="correction_order")
    assert letter.facts["requirements"] == "补办健康证明"
    assert said in letter.facts["finding"]
    assert letter.facts["correct_by"].startswith("2026-04-30")
    check(case, Found.KEPT)
    assert promise_of(case).settled_at == LATER
    with pytest.raises(NotRevocable):
        revoke(case)


def test_an_order_ends_with_the_business_of_its_last_day_and_the_check_has_its_own_time_after_it() -> None:
    promise = promise_of(order(check(testing.granted_on_promise(), Found.UNKEPT)))
    assert promise.correct_by is not None
    assert promise.check_due_at is not None
    assert timezone.localtime(promise.correct_by).strftime("%m-%d %H:%M") == "04-30 17:00"
    assert promise.check_due_at > promise.correct_by + timedelta(days=60)


def test_an_order_whose_last_day_is_a_day_off_ends_with_the_next_working_day() -> None:
    case = check(testing.granted_on_promise(), Found.UNKEPT)
    by = testing.officer(town.zhao_gang(), LATER)
    saturday = date(2026, 4, 25)
    case = checking.order_to_keep(case=case, requirements="补办健康证明", correct_by=saturday, by=by, at=LATER)
    promise = promise_of(case)
    assert promise.correct_by is not None
    assert timezone.localdate(promise.correct_by) == date(2026, 4, 27)


def test_a_false_promise_is_not_revoked_before_it_was_ordered_to_be_put_right() -> None:
    case = check(testing.granted_on_promise(), Found.FALSE)
    with pytest.raises(NotRevocable, match="责令"):
        revoke(case)
    case = check(order(case), Found.FALSE, at=AFTERWARDS)
    revoke(case)
    assert Revocation.objects.get(case=case).ground == "promise_false"


def test_before_the_last_day_of_the_order_is_over_nobody_finds_against_the_applicant() -> None:
    case = order(check(testing.granted_on_promise(), Found.FALSE))
    for found in (Found.FALSE, Found.UNKEPT):
        with pytest.raises(OrderStillRuns, match="2026-04-30"):
            check(case, found)


def test_one_order_is_enough() -> None:
    case = check(order(check(testing.granted_on_promise(), Found.UNKEPT)), Found.UNKEPT, at=AFTERWARDS)
    with pytest.raises(NothingToCheck):
        order(case)
    assert [name for name, _power in offers.for_officers(case)] == ["revoke_for_promise"]


@pytest.mark.parametrize(
    ("found", "acts"), [(Found.UNKEPT, ["order_to_keep", "revoke_for_promise"]), (Found.FALSE, ["order_to_keep"])]
)
def test_the_desk_offers_what_the_finding_allows(found: Found, acts: list[str]) -> None:
    case = check(testing.granted_on_promise(), found)
    assert [name for name, _power in offers.for_officers(case)] == acts


def test_whoever_made_a_false_promise_promises_no_more() -> None:
    case = check(order(check(testing.granted_on_promise(), Found.FALSE)), Found.FALSE, at=AFTERWARDS)
    with pytest.raises(BadCredit):
        credit.refuse_excluded(case.applicant)
    assert Exclusion.objects.get(party=case.applicant).case == case


def test_a_kept_promise_is_not_revoked() -> None:
    with pytest.raises(NotRevocable):
        revoke(check(testing.granted_on_promise(), Found.KEPT))


def test_a_case_without_promise_has_nothing_to_check() -> None:
    with pytest.raises(NothingToCheck):
        check(testing.decided(), Found.KEPT)


@pytest.mark.parametrize(("found", "text", "field"), [("perhaps", "看过", "found"), (Found.KEPT, " ", "text")])
def test_a_finding_says_what_was_found_and_how(found: str, text: str, field: str) -> None:
    by = testing.officer(town.zhao_gang(), LATER)
    with pytest.raises(Invalid) as caught:
        checking.check_promise(case=testing.granted_on_promise(), found=found, text=text, by=by, at=LATER)
    assert caught.value.field == field
