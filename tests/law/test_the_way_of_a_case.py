"""Whatever anybody tries with a case, at whatever time: the program and the law say the same.

`law` says what may be done and what follows; `town` does it with the acts of the program. Each walk is one case, from
application on. Time moves by minutes or by weeks, over the real holidays; the job that brings about what happens by
itself runs, or is late; the right people and the wrong ones try everything.

In the usual run of the tests the walks are few and new each time; when one fails, the line that
walks it again is printed. For a long walk: `YICHUANG_WALKS=2000 ./test tests/law -s`, which also tells how
often each act was tried, allowed and forbidden.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.law import acts, coverage, doings, history, law, outcome, town
from tests.law.days import ONE_DAY, Calendar
from tests.law.law import Forbidden, Mandate, Matter, Person, Place, Stage
from tests.law.room import Room, walk
from yichuang.base.limits import ZONE
from yichuang.cases.models import Case

STEPS = 40
walked: Counter[str] = Counter()
LONG_AGO, NEVER = date(2025, 1, 2), date(2098, 12, 31)
STARTS = st.sampled_from(
    [
        date(2026, 1, 4),
        date(2026, 2, 10),
        date(2026, 2, 14),
        date(2026, 3, 2),
        date(2026, 4, 3),
        date(2026, 4, 27),
        date(2026, 6, 17),
        date(2026, 9, 18),
        date(2026, 9, 29),
        date(2026, 12, 21),
    ]
)
WHILES = st.one_of(
    st.timedeltas(timedelta(minutes=1), timedelta(hours=8)),
    st.timedeltas(timedelta(days=1), timedelta(days=4)),
    st.timedeltas(timedelta(days=5), timedelta(days=40)),
)


class Way(Room):
    """One case, beside what the law says of it."""

    calendar: Calendar

    @initialize(
        day=STARTS,
        at=st.times(time(8), time(19)),
        lenient=st.booleans(),
        missing=st.booleans(),
        promising=st.booleans(),
        at_counter=st.booleans(),
        on_the_spot=st.booleans(),
        applicant=st.sampled_from(["zhang wei", "zhang wei", "li hua", "he lan"]),
        ends_early=st.sampled_from([False, False, True]),
        instruments=st.tuples(*[st.one_of(st.just(0), st.integers(0, 30))] * 2),
    )
    def apply(
        self,
        day: date,
        at: time,
        lenient: bool,
        missing: bool,
        promising: bool,
        at_counter: bool,
        on_the_spot: bool,
        applicant: str,
        ends_early: bool,
        instruments: tuple[int, int],
    ) -> None:
        """Somebody applies, at the counter or on line, with everything or with a promise to bring one thing later."""
        self.now = datetime.combine(day, at, tzinfo=ZONE)
        centre, chief = (Mandate(LONG_AGO, day + n * ONE_DAY if n else NEVER) for n in instruments)
        town.found(centre=centre, chief=chief, told_on_the_spot=on_the_spot)
        self.people = town.known_people(chief)
        item = town.LENIENT if lenient else town.PLAIN
        place = Place(self.calendar, centre, on_the_spot, town.CORRECTING)
        missing, promising = missing and lenient, promising and lenient
        self.matter = Matter(item, place, applicant, self.now, at_counter, missing=missing, promising=promising)
        if promising:
            self.matter.letters.append("告知承诺书")
        handed_in = {"at_counter": at_counter, "missing": missing, "promising": promising}
        self.town = town.Town(item, applicant, calendar=self.calendar, at=self.now, **handed_in)
        self.done, self.looked_at = 1, 0
        self.unwritten = 0
        self.likely = acts.ALL if ends_early else acts.ONWARD

    @rule(act=st.sampled_from(acts.ALL), who=st.sampled_from(sorted(town.AT_WORK)))
    def somebody_tries(self, act: str, who: str) -> None:
        """Anybody tries anything."""
        self._try(act, self.people[who])

    @rule(choices=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10)), min_size=1, max_size=5))
    def lawful_things_are_done(self, choices: list[tuple[int, int]]) -> None:
        """So that cases get on: of the acts that the law allows now, some are done by somebody whom it allows them."""
        for one, person in choices:
            everybody = self.people.values()
            able = {act: [who for who in everybody if not self._forbidden(act, who)] for act in self.likely}
            possible = [act for act in self.likely if able[act]]
            if possible:
                act = possible[one % len(possible)]
                self._try(act, able[act][person % len(able[act])])

    @rule(choices=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10)), min_size=1, max_size=5))
    def and_others(self, choices: list[tuple[int, int]]) -> None:
        """Twice as often."""
        self.lawful_things_are_done(choices)

    @precondition(lambda self: self.matter.stage in law.UNDER_WAY)
    @rule(lost=st.booleans())
    def his_credit_changes(self, lost: bool) -> None:
        """A promise that he made elsewhere was found to be false, or his credit was repaired."""
        self.town.credit(lost=lost, at=self.now)
        self.matter.excluded = lost

    @rule(wait=WHILES)
    def time_passes(self, wait: timedelta) -> None:
        """A while passes; what lapses, lapses, though nobody has yet written it down."""
        self.now += wait - timedelta(microseconds=wait.microseconds)
        self._let_time_speak()

    @rule(minutes=st.integers(-3, 3))
    def a_limit_runs_out(self, minutes: int) -> None:
        """The minutes around the end of whatever the law waits for now."""
        end = law.waits_until(self.matter)
        if end:
            self.now = max(self.now, end + timedelta(minutes=minutes))
            self._let_time_speak()

    @precondition(lambda self: self.unwritten or self.now.minute % 3 == 0)
    @rule()
    def the_job_runs(self) -> None:
        """What happened by itself is written down, and told."""
        events = town.let_the_job_run(self.now)
        served = outcome.counts_as_served(self.matter, self.now)
        assert events == self.unwritten + served, "an event of the law came about, or did not"
        walked["happened by itself"] += events
        self._written(self.matter, 0)
        self.done += served

    @rule(who=st.sampled_from(sorted(town.AT_WORK)))
    def somebody_opens_the_case(self, who: str) -> None:
        """What the desk or the portal offers him is what the law allows him now, neither more nor less."""
        self._is_offered(self.people[who])

    def _try(self, act: str, who: Person) -> None:
        self.now += timedelta(minutes=1)
        self._let_time_speak()
        if not self._forbidden(act, who):
            self._is_offered(who)
        tried = self._told()
        verdict = self._forbidden(act, who)
        refused = self.town.perform(act, who.name, self.now)
        note(f"{self.now:%m-%d %H:%M} {who.name} {act}: {refused or 'done'} / {verdict or 'allowed'}")
        walked["acts allowed" if not verdict else "acts forbidden"] += 1
        walked[act if not verdict else f"not {act}"] += 1
        assert bool(refused) == bool(verdict), f"{act} by {who.name}: {refused or 'done'}, law: {verdict or 'allowed'}"
        if not verdict:
            walked["went on from what time had done"] += self.unwritten
            acts.perform(act, tried, who, self.now)
            self._written(tried, 1)

    def _let_time_speak(self) -> None:
        self.unwritten += law.time_passes(self.matter, self.now)

    def _told(self) -> Matter:
        """The matter as it is once the law's own event is written down, as whatever is done next does first."""
        matter = self.matter.copy()
        if self.unwritten:
            law.notice_is_given(matter, self.now)
        return matter

    def _written(self, matter: Matter, acts: int) -> None:
        self.matter = matter if acts else self._told()
        self.done += acts + self.unwritten
        self.unwritten = 0

    def _forbidden(self, act: str, who: Person) -> str:
        try:
            acts.perform(act, self._told(), who, self.now)
        except Forbidden as because:
            return str(because)
        return ""

    def _is_offered(self, who: Person) -> None:
        might = (*acts.ALL, *acts.NEVER_TRIED)
        lawful = {doings.offer_of(act, self.matter) for act in might if not self._forbidden(act, who)}
        lawful.discard("")
        offered = self.town.offered(who.name, self.now)
        assert offered == lawful, f"to {who.name} at {self.now:%m-%d %H:%M}: offered {offered}, lawful {lawful}"

    @invariant()
    def both_stand_at_the_same_place(self) -> None:
        """What the law says of the case is what the program says of it."""
        if self.unwritten:
            return
        case, matter = self.town.fresh(), self.matter
        assert town.STAGE_OF[case.state, case.outcome] is matter.stage
        if matter.stage is Stage.ACCEPTED and matter.accepted_on:
            assert self._day(case.statutory_due_at) == matter.statutory_by()
            assert self._day(case.promised_due_at) == matter.promised_by()
            assert case.due_is_provisional == (self._day(case.due_at).year > town.LAST_PUBLISHED)
        if matter.stage is Stage.HELD:
            assert case.statutory_due_at is case.promised_due_at is None
        if matter.decided_on and matter.stage not in (Stage.DELIVERED, Stage.TERMINATED):
            assert self._day(case.due_at) == matter.deliver_by()
        if matter.stage in (Stage.CORRECTING, Stage.RECEIVED):
            assert case.deemed_at == (matter.correct_by or matter.tell_by())
        if matter.stage in law.IN_EXAMINATION:
            assert case.deemed_at == matter.follow_by

    def _day(self, when: datetime | None) -> date:
        """The day of a due moment, which is when business closes."""
        assert when is not None
        local = when.astimezone(ZONE)
        assert local == self.calendar.end_of(local.date(), self.now)
        return local.date()

    @invariant()
    def the_records_explain_it(self) -> None:
        """Whoever reads the journal alone knows where the case stands; each letter that the law wants is there,
        numbered and sealed; nobody had two hands in it that conflict."""
        if self.unwritten or self.looked_at == self.done:
            return
        case = self.town.fresh()
        history.replayed(case, acts=self.done)
        history.letters(case, demanded=Counter(self.matter.letters))
        history.hands(case)
        self.looked_at = self.done

    def all_cases(self) -> list[Case]:
        """The case."""
        return [self.town.case] if hasattr(self, "town") else []

    def teardown(self) -> None:
        """Where it ended."""
        walked[f"ended: {self.matter.stage.value}" if hasattr(self, "matter") else "empty"] += 1
        super().teardown()


@pytest.mark.django_db
def test_program_and_law_agree_wherever_a_case_goes() -> None:
    for account in [*town.AT_WORK.values(), *town.AT_HOME.values()]:
        account()
    Way.calendar = town.real_calendar()
    walk(Way, steps=STEPS, tried=walked)
    print("Acts in the histories:")
    print(coverage.table())
