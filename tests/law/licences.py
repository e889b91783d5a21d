"""The life of a licence after it was granted, as law: changed, renewed, revoked, withdrawn, cancelled, or run out.

XKF 49, 50 the holder asks for a change or to go on; 8, 69 the body takes it from him, heard before (7, 36); 70 it is
written down that a licence is over. Imports nothing of the program.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.law.days import ONE_DAY, Calendar, last_day
from tests.law.law import Person, need

CHANGE, RENEWAL, CANCELLATION = "change", "renewal", "cancellation"
REVOKED, WITHDRAWN, CANCELLED = "revoked", "withdrawn", "cancelled"
GROUNDS = {
    REVOKED: ("not_eligible", "fraud"),
    WITHDRAWN: ("circumstances",),
    CANCELLED: ("not_renewed", "ended_before", "death", "dissolved", "force_majeure"),
}
"""XKF 69, 8(2), 70, as far as the walks name them."""
IN_TIME = timedelta(days=30)
DEFENCE_DAYS = 5


@dataclass
class Told:
    """What the holder was told is intended, by whom, and until when he may answer."""

    way: str
    ground: str
    by: str
    until: datetime
    heard_by: str = ""


@dataclass
class Licence:
    """One paper: its first and last day (none: without end), what became of it."""

    since: date
    until: date | None
    followed_by: str = ""
    ended: set[str] = field(default_factory=set)
    told: Told | None = None

    def standing(self, day: date) -> str:
        """What anybody who asks is told. What is revoked is cancelled afterwards (XKF 70(4)): the last counts."""
        for way in (CANCELLED, REVOKED, WITHDRAWN):
            if way in self.ended:
                return way
        if self.followed_by:
            return self.followed_by
        if self.expired(day):
            return "expired"
        return "not_yet" if self.since > day else "in_force"

    def expired(self, day: date) -> bool:
        """Its last day belongs to it."""
        return self.until is not None and self.until < day

    def counts(self, day: date) -> bool:
        """Whether there is anything that could be taken from him."""
        return self.standing(day) in ("in_force", "not_yet")


@dataclass
class Wish:
    """The holder's application about one of his papers."""

    purpose: str
    about: Licence
    on: date

    def in_time(self) -> bool:
        """XKF 50: thirty days before the last day at the latest."""
        return self.about.until is not None and self.on <= self.about.until - IN_TIME


@dataclass
class Register:
    """All papers of one holder for one thing, and what he asks for now."""

    calendar: Calendar
    holder: str
    department: str
    days: int | None
    """For how long the licence is given."""
    papers: list[Licence] = field(default_factory=list)
    wish: Wish | None = None

    def ask(self, purpose: str, about: Licence, by: Person, at: datetime) -> None:
        """The holder asks to change, to go on, to give up."""
        day = at.date()
        need(by.name == self.holder, "XKF 49, 50: the holder's own application")
        need(self.wish is None or self.wish.about is not about, "one application at a time about one paper")
        need(not about.ended and not about.followed_by, "XKF 49, 50, 70: the paper counts no more")
        need(purpose == CANCELLATION or not about.expired(day), "XKF 70(1): what has run out is applied for anew")
        need(purpose != RENEWAL or about.until is not None, "XKF 50: what has no end needs no renewal")
        self.wish = Wish(purpose, about, day)

    def take_away(self, by: Person) -> None:
        """AY 26: he takes his application back."""
        need(self.wish is not None and by.name == self.holder, "the applicant's own act")
        self.wish = None

    def refuse(self, by: Person, at: datetime) -> None:
        """The paper stays as it was."""
        self._decides(by, at)
        need(self.wish is not None, "there is something to decide")
        self.wish = None

    def grant(self, by: Person, at: datetime) -> None:
        """What is over can be neither changed nor go on. Reading: a renewal that was asked for while the licence ran,
        but late, may be granted after its end, from that day on; a change may not, for there is nothing to change."""
        self._decides(by, at)
        need(self.wish is not None, "there is something to decide")
        assert self.wish is not None
        about, purpose = self.wish.about, self.wish.purpose
        need(not about.ended and not about.followed_by, "the paper counts no more")
        need(purpose != CHANGE or not about.expired(at.date()), "XKF 49, 70(1): nothing is left to change")
        self._follows(at.date())

    def _follows(self, day: date) -> None:
        assert self.wish is not None
        about, purpose = self.wish.about, self.wish.purpose
        self.wish = None
        if purpose == CANCELLATION:
            about.ended.add(CANCELLED)
        elif purpose == CHANGE:
            about.followed_by = "changed"
            self.papers.append(Licence(max(about.since, day), about.until))
        else:
            assert about.until is not None
            assert self.days is not None
            about.followed_by = "renewed"
            first = max(about.until + ONE_DAY, day)
            self.papers.append(Licence(first, first + timedelta(days=self.days - 1)))

    def time_passes(self, now: datetime) -> bool:
        """XKF 50: asked for in time and not decided before the licence runs out: it goes on. Whether it did now."""
        wish = self.wish
        if wish is None or wish.purpose != RENEWAL or not wish.in_time() or wish.about.ended:
            return False
        assert wish.about.until is not None
        over = datetime.combine(wish.about.until + ONE_DAY, time(), tzinfo=now.tzinfo)
        if now < over:
            return False
        self._follows(over.date())
        return True

    def tell(self, licence: Licence, way: str, ground: str, by: Person, at: datetime) -> None:
        """XKF 7, 36: before anything is taken from him he is told what and why, and has his days to answer."""
        self._examines(by)
        need(way != CANCELLED, "XKF 70: what is over is only written down")
        need(ground in GROUNDS[way], "XKF 8, 69: the grounds are closed")
        need(licence.counts(at.date()), "there is nothing to take from him")
        need(licence.told is None, "told already")
        until = self.calendar.end_of(last_day(self.calendar, at.date(), DEFENCE_DAYS), at)
        licence.told = Told(way, ground, by.name, until)

    def hear(self, licence: Licence, by: Person, at: datetime) -> None:
        """What he says is written down."""
        self._examines(by)
        need(licence.told is not None and not licence.told.heard_by, "told, and not yet heard")
        assert licence.told is not None
        licence.told.heard_by = by.name

    def drop(self, licence: Licence, by: Person, at: datetime) -> None:
        """He was right: the licence stands."""
        self._decides(by, at)
        need(licence.told is not None, "something is intended")
        licence.told = None

    def end(self, licence: Licence, way: str, ground: str, by: Person, at: datetime) -> None:
        """The body revokes (XKF 69), withdraws (8), or writes down that the licence is over (70)."""
        self._decides(by, at)
        need(ground in GROUNDS[way], "XKF 8, 69, 70: the grounds are closed")
        if way == CANCELLED:
            self._is_over(licence, ground, at.date())
        else:
            self._was_heard(licence, way, ground, by, at)
            licence.told = None
        licence.ended.add(way)

    @staticmethod
    def _is_over(licence: Licence, ground: str, day: date) -> None:
        need(CANCELLED not in licence.ended, "cancelled already")
        need(not licence.followed_by or bool(licence.ended), "its successor is in its place")
        need(ground != "not_renewed" or licence.expired(day), "XKF 70(1): only when it has run out")
        need(ground != "dissolved", "XKF 70(3): of an organisation")

    @staticmethod
    def _was_heard(licence: Licence, way: str, ground: str, by: Person, at: datetime) -> None:
        told = licence.told
        need(licence.counts(at.date()), "there is nothing to take from him")
        need(told is not None, "XKF 7, 36: he is told before")
        assert told is not None
        need((told.way, told.ground) == (way, ground), "decided is what he was told")
        need(bool(told.heard_by) or at >= told.until, "XKF 36: he has his time to answer")
        need(by.name not in (told.by, told.heard_by), "不相容岗位相分离: who told or heard him does not decide")

    def _examines(self, by: Person) -> None:
        need(by.department == self.department, "the body's own officers")
        need(by.name != self.holder, "nobody acts on his own case (回避)")

    def _decides(self, by: Person, at: datetime) -> None:
        self._examines(by)
        need(by.decides_on(at.date()), "件1: the head, or under an instrument in force")
