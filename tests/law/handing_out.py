"""The ways of a result into the applicant's hands, as law (XKF 44; 参照民事诉讼法 88–95; the centre's own terms).

He chooses freely; what reached nobody lies at the window again; the last way is the public notice. Imports nothing of
the program.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.law.days import ONE_DAY, Calendar
from tests.law.law import Person, need

COUNTER, COURIER, LOCKER, ELECTRONIC = "counter", "courier", "locker", "electronic"
WAYS = (COUNTER, COURIER, LOCKER, ELECTRONIC)
VISIT, NOTICE = "direct", "notice"
NOBODY, MOVED = "nobody", "moved"
NOTICE_DAYS = 30
IN_A_CELL = timedelta(hours=24)
GUESSES = 5


@dataclass
class Result:
    """A result that lies at the window, or where it is."""

    calendar: Calendar
    department: str
    applicant: str
    agent: str
    agent_until: datetime
    """Midnight after the last day of the letter of authority."""
    chosen: str = COUNTER
    under_way: str = ""
    until: datetime | None = None
    guesses: int = 0
    failed: set[tuple[str, str]] = field(default_factory=set)
    delivered: str = ""
    """By which way it arrived."""

    def _side(self, name: str, at: datetime) -> bool:
        return name == self.applicant or (name == self.agent and at < self.agent_until)

    def _window(self, by: Person) -> None:
        need(by.clerk_of_the_centre or by.department == self.department, "件2: one window hands out for the body")

    def _lies_here(self) -> None:
        need(not self.delivered, "it has arrived")

    def _nothing_under_way(self) -> None:
        self._lies_here()
        need(not self.under_way, "one attempt at a time")

    def _arrived(self, way: str) -> None:
        self.delivered, self.under_way, self.until = way, "", None

    def choose(self, way: str, by: Person, at: datetime) -> None:
        """根据自愿原则: the applicant, or the window for whoever stands before it, until it is on its way."""
        need(self._side(by.name, at) or by.clerk_of_the_centre or by.department == self.department, "his choice")
        self._nothing_under_way()
        self.chosen = way

    def hand_over(self, to: str, by: Person, at: datetime) -> None:
        """To the applicant or his agent, who shows his card; also while a notice seeks him."""
        self._window(by)
        self._lies_here()
        need(self._side(to, at), "nobody else is given it")
        need(self.under_way in ("", NOTICE), "it lies elsewhere")
        self._arrived(COUNTER)

    def visit(self, found: str, by: Person, at: datetime) -> None:
        """直接送达: at his door, where he is or is not."""
        self._window(by)
        self._nothing_under_way()
        if found:
            self.failed.add((VISIT, found))
        else:
            self._arrived(VISIT)

    def send(self, by: Person, at: datetime) -> None:
        """邮寄送达."""
        self._window(by)
        self._nothing_under_way()
        self.under_way = COURIER

    def parcel(self, failure: str, by: Person, at: datetime) -> None:
        """It arrived, or came back."""
        self._window(by)
        self._lies_here()
        need(self.under_way == COURIER, "there is a parcel")
        if failure:
            self.failed.add((COURIER, failure))
            self.under_way = ""
        else:
            self._arrived(COURIER)

    def lay(self, by: Person, at: datetime) -> None:
        """Into a cell, for whoever wants that."""
        self._window(by)
        self._nothing_under_way()
        need(self.chosen == LOCKER, "only at his own wish")
        self.under_way, self.until, self.guesses = LOCKER, at + IN_A_CELL, 0

    def take(self, right: bool, at: datetime) -> None:
        """Whoever has the code has the result, in time and unless too much was guessed."""
        self._lies_here()
        need(self.under_way == LOCKER and self.until is not None, "something lies in the cell")
        assert self.until is not None
        if not right:
            self.guesses += 1
        need(right, "the code opens, nothing else")
        need(at < self.until and self.guesses < GUESSES, "in time, and not guessed")
        self._arrived(LOCKER)

    def empty(self, by: Person, at: datetime) -> None:
        """Back to the window."""
        self._window(by)
        self._lies_here()
        need(self.under_way == LOCKER, "something lies in the cell")
        self.under_way, self.until = "", None

    def open(self, by: Person, at: datetime) -> None:
        """电子送达: served when he opens it, having agreed."""
        need(self._side(by.name, at), "for his eyes, or his agent's")
        self._nothing_under_way()
        need(self.chosen == ELECTRONIC, "民事诉讼法 90: he agreed to it")
        self._arrived(ELECTRONIC)

    def announce(self, by: Person, at: datetime) -> None:
        """公告送达: when he is gone, or was sought by post and at home in vain (民事诉讼法 95)."""
        self._window(by)
        self._nothing_under_way()
        gone = any(why == MOVED for _way, why in self.failed)
        need(gone or {way for way, _why in self.failed} == {VISIT, COURIER}, "the last way")
        day = at.date() + timedelta(days=NOTICE_DAYS)
        while not self.calendar.is_worked(day):
            day += ONE_DAY
        self.under_way, self.until = NOTICE, self.calendar.end_of(day, at)

    def time_passes(self, now: datetime) -> bool:
        """The time of a notice is over: it counts as served. Whether it did now."""
        if self.delivered or self.under_way != NOTICE or self.until is None or now < self.until:
            return False
        self._arrived(NOTICE)
        return True
