"""Taking back an act (收回), as the centre's rules have it: a new act that everybody sees; nothing is edited away.

Only what stands last can be taken back, by whoever did it or by his chief, until business closes on the same working
day. A decision is never taken back: it is revoked under XKF 69.
"""

from dataclasses import dataclass, field
from datetime import datetime

from tests.law import law
from tests.law.days import ONE_DAY
from tests.law.law import Matter, Person, need

AT_THE_WINDOW = {"accept", "refuse_to_accept", "tell_not_required", "ask_for_corrections"}
EXAMINATION = "examine"
TRIED = (*sorted(AT_THE_WINDOW), "correct", EXAMINATION, "grant", "refuse", "withdraw")
"""What is done in these walks, one act upon another."""


@dataclass(frozen=True)
class Done:
    """An act that stands: which, whose, when, and how the matter was before it."""

    act: str
    by: Person | None
    at: datetime
    before: Matter


@dataclass
class Past:
    """The acts that stand, one upon another."""

    standing: list[Done] = field(default_factory=list)

    def add(self, act: str, by: Person | None, at: datetime, before: Matter) -> None:
        """An act was done, or the law spoke (`by` nobody)."""
        self.standing.append(Done(act, by, at, before))

    def take_back(self, matter: Matter, by: Person, at: datetime) -> Matter:
        """The matter as it was before the last act. Its letters were written and stay in the register, revoked.
        Raises Forbidden."""
        self.require(matter, by, at)
        done = self.standing.pop()
        before = done.before.copy()
        before.letters = [*matter.letters]
        before.taken_up = matter.taken_up
        return before

    def require(self, matter: Matter, by: Person, at: datetime) -> None:
        """Whether the last act may be taken back by this person now. Raises Forbidden."""
        need(bool(self.standing), "the application is the applicant's, who withdraws it (AY 26)")
        done = self.standing[-1]
        need(done.by is not None, "what the law did (XKF 32(4); AY 36), nobody takes back")
        need(done.act in {*AT_THE_WINDOW, EXAMINATION}, "XKF 69: a decision is revoked, not taken back")
        if done.act == EXAMINATION:
            law.department(matter, by)
            law.not_his_own(matter, by)
        else:
            law.front_desk(matter, by, at)
        his_chief = by.department == matter.item.department and by.decides_on(at.date())
        need(by == done.by or his_chief, "whoever did it, or his chief (centre's rules)")
        need(at <= closing(matter, done.at), "until business closes (centre's rules)")
        if done.act == "accept":
            need(at < done.before.tell_by(), "XKF 32(4): by now the law itself has accepted it")


def closing(matter: Matter, at: datetime) -> datetime:
    """When the business of the working day ends on which something was done; after hours, of the next one (民法典
    203)."""
    calendar, day = matter.place.calendar, at.date()
    if at >= calendar.end_of(day, at):
        day += ONE_DAY
    while not calendar.is_worked(day):
        day += ONE_DAY
    return calendar.end_of(day, at)
