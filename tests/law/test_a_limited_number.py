"""Of an item with a limited number, whoever was accepted first is granted first, and no more than there are (XKF 57).

A room of its own, with several cases at once. For a long walk: `YICHUANG_WALKS=2000 ./test tests/law -s`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.law.room import Room, walk
from yichuang.base.refusal import Refused
from yichuang.cases import accepting, applying, deciding, examining, offers, testing
from yichuang.cases.afterwards import quotas
from yichuang.cases.models import Case
from yichuang.people import testing as people

MOST = 4
CLAIMS = ("apply", "accept", "begin_examining", "give_opinion", "grant", "refuse", "withdraw")
tried: Counter[str] = Counter()


@dataclass
class Applied:
    """One application: when it came in, when it was accepted, what became of it."""

    case: Case
    accepted_at: datetime | None = None
    ended: str = ""


class Line(Room):
    """Some applications for the same few licences."""

    @initialize(number=st.integers(1, 2))
    def announced(self, number: int) -> None:
        """The government says how many there are."""
        self.now, self.number = testing.moment(), number
        self.applied: list[Applied] = []
        self.version = testing.licence("taxi", quantity_limit="每年公布数量")
        quotas.set_quota(
            item=self.version.item,
            number=number,
            since=testing.MONDAY,
            until=date(2027, 1, 1),
            basis="市政府公告",
            by=testing.officer(people.qian_yan(), self.now),
            at=self.now,
        )

    @rule(
        what=st.sampled_from(["apply", "accept", "end", "end"]),
        which=st.integers(0, MOST - 1),
        outcome=st.sampled_from(["granted", "granted", "granted", "refused", "withdrawn"]),
    )
    def something_happens(self, what: str, which: int, outcome: str) -> None:
        """One rule, so that no walk does without one of them: who came first is not always accepted first."""
        self.now += timedelta(minutes=1)
        one = self.applied[which] if which < len(self.applied) else None
        if one is None:
            if what == "apply" or not self.applied:
                self.applied.append(Applied(testing.submitted(self.version, at=self.now)))
        elif what == "end":
            self._ended(one, outcome)
        elif one.accepted_at is None and not one.ended:
            self._accepted(one)

    def _accepted(self, one: Applied) -> None:
        case = accepting.accept(case=one.case, by=testing.officer(people.liu_mei(), self.now), at=self.now)
        case = examining.begin(case=case, by=testing.officer(people.zhao_gang(), self.now), at=self.now)
        one.case = testing.says(case, people.zhao_gang(), people.sun_li(), at=self.now)
        one.accepted_at = self.now
        self._each_is_told_his_place()

    def _ended(self, one: Applied, outcome: str) -> None:
        """Granted in turn only; refused for reasons of its own, or withdrawn, at any time."""
        if one.accepted_at is None and outcome != "withdrawn":
            return
        lawful = not one.ended and (outcome != "granted" or self._has_his_turn(one))
        refused = self._end(one.case, outcome)
        assert bool(refused) != lawful, f"{outcome}: the program {refused or 'yes'}, lawful: {lawful}"
        tried[f"{outcome} {'done' if lawful else 'forbidden'}"] += 1
        if lawful:
            one.ended = outcome
            self._each_is_told_his_place()

    def _end(self, case: Case, outcome: str) -> str:
        try:
            if outcome == "withdrawn":
                applying.withdraw(case=case, by=testing.applicant(self.now), at=self.now)
            else:
                chief = testing.officer(people.zhou_min(), self.now)
                deciding.decide(case=case, outcome=outcome, reasons="操作间没有冷藏设备", by=chief, at=self.now)
        except Refused as refused:
            return refused.code
        return ""

    def _has_his_turn(self, one: Applied) -> bool:
        """XKF 57: the order of acceptance; who waits before him comes first, and there must be one left."""
        assert one.accepted_at
        before = [other for other in self.applied if other.accepted_at and other.accepted_at < one.accepted_at]
        given = sum(other.ended == "granted" for other in self.applied)
        return all(other.ended for other in before) and given < self.number

    def _each_is_told_his_place(self) -> None:
        """How many are before him and how many are left; and the chief approver is offered who has his turn."""
        waiting = [one for one in self.applied if one.accepted_at and not one.ended]
        given = sum(one.ended == "granted" for one in self.applied)
        for one in waiting:
            case = Case.objects.get(pk=one.case.pk)
            found = offers.acts_for(case, testing.officer(people.zhou_min(), self.now), at=self.now)
            assert ("grant" in {offer.act for offer in found if offer.allowed}) == self._has_his_turn(one)
            told = quotas.in_line(case)
            assert told
            assert one.accepted_at
            ahead = sum(other.accepted_at < one.accepted_at for other in waiting if other.accepted_at)
            assert (told.waiting, told.left) == (ahead, self.number - given)

    def all_cases(self) -> list[Case]:
        """Every application."""
        return [one.case for one in getattr(self, "applied", [])]


@pytest.mark.django_db
def test_a_limited_number_is_granted_in_the_order_of_acceptance() -> None:
    testing.staffed_town()
    walk(Line, steps=20, tried=tried, claims=CLAIMS, share=0.5)
