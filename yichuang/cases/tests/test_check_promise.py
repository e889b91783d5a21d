"""The later check of a promise: two officers, kept, unkept or false, and what follows from each."""

from datetime import date

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import testing
from yichuang.cases.models import Case, Decision, Exclusion, Found, Promise, Revocation, State
from yichuang.cases.promises import checking, credit, revoking
from yichuang.cases.promises.checking import NothingToCheck
from yichuang.cases.promises.credit import BadCredit
from yichuang.cases.promises.revoking import NotRevocable
from yichuang.cases.standing import SamePerson
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.models import Account

LATER = testing.moment(day=30)
LAST = date(2026, 4, 30)


def check(case: Case, found: str, *accounts: Account) -> Case:
    for account in accounts or (town.zhao_gang(), town.sun_li()):
        by = testing.officer(account, LATER)
        case = checking.check_promise(case=case, found=found, text="到现场核对", by=by, at=LATER)
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


def test_an_unkept_promise_is_first_ordered_to_be_kept_and_checked_again() -> None:
    case = check(testing.granted_on_promise(), Found.UNKEPT)
    with pytest.raises(NotRevocable, match="责令"):
        revoke(case)
    case = order(case)
    letter = Letter.objects.get(subject_id=case.number, kind="correction_order")
    assert letter.facts["requirements"] == "补办健康证明"
    check(case, Found.KEPT)
    assert promise_of(case).settled_at == LATER


def test_still_unkept_it_is_revoked_and_the_decision_stays_as_it_was() -> None:
    case = check(order(check(testing.granted_on_promise(), Found.UNKEPT)), Found.UNKEPT)
    before = Decision.objects.get(case=case)
    case = revoke(case)
    revoked = Revocation.objects.get(case=case)
    assert (revoked.ground, revoked.decision) == ("promise_unkept", before)
    assert Decision.objects.get(case=case).outcome == before.outcome
    granted = Letter.objects.get(subject_id=case.number, kind="granting_decision")
    assert revoked.letter.kind == "revoking_decision"
    assert revoked.letter.facts["former_number"] == granted.number
    assert revoked.letter.facts["court"]
    assert case.state == State.DECIDED
    with pytest.raises(NotRevocable):
        revoke(case)


def test_a_false_promise_is_revoked_and_its_maker_promises_no_more_until_repaired() -> None:
    case = check(testing.granted_on_promise(), Found.FALSE)
    revoke(case)
    with pytest.raises(BadCredit):
        credit.refuse_excluded(case.applicant)
    exclusion = Exclusion.objects.get(party=case.applicant)
    checking.repair(exclusion=exclusion, by=testing.officer(town.qian_yan(), LATER), at=LATER)
    credit.refuse_excluded(case.applicant)
    with pytest.raises(NothingToCheck):
        checking.repair(exclusion=exclusion, by=testing.officer(town.qian_yan(), LATER), at=LATER)


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
