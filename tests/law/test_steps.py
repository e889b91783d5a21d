"""However officers speak, send back, hand on, propose and decide: program and rules say the same of every step.

A room of its own beside the way of a case, for an item with every kind of step: two officers, two departments side by
side, one that has to agree, a review, a decision. For a long walk: `YICHUANG_WALKS=2000 ./test tests/law -s`.
"""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.law.law import Forbidden
from tests.law.room import Room, walk
from tests.law.steps import COUNTERSIGN, DECIDE, EXAMINE, REVIEW, Officer, Part, Way
from yichuang.base.refusal import Refused
from yichuang.cases import accepting, deciding, examining, offers, testing
from yichuang.cases.models import Case, CaseStep, Hand
from yichuang.cases.steps import delegating, returning
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty, Posting
from yichuang.people import testing as people
from yichuang.people.models import Account, Role

LOOKS, EVERYTHING = frozenset({EXAMINE}), frozenset({EXAMINE, REVIEW, DECIDE})
MARKET = "market"
OFFICERS = (
    Officer("zhao gang", MARKET, LOOKS),
    Officer("sun li", MARKET, LOOKS),
    Officer("chen an", MARKET, LOOKS),
    Officer("lin qing", MARKET, LOOKS, stands_in_for="sun li"),
    Officer("zhang at work", MARKET, LOOKS, is_the_applicant=True),
    Officer("zhou min", MARKET, EVERYTHING),
    Officer("wu jun", MARKET, EVERYTHING),
    Officer("fire", "fire", LOOKS),
    Officer("second of fire", "fire", LOOKS),
    Officer("health", "health", LOOKS),
    Officer("planning", "planning", LOOKS),
    Officer("liu mei"),
)
BY_NAME = {one.name: one for one in OFFICERS}
ACCOUNTS: dict[str, Callable[[], Account]] = {
    "zhao gang": people.zhao_gang,
    "sun li": people.sun_li,
    "chen an": lambda: people.staff("chen.an", "陈安", Role.EXAMINER),
    "lin qing": lambda: people.staff("lin.qing", "林青", Role.EXAMINER),
    "zhang at work": lambda: people.staff("zhang.work", "张伟", Role.EXAMINER, party=people.zhang_wei().party),
    "zhou min": people.zhou_min,
    "wu jun": people.wu_jun,
    "fire": testing.fire_officer,
    "second of fire": lambda: people.staff("fire.two", "消防二", Role.EXAMINER),
    "health": testing.health_officer,
    "planning": testing.planning_officer,
    "liu mei": people.liu_mei,
}
CLAIMS = ("give_opinion", "hand_on", "send_back", "propose", "grant", "refuse")
anybody = st.sampled_from(sorted(BY_NAME))
words = st.sampled_from(["granted", "granted", "refused"])
tried: Counter[str] = Counter()


@dataclass(frozen=True)
class Attempt:
    """Who tries what: to whom, at the step of which number, in which word."""

    act: str
    who: str
    to: str
    number: int
    word: str


ACTS: dict[str, Callable[[Way, Attempt], object]] = {
    "speak": lambda way, one: way.speak(BY_NAME[one.who], one.word),
    "propose": lambda way, one: way.propose(BY_NAME[one.who], one.word),
    "decide": lambda way, one: way.decide(BY_NAME[one.who], one.word),
    "hand on": lambda way, one: way.hand_on(BY_NAME[one.who], BY_NAME[one.to]),
    "send back": lambda way, one: way.send_back(BY_NAME[one.who], way.parts[one.number]),
}


def why_not(act: Callable[[Way], object], way: Way) -> str | None:
    """Why the rules forbid it; nothing when they do not. The case stays as it is."""
    try:
        act(deepcopy(way))
    except Forbidden as because:
        return str(because)
    return None


def laid_out() -> list[Part]:
    """The steps that `testing.joint_licence` announces."""
    return [
        Part(1, EXAMINE, MARKET, officers=2),
        Part(2, EXAMINE, "fire"),
        Part(2, EXAMINE, "health"),
        Part(3, COUNTERSIGN, "planning"),
        Part(4, REVIEW, MARKET),
        Part(5, DECIDE, MARKET),
    ]


class Steps(Room):
    """One case, and everybody who tries everything."""

    accounts: dict[str, Account]

    @initialize(accepted_by=st.sampled_from(["liu mei", "chen an"]))
    def begin(self, accepted_by: str) -> None:
        """The case is taken up."""
        self.minute, self.counted = 0, dict[tuple[int, int], object]()
        self.way = Way(laid_out(), accepted_by)
        self.case = testing.submitted(testing.joint_licence(), at=testing.moment(hour=8))
        for act, name in ((accepting.accept, accepted_by), (examining.begin, "zhao gang")):
            at = self._now()
            act(case=self.case, by=testing.officer(self.accounts[name], at), at=at)

    @rule(
        what=st.sampled_from([*["go on"] * 7, *["look"] * 2, *["try"] * 3, *["hand on"] * 2, "send back"]),
        act=st.sampled_from(sorted(ACTS)),
        who=anybody,
        to=anybody,
        number=st.integers(0, 5),
        word=words,
    )
    def something_happens(self, what: str, act: str, who: str, to: str, number: int, word: str) -> None:
        """One rule, so that no walk does without one of them: anybody tries anything, or looks what he is offered,
        or somebody who may does what is next, gives his seat away, sends a step back."""
        if what == "look":
            self._is_offered_what_he_may_do(who)
        elif what == "try":
            self._try(Attempt(act, who, to, number, word))
        else:
            self._lawfully(what, sorted(BY_NAME).index(who), word)

    def _lawfully(self, what: str, pick: int, word: str) -> None:
        kind = self.way.open[0].kind if self.way.open else DECIDE
        act = {REVIEW: "propose", DECIDE: "decide"}.get(kind, "speak") if what == "go on" else what
        able = [one for one in self._all(act, word) if self._forbidden(one) is None]
        near = [one for one in able if pick % 2 and {one.who, BY_NAME[one.who].stands_in_for} & self._near_a_seat()]
        if able:
            self._try((near or able)[pick * 7 % len(near or able)])

    def _near_a_seat(self) -> set[str]:
        """Who gave a seat away or was given one: half of the time it is one of them, for there the rules are fine."""
        return {name for part in self.way.open for name in (*part.gave, *part.kept_for)}

    def _is_offered_what_he_may_do(self, who: str) -> None:
        at, case, one = self._now(), Case.objects.get(pk=self.case.pk), BY_NAME[who]
        asked: dict[str, Callable[[Way], object]] = {
            "give_opinion": lambda way: way.speak(one, "granted"),
            "hand_on": lambda way: way.speak(one, "granted"),
            "send_back": lambda way: way.holds(one),
            "propose": lambda way: way.propose(one, "granted"),
            "grant": lambda way: way.decide(one, "granted"),
            "refuse": lambda way: way.decide(one, "refused"),
        }
        lawful = {name for name, act in asked.items() if why_not(act, self.way) is None}
        found = offers.acts_for(case, testing.officer(self.accounts[who], at), at=at)
        assert {offer.act for offer in found if offer.allowed} & set(asked) == lawful, f"to {who}"

    def _now(self) -> datetime:
        self.minute += 1
        return testing.moment(hour=9 + self.minute // 60, minute=self.minute % 60)

    def _all(self, act: str, word: str) -> list[Attempt]:
        """Everybody, to everybody or every step where the act is to one."""
        names = sorted(BY_NAME)
        if act == "hand on":
            return [Attempt(act, who, to, 0, word) for who in names for to in names]
        numbers = range(len(self.way.parts)) if act == "send back" else [0]
        return [Attempt(act, who, who, number, word) for who in names for number in numbers]

    def _forbidden(self, one: Attempt) -> str | None:
        return why_not(lambda way: ACTS[one.act](way, one), self.way)

    def _try(self, one: Attempt) -> None:
        because, at, refused = self._forbidden(one), self._now(), ""
        act, said = self._called(one)
        try:
            act(case=self.case, by=testing.officer(self.accounts[one.who], at), at=at, **said)
        except Refused as sentence:
            refused = sentence.code
        assert bool(refused) == bool(because), f"{one}: the program {refused or 'yes'}, the rules {because or 'yes'}"
        tried[f"{one.act} {'forbidden' if because else 'done'}"] += 1
        if not because:
            ACTS[one.act](self.way, one)

    def _called(self, one: Attempt) -> tuple[Callable[..., object], dict[str, object]]:
        match one.act:
            case "speak":
                return examining.give_opinion, {"recommends": one.word, "text": "经审查"}
            case "propose":
                return deciding.propose, {"recommends": one.word, "text": "经审查"}
            case "decide":
                return deciding.decide, {"outcome": one.word, "reasons": "操作间没有冷藏设备"}
            case "hand on":
                return delegating.hand_on, {"to": self.accounts[one.to], "reason": "外出"}
            case _:
                return returning.send_back, {"step": self._standing()[one.number].pk, "reason": "请补充"}

    @invariant()
    def the_steps_stand_where_the_rules_say(self) -> None:
        """What is done, open, still to come; and that there is a way on from everywhere."""
        open_ = self.way.open
        told = ["done" if one.done else "open" if one in open_ else "waiting" for one in self.way.parts]
        assert [row.state for row in self._standing()] == told
        hands = Hand.objects.filter(case=self.case).values_list("account", "part")
        assert dict(hands) == {self.accounts[name].pk: part for name, part in self.way.hands.items()}

    @invariant()
    def no_clock_starts_again(self) -> None:
        """A step that is done again is counted from when it was first open."""
        for step in CaseStep.objects.filter(case=self.case, counted_from__isnull=False):
            key = (step.position, step.department_id)
            assert self.counted.setdefault(key, step.counted_from) == step.counted_from

    def _standing(self) -> list[CaseStep]:
        rows = CaseStep.objects.filter(case=self.case).exclude(state="returned").select_related("department")
        return sorted(rows, key=lambda row: (row.position, row.department.code))

    def all_cases(self) -> list[Case]:
        """The case."""
        return [self.case] if hasattr(self, "case") else []


@pytest.mark.django_db
def test_steps_are_done_as_the_rules_say_whatever_is_tried() -> None:
    testing.staffed_town()
    testing.joint_licence()
    Steps.accounts = {name: account() for name, account in ACCOUNTS.items()}
    market, fire = offices.department(), offices.department("fire")
    for name, of in (("chen an", market), ("zhang at work", market), ("second of fire", fire)):
        offices.posting(Steps.accounts[name], Duty.EXAMINER, department=of)
    principal = Posting.objects.get(account=Steps.accounts["sun li"])
    Posting.objects.create(
        centre=principal.centre,
        account=Steps.accounts["lin qing"],
        department=market,
        duty=Duty.EXAMINER,
        substitute_for=principal,
        since=testing.MONDAY,
        until=testing.moment(day=30).date(),
    )
    walk(Steps, steps=30, tried=tried, claims=CLAIMS, share=0.5)
