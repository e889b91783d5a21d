"""Extension: once, by the head of the body, before the limit runs out, and never of the promise (XKF 42)."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from yichuang.base.refusal import Invalid
from yichuang.cases import offers, queries, reckoning, testing
from yichuang.cases.models import Case, Extension, Rule, State
from yichuang.cases.pausing import extending, procedures
from yichuang.cases.standing import SamePerson
from yichuang.catalogue.content import Extension as Published
from yichuang.catalogue.content import TimeLimit
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town

TUESDAY, WEDNESDAY = testing.moment(day=1), testing.moment(day=2)


def ask(case: Case, *, at: datetime = TUESDAY, reason: str = "需要向外省核实") -> Case:
    return extending.ask(case=case, reason=reason, by=testing.officer(town.zhao_gang(), at), at=at)


def grant(case: Case, *, at: datetime = WEDNESDAY, **said: str) -> Case:
    return extending.grant(case=case, by=testing.officer(town.wu_jun(), at), at=at, **said)


def day(when: datetime | None) -> date | None:
    return timezone.localdate(when) if when else None


def test_the_head_adds_ten_working_days_to_the_limit_of_the_law() -> None:
    case = testing.examined()
    assert (day(case.statutory_due_at), day(case.promised_due_at)) == (date(2026, 3, 30), date(2026, 3, 9))
    case = grant(ask(case))
    assert (day(case.statutory_due_at), day(case.promised_due_at)) == (date(2026, 4, 13), date(2026, 3, 9))
    assert case.due_at == case.statutory_due_at
    assert next(one.counted for one in reckoning.of(case) if one.key == "statutory") == 30


def test_the_applicant_is_told_who_until_when_and_why_and_the_form_stays_in_the_house() -> None:
    case = grant(ask(testing.examined()))
    facts = Letter.objects.get(subject_id=case.number, kind="extension_notice").facts
    assert facts["approved_by"] == "小城县市场监督管理局负责人"
    assert (facts["new_due"][:10], facts["former_due"][:10]) == ("2026-04-13", "2026-03-30")
    assert facts["reasons"] == "需要向外省核实"
    form = Letter.objects.get(subject_id=case.number, kind="extension_form")
    assert form not in queries.letters_shown(case)


def test_a_limit_is_extended_once() -> None:
    case = grant(ask(testing.examined()))
    with pytest.raises(extending.CannotExtend, match="一次"):
        ask(case)


def test_a_second_request_waits_for_the_first() -> None:
    case = ask(testing.examined())
    with pytest.raises(extending.CannotExtend, match="等待"):
        ask(case)


def test_a_refused_request_is_kept_and_the_limit_stays() -> None:
    case = ask(testing.examined())
    before = case.statutory_due_at
    head = testing.officer(town.wu_jun(), WEDNESDAY)
    with pytest.raises(Invalid):
        extending.refuse(case=case, answer=" ", by=head, at=WEDNESDAY)
    case = extending.refuse(case=case, answer="可以在期限内办完", by=head, at=WEDNESDAY)
    kept = Extension.objects.get(case=case)
    assert (kept.granted, kept.answer, case.statutory_due_at) == (False, "可以在期限内办完", before)
    assert ask(case).state == State.EXAMINING


def test_a_chief_approver_does_not_extend_nor_does_an_examiner() -> None:
    case = ask(testing.examined())
    with pytest.raises(extending.NotTheHead):
        extending.grant(case=case, by=testing.officer(town.zhou_min(), WEDNESDAY), at=WEDNESDAY)
    with pytest.raises(NoMandate):
        extending.grant(case=case, by=testing.officer(town.zhao_gang(), WEDNESDAY), at=WEDNESDAY)


def test_nobody_grants_what_he_asked_for() -> None:
    case = testing.examined()
    offices.posting(town.wu_jun(), Duty.EXAMINER, department=case.department)
    case = extending.ask(case=case, reason="复杂", by=testing.officer(town.wu_jun(), TUESDAY), at=TUESDAY)
    with pytest.raises(SamePerson):
        grant(case)


def test_after_the_limit_has_run_out_nothing_can_be_extended() -> None:
    case, late = testing.examined(), testing.moment(day=60)
    with pytest.raises(extending.CannotExtend, match="届满"):
        ask(case, at=late)
    case = ask(case)
    with pytest.raises(extending.CannotExtend, match="届满"):
        grant(case, at=late)


def test_the_item_says_by_how_much() -> None:
    own = TimeLimit(length=20, unit="working_days", extension=Published(length=3, unit="working_days", text="可延3日"))
    case = grant(ask(testing.examined(testing.licence(statutory=own))))
    assert day(case.statutory_due_at) == date(2026, 4, 2)
    assert Extension.objects.get(case=case).basis == "可延3日"


def test_joint_handling_is_extended_by_the_government() -> None:
    case = ask(testing.says(testing.examining_now(testing.joint_licence()), town.zhao_gang()))
    with pytest.raises(Invalid) as refused:
        grant(case)
    assert refused.value.field == "government_approval"
    case = grant(case, government_approval="小政批〔2026〕8号")
    assert Extension.objects.get(case=case).length == 15
    assert "小政批" in Letter.objects.get(subject_id=case.number, kind="extension_notice").facts["approved_by"]


def test_a_body_that_only_helps_does_not_make_it_joint_handling() -> None:
    case = grant(ask(testing.examined(testing.licence(cooperating_bodies=("业务主管单位",)))))
    assert Extension.objects.get(case=case).length == 10


def test_what_is_no_licence_and_names_no_extension_is_not_extended() -> None:
    with pytest.raises(extending.CannotExtend):
        ask(testing.examined(testing.licence(item_type="07")))
    Rule.objects.filter(kind=Rule.Kind.EXTENSION).delete()
    with pytest.raises(extending.CannotExtend):
        ask(testing.examined(testing.licence("other")))


def test_it_needs_a_reason() -> None:
    with pytest.raises(Invalid):
        ask(testing.examined(), reason="")


def test_an_extension_and_a_pause_add_up() -> None:
    case = grant(ask(testing.examined()))
    by = testing.officer(town.zhao_gang(), WEDNESDAY)
    case = procedures.begin(case=case, kind="testing", days=2, reason="检测", by=by, at=WEDNESDAY)
    later = testing.moment(day=4)
    by = testing.officer(town.zhao_gang(), later)
    case = procedures.end(case=case, hold=case.holds.get().pk, result="合格", by=by, at=later)
    assert day(case.statutory_due_at) == date(2026, 4, 15)
    assert case.due_at == case.statutory_due_at


def test_a_limit_that_is_over_is_not_offered_to_be_made_longer_only_the_refusal() -> None:
    case = ask(testing.examined())
    late = testing.moment(day=40)
    offered = {one.act for one in offers.acts_for(case, testing.officer(town.wu_jun(), late), at=late) if one.allowed}
    assert "refuse_extension" in offered
    assert "extend" not in offered
