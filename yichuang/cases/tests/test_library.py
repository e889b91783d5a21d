"""Papers handed in before are not asked for again: whose, which, for how long, and how far they can be relied on."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.base.refusal import Invalid, Refusals
from yichuang.cases import accepting, applying, library, queries, ruling, testing
from yichuang.cases.library import Library, Paper, Trust
from yichuang.cases.models import Case, Rule, State
from yichuang.cases.rules import Given
from yichuang.catalogue.content import File, Material
from yichuang.catalogue.kinds import MaterialSource
from yichuang.catalogue.models import ItemVersion
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Account

MONDAY = testing.moment()
NEXT_MONTH = testing.moment(day=30)


def centre_takes_again(months: int = 12) -> Rule:
    return testing.rule(Rule.Kind.REUSE, months, unit="months")


def another_licence() -> ItemVersion:
    """Asks for the same proof of identity under another key."""
    materials = (Material(key="who", name="身份证明（复印件）"), Material(key="plan", name="平面布局图"))
    return testing.licence("bath-licence", materials=materials)


def zhang_wei(at: datetime = MONDAY) -> Actor:
    return town.actor(town.zhang_wei(), at=at)


def lying_for(by: Account, *, at: datetime = NEXT_MONTH, version: ItemVersion | None = None) -> dict[str, list[Paper]]:
    wanted = version or another_licence()
    party = town.zhang_wei().party
    assert party is not None
    shelf = Library(wanted.item.centre, party, testing.officer(by, at), at)
    return shelf.papers(wanted.parsed.materials)


def applied_on_line() -> Case:
    by = zhang_wei()
    return applying.apply(application=testing.online(by=by), by=by, at=MONDAY)


def applied_at_the_counter() -> Case:
    """Liu Mei saw the original of his identity card and scanned it."""
    by = testing.officer(town.liu_mei(), MONDAY)
    scanned = [replace(one, original_seen=True) for one in testing.scans(by=by)]
    application = testing.application(materials=scanned)
    return accepting.apply_at_counter(application=application, by=by, at=MONDAY, window=offices.window())


def test_what_he_handed_in_before_lies_ready_under_the_name_of_the_paper() -> None:
    centre_takes_again()
    case = applied_on_line()
    found = lying_for(town.zhang_wei())
    assert list(found) == ["who"]
    (paper,) = found["who"]
    assert (paper.number, paper.given_on, paper.trust) == (case.number, MONDAY.date(), Trust.UPLOADED)


def test_a_centre_without_the_rule_takes_nothing_again() -> None:
    applied_on_line()
    assert lying_for(town.zhang_wei()) == {}


@pytest.mark.parametrize(("day", "found"), [(364, True), (366, False)])
def test_it_can_be_taken_again_for_as_long_as_the_rule_says(day: int, found: bool) -> None:
    centre_takes_again()
    applied_on_line()
    assert bool(lying_for(town.zhang_wei(), at=testing.moment(day=day))) is found


def test_taking_it_again_does_not_make_it_younger() -> None:
    centre_takes_again()
    applied_on_line()
    taken_again(at=testing.moment(day=200))
    (paper,) = lying_for(town.zhang_wei(), at=testing.moment(day=300))["who"]
    assert paper.given_on == MONDAY.date()
    assert "who" not in lying_for(town.zhang_wei(), at=testing.moment(day=400))


def taken_again(*, at: datetime = NEXT_MONTH) -> Case:
    by = zhang_wei(at)
    (paper, *_) = lying_for(town.zhang_wei(), at=at)["who"]
    materials = [Given(key="who", file_id=paper.file.pk), *testing.scans("plan", by=by)]
    application = testing.application(another_licence(), materials=materials)
    return applying.apply(application=application, by=by, at=at)


def test_the_new_case_says_where_the_paper_came_from() -> None:
    centre_takes_again()
    before = applied_at_the_counter()
    case = taken_again()
    materials = queries.materials_of(case)
    found = library.origins(case, materials)
    by_key = {one.key: found.get(one.file_id) for one in materials}
    assert by_key["plan"] is None
    assert by_key["who"] == library.Origin(before.number, MONDAY.date(), Trust.CHECKED)
    assert library.origins(before, queries.materials_of(before)) == {}


def test_what_the_window_scanned_and_checked_can_be_taken_on_line() -> None:
    centre_takes_again()
    applied_at_the_counter()
    (paper,) = lying_for(town.zhang_wei())["who"]
    assert paper.trust == Trust.CHECKED
    assert taken_again().state == State.SUBMITTED


def test_what_a_stranger_uploaded_cannot_be_named() -> None:
    centre_takes_again()
    theirs = testing.scans("who", "plan", by=town.actor(town.wang_fang(), at=MONDAY))
    with pytest.raises(Refusals) as refused:
        applying.apply(application=testing.application(another_licence(), materials=theirs), by=zhang_wei(), at=MONDAY)
    assert {one.field for one in refused.value.refusals} == {"materials.who", "materials.plan"}


def test_at_the_window_the_clerk_takes_again_what_lies_there() -> None:
    centre_takes_again()
    applied_on_line()
    by = testing.officer(town.liu_mei(), NEXT_MONTH)
    (paper,) = lying_for(town.liu_mei())["who"]
    materials = [Given(key="who", file_id=paper.file.pk), Given(key="plan", originals=1)]
    application = testing.application(another_licence(), materials=materials)
    case = accepting.accept_at_counter(application=application, by=by, at=NEXT_MONTH, window=offices.window())
    assert case.state == State.ACCEPTED


def test_officers_who_take_nothing_in_see_no_library() -> None:
    centre_takes_again()
    applied_on_line()
    assert lying_for(town.chen_jie()) == {}


def test_a_form_is_written_anew_for_each_application() -> None:
    centre_takes_again()
    applied_on_line()
    blank = File(name="申请书.pdf", digest="0" * 64)
    again = testing.licence("again", materials=(Material(key="application", name="申请书", blank=blank),))
    assert lying_for(town.zhang_wei(), version=again) == {}


def test_what_he_writes_himself_is_relied_on_least() -> None:
    centre_takes_again()
    own = (Material(key="own", name="情况说明", source_kind=MaterialSource.APPLICANT),)
    version = testing.licence("own", materials=own)
    by = zhang_wei()
    applying.apply(application=testing.application(version, materials=testing.scans("own", by=by)), by=by, at=MONDAY)
    (paper,) = lying_for(town.zhang_wei(), version=version)["own"]
    assert paper.trust == Trust.SELF_MADE


def test_how_long_is_said_in_days_months_or_years() -> None:
    terms = ruling.Terms(kind=Rule.Kind.REUSE, length=8, unit="hours", basis="试行", since=MONDAY.date())
    with pytest.raises(Invalid) as refused:
        ruling.set_rule(centre=offices.centre(), terms=terms, by=testing.officer(town.qian_yan(), MONDAY), at=MONDAY)
    assert refused.value.field == "unit"


def test_the_shelf_costs_the_same_however_much_lies_on_it() -> None:
    centre_takes_again()
    for _again in range(4):
        applied_on_line()
    version, at = another_licence(), NEXT_MONTH
    by = zhang_wei(at)
    assert by.party is not None
    shelf = Library(version.item.centre, by.party, by, at)
    with CaptureQueriesContext(connection) as counted:
        found = shelf.papers(version.parsed.materials)
    assert len(found["who"]) == 4
    assert len(counted) <= 3
