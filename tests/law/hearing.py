"""Who is heard before a decision, and who decides above: hearing (XKF 46–48) and sending upward (XKF 35, 43) as law."""

from datetime import datetime, time

from tests.law.days import Calendar, last_day
from tests.law.law import (
    Above,
    Hearing,
    Hold,
    Matter,
    Person,
    Stage,
    department,
    examined_by_two,
    last_moment,
    need,
    nobody_is_passed_over,
    the_applicants_own,
)

TO_ASK, TO_ORGANISE, BEFORE = 5, 20, 7
AT_THREE = time(15)


def tell_hearing_rights(matter: Matter, by: Person, at: datetime) -> None:
    """Before deciding what touches somebody's important interests, he is told that he may ask for a hearing within five
    days (XKF 47)."""
    department(matter, by)
    need(matter.stage is Stage.ACCEPTED, "XKF 47: before the decision, while the clock runs")
    need(matter.hearing is None, "told already, or called already")
    matter.taken_up = True
    matter.hearing = Hearing(apply_by=last_moment(matter, at, TO_ASK))
    matter.letters.append("听证告知书")


def _may_still_ask(matter: Matter, at: datetime) -> Hearing:
    found = matter.hearing
    need(matter.stage in (Stage.ACCEPTED, Stage.HELD), "XKF 47: before the decision")
    need(found is not None and found.apply_by is not None, "XKF 47: told that he may")
    assert found is not None
    assert found.apply_by is not None
    need(not found.organise_by and not found.called, "asked for already")
    need(at <= found.apply_by, "XKF 47: within five days of being told, whatever else goes on")
    need(not found.waived, "who waived it cannot ask any more")
    return found


def ask_hearing(matter: Matter, by: Person, at: datetime) -> None:
    """He asks within the five days; it is held within twenty (XKF 47)."""
    the_applicants_own(matter, by)
    found = _may_still_ask(matter, at)
    found.organise_by, found.asked_on = last_moment(matter, at, TO_ORGANISE), at.date()


def take_hearing_request(matter: Matter, by: Person, at: datetime) -> None:
    """He asks on paper."""
    department(matter, by)
    found = _may_still_ask(matter, at)
    found.organise_by, found.asked_on = last_moment(matter, at, TO_ORGANISE), at.date()


def waive_hearing(matter: Matter, by: Person, at: datetime) -> None:
    """The five days are his: he may do without them."""
    the_applicants_own(matter, by)
    _may_still_ask(matter, at).waived = True


def take_hearing_waiver(matter: Matter, by: Person, at: datetime) -> None:
    """He does so on paper."""
    department(matter, by)
    _may_still_ask(matter, at).waived = True


def day_in(calendar: Calendar, at: datetime, days: int) -> datetime:
    """Three o'clock on the day that is so many working days away."""
    return datetime.combine(last_day(calendar, at.date(), days), AT_THREE, tzinfo=at.tzinfo)


def call_hearing(matter: Matter, by: Person, at: datetime, *, kind: str) -> None:
    """Seven days' notice of time and place, chaired by somebody who does not examine (XKF 48); on request within twenty
    days, or on the body's own initiative (XKF 46). It is not counted (XKF 45). `kind`: in how many days, under whom."""
    days, _, chair = kind.partition("/")
    held_at = day_in(matter.place.calendar, at, int(days))
    department(matter, by)
    need(matter.stage in (Stage.ACCEPTED, Stage.HELD), "XKF 46: before the decision")
    need(matter.hearing is None or not matter.hearing.called, "called already")
    need(int(days) >= BEFORE, "XKF 48: told seven days before")
    hearing = matter.hearing or Hearing()
    need(hearing.organise_by is None or held_at <= hearing.organise_by, "XKF 47: held within twenty days")
    has_a_hand = (matter.applicant, matter.accepted_by, *matter.examined_by)
    need(chair not in has_a_hand, "XKF 48: who has no hand in it chairs")
    matter.taken_up = True
    hearing.called, hearing.held_at, hearing.chair = True, held_at, chair
    matter.hearing, matter.stage = hearing, Stage.HELD
    # XKF 45: what a hearing needs is not counted; on request that begins with the twenty days to organise it.
    matter.holds.append(Hold("hearing", hearing.asked_on or at.date()))
    matter.letters += ["听证通知书", "听证公告"]


def record_hearing(matter: Matter, by: Person, at: datetime) -> None:
    """The chair lays down the record; the decision rests on it; the clock goes on (XKF 48)."""
    department(matter, by)
    found = matter.hearing
    need(matter.stage is Stage.HELD, "XKF 48: a hearing that was called")
    need(found is not None and found.called and not found.recorded, "XKF 48: a hearing that was called")
    assert found is not None
    assert found.held_at is not None
    need(by.name == found.chair, "XKF 48: the chair")
    need(at >= found.held_at, "XKF 48: held first")
    found.recorded = True
    next(one for one in matter.holds if one.kind == "hearing").end = at.date()
    matter.stage = Stage.HELD if matter.stands_still() else Stage.ACCEPTED
    matter.letters.append("听证笔录")


def send_upward(matter: Matter, by: Person, at: datetime) -> None:
    """Reviewed by two, with all materials, straight to the body that decides (XKF 35, 43). Reading: whoever may be
    heard here is heard here first."""
    department(matter, by)
    need(matter.stage is Stage.ACCEPTED, "XKF 43: an accepted case whose clock runs")
    need(matter.above is None, "once")
    examined_by_two(matter)
    need(not matter.missing, "XKF 35: all materials")
    nobody_is_passed_over(matter, at)
    matter.taken_up = True
    matter.above, matter.stage = Above(), Stage.ABOVE
    matter.holds.append(Hold("upward", at.date()))
    matter.letters.append("转报函")


def note_receipt_above(matter: Matter, by: Person, at: datetime) -> None:
    """The higher body has got it."""
    department(matter, by)
    need(matter.stage is Stage.ABOVE, "XKF 35: it lies above")
    assert matter.above is not None
    need(not matter.above.received, "noted already")
    matter.above.received = True


def record_answer(matter: Matter, by: Person, at: datetime, *, kind: str) -> None:
    """What the higher body decided is followed here; our clock goes on."""
    department(matter, by)
    need(matter.stage is Stage.ABOVE, "XKF 35: it lies above")
    assert matter.above is not None
    need(matter.above.received, "the higher body has got it first")
    matter.above.answer = kind
    next(one for one in matter.holds if one.kind == "upward").end = at.date()
    matter.stage = Stage.ACCEPTED
