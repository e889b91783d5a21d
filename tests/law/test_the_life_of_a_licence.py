"""Whatever anybody tries with a licence after it was granted, at whatever time: the program and the law say the same.

`licences` says what may be done and what follows. Each walk is one licence with all that follows it.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.law import licences, town
from tests.law.days import Calendar
from tests.law.law import Mandate
from tests.law.licences import Licence, Register
from tests.law.room import Room, agreed, walk
from tests.law.test_the_way_of_a_case import LONG_AGO, NEVER, STARTS
from yichuang.base.limits import ZONE
from yichuang.cases import accepting, applying, deciding, examining, issuing, testing
from yichuang.cases.afterwards import certificates, ending
from yichuang.cases.models import Case, Certificate, Rule, State
from yichuang.cases.queries import letters_of
from yichuang.catalogue.content import Result
from yichuang.documents.models import LetterKind
from yichuang.people.actors import Actor

DAYS = 90
HOLDERS = {"zhang wei": town.AT_WORK["zhang wei"], "li hua": town.AT_HOME["li hua"]}
EVER = Mandate(LONG_AGO, NEVER)
ENDINGS = [(way, ground) for way, grounds in licences.GROUNDS.items() for ground in grounds]
GRANTING = (LetterKind.GRANTING_DECISION, LetterKind.RENEWAL_DECISION, LetterKind.CHANGE_DECISION, LetterKind.RESULT)
tried: Counter[str] = Counter()


class Life(Room):
    """One licence, beside what the law says of it."""

    calendar: Calendar

    @initialize(
        day=STARTS, holder=st.sampled_from(sorted(HOLDERS)), endless=st.sampled_from([False, False, False, True])
    )
    def granted(self, day: date, holder: str, endless: bool) -> None:
        """Somebody was granted a licence, and has it in writing."""
        self.now = datetime.combine(day, time(9), tzinfo=ZONE)
        town.found(centre=EVER, chief=EVER, told_on_the_spot=False)
        testing.rule(Rule.Kind.RENEWAL, 30, unit="calendar_days")
        self.people = town.known_people(EVER)
        self.holder = holder
        self.version = testing.licence(result=Result(name="食品经营许可证", validity="" if endless else f"{DAYS}日"))
        self.cases = [self._decided(self._applied("", None), "granted")]
        issuing.issue(case=self.cases[0], by=self._at_work("zhao gang"), at=self.now)
        until = None if endless else day + timedelta(days=DAYS - 1)
        self.law = Register(self.calendar, holder, town.MARKET, None if endless else DAYS, [Licence(day, until)])
        self.wished: Case | None = None

    @rule(
        purpose=st.sampled_from([licences.RENEWAL, licences.CHANGE, licences.RENEWAL, licences.CANCELLATION]),
        earlier=st.sampled_from([0, 0, 0, 1]),
    )
    def the_holder_asks(self, purpose: str, earlier: int) -> None:
        """To change, renew or give up his paper, or one that he had before."""
        which = max(0, len(self.law.papers) - 1 - earlier)
        about = self.law.papers[which]
        if self.law.wish is not None and self.law.wish.about is not about:
            return
        self._both(
            f"ask {purpose}",
            lambda: self.law.ask(purpose, about, self.people[self.holder], self.now),
            lambda: self._wish(purpose, which),
        )

    @rule(outcome=st.sampled_from(["grant", "grant", "refuse"]))
    def it_is_decided(self, outcome: str) -> None:
        """After two officers examined it."""
        wished, head = self.wished, "wu jun"
        if wished is None:
            return
        said = "granted" if outcome == "grant" else "refused"
        law = self.law.grant if outcome == "grant" else self.law.refuse
        if self._both(outcome, lambda: law(self.people[head], self.now), lambda: self._decided(wished, said)):
            self._settled(wished)

    @rule()
    def the_holder_takes_his_application_back(self) -> None:
        """While nothing is decided."""
        wished = self.wished
        if wished is None:
            return
        self.law.take_away(self.people[self.holder])
        applying.withdraw(case=wished, by=self._at_home(), at=self.now)
        self.wished = None

    @rule(
        act=st.sampled_from(["tell", "hear", "drop", "end", "end"]),
        earlier=st.sampled_from([0, 0, 0, 1]),
        said=st.sampled_from(ENDINGS),
        as_told=st.booleans(),
        who=st.sampled_from(["zhao gang", "li hua", "wu jun", "zhou min", "fire head"]),
    )
    def the_body_acts(self, act: str, earlier: int, said: tuple[str, str], as_told: bool, who: str) -> None:
        """Somebody at work would take a paper away, or hears the holder, or lets it stand."""
        which = max(0, len(self.law.papers) - 1 - earlier)
        told = self.law.papers[which].told
        self._body(act, which, (told.way, told.ground) if as_told and told else said, who)

    @rule(end=st.booleans(), who=st.sampled_from(["sun li", "wu jun", "zhou min"]))
    def what_was_begun_goes_on(self, end: bool, who: str) -> None:
        """The holder was told, is heard, and it is decided."""
        told = self.law.papers[-1].told
        if told is not None:
            self._body("end" if end else "hear", len(self.law.papers) - 1, (told.way, told.ground), who)

    def _body(self, act: str, which: int, said: tuple[str, str], who: str) -> None:
        paper, case, (way, ground) = self.law.papers[which], self.cases[which], said
        person, by, at = self.people[who], self._at_work(who), self.now
        parts: dict[str, Any] = {"way": way, "ground": ground, "reasons": "经核查", "by": by, "at": at}
        law = {
            "tell": lambda: self.law.tell(paper, way, ground, person, at),
            "hear": lambda: self.law.hear(paper, person, at),
            "drop": lambda: self.law.drop(paper, person, at),
            "end": lambda: self.law.end(paper, way, ground, person, at),
        }
        program = {
            "tell": lambda: ending.tell(case=case, **parts),
            "hear": lambda: ending.hear(case=case, statement="请保留", place="会议室", by=by, at=at),
            "drop": lambda: ending.drop(case=case, reasons="说得有理", by=by, at=at),
            "end": lambda: ending.end(case=case, compensation="没有损失", **parts),
        }
        self._both(f"{act} {way} {ground}" if act in ("tell", "end") else act, law[act], program[act])

    @rule(wait=st.sampled_from([timedelta(hours=3), timedelta(days=1), timedelta(days=6), timedelta(days=31)]))
    def time_passes(self, wait: timedelta) -> None:
        """Hours, or a month."""
        self._until(self.now + wait)

    @rule(edge=st.sampled_from([0, 1]), before=st.sampled_from([0, 0, 30]))
    def a_paper_nears_its_last_day(self, edge: int, before: int) -> None:
        """To its last day or the one after, or to the last day on which a renewal is asked for in time."""
        until = self.law.papers[-1].until
        if until is not None:
            day = until - timedelta(days=before) + timedelta(days=edge)
            self._until(max(self.now, datetime.combine(day, time(0 if edge else 9), tzinfo=ZONE)))

    def _until(self, when: datetime) -> None:
        self.now = when
        wished = self.wished
        went_on = self.law.time_passes(when)
        town.let_the_job_run(when)
        if went_on:
            assert wished is not None
            tried["renewed by law"] += 1
            self._settled(wished)

    def _both(self, what: str, law: Callable[[], object], program: Callable[[], object]) -> bool:
        return agreed(what, law, program, at=self.now, tried=tried)

    def _at_work(self, name: str) -> Actor:
        return testing.officer(town.AT_WORK[name](), self.now)

    def _at_home(self) -> Actor:
        return testing.officer(HOLDERS[self.holder](), self.now)

    def _applied(self, purpose: str, former: Certificate | None) -> Case:
        by = self._at_home()
        application = testing.online(self.version, by=by, of=by.party, purpose=purpose, former=former)
        return applying.apply(application=application, by=by, at=self.now)

    def _wish(self, purpose: str, which: int) -> None:
        former = certificates.with_events().get(case=self.cases[which])
        self.wished = self._applied(purpose, former)

    def _decided(self, case: Case, outcome: str) -> Case:
        """Accepted, unless the law itself did that, examined by two, decided by the head, in one go."""
        case = Case.objects.get(pk=case.pk)
        if case.state == State.SUBMITTED:
            case = accepting.accept(case=case, by=self._at_work("liu mei"), at=self.now)
        case = examining.begin(case=case, by=self._at_work("zhao gang"), at=self.now)
        for name in ("zhao gang", "sun li"):
            case = examining.give_opinion(
                case=case, recommends=outcome, text="已审查", by=self._at_work(name), at=self.now
            )
        reasons = "经营场所：小城县西街2号" if outcome == "granted" else "操作间没有冷藏设备"
        return deciding.decide(case=case, outcome=outcome, reasons=reasons, by=self._at_work("wu jun"), at=self.now)

    def _settled(self, wished: Case) -> None:
        """What was decided, by whom or what ever, and brought another paper."""
        if len(self.law.papers) > len(self.cases):
            self.cases.append(wished)
        self.wished = None

    @invariant()
    def both_know_the_same_papers(self) -> None:
        """Each with its first and last day and what became of it, and letters that say whether they still count."""
        day = self.now.date()
        found = list(certificates.with_events().order_by("issued_at", "id"))
        assert {one.case_id for one in found} == {one.pk for one in self.cases}
        by_case = {one.case_id: one for one in found}
        assert len({one.number for one in found}) == 1, "it keeps its number"
        for case, paper in zip(self.cases, self.law.papers, strict=True):
            written = by_case[case.pk]
            assert (written.valid_from, written.valid_until) == (paper.since, paper.until)
            assert str(certificates.standing(written, on=day)) == paper.standing(day)
            revoked = {one.revoked_at is not None for one in letters_of(case).filter(kind__in=GRANTING)}
            assert revoked == {bool(paper.ended)}

    def all_cases(self) -> list[Case]:
        """Every application about it."""
        return getattr(self, "cases", [])


@pytest.mark.django_db
def test_a_licence_lives_as_the_law_says() -> None:
    for account in [*town.AT_WORK.values(), *town.AT_HOME.values()]:
        account()
    Life.calendar = town.real_calendar()
    walk(Life, steps=20, tried=tried, share=1 / 3)
