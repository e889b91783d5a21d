"""A few dozen cases in every state that an act can bring about, as on a working morning, each by the real acts.

`WAYS` is the table: what happens to each case, and how many working days ago it began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle

from django.utils import timezone

from yichuang.base import calendar as calendars
from yichuang.cases.models import Case, State
from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.kinds import ItemType, Processing
from yichuang.catalogue.models import ItemVersion
from yichuang.offices.models import Centre
from yichuang.web.demo import (
    at_window,
    certifying,
    chaining,
    charging,
    examination,
    intermediary,
    promising,
    results,
    stepping,
)
from yichuang.web.demo.citizens import Settled
from yichuang.web.demo.staffing import has_staff
from yichuang.web.demo.story import Way, apply, promisable


def live(*, centre: Centre, citizens: list[Settled], at: datetime) -> int:
    """Make the morning, ending before `at`. Returns how many cases there are."""
    staffed = _staffed(centre, at=at)
    versions = _busiest_first(
        [v for v in staffed if not (stepping.has_steps_of_its_own(v) or charging.must_be_paid(v))]
    )
    people = cycle(citizens)
    made = 0
    for number, (version, (way, days_ago)) in enumerate(zip(cycle(versions), WAYS, strict=False)):
        citizen = next(people)
        if way in FALSE:
            citizen = citizens[-1]  # whoever promised what is false can promise no more: not the first who signs in
        version = _suited(way, version, versions, turn=number)
        start = _morning(centre, days_ago, at=at) + timedelta(minutes=7 * (number % 12))
        on_line = way in ON_LINE or number % 3 != 0
        way(apply(version, citizen, start, on_line=on_line, later=way in LATER, promised=way in PROMISED))
        made += 1
    made += chaining.live(staffed, citizens, _morning(centre, 3, at=at))
    made += charging.live(staffed, citizens, _morning(centre, 2, at=at), at=at)
    made += _step_by_step(centre, staffed, people, at=at)
    return made + intermediary.live(staffed, citizens, at=at)


def arrive(*, centre: Centre, citizens: Sequence[Settled], at: datetime, wanted: int = 6) -> int:
    """New applications on line, so many that `wanted` wait: as on every morning, for a demonstration that has run for
    some days, of whose first applications none waits any more. Returns how many came."""
    waiting = Case.objects.filter(centre=centre, state=State.SUBMITTED).count()
    versions = _busiest_first([v for v in _staffed(centre, at=at) if not stepping.has_steps_of_its_own(v)])
    coming = list(zip(versions, cycle(citizens), range(wanted - waiting), strict=False))
    for version, citizen, _number in coming:
        apply(version, citizen, at, on_line=True)
    return len(coming)


def _staffed(centre: Centre, *, at: datetime) -> list[ItemVersion]:
    return [v for v in catalogue.published(timezone.localdate(at), centre=centre) if has_staff(v, at=at)]


def _busiest_first(versions: list[ItemVersion]) -> list[ItemVersion]:
    """The items of the busiest windows, then some from all over the hall, then all."""
    return versions[:STRIDE] + versions[::STRIDE] + versions


def _step_by_step(centre: Centre, versions: list[ItemVersion], people: Iterator[Settled], *, at: datetime) -> int:
    """The cases of items whose guides lay out more than examining and deciding."""
    made = 0
    for version in filter(stepping.has_steps_of_its_own, versions):
        for act in stepping.acts_for(version):
            start = _morning(centre, stepping.days_ago(act), at=at)
            story = apply(version, next(people), start, on_line=True)
            at_window.accepted(story)
            act(story.case, story.later)
            made += 1
    return made


def _suited(way: Way, version: ItemVersion, versions: list[ItemVersion], *, turn: int) -> ItemVersion:
    """An item for which the way can be gone: some want what few items have."""
    wanted = next((suits for ways, suits in NEEDS if way in ways), None)
    found = [one for one in dict.fromkeys(versions) if wanted is not None and wanted(one)]
    return found[turn % len(found)] if found else version


def _has_a_limit_by_law(version: ItemVersion) -> bool:
    """Whether it is a licence whose statutory limit, in working days, the head can extend."""
    content = version.parsed
    limit = content.statutory
    promised = content.processing == Processing.PROMISED
    return promised and content.item_type == ItemType.LICENCE and bool(limit and limit.unit == "working_days")


def _morning(centre: Centre, days_ago: int, *, at: datetime) -> datetime:
    """Half past eight, so many working days before `at`."""
    today = timezone.localdate(at)
    day = calendars.load(centre.region_code).add_working_days(today, -days_ago) if days_ago else today
    begin = timezone.make_aware(datetime.combine(day, time(8, 35)))
    return min(begin, at - timedelta(hours=2))


STRIDE = 9
OF_LICENCES: tuple[Way, ...] = (
    examination.extended,
    examination.more_time_wanted,
    examination.rights_told,
    examination.rights_waived,
    examination.neighbour_told,
    examination.neighbour_heard,
    certifying.revoked,
)
THAT_END: tuple[Way, ...] = (certifying.expires, certifying.renewing)
LATER: tuple[Way, ...] = (
    promising.gaps_wait,
    promising.with_gaps,
    promising.filled_in,
    promising.lapsed_by_gap,
)
FALSE: tuple[Way, ...] = (promising.promise_false,)
PROMISED: tuple[Way, ...] = (
    promising.promise_waits,
    promising.on_promise,
    promising.promise_kept,
    promising.promise_unkept,
    promising.promise_revoked,
    *FALSE,
)
ON_LINE: tuple[Way, ...] = (at_window.wait, promising.gaps_wait)
"""What waits came on line: at the counter the law accepts the same evening what nobody looked at."""
NEEDS: tuple[tuple[tuple[Way, ...], Callable[[ItemVersion], bool]], ...] = (
    (OF_LICENCES, _has_a_limit_by_law),
    (THAT_END, lambda version: bool(version.parsed.result and version.parsed.result.validity)),
    (LATER, lambda version: any(one.tolerable and one.when is None for one in version.parsed.materials)),
    (PROMISED, lambda version: bool(promisable(version.parsed))),
)
"""Which items the ways need that few items have."""

WAYS: tuple[tuple[Way, int], ...] = (
    # What the first who sign in find: something of everything at the busiest windows.
    (at_window.wait, 0),
    (at_window.accepted, 0),
    (examination.half_examined, 1),
    (examination.examined, 2),
    (results.ready, 1),
    (at_window.wait, 0),
    (at_window.correct_wanted, 1),
    (at_window.wait, 0),
    (at_window.wait, 1),
    # At the window.
    (at_window.correct_wanted, 0),
    (at_window.told_on_paper, 3),
    (at_window.accepted, 0),
    (at_window.accepted, 1),
    (at_window.accepted, 4),
    (at_window.accepted, 9),
    (at_window.accepted, 21),
    # Examined, decided, and handed out.
    (examination.half_examined, 3),
    (examination.examined, 4),
    (examination.examined, 8),
    (examination.examined, 18),
    (results.granted, 1),
    (results.granted, 2),
    (results.refused, 3),
    (results.making, 2),
    (results.making, 3),
    (results.ready, 2),
    (results.ready, 4),
    (results.posted, 4),
    (results.posted, 5),
    (results.handed_over, 3),
    (results.handed_over, 5),
    (results.handed_over, 6),
    (results.handed_over, 8),
    (results.handed_over, 10),
    (results.archived, 12),
    # What goes wrong, and what time alone brings about.
    (at_window.taken_back, 0),
    (at_window.correct_wanted_again, 1),
    (at_window.told_and_taken_back, 1),
    (at_window.marked, 0),
    (at_window.put_right_at_once, 0),
    (at_window.deemed_accepted, 3),
    (at_window.lapsed, 13),
    (at_window.lapsed, 15),
    (at_window.withdrawn, 1),
    (at_window.withdrawn, 5),
    (at_window.declined, 2),
    (at_window.declined, 6),
    (at_window.not_needed, 3),
    # Paused, extended, ended.
    (examination.held, 2),
    (examination.held_for_a_while, 6),
    (examination.held, 14),
    (examination.extended, 4),
    (examination.more_time_wanted, 2),
    (examination.extended, 7),
    (examination.terminated, 3),
    # Results on every way, and papers that move.
    (results.in_locker, 1),
    (results.passed_on, 0),
    (results.to_open, 2),
    (results.in_locker, 6),
    (results.passed_on, 1),
    (results.to_post, 2),
    (results.announced, 7),
    (results.papers_arrived, 1),
    (results.to_open, 1),
    (results.in_locker, 2),
    (results.papers_arrived, 2),
    (results.to_post, 5),
    (results.to_open, 3),
    (results.passed_on, 3),
    (results.in_locker, 1),
    (results.archived, 14),
    # Heard, and sent upward.
    (examination.hearing_called, 1),
    (examination.rights_told, 2),
    (examination.rights_waived, 3),
    (examination.sent_upward, 2),
    # Papers that follow, and promises in place of proofs.
    (promising.gaps_wait, 0),
    (promising.with_gaps, 1),
    (promising.with_gaps, 0),
    (promising.filled_in, 3),
    (promising.lapsed_by_gap, 17),
    (promising.lapsed_by_gap, 13),
    (promising.promise_waits, 0),
    (promising.on_promise, 1),
    (promising.on_promise, 4),
    (promising.promise_kept, 9),
    (promising.promise_unkept, 6),
    (promising.promise_revoked, 8),
    (promising.promise_false, 5),
    # Certificates.
    (certifying.expires, 5),
    (certifying.renewing, 4),
    (certifying.revoked, 8),
    # Somebody next door.
    (examination.neighbour_told, 1),
    (examination.neighbour_heard, 2),
    # By courier to the window.
    (at_window.papers_posted, 1),
)
"""What happens to each case, and how many working days ago it began."""
