"""容缺受理: accepted on a written promise to bring what is secondary; everything else must be there."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base import calendar as calendars
from yichuang.base import journal
from yichuang.base.limits import Limit, Unit, due
from yichuang.base.refusal import Refusals
from yichuang.cases import accepting, applying, deeming, offers, testing
from yichuang.cases.applying import Application
from yichuang.cases.models import Case, Effect, Exclusion, LaterPromise, Rule, State
from yichuang.cases.promises import credit, owing, tolerance
from yichuang.cases.promises.credit import BadCredit, CreditNotLookedUp, Standing
from yichuang.cases.promises.owing import NothingOwed, NoTolerance
from yichuang.cases.queries import PapersOwed
from yichuang.catalogue.content import Span, TimeLimit, Tolerance
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.queries import office_hours
from yichuang.people import testing as town
from yichuang.people.models import Party


def on_line(*keys: str, later: tuple[str, ...] = ("plan",), **parts: Any) -> Case:
    at = testing.moment()
    by = testing.applicant(at)
    scans = testing.scans(*(keys or ("application", "identity", "health")), by=by)
    return applying.apply(application=_application(scans, later=later, **parts), by=by, at=at)


def _application(materials: Any, *, later: tuple[str, ...] = ("plan",), **parts: Any) -> Application:
    plain = testing.application(parts.pop("version", None) or testing.lenient(), materials=materials)
    return Application(
        again="另一处经营场所",
        version=plain.version,
        applicant=plain.applicant,
        answers=plain.answers,
        materials=materials,
        later=later,
        **parts,
    )


def accepted(case: Case | None = None, *, at: datetime | None = None, confirmed: bool = True) -> Case:
    at = at or testing.moment(hour=11)
    by = testing.officer(town.liu_mei(), at)
    return tolerance.accept_with_gaps(case=case or on_line(), credit_confirmed=confirmed, by=by, at=at)


def test_the_clock_starts_and_the_last_day_for_what_follows_is_set() -> None:
    case = accepted()
    promise = LaterPromise.objects.get(case=case)
    assert case.state == State.ACCEPTED
    assert case.promised_due_at == testing.moment(day=7, hour=17)
    assert promise.due_at == case.deemed_at == testing.moment(day=3, hour=17)


def test_the_last_day_leaves_the_department_the_time_that_the_rule_asks_for() -> None:
    patient = testing.lenient("patient-licence", tolerance=Tolerance(within=Span(length=10)))
    case = accepted(on_line(version=patient))
    assert LaterPromise.objects.get(case=case).due_at == testing.moment(day=3, hour=17)


def test_the_applicant_is_told_on_the_spot_what_is_missing_until_when_and_what_default_does() -> None:
    case = accepted()
    for kind in ("tolerance_promise", "acceptance_notice"):
        letter = Letter.objects.get(subject_id=case.number, kind=kind)
        assert "平面布局图" in str(letter.facts)
        assert "2026-03-05" in str(letter.facts)
        assert "视为撤回申请" in letter.facts["default_effect"]
        assert "第二十四条" in letter.facts["default_effect"]


def test_everything_that_may_not_follow_must_be_there() -> None:
    with pytest.raises(Refusals) as caught:
        on_line("application", "health")
    assert [one.field for one in caught.value.refusals] == ["materials.identity"]


def test_only_what_the_guide_names_may_follow() -> None:
    with pytest.raises(Refusals, match="不能容缺后补"):
        on_line("application", "health", "plan", later=("identity",))


def test_ordinary_acceptance_leads_to_the_right_act() -> None:
    at = testing.moment(hour=11)
    with pytest.raises(PapersOwed, match="容缺受理"):
        accepting.accept(case=on_line(), by=testing.officer(town.liu_mei(), at), at=at)


def test_a_complete_application_is_not_accepted_with_gaps() -> None:
    with pytest.raises(NothingOwed):
        accepted(testing.submitted())


def test_at_the_counter_it_is_one_act() -> None:
    at = testing.moment()
    case = tolerance.accept_with_gaps_at_counter(
        application=_application(testing.papers("application", "identity", "health")),
        credit_confirmed=True,
        by=testing.officer(town.liu_mei(), at),
        at=at,
        window=offices.window(),
    )
    acts = [entry.act for entry in journal.history(journal.Subject("case", case.number))]
    assert acts == ["case.apply_at_counter", "case.accept_with_gaps"]


def test_a_person_must_have_looked_the_credit_up_where_no_register_is_connected() -> None:
    with pytest.raises(CreditNotLookedUp):
        accepted(confirmed=False)
    case = accepted()
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert last.detail["credit"] == credit.BY_HAND


class Strict:
    """A register that knows something bad of everybody."""

    name = "strict"

    def standing(self, party: Party, *, at: datetime) -> Standing:
        return Standing.BAD


def test_a_connected_register_is_asked_and_a_hand_cannot_overrule_it(settings: Any) -> None:
    settings.CREDIT_REGISTER = f"{__name__}.Strict"
    credit.register.cache_clear()
    try:
        with pytest.raises(BadCredit):
            accepted(confirmed=True)
    finally:
        credit.register.cache_clear()


def test_whoever_made_a_false_promise_goes_the_ordinary_way() -> None:
    earlier = testing.submitted()
    Exclusion.objects.create(party=earlier.applicant, case=earlier, since=testing.moment())
    with pytest.raises(BadCredit):
        on_line()


def test_who_lost_his_credit_since_he_applied_is_not_offered_what_the_act_refuses() -> None:
    case, at = on_line(), testing.moment(hour=11)
    Exclusion.objects.create(party=case.applicant, case=case, since=testing.moment())
    by = testing.officer(town.liu_mei(), at)
    offer = next(one for one in offers.acts_for(case, by, at=at) if one.act == "accept_with_gaps")
    assert "曾作出不实承诺" in offer.reason
    with pytest.raises(BadCredit):
        accepted(case)


def test_without_a_rule_of_the_centre_nothing_may_follow() -> None:
    Rule.objects.filter(kind=Rule.Kind.TOLERANCE).delete()
    with pytest.raises(NoTolerance):
        accepted()


def test_nothing_may_follow_where_the_promised_time_is_too_short() -> None:
    hasty = testing.lenient(
        "hasty-licence",
        promised=TimeLimit(length=1, unit="working_days"),
        statutory=TimeLimit(length=20, unit="working_days"),
    )
    with pytest.raises(NoTolerance, match="来不及"):
        accepted(on_line(version=hasty))


def test_deemed_acceptance_leaves_the_applicant_all_of_his_time() -> None:
    case = deeming.deem_accepted(case=on_line(), at=testing.moment(day=8))
    assert LaterPromise.objects.get(case=case).due_at == case.deemed_at == testing.moment(day=11, hour=17)
    assert Letter.objects.filter(subject_id=case.number, kind="tolerance_promise").exists()


@given(
    within=st.integers(1, 30),
    margin=st.integers(0, 5),
    limit=st.integers(1, 30),
    day=st.integers(0, 40),
    hour=st.integers(0, 23),
)
def test_the_last_day_is_never_beyond_what_item_and_rule_allow(
    within: int, margin: int, limit: int, day: int, hour: int
) -> None:
    at = testing.moment(day, hour)
    rule = Rule(length=margin, unit="working_days", effect=Effect.WITHDRAWN)
    calendar = calendars.load("")
    hours = office_hours(offices.centre().pk, testing.MONDAY)
    decided = due(at, Limit(limit, Unit.working_days), calendar, (), hours).at
    latest = owing.last_day(
        within=Limit(within, Unit.working_days),
        rule=rule,
        decided_by=decided,
        calendar=calendar,
        hours=hours,
        at=at,
    )
    assert latest <= due(at, Limit(within, Unit.working_days), calendar, (), hours).at
    assert latest <= decided
    assert calendar.working_days_between(latest.date(), decided.date()) >= margin
    assert latest.time() == hours.close
    assert latest - at < timedelta(days=80)
