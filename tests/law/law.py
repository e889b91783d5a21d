"""The law of a case, to be read as law: who may do what, when, by what day, and what follows.

Written from the statutes, not from the program, of which it imports nothing. Every act is one function. `need` states
a condition of the law with its article; where it does not hold, the act is forbidden. What stands below the conditions
is what follows by law. Where the law leaves something open, the sentence begins with "Reading:".

XKF  行政许可法 (2019)            AY  安阳市政务服务条例 (2021)
民法典 201–204 on days            42号 国办发〔2020〕42号 on 告知承诺
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from tests.law.days import ONE_DAY, Calendar, days_of_a_hold, last_day


class Stage(Enum):
    """Where a case is, in the words of the law."""

    RECEIVED = "收件"
    CORRECTING = "补正中"
    ACCEPTED = "受理"
    HELD = "特别程序"
    ABOVE = "转报"
    GRANTED = "准予"
    REFUSED = "不予许可"
    MAKING = "制证"
    READY = "出件"
    DELIVERED = "送达"
    NOT_ACCEPTED = "不予受理"
    NOT_REQUIRED = "不需许可"
    WITHDRAWN = "撤回申请"
    LAPSED = "视为撤回"
    TERMINATED = "终止办理"


BEFORE_ACCEPTANCE = {Stage.RECEIVED, Stage.CORRECTING}
IN_EXAMINATION = {Stage.ACCEPTED, Stage.HELD}
OFFICERS = 2
UNDER_WAY = BEFORE_ACCEPTANCE | IN_EXAMINATION | {Stage.ABOVE}


class Forbidden(Exception):
    """The law does not allow this act now, by this person, in this case; says the article."""


def need(held: bool, because: str) -> None:
    """A condition of the law."""
    if not held:
        raise Forbidden(because)


@dataclass(frozen=True)
class Mandate:
    """What an instrument empowers someone to do, and from when until when (件1, 件2; §3.6)."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Both days of an instrument belong to it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Person:
    """Someone in the town, as the law sees him. An applicant may well be an officer in another life."""

    name: str
    department: str = ""
    """Whose officer he is; empty for the clerks of the centre and for everybody else."""
    clerk_of_the_centre: bool = False
    head: bool = False
    """Head of the body (本行政机关负责人)."""
    mandate: Mandate | None = None
    """件1: it makes a chief approver of him for as long as it is in force."""

    def decides_on(self, day: date) -> bool:
        """The head by his office, a chief approver by an instrument in force (件1)."""
        return self.head or (self.mandate is not None and self.mandate.covers(day))


@dataclass(frozen=True)
class Item:
    """What is applied for: whose it is, its two terms in working days, how long something secondary may follow."""

    department: str
    promised: int
    statutory: int
    following: int = 0


@dataclass(frozen=True)
class Place:
    """What Anyang's ordinance and the centre settle for themselves."""

    calendar: Calendar
    entrusted: Mandate
    """The department's instrument by which the centre's windows accept (件2)."""
    told_on_the_spot: bool
    """AY 36: at the counter what is missing is told on the spot, else within the five days of the law."""
    correcting: int
    checking: int = 60
    """Within what time a promise is looked at after the decision, in working days."""


@dataclass
class Hold:
    """A special procedure: which, from when, until when."""

    kind: str
    start: date
    end: date | None = None


@dataclass
class Hearing:
    """A hearing: until when it may be asked for, by when it must be held, when it is held and under whom."""

    apply_by: datetime | None = None
    asked_on: date | None = None
    organise_by: datetime | None = None
    waived: bool = False
    called: bool = False
    held_at: datetime | None = None
    chair: str = ""
    recorded: bool = False


@dataclass
class Above:
    """A case that was sent upward: whether the higher body has it, and what it answered."""

    received: bool = False
    answer: str = ""


@dataclass
class Matter:
    """One case, by what the law asks about it."""

    item: Item
    place: Place
    applicant: str
    received_at: datetime
    at_counter: bool
    missing: bool = False
    """Something secondary is missing that the applicant promised to bring."""
    promising: bool = False
    """His promise stands for a proof (告知承诺)."""
    excluded: bool = False
    """His promises are not taken: an earlier one was false."""
    stage: Stage = Stage.RECEIVED
    accepted_on: date | None = None
    accepted_by: str = ""
    correct_by: datetime | None = None
    follow_by: datetime | None = None
    holds: list[Hold] = field(default_factory=list)
    extension_asked_by: str = ""
    extended_by: int = 0
    examined_by: list[str] = field(default_factory=list)
    decided_by: str = ""
    decided_on: date | None = None
    hearing: Hearing | None = None
    above: Above | None = None
    check_by: datetime | None = None
    findings: list[list[tuple[str, str]]] = field(default_factory=lambda: [[]])
    """What officers found of the promise, round by round."""
    found: str = ""
    order_until: datetime | None = None
    settled: bool = False
    under_way: str = ""
    """How the result is on its way, if it is."""
    tried: set[str] = field(default_factory=set)
    notice_since: datetime | None = None
    taken_up: bool = False
    """Whether an officer of the department has begun with it. The law knows no such act: who does the first thing does
    it."""
    letters: list[str] = field(default_factory=lambda: ["收件凭证"])

    def copy(self) -> "Matter":
        """The same, to try something on."""
        return replace(
            self,
            holds=[replace(one) for one in self.holds],
            examined_by=[*self.examined_by],
            letters=[*self.letters],
            hearing=replace(self.hearing) if self.hearing else None,
            above=replace(self.above) if self.above else None,
            findings=[[*one] for one in self.findings],
            tried={*self.tried},
        )

    def not_counted(self) -> list[date]:
        """The days of special procedures (XKF 45)."""
        return [day for one in self.holds if one.end for day in days_of_a_hold(one.start, one.end)]

    def promised_by(self) -> date:
        """The day by which the department promised to decide. A term runs from acceptance, not from receipt, so what is
        corrected comes before it. The promise is the department's own: XKF 42 makes the law's term longer, not it, and
        one that is missed is explained in public (AY 22; YSHJ 36)."""
        assert self.accepted_on is not None
        return last_day(self.place.calendar, self.accepted_on, self.item.promised, self.not_counted())

    def statutory_by(self) -> date:
        """The day by which the law bids the department decide (XKF 42)."""
        assert self.accepted_on is not None
        days = self.item.statutory + self.extended_by
        return last_day(self.place.calendar, self.accepted_on, days, self.not_counted())

    def tell_by(self) -> datetime:
        """All defects are told within five working days of receipt (XKF 32(4)), at Anyang's counters on the spot
        (AY 36). Reading: on the spot is before that day's business closes."""
        calendar, day = self.place.calendar, self.received_at.date()
        if not (self.at_counter and self.place.told_on_the_spot):
            return calendar.end_of(last_day(calendar, day, 5), self.received_at)
        if self.received_at >= calendar.end_of(day, self.received_at):
            day += ONE_DAY
        while not calendar.is_worked(day):
            day += ONE_DAY
        return calendar.end_of(day, self.received_at)

    def deliver_by(self) -> date:
        """A licence is issued and delivered within ten working days of the decision (XKF 44)."""
        assert self.decided_on is not None
        return last_day(self.place.calendar, self.decided_on, 10)

    def stands_still(self) -> bool:
        """While a special procedure runs, the clock does not (XKF 45)."""
        return any(one.end is None for one in self.holds)


def waits_until(matter: Matter) -> datetime | None:
    """The end of the limit after which the law itself speaks, if one runs."""
    if matter.stage is Stage.RECEIVED:
        return matter.tell_by()
    if matter.stage is Stage.CORRECTING:
        return matter.correct_by
    return matter.follow_by if matter.stage in IN_EXAMINATION and matter.missing else None


def time_passes(matter: Matter, now: datetime) -> bool:
    """What lapse of time does, whether or not anybody noticed: the law waits for no clerk and no machine. Whether it
    did something."""
    end = waits_until(matter)
    if end is None or now < end:
        return False
    if matter.stage is Stage.RECEIVED:
        # Not told in time: accepted from the day the materials were received (XKF 32(4); AY 36).
        _begin(matter, matter.received_at.date(), by="")
    else:
        # Not corrected (AY 36), or not brought what was to follow (AY 24): deemed withdrawn.
        _lapse(matter)
    return True


def notice_is_given(matter: Matter, at: datetime) -> None:
    """The applicant is told that he is deemed to be accepted. Reading: he promised to bring more and nobody told him by
    when, so his days run from this notice (AY 24)."""
    if matter.stage in IN_EXAMINATION and matter.missing and matter.follow_by is None:
        matter.follow_by = last_moment(matter, at, matter.item.following)


def _lapse(matter: Matter) -> None:
    matter.stage = Stage.LAPSED
    matter.letters.append("视为撤回告知书")


def _begin(matter: Matter, day: date, *, by: str) -> None:
    """Acceptance, told in writing, dated, under the seal of the entrusting department (XKF 32)."""
    matter.stage, matter.accepted_on, matter.accepted_by = Stage.ACCEPTED, day, by
    matter.letters.append("受理通知书")


def last_moment(matter: Matter, at: datetime, days: int) -> datetime:
    """When so many working days from then are over."""
    return matter.place.calendar.end_of(last_day(matter.place.calendar, at.date(), days), at)


def not_his_own(matter: Matter, by: Person) -> None:
    """Avoidance (回避)."""
    need(by.name != matter.applicant, "nobody acts on his own case (回避)")


def front_desk(matter: Matter, by: Person, at: datetime) -> None:
    """The department stands at the front itself, or the centre's clerks do for it while its instrument runs (件2;
    §3.6)."""
    own = by.department == matter.item.department
    lent = by.clerk_of_the_centre and matter.place.entrusted.covers(at.date())
    need(own or lent, "件2: the department, or under its instrument in force")
    not_his_own(matter, by)


def _window(matter: Matter, by: Person, at: datetime) -> None:
    front_desk(matter, by, at)
    need(matter.stage is Stage.RECEIVED, "XKF 32: only what is received and under review")


def accept(matter: Matter, by: Person, at: datetime) -> None:
    """Within the department's competence, complete and in form: accept (XKF 32(5))."""
    _window(matter, by, at)
    need(not matter.missing, "XKF 32(5): complete; what is missing is accepted only on its own terms (AY 24)")
    _begin(matter, at.date(), by=by.name)


def accept_with_gaps(matter: Matter, by: Person, at: datetime) -> None:
    """容缺受理: the main materials are there, a secondary one follows on a written promise by a told day (AY 24)."""
    _window(matter, by, at)
    need(matter.missing, "AY 24: something is missing that was promised")
    need(not matter.excluded, "§3.4: not of somebody whose promises are not taken")
    matter.follow_by = last_moment(matter, at, matter.item.following)
    matter.letters.append("容缺受理承诺书")
    _begin(matter, at.date(), by=by.name)


def refuse_to_accept(matter: Matter, by: Person, at: datetime) -> None:
    """Not this department's business: refuse in writing and name the right one (XKF 32(2))."""
    _window(matter, by, at)
    matter.stage = Stage.NOT_ACCEPTED
    matter.letters.append("不予受理决定书")


def tell_not_required(matter: Matter, by: Person, at: datetime) -> None:
    """No licence is needed for it: tell him at once (XKF 32(1))."""
    _window(matter, by, at)
    matter.stage = Stage.NOT_REQUIRED
    matter.letters.append("不受理告知书")


def ask_for_corrections(matter: Matter, by: Person, at: datetime) -> None:
    """Tell everything that must be corrected, in one letter with a deadline (XKF 32(4); AY 36). A second round is no
    less valid, but an irregularity that supervision must see (XKF 72(4))."""
    _window(matter, by, at)
    matter.stage = Stage.CORRECTING
    matter.correct_by = last_moment(matter, at, matter.place.correcting)
    matter.letters.append("补正告知书")


def correct(matter: Matter, by: Person, at: datetime) -> None:
    """The applicant brings what was asked for. Reading: the days of XKF 32(4) run anew from these papers, for before
    them he was told in time that the application was not complete."""
    the_applicants_own(matter, by)
    _corrected(matter, at)


def correct_at_counter(matter: Matter, by: Person, at: datetime) -> None:
    """He brings it to the window."""
    front_desk(matter, by, at)
    _corrected(matter, at)


def _corrected(matter: Matter, at: datetime) -> None:
    need(matter.stage is Stage.CORRECTING, "XKF 32(4): there is something to correct, and time left")
    matter.stage, matter.received_at, matter.correct_by = Stage.RECEIVED, at, None


def bring_what_follows(matter: Matter, by: Person, at: datetime) -> None:
    """What was promised comes in time (AY 24)."""
    the_applicants_own(matter, by)
    _brought(matter)


def bring_it_to_the_counter(matter: Matter, by: Person, at: datetime) -> None:
    """He brings it to the window."""
    front_desk(matter, by, at)
    _brought(matter)


def _brought(matter: Matter) -> None:
    need(matter.stage in IN_EXAMINATION and matter.missing, "AY 24: something is to follow, and there is time left")
    matter.missing, matter.follow_by = False, None


def the_applicants_own(matter: Matter, by: Person) -> None:
    """His act and nobody else's."""
    need(by.name == matter.applicant, "the applicant's own act")


def department(matter: Matter, by: Person) -> None:
    """An officer of the department, and not in his own case."""
    need(by.department == matter.item.department, "XKF 34: the department's own officers examine")
    not_his_own(matter, by)


def examine(matter: Matter, by: Person, at: datetime) -> None:
    """Two officers examine; each gives his opinion (XKF 34(3))."""
    department(matter, by)
    need(matter.stage is Stage.ACCEPTED, "XKF 34: what is accepted is examined, unless a special procedure runs")
    need(by.name != matter.accepted_by, "不相容岗位相分离: who accepted does not examine")
    need(by.name not in matter.examined_by, "XKF 34(3): two officers, not one twice")
    need(len(matter.examined_by) < OFFICERS, "examined already")
    chairs = matter.hearing.chair if matter.hearing else ""
    need(by.name != chairs, "XKF 48: who chairs the hearing does not examine")
    matter.taken_up = True
    matter.examined_by.append(by.name)


def begin_procedure(matter: Matter, by: Person, at: datetime, *, kind: str) -> None:
    """检测, 鉴定 and the like: the time needed is told in writing and not counted (XKF 45). Several may run at once."""
    department(matter, by)
    need(matter.stage in IN_EXAMINATION, "XKF 45: within the term of an accepted case")
    need(all(one.end or one.kind != kind for one in matter.holds), "this one runs already")
    matter.taken_up = True
    matter.holds.append(Hold(kind, at.date()))
    matter.stage = Stage.HELD
    matter.letters.append("特别程序告知书")


def end_procedure(matter: Matter, by: Person, at: datetime, *, kind: str) -> None:
    """It is over; when none runs any more, the clock goes on with the days it had left (XKF 45)."""
    department(matter, by)
    running = [one for one in matter.holds if one.end is None and one.kind == kind]
    need(matter.stage is Stage.HELD and bool(running), "XKF 45: only what runs can end")
    running[0].end = at.date()
    matter.stage = Stage.HELD if matter.stands_still() else Stage.ACCEPTED


def _still_time(matter: Matter, at: datetime) -> None:
    need(matter.stage is Stage.ACCEPTED, "XKF 42: an accepted case whose clock runs")
    need(not matter.extended_by, "XKF 42: once")
    end = matter.place.calendar.end_of(matter.statutory_by(), at)
    need(at < end, "XKF 42: a term that is over cannot be made longer")


def ask_extension(matter: Matter, by: Person, at: datetime) -> None:
    """An officer asks the head for more time on the form for it (文书格式范本 15)."""
    department(matter, by)
    _still_time(matter, at)
    need(not matter.extension_asked_by, "asked already, and not yet answered")
    matter.taken_up = True
    matter.extension_asked_by = by.name


def extend(matter: Matter, by: Person, at: datetime) -> None:
    """Ten days more, once, approved by the head of the body in time; told with the reason (XKF 42)."""
    need(by.head and by.department == matter.item.department, "XKF 42: the head of the body approves")
    not_his_own(matter, by)
    need(bool(matter.extension_asked_by), "文书格式范本 15: there is something to approve")
    need(by.name != matter.extension_asked_by, "不相容岗位相分离: nobody approves what he asked for")
    _still_time(matter, at)
    matter.extended_by = 10
    matter.letters.append("延期决定通知书")


def refuse_extension(matter: Matter, by: Person, at: datetime) -> None:
    """The head gives no more time. He may be asked again: the law forbids only to give twice (XKF 42)."""
    need(by.head and by.department == matter.item.department, "XKF 42: the head of the body answers")
    not_his_own(matter, by)
    need(matter.stage is Stage.ACCEPTED, "XKF 42: an accepted case whose clock runs")
    need(bool(matter.extension_asked_by) and not matter.extended_by, "there is something to answer")
    need(by.name != matter.extension_asked_by, "不相容岗位相分离: nobody answers what he asked for")
    matter.extension_asked_by = ""


def power_to_decide(matter: Matter, by: Person, at: datetime) -> None:
    """The head, or the chief approver under an instrument in force (件1)."""
    need(by.department == matter.item.department and by.decides_on(at.date()), "件1: an instrument in force (§3.6)")
    not_his_own(matter, by)


def examined_by_two(matter: Matter) -> None:
    """Nothing is decided before (XKF 34(3), 37)."""
    need(len(matter.examined_by) >= OFFICERS, "XKF 34(3), 37: after two officers examined")


def nobody_is_passed_over(matter: Matter, at: datetime) -> None:
    """Whoever asked for a hearing is heard; whoever still may ask, has his time (XKF 47, 48)."""
    heard = matter.hearing
    if heard is None or heard.recorded:
        return
    need(not heard.organise_by and not heard.called, "XKF 48: decided by the record of the hearing")
    need(heard.waived or heard.apply_by is None or at > heard.apply_by, "XKF 47: he may still ask for a hearing")


def _decide(matter: Matter, by: Person, at: datetime, outcome: Stage) -> None:
    power_to_decide(matter, by, at)
    need(matter.stage is Stage.ACCEPTED, "XKF 37, 38: an accepted case whose clock runs")
    examined_by_two(matter)
    need(by.name not in matter.examined_by, "不相容岗位相分离: who examined does not decide")
    need(by.name != matter.accepted_by, "不相容岗位相分离: who accepted does not decide")
    # Reading: neither granted nor refused before the time is over that the applicant was given to complete it.
    need(not matter.missing, "AY 24: decided when what was to follow is there")
    nobody_is_passed_over(matter, at)
    answer = matter.above.answer if matter.above else ""
    need(answer in ("", outcome.name.lower()), "XKF 35: the decision follows what the higher body answered")
    if outcome is Stage.GRANTED:
        pronounce_granted(matter, by, at)
        return
    matter.decided_by, matter.decided_on, matter.stage = by.name, at.date(), Stage.REFUSED
    matter.letters.append("不予许可决定书")


def pronounce_granted(matter: Matter, by: Person, at: datetime) -> None:
    """Granted in writing (XKF 38). What was granted on a promise is checked within the set time, however it was granted
    (42号)."""
    matter.decided_by, matter.decided_on, matter.stage = by.name, at.date(), Stage.GRANTED
    matter.letters.append("准予许可决定书")
    if matter.promising:
        matter.check_by = last_moment(matter, at, matter.place.checking)


def grant(matter: Matter, by: Person, at: datetime) -> None:
    """The conditions are met: grant in writing (XKF 38). Late is late, but not void."""
    _decide(matter, by, at, Stage.GRANTED)


def refuse(matter: Matter, by: Person, at: datetime) -> None:
    """Refuse in writing, with reasons, review within 60 days and suit within six months (XKF 38)."""
    _decide(matter, by, at, Stage.REFUSED)


def terminate(matter: Matter, by: Person, at: datetime) -> None:
    """There is nothing left to decide: whoever may decide ends the case, with reason and law (§2.1 终止)."""
    power_to_decide(matter, by, at)
    need(matter.stage in UNDER_WAY, "§2.1: what is over cannot be ended")
    matter.stage = Stage.TERMINATED
    matter.letters.append("终止办理告知书")


def withdraw(matter: Matter, by: Person, at: datetime) -> None:
    """The applicant may take the application back until it is decided (AY 26; §2.1)."""
    the_applicants_own(matter, by)
    _withdrawn(matter)


def withdraw_at_counter(matter: Matter, by: Person, at: datetime) -> None:
    """He does so at the window, where he shows who he is."""
    front_desk(matter, by, at)
    _withdrawn(matter)


def _withdrawn(matter: Matter) -> None:
    need(matter.stage in UNDER_WAY, "§2.1: what is over cannot be withdrawn")
    matter.stage = Stage.WITHDRAWN
    matter.letters.append("撤回确认书")
