"""一链办理: a case that follows another of the same applicant asks for nothing twice, and waits for its result."""

from contextlib import suppress
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yichuang.base.refusal import Refusals
from yichuang.cases import accepting, applying, chaining, deciding, going_on, issuing, queries, testing, undoing
from yichuang.cases.applying import Application
from yichuang.cases.models import Case, Hold, Outcome, Rule, State
from yichuang.catalogue.content import Material, Related
from yichuang.catalogue.kinds import RelatedOrder
from yichuang.catalogue.models import ItemVersion
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = testing.moment(hour=9)
FORM = testing.FORM | {
    "properties": {
        "premises": testing.FORM["properties"]["premises"],  # type: ignore[index]
        "remark": {"type": "integer", "title": "说明"},
        "seats": {"type": "integer", "title": "座位数"},
    }
}


def business(code: str = "business", **parts: Any) -> ItemVersion:
    """The registration of a business, after which people often want the food licence."""
    related = (Related(name="食品经营许可", order=RelatedOrder.AFTER),)
    return testing.licence(code, **({"name": "个体工商户设立登记", "related": related} | parts))


def food(code: str = "after") -> ItemVersion:
    """The food licence, for which the business licence must be there first."""
    materials = (Material(key="who", name="身份证明"), Material(key="business", name="营业执照"))
    related = (Related(name="个体工商户设立登记", order=RelatedOrder.BEFORE, paper="营业执照"),)
    return testing.licence(code, materials=materials, related=related, form=FORM)


def zhang_wei() -> Actor:
    return testing.applicant(AT)


def clerk() -> Actor:
    return testing.officer(town.liu_mei(), testing.moment(hour=16))


def after(former: Case, code: str = "after") -> Application:
    by = zhang_wei()
    wanted = testing.online(food(code), by=by, materials=testing.scans("who", by=by))
    return replace(wanted, follows=former)


def waiting_for(former: Case, code: str = "after") -> Case:
    return applying.apply(application=after(former, code), by=zhang_wei(), at=testing.moment(hour=12))


def run(day: int = 1) -> None:
    going_on.go_on_all(at=testing.moment(day=day))


def test_the_next_form_holds_what_means_the_same_and_nothing_else() -> None:
    testing.rule(Rule.Kind.REUSE, 12, unit="months")
    by = zhang_wei()
    application = testing.online(business(), by=by, remark="没有")
    former = applying.apply(application=application, by=by, at=AT)
    draft = going_on.begin_next(former=former, version=food(), by=by, at=AT)
    assert draft.answers is not None
    assert draft.answers.open() == {"premises": testing.ANSWERS["premises"]}
    (kept,) = draft.materials["who"]
    assert kept == str(queries.materials_of(former)[1].file_id)
    assert draft.follows == former


def test_what_was_typed_already_is_not_written_over() -> None:
    former = testing.submitted(business())
    draft = applying.begin_draft(version=food(), applicant=former.applicant, by=zhang_wei(), at=AT)
    applying.change_draft(draft=draft, answers={"premises": "西街2号"}, at=AT)
    again = going_on.begin_next(former=former, version=food(), by=zhang_wei(), at=AT)
    assert again.answers is not None
    assert again.answers.open() == {"premises": "西街2号"}


def test_the_guide_says_where_one_can_go_on_to() -> None:
    former, licence = testing.submitted(business()), food()
    testing.licence("bath", name="公共场所卫生许可")
    assert chaining.onward(former, on=testing.MONDAY) == [licence]


def test_it_waits_without_a_limit_and_cannot_be_accepted_before_the_result_is_there() -> None:
    case = waiting_for(testing.submitted(business(), at=AT))
    assert (case.state, case.due_at, case.deemed_at) == (State.SUBMITTED, None, None)
    with pytest.raises(chaining.WaitsForFormer):
        accepting.accept(case=case, by=clerk(), at=testing.moment(hour=16))
    run(day=30)
    case.refresh_from_db()
    assert (case.state, case.deemed_at) == (State.SUBMITTED, None)


def test_the_result_of_the_former_lies_in_it_and_its_limits_begin() -> None:
    former = testing.decided(business(), at=AT)
    case = waiting_for(former)
    at = testing.moment(hour=15)
    issuing.issue(case=former, by=testing.officer(town.zhao_gang(), at), at=at)
    run()
    case.refresh_from_db()
    (who, licence) = queries.materials_of(case)
    assert (who.key, licence.key, licence.name) == ("who", "business", "营业执照")
    assert case.due_at is not None
    assert case.deemed_at is not None
    assert accepting.accept(case=case, by=clerk(), at=testing.moment(day=1, hour=11)).state == State.ACCEPTED
    assert queries.history(case)[1].act == "case.go_on"


def test_who_cannot_go_on_yet_keeps_nobody_waiting_who_can() -> None:
    early = waiting_for(testing.submitted(business(), at=AT))
    former = testing.decided(business("other-business"), at=AT)
    late = waiting_for(former, "other-licence")
    at = testing.moment(hour=15)
    issuing.issue(case=former, by=testing.officer(town.zhao_gang(), at), at=at)
    assert going_on.go_on_all(at=at, most=1).done == 1
    assert dict(Hold.objects.values_list("case", "until")) == {early.pk: None, late.pk: at}


def test_the_database_and_the_act_know_alike_whose_result_may_still_come() -> None:
    former = testing.submitted(business(), at=AT)
    for state, outcome, completed_at, ended_at in product(State, ("", *Outcome), (None, AT), (None, AT)):
        told = {"state": state, "outcome": outcome, "completed_at": completed_at, "ended_at": ended_at}
        with suppress(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=former.pk).update(**told)
            pending = Case.objects.filter(chaining.pending(), pk=former.pk).exists()
            assert pending == chaining.is_pending(Case.objects.get(pk=former.pk)), told


def test_who_builds_on_a_result_cannot_have_it_taken_from_under_him() -> None:
    former = testing.decided(business(), at=AT)
    waiting_for(former)
    at = testing.moment(hour=15)
    by = testing.officer(town.zhao_gang(), at)
    issuing.issue(case=former, by=by, at=at)
    going_on.go_on_all(at=at)
    with pytest.raises(undoing.NotToBeUndone, match="接着办"):
        undoing.take_back(case=former, reason="点错", not_handed_out=True, by=by, at=testing.moment(hour=15, minute=20))


def test_when_the_former_is_refused_it_goes_on_without() -> None:
    former = testing.examined(business(), at=AT)
    case = waiting_for(former)
    at = testing.moment(hour=15)
    by = testing.officer(town.zhou_min(), at)
    deciding.decide(case=former, outcome=Outcome.REFUSED, reasons="经营场所没有独立的操作间，不符合条件", by=by, at=at)
    run()
    case.refresh_from_db()
    assert case.deemed_at is not None
    assert [one.key for one in queries.materials_of(case)] == ["who"]
    assert queries.history(case)[1].act == "case.go_on_without"


def test_a_case_that_ends_waits_no_more() -> None:
    case = waiting_for(testing.submitted(business(), at=AT))
    applying.withdraw(case=case, by=zhang_wei(), at=testing.moment(hour=13))
    assert not Hold.objects.filter(until__isnull=True).exists()


def test_the_counter_takes_it_in_and_does_not_accept_it() -> None:
    wanted = replace(after(testing.submitted(business(), at=AT)), materials=testing.papers("who"))
    with pytest.raises(chaining.WaitsForFormer):
        accepting.accept_at_counter(application=wanted, by=clerk(), at=testing.moment(hour=16))
    taken = accepting.apply_at_counter(application=wanted, by=clerk(), at=testing.moment(hour=16))
    assert taken.due_at is None


@pytest.mark.parametrize("why", ["another's", "not related", "the same item"])
def test_only_a_related_case_of_the_same_applicant_can_be_followed(why: str) -> None:
    version = business(related=()) if why == "the same item" else food()
    former = testing.submitted(testing.licence("bath", name="公共场所卫生许可") if why == "not related" else business())
    of = town.li_qiang().party if why == "another's" else None
    wanted = replace(testing.application(version, of=of), follows=former)
    with pytest.raises(Refusals) as refused:
        applying.check(wanted, by=clerk(), at=AT)
    assert "not_related" in [one.code for one in refused.value.refusals]


def test_no_chain_leads_back_to_itself() -> None:
    former = testing.submitted(business(), at=AT)
    case = waiting_for(former)
    for one, other in ((former, case), (case, case)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=one.pk).update(follows=other)
