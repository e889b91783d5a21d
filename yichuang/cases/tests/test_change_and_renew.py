"""Change, renewal and cancellation name the certificate that they are about (行政许可法第四十九、五十、七十条)."""

from datetime import date, datetime, timedelta

import pytest

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.cases import accepting, applying, deciding, examining, issuing, testing
from yichuang.cases.afterwards import certificates, linking
from yichuang.cases.models import Case, Certificate, Draft, Outcome, Purpose
from yichuang.cases.tests.test_end_certificate import end, hear, tell
from yichuang.catalogue.models import Implementation
from yichuang.catalogue.testing import published_item
from yichuang.documents.models import Letter
from yichuang.people import testing as town

SHORT = {"valid_from": date(2026, 3, 2), "valid_until": date(2026, 5, 31)}


def one(**days: date) -> Certificate:
    case, at = testing.decided(), testing.moment(day=1)
    issuing.issue(
        case=case, certificate_number="豫食1", by=testing.officer(town.zhao_gang(), at), at=at, **(SHORT | days)
    )
    return certificates.with_events().get(case=case)


def about(former: Certificate, purpose: str, *, at: datetime | None = None) -> Case:
    at = at or testing.moment(day=2)
    by = testing.applicant(at)
    application = testing.online(testing.licence(), by=by, purpose=purpose, former=former)
    return applying.apply(application=application, by=by, at=at)


def accepted(former: Certificate, purpose: str, *, at: datetime | None = None) -> Case:
    at = at or testing.moment(day=2)
    case = about(former, purpose, at=at)
    return accepting.accept(case=case, by=testing.officer(town.liu_mei(), at), at=at)


def decided(case: Case, outcome: str = "granted", *, reasons: str = "", at: datetime | None = None) -> Case:
    at = at or testing.moment(day=3)
    case = examining.begin(case=case, by=testing.officer(town.zhao_gang(), at), at=at)
    for account in (town.zhao_gang(), town.sun_li()):
        by = testing.officer(account, at)
        case = examining.give_opinion(case=case, recommends=outcome, text="已审查", by=by, at=at)
    return deciding.decide(case=case, outcome=outcome, reasons=reasons, by=testing.officer(town.zhou_min(), at), at=at)


def letter(case: Case, kind: str) -> Letter:
    return Letter.objects.get(subject_id=case.number, kind=kind)


def test_a_renewal_goes_on_where_the_former_ends() -> None:
    former = one()
    case = decided(accepted(former, Purpose.RENEWAL))
    new = Certificate.objects.get(case=case)
    assert (new.former_id, new.number) == (former.pk, former.number)
    assert (new.valid_from, new.valid_until) == (date(2026, 6, 1), date(2031, 5, 31))
    facts = letter(case, "renewal_decision").facts
    assert (facts["former_number"], facts["valid_until"]) == ("豫食1", "2031-05-31")
    assert not Letter.objects.filter(subject_id=case.number, kind="granting_decision").exists()
    before = certificates.with_events().get(pk=former.pk)
    assert certificates.standing(before, on=date(2026, 3, 6)) == "renewed"
    assert before.valid_until == date(2026, 5, 31), "the former row is never edited"


def test_a_refused_renewal_changes_nothing_and_names_remedies() -> None:
    former = one()
    case = decided(accepted(former, Purpose.RENEWAL), Outcome.REFUSED, reasons="操作间没有冷藏设备")
    assert letter(case, "renewal_refusal").facts["court"]
    assert certificates.standing(certificates.with_events().get(pk=former.pk), on=date(2026, 3, 6)) == "in_force"


def test_a_change_names_what_is_changed_and_keeps_the_last_day() -> None:
    former = one()
    case = accepted(former, Purpose.CHANGE)
    with pytest.raises(Invalid) as refused:
        decided(case)
    assert refused.value.field == "reasons"
    at = testing.moment(day=3)
    by = testing.officer(town.zhou_min(), at)
    words = "经营场所：小城县西街2号\n面积扩大"
    case = deciding.decide(case=case, outcome=Outcome.GRANTED, reasons=words, by=by, at=at)
    changes = letter(case, "change_decision").facts["changes"]
    assert changes[0] == {"what": "经营场所", "after": "小城县西街2号"}
    assert changes[1]["after"] == "面积扩大"
    assert Certificate.objects.get(case=case).valid_until == former.valid_until


def test_a_refused_change_has_its_own_letter() -> None:
    case = decided(accepted(one(), Purpose.CHANGE), Outcome.REFUSED, reasons="租赁合同已经解除")
    assert letter(case, "change_refusal").facts["court"]


def test_a_cancellation_ends_the_certificate_and_brings_none() -> None:
    former = one()
    case = decided(accepted(former, Purpose.CANCELLATION))
    assert letter(case, "cancelling_decision").facts["former_number"] == "豫食1"
    assert certificates.standing(certificates.with_events().get(pk=former.pk), on=date(2026, 3, 6)) == "cancelled"
    at = testing.moment(day=4)
    case = issuing.issue(case=case, by=testing.officer(town.zhao_gang(), at), at=at)
    assert case.state == "completed"
    assert not Certificate.objects.filter(case=case).exists()
    assert not Letter.objects.filter(subject_id=case.number, kind="result").exists()


def test_the_new_certificate_is_given_out_under_the_former_number() -> None:
    case = decided(accepted(one(), Purpose.RENEWAL))
    at = testing.moment(day=4)
    issuing.issue(case=case, by=testing.officer(town.zhao_gang(), at), at=at)
    assert letter(case, "result").facts["certificate_number"] == "豫食1"


def test_what_was_renewed_cannot_be_renewed_again_but_its_successor_can() -> None:
    former = one()
    case = decided(accepted(former, Purpose.RENEWAL))
    with pytest.raises(Refused, match="已延续"):
        about(former, Purpose.RENEWAL)
    new = certificates.with_events().get(case=case)
    assert about(new, Purpose.CHANGE).former_id == new.pk


def test_another_persons_certificate_is_not_there() -> None:
    former, at = one(), testing.moment(day=2)
    stranger = town.actor(town.wang_fang(), at=at)
    application = testing.online(
        testing.licence(), by=stranger, of=town.wang_fang().party, purpose=Purpose.RENEWAL, former=former
    )
    with pytest.raises(Refusals, match="不在申请人名下"):
        applying.apply(application=application, by=stranger, at=at)
    with pytest.raises(linking.CannotContinue, match="没有找到"):
        linking.named("豫食1", holder=application.applicant)
    with pytest.raises(Refusals):
        applying.begin_draft(
            version=testing.licence(),
            applicant=application.applicant,
            purpose=Purpose.CHANGE,
            former=former,
            by=stranger,
            at=at,
        )
    assert not Draft.objects.exists()
    assert former not in certificates.of_actor(stranger, at=at)
    assert former in certificates.of_actor(testing.applicant(at), at=at)


def test_one_application_at_a_time_is_about_a_certificate() -> None:
    former = one()
    case = about(former, Purpose.RENEWAL)
    with pytest.raises(linking.CannotContinue, match=case.number):
        about(former, Purpose.CHANGE)


def test_an_expired_certificate_is_not_renewed_but_can_be_cancelled() -> None:
    former, late = one(), testing.moment(day=120)
    with pytest.raises(Refusals, match="已过有效期"):
        about(former, Purpose.RENEWAL, at=late)
    assert about(former, Purpose.CANCELLATION, at=late).former_id == former.pk


def test_what_has_no_end_needs_no_renewal() -> None:
    former = one()
    Certificate.objects.filter(pk=former.pk).update(valid_until=None)
    former.refresh_from_db()
    assert Purpose.RENEWAL not in linking.possible(former, on=testing.MONDAY)


def test_a_late_renewal_is_taken_in_and_told_what_that_means() -> None:
    former = one()
    last = testing.moment(day=60)
    assert last.date() == date(2026, 5, 1)
    in_time = about(former, Purpose.RENEWAL, at=last)
    assert in_time.renews_at is not None
    assert "note" not in letter(in_time, "receipt").facts
    applying.withdraw(case=in_time, by=testing.applicant(last), at=last)
    late = about(former, Purpose.RENEWAL, at=last + timedelta(days=1))
    assert late.renews_at is None
    assert "不视为准予延续" in letter(late, "receipt").facts["note"]


def test_a_late_renewal_accepted_in_one_go_at_the_counter_is_told_what_that_means() -> None:
    last, late = testing.moment(day=60), testing.moment(day=61)
    former = one()
    in_time = accepted_at_once(former, at=last)
    assert "note" not in letter(in_time, "acceptance_notice").facts
    applying.withdraw(case=in_time, by=testing.applicant(last), at=last)
    assert "不视为准予延续" in letter(accepted_at_once(former, at=late), "acceptance_notice").facts["note"]


def accepted_at_once(former: Certificate, *, at: datetime) -> Case:
    application = testing.application(purpose=Purpose.RENEWAL, former=former)
    return accepting.accept_at_counter(application=application, by=testing.officer(town.liu_mei(), at), at=at)


def test_the_handle_item_of_its_kind_is_the_way_where_there_is_one() -> None:
    former = one()
    power = Implementation.objects.create(department=former.department, name="食品经营许可")
    item = former.item
    item.implementation = power
    item.save(update_fields=["implementation"])
    beside = published_item("food-renewal", name="食品经营许可延续", form=testing.FORM)
    beside.item.implementation, beside.item.handle_kind = power, "renewal"
    beside.item.save(update_fields=["implementation", "handle_kind"])
    former = certificates.with_events().get(pk=former.pk)
    assert linking.version_for(former, Purpose.RENEWAL, on=testing.MONDAY).item.code == "food-renewal"
    assert linking.version_for(former, Purpose.CHANGE, on=testing.MONDAY).item.code == "food-licence"
    with pytest.raises(Refused, match="食品经营许可延续"):
        about(former, Purpose.RENEWAL)


def test_what_was_revoked_meanwhile_is_not_renewed_and_not_by_law_either() -> None:
    former = one()
    case = accepted(former, Purpose.RENEWAL)
    tell(former.case)
    hear(former.case)
    end(former.case)
    with pytest.raises(linking.CannotContinue, match="已撤销"):
        decided(case)
    case.refresh_from_db()
    assert case.renews_at is None


def test_a_purpose_without_a_certificate_is_refused() -> None:
    at = testing.moment()
    by = testing.applicant(at)
    with pytest.raises(Refusals, match="请选择要变更"):
        applying.apply(application=testing.online(by=by, purpose=Purpose.RENEWAL), by=by, at=at)


def test_a_draft_keeps_what_it_is_about_and_stands_beside_an_ordinary_one() -> None:
    former, at = one(), testing.moment(day=2)
    by = testing.applicant(at)
    ordinary = applying.begin_draft(version=testing.licence(), applicant=former.holder, by=by, at=at)
    draft = applying.begin_draft(
        version=testing.licence(), applicant=former.holder, purpose=Purpose.CHANGE, former=former, by=by, at=at
    )
    assert draft.pk != ordinary.pk
    assert applying.application_of(draft).former == former


def test_what_ran_out_meanwhile_is_not_changed_any_more() -> None:
    former = one(valid_until=date(2026, 3, 4))
    case = accepted(former, Purpose.CHANGE)
    at = testing.moment(day=3)
    with pytest.raises(linking.CannotContinue, match="已过有效期"):
        decided(case, reasons="经营场所：小城县西街2号", at=at)
    by = testing.officer(town.zhou_min(), at)
    case = deciding.decide(case=case, outcome=Outcome.REFUSED, reasons="证照已于2026年3月4日届满", by=by, at=at)
    assert letter(case, "change_refusal").facts["court"]
