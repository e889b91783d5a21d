"""Acts are done and taken back in any order, by anybody, at any time: the program and the centre's rules say the same.

A room of its own, so that a walk stays short: the model of the case is that of the other walks (`law`), the
records are read by the same eyes (`history`). For a long walk: `YICHUANG_WALKS=2000 ./test tests/law -s`.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.law import acts, history, law, taking_back, town
from tests.law.days import Calendar
from tests.law.law import Forbidden, Mandate, Matter, Person, Place
from tests.law.room import Room, walk
from tests.law.taking_back import Past
from tests.law.test_the_way_of_a_case import LONG_AGO, NEVER, STARTS
from yichuang.base.limits import ZONE
from yichuang.cases.models import Case

BACK = "take_back"
tried: Counter[str] = Counter()


class Back(Room):
    """One case at the window and in examination, beside what the rules say of it."""

    calendar: Calendar

    @initialize(day=STARTS, at=st.times(time(8), time(19)), at_counter=st.booleans(), spot=st.booleans())
    def apply(self, day: date, at: time, at_counter: bool, spot: bool) -> None:
        """Somebody applies."""
        self.now = datetime.combine(day, at.replace(microsecond=0), tzinfo=ZONE)
        ever = Mandate(LONG_AGO, NEVER)
        town.found(centre=ever, chief=ever, told_on_the_spot=spot)
        self.people = town.known_people(ever)
        place = Place(self.calendar, ever, spot, town.CORRECTING)
        self.matter, self.past = Matter(town.PLAIN, place, "zhang wei", self.now, at_counter), Past()
        given = {"at_counter": at_counter, "missing": False, "promising": False}
        self.town = town.Town(town.PLAIN, "zhang wei", calendar=self.calendar, at=self.now, **given)
        self.done = 1

    @rule(act=st.sampled_from([*taking_back.TRIED, BACK]), who=st.sampled_from(sorted(town.AT_WORK)))
    def somebody_tries(self, act: str, who: str) -> None:
        """Anybody tries anything."""
        self._try(act, self.people[who])

    @rule(act=st.integers(0, 1000), who=st.integers(0, 10))
    def something_lawful_is_done(self, act: int, who: int) -> None:
        """So that the case gets on."""
        able = {one: [by for by in self.people.values() if self._after(one, by)] for one in taking_back.TRIED}
        possible = [one for one in taking_back.TRIED if able[one]]
        if possible:
            chosen = possible[act % len(possible)]
            self._try(chosen, able[chosen][who % len(able[chosen])])

    @rule()
    def whoever_did_it_takes_it_back(self) -> None:
        """He tries, at least."""
        last = self.past.standing[-1].by if self.past.standing else None
        self._try(BACK, last or self.people["wu jun"])

    @rule(wait=st.sampled_from([timedelta(minutes=9), timedelta(hours=2), timedelta(days=1), timedelta(days=6)]))
    def time_passes(self, wait: timedelta) -> None:
        """The job runs at once, so that what happens by law is written down."""
        self._until(self.now + wait)

    @rule(minutes=st.integers(-1, 1))
    def business_closes(self, minutes: int) -> None:
        """The minutes around the end of the time in which an act can be taken back."""
        if self.past.standing:
            end = taking_back.closing(self.matter, self.past.standing[-1].at)
            self._until(max(self.now, end + timedelta(minutes=minutes)))

    def _until(self, when: datetime) -> None:
        self.now, before = when, self.matter.copy()
        spoke = law.time_passes(self.matter, self.now)
        assert town.let_the_job_run(self.now) == spoke
        self.done += spoke
        if spoke:
            self.past.add("by law", None, self.now, before)

    def _after(self, act: str, by: Person) -> Matter | None:
        """The matter after the act, nothing when the rules forbid it."""
        matter = self.matter.copy()
        try:
            acts.perform(act, matter, by, self.now)
        except Forbidden:
            return None
        return matter

    def _try(self, act: str, by: Person) -> None:
        after = self._taken_back(by) if act == BACK else self._after(act, by)
        refused = self.town.perform(act, by.name, self.now)
        told = f"{by.name} {act} at {self.now:%m-%d %H:%M}: the program says {refused or 'yes'}"
        assert bool(refused) == (after is None), told
        tried[f"{act} {'forbidden' if after is None else 'done'}"] += 1
        if after is None:
            return
        if act != BACK:
            self.past.add(act, by, self.now, self.matter)
        self.matter = after
        self.done += 1
        self._law_speaks_at_once()

    def _law_speaks_at_once(self) -> None:
        """What is received again at the very end of a limit is deemed accepted (XKF 32(4))."""
        self._until(self.now)

    def _taken_back(self, by: Person) -> Matter | None:
        try:
            return self.past.take_back(self.matter, by, self.now)
        except Forbidden:
            return None

    @invariant()
    def both_stand_at_the_same_place(self) -> None:
        """State, limits, history, letters and hands are those of a case in which it never happened."""
        case, matter = self.town.fresh(), self.matter
        assert town.STAGE_OF[case.state, case.outcome] is matter.stage
        if matter.stage is law.Stage.ACCEPTED:
            assert case.statutory_due_at
            assert case.promised_due_at
            assert case.statutory_due_at.astimezone(ZONE).date() == matter.statutory_by()
            assert case.promised_due_at.astimezone(ZONE).date() == matter.promised_by()
        if matter.stage in law.BEFORE_ACCEPTANCE:
            assert case.statutory_due_at is None
            assert case.accepted_by_id is None
            assert case.deemed_at == (matter.correct_by or matter.tell_by())
        history.replayed(case, acts=self.done)
        history.letters(case, demanded=Counter(matter.letters))
        history.hands(case)

    def all_cases(self) -> list[Case]:
        """The case."""
        return [self.town.case] if hasattr(self, "town") else []


@pytest.mark.django_db
def test_what_is_taken_back_leaves_the_case_as_if_it_had_not_been_done() -> None:
    for account in [*town.AT_WORK.values(), *town.AT_HOME.values()]:
        account()
    Back.calendar = town.real_calendar()
    walk(Back, steps=20, tried=tried)
