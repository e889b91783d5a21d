"""How a case is decided, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yichuang.cases import deciding, issuing
from yichuang.cases.afterwards import archiving
from yichuang.cases.models import Case, Outcome
from yichuang.cases.queries import letters_of
from yichuang.delivery import handing_over
from yichuang.documents import rendering
from yichuang.people import actors
from yichuang.people.actors import Actor
from yichuang.people.models import Party
from yichuang.web.demo import delivering, pictures
from yichuang.web.demo.at_window import accepted
from yichuang.web.demo.examination import examined
from yichuang.web.demo.staffing import clerk_for, decider, officers
from yichuang.web.demo.story import Story, Way


def granted(story: Story) -> None:
    if story.case.item_version.parsed.is_instant:
        accepted(story)
    else:
        examined(story)
    at = story.later(minutes=45)
    story.case = deciding.decide(case=story.case, outcome=Outcome.GRANTED, by=decider(story.case, at=at), at=at)


def refused(story: Story) -> None:
    examined(story)
    at = story.later(minutes=45)
    story.case = deciding.decide(
        case=story.case,
        outcome=Outcome.REFUSED,
        reasons="经审查，申请的经营场所不符合规定的场所条件，现有材料不能证明已具备法定条件。",
        by=decider(story.case, at=at),
        at=at,
    )


def making(story: Story) -> None:
    granted(story)
    at = story.later()
    story.case = issuing.begin_making(case=story.case, by=next(officers(story.case, at=at)), at=at)


def ready(story: Story) -> None:
    granted(story)
    at = story.later()
    story.case = issuing.issue(case=story.case, by=next(officers(story.case, at=at)), at=at)


def handed_over(story: Story) -> None:
    ready(story)
    at = story.later()
    showing: Party = story.citizen.person
    by = clerk_for(story.case.item_version, at=at)
    handing_over.hand_over(
        case=story.case,
        document_number=showing.number.open(),
        signature=pictures.signature(by=by, at=at).pk,
        by=by,
        at=at,
    )


def archived(story: Story) -> None:
    """In the archive, with everything drawn that belongs to it."""
    handed_over(story)
    at = story.later()
    for letter in letters_of(story.case):
        rendering.ensure(letter.pk, at=at)
    by = clerk_for(story.case.item_version, at=at)
    story.case = archiving.archive(case=story.case, by=by, at=at)


def _sent(act: Callable[[Case, Actor, Actor, datetime], None]) -> Way:
    """The result is ready and goes a way."""

    def way(story: Story) -> None:
        ready(story)
        at = story.later()
        applicant = actors.of(story.citizen.account, at=at)
        act(story.case, applicant, clerk_for(story.case.item_version, at=at), at)

    return way


posted, to_post = _sent(delivering.by_mail), _sent(delivering.to_mail)
in_locker, to_open, announced = (
    _sent(delivering.into_locker),
    _sent(delivering.to_open),
    _sent(delivering.announced),
)


def passed_on(story: Story, *, arrived: bool = False) -> None:
    """Accepted at the counter; its papers go to the department with a slip."""
    accepted(story)
    at = story.later()
    officer = next(officers(story.case, at=at)) if arrived else None
    delivering.pass_papers(story.case, clerk_for(story.case.item_version, at=at), officer, at)


def papers_arrived(story: Story) -> None:
    passed_on(story, arrived=True)
