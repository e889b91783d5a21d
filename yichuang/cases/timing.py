"""The clocks of a case against the centre's calendar, office hours and dated rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import calendar as calendars
from yichuang.base.limits import Due, Limit, Stop, Unit, due
from yichuang.base.working_days import WorkingCalendar
from yichuang.cases import deadlines
from yichuang.cases.models import Case, CaseStep, Extension, Hold, Rule
from yichuang.catalogue.content import TimeLimit
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.rules import limit_for
from yichuang.offices.mandates import running
from yichuang.offices.models import Centre
from yichuang.offices.queries import office_hours


def rule(case: Case, kind: Rule.Kind, *, at: datetime) -> Rule | None:
    """The centre's rule of that kind in force on the day, the one for the case's channel before the general one."""
    return _rule(case.centre_id, kind, case.channel, timezone.localdate(at))


def rule_of(centre: Centre, kind: Rule.Kind, *, at: datetime) -> Rule | None:
    """The centre's general rule of that kind in force on the day, for what is not about one case."""
    return _rule(centre.pk, kind, "", timezone.localdate(at))


def _rule(centre_id: int, kind: Rule.Kind, channel: str, today: date) -> Rule | None:
    rows = Rule.objects.filter(running(today), centre=centre_id, kind=kind, channel__in=("", channel))
    return rows.order_by("-channel", "-since").first()


@dataclass(frozen=True)
class Rules:
    """All dated rules of a centre for the channel of a case, read once for whoever asks for many."""

    rows: Sequence[Rule]

    def of(self, kind: Rule.Kind, *, at: datetime) -> Rule | None:
        """The same as `rule`, without a statement."""
        today = timezone.localdate(at)
        held = (one for one in self.rows if one.since <= today and (one.until is None or today < one.until))
        return next((one for one in held if one.kind == kind), None)


def rules_for(case: Case) -> Rules:
    """What `rule` would say of this case on any day. One statement."""
    rows = Rule.objects.filter(centre=case.centre_id, channel__in=("", case.channel))
    return Rules(list(rows.order_by("-channel", "-since")))


def limit_of(found: Rule) -> Limit:
    """The rule's length and unit as a limit."""
    return Limit(found.length, Unit(found.unit))


def due_by_rule(case: Case, kind: Rule.Kind, *, at: datetime) -> Due | None:
    """When the rule of that day makes the next act due, counted from `at`; None where the centre has no such rule."""
    found = rule(case, kind, at=at)
    return due_after(case, limit_of(found), at=at) if found else None


def due_after(case: Case, limit: Limit, *, at: datetime) -> Due:
    """When a limit that begins at `at` and that nothing stops runs out, by the centre's calendar and hours."""
    hours = office_hours(case.centre_id, timezone.localdate(at))
    return due(at, limit, calendars.load(case.centre.region_code), (), hours)


def warning_of(case: Case, when: datetime, calendar: WorkingCalendar, *, at: datetime) -> datetime:
    """When the staff are warned of what is due at `when`: so many days before as the centre's rule of the day `at`
    says; where it has none, only when it is due. At most one statement, and none once the day's rule was read."""
    days = _warning_days(calendar, case.centre_id, case.channel, timezone.localdate(at))
    return when if days is None else deadlines.warning_before(when, days=days, calendar=calendar)


@lru_cache(maxsize=1000)
def _warning_days(calendar: WorkingCalendar, centre_id: int, channel: str, today: date) -> int | None:
    """How many working days before. Kept for as long as the calendar is: a rule that changes ends both (by the trigger
    of the table), because every acceptance asks this."""
    found = _rule(centre_id, Rule.Kind.WARNING, channel, today)
    return found.length if found else None


def set_review_due(case: Case, *, at: datetime) -> None:
    """Set when the window must have looked at what came in (AY 42: one working day on line), and when it is deemed to
    be accepted if nobody told what is missing (XKF 32(4): five days; AY 36: on the spot). While it waits for the result
    of the case that it follows, nothing is due."""
    if waits_for_former(case):
        case.due_at = case.warn_at = case.deemed_at = None
        return
    review = due_by_rule(case, Rule.Kind.REVIEW, at=at)
    told = due_by_rule(case, Rule.Kind.ACCEPTANCE, at=at)
    case.due_at = case.warn_at = review.at if review else None
    case.deemed_at = told.at if told else None


def waits_for_former(case: Case) -> bool:
    """Whether it waits for the result of the case that it follows. One statement, none for a case that follows none."""
    if case.follows_id is None:
        return False
    return Hold.objects.filter(case=case, kind=Hold.Kind.PARENT, until__isnull=True).exists()


def limits(case: Case, *, at: datetime) -> tuple[Limit | None, Limit | None]:
    """The statutory and the promised limit of the decision. An item that publishes neither has the centre's (AY 22)."""
    published = limit_for(case.item_version.parsed, case.situations)
    statutory, promised = as_limit(published.statutory), as_limit(published.promised)
    if statutory is None and promised is None:
        found = rule(case, Rule.Kind.DECISION, at=at)
        promised = limit_of(found) if found else None
    return statutory, promised


def decided_by(
    version: ItemVersion,
    situations: Sequence[str],
    *,
    accepted_at: datetime,
    calendar: WorkingCalendar | None = None,
) -> Due | None:
    """By when an application accepted at that moment would be decided: as promised, else by law. None: no limit."""
    published = limit_for(version.parsed, situations)
    limit = as_limit(published.promised) or as_limit(published.statutory)
    if limit is None:
        return None
    centre = version.item.centre
    hours = office_hours(centre.pk, timezone.localdate(accepted_at))
    return due(accepted_at, limit, calendar or calendars.load(centre.region_code), (), hours)


def as_limit(published: TimeLimit | None) -> Limit | None:
    """A published limit as one that can be counted; 当日 is by close of business."""
    if published is None or published.length is None or published.unit is None:
        return None
    if published.length == 0:
        return Limit(0, Unit.instant)
    return Limit(published.length, Unit(published.unit))


def stops(case: Case) -> tuple[Stop, ...]:
    """The holds that stop the clock, as the calculator takes them, each with its name and law. One statement."""
    held = Hold.objects.filter(case=case, stops_clock=True).order_by("since", "id")
    return tuple(
        Stop(h.since, h.until, _("%(title)s（%(basis)s）") % {"title": h.title, "basis": h.basis}) for h in held
    )


def end_holds(case: Case, *, at: datetime) -> None:
    """A case that ends, ends whatever held it. One statement."""
    Hold.objects.filter(case=case, until__isnull=True).update(until=at)


def decision_dates(case: Case, *, accepted_at: datetime) -> dict[str, Any]:
    """The columns that acceptance sets: both clocks, what is due first, and when to warn."""
    statutory, promised = limits(case, at=accepted_at)
    return _columns(case, statutory, promised, accepted_at=accepted_at, held=(), extended=False)


def recounted(case: Case) -> dict[str, Any]:
    """The same columns counted anew for an accepted case, with its stops and its extension. At most six statements.

    Under an open stop there is no date by which to decide: both are empty, and due is what the stop waits for. After
    an extension the staff must meet the new date by law; the promise keeps its own, missed or not (YSHJ 36).
    """
    if case.accepted_at is None:
        return {}
    waits_for = open_until(case)
    if waits_for is not None:
        warn_at = warning_of(case, waits_for, calendars.load(case.centre.region_code), at=case.accepted_at)
        nothing = {"statutory_due_at": None, "promised_due_at": None, "due_is_provisional": False}
        return nothing | {"due_at": waits_for, "warn_at": warn_at}
    statutory, promised = limits(case, at=case.accepted_at)
    longer = with_extension(case, statutory)
    return _columns(
        case, longer, promised, accepted_at=case.accepted_at, held=stops(case), extended=longer != statutory
    )


def open_until(case: Case) -> datetime | None:
    """When the first of the open stops is to end, as told; None when none is open. One statement."""
    held = Hold.objects.filter(case=case, stops_clock=True, until__isnull=True)
    first = held.order_by("expected_until").values_list("expected_until", "since").first()
    return (first[0] or first[1]) if first else None


def with_extension(case: Case, statutory: Limit | None) -> Limit | None:
    """The statutory limit, longer when an extension was granted. One statement."""
    granted = Extension.objects.filter(case=case, granted=True).first()
    if granted is None or statutory is None:
        return statutory
    return deadlines.extended(statutory, Limit(granted.length, Unit(granted.unit)), total=granted.total) or statutory


def _columns(
    case: Case,
    statutory: Limit | None,
    promised: Limit | None,
    *,
    accepted_at: datetime,
    held: Sequence[Stop],
    extended: bool,
) -> dict[str, Any]:
    calendar = calendars.load(case.centre.region_code)
    both = deadlines.clocks(
        statutory=statutory,
        promised=promised,
        accepted_at=accepted_at,
        calendar=calendar,
        hours=office_hours(case.centre_id, timezone.localdate(accepted_at)),
        stops=held,
    )
    first = both.statutory if extended else both.next
    return {
        "statutory_due_at": both.statutory.at if both.statutory else None,
        "promised_due_at": both.promised.at if both.promised else None,
        "due_at": first.at if first else None,
        "due_is_provisional": bool(first and first.provisional),
        # A limit of hours is over before a working day has passed: the warning comes at once, not before the start.
        "warn_at": max(warning_of(case, first.at, calendar, at=accepted_at), accepted_at) if first else None,
    }


def set_step_dues(case: Case, steps: Sequence[CaseStep]) -> None:
    """Say when each of these open steps is due: by its own limit, without the time that does not count, and never later
    than what is due next for the case itself; while the clock stands still, not at all. Not saved. One statement."""
    stopped = stops(case)
    stands_still = any(one.until is None for one in stopped)
    for step in steps:
        step.due_at = None if stands_still else case.due_at
        if step.length is None or step.counted_from is None:
            continue
        limit = as_limit(TimeLimit(length=step.length, unit=step.unit))
        if limit is not None and not stands_still:
            hours = office_hours(case.centre_id, timezone.localdate(step.counted_from))
            own = due(step.counted_from, limit, calendars.load(case.centre.region_code), stopped, hours).at
            step.due_at = min(own, case.due_at) if case.due_at else own


def count_steps_again(case: Case) -> None:
    """After the clock of the case was stopped, started again or moved: the open steps follow it. Three statements."""
    open_ = list(CaseStep.objects.filter(case=case, state=CaseStep.State.OPEN))
    set_step_dues(case, open_)
    CaseStep.objects.bulk_update(open_, ["due_at"])
