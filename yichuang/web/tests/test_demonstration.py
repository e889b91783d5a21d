"""The demonstration goes on: what waits is deemed to be accepted in the evening, and new applications come in."""

import pytest

from yichuang.base import clock
from yichuang.cases import queries, testing
from yichuang.cases.models import Case, CaseStep, Channel, Rule, State
from yichuang.catalogue.content import Step
from yichuang.catalogue.kinds import StepKind
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.web.demo import loading, morning, stepping
from yichuang.web.demo.citizens import Settled
from yichuang.web.demo.story import Story

pytestmark = pytest.mark.django_db


def test_elsewhere_nothing_is_made_up() -> None:
    testing.staffed_town()
    testing.licence()
    assert loading.go_on(at=clock.now()) == 0
    assert not Case.objects.exists()


def test_as_many_come_on_line_as_are_wanted_to_wait() -> None:
    testing.staffed_town()
    testing.licence()
    account = town.zhang_wei()
    assert account.party is not None
    citizens = [Settled(account, account.party, None)]
    at = testing.moment()
    assert morning.arrive(centre=offices.centre(), citizens=citizens, at=at, wanted=1) == 1
    assert morning.arrive(centre=offices.centre(), citizens=citizens, at=at, wanted=1) == 0
    assert Case.objects.get().channel == Channel.ONLINE
    assert Case.objects.get().state == State.SUBMITTED


def test_of_the_first_mornings_applications_most_wait_longer_than_the_evening() -> None:
    waiting = [days for way, days in morning.WAYS if way in morning.ON_LINE]
    assert waiting.count(0) >= 4


def test_every_way_of_which_something_is_wanted_is_gone() -> None:
    ways = {way for way, _days in morning.WAYS}
    for group in (morning.OF_LICENCES, morning.LATER, morning.PROMISED, morning.ON_LINE):
        assert set(group) <= ways


def test_after_the_review_of_the_chief_approver_the_department_has_a_day_of_its_own_and_can_be_late() -> None:
    testing.staffed_town()
    centre, account = offices.centre(), town.zhang_wei()
    loading.set_rules(centre)
    Rule.objects.filter(centre=centre, kind=Rule.Kind.STEP).update(since=testing.MONDAY)
    steps = (Step(name="资料审查", kind=StepKind.REVIEW), Step(name="核查", kind=StepKind.EXAMINE))
    version = testing.licence("reviewed", steps=steps)
    assert account.party is not None
    assert stepping.acts_for(version) == (stepping.begun, stepping.reviewed, stepping.late)
    story = Story(testing.accepted(version), Settled(account, account.party, None), testing.moment())
    stepping.late(story.case, story.later)
    open_ = CaseStep.objects.get(case=story.case, state="open")
    assert (open_.kind, open_.length) == ("examine", 5)
    found = queries.overdue_steps(centre, at=testing.moment(day=stepping.days_ago(stepping.late)))
    assert [step.pk for step in found.steps] == [open_.pk]
