"""However officers speak, send back, hand on, propose and decide: the steps of a case keep their order.

The model knows only what was asked for: steps in order, those of one position together, two officers, nobody in two
parts, and no clock that starts again.
"""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yichuang.base.refusal import Refused
from yichuang.cases import deciding, examining, testing
from yichuang.cases.models import Case, CaseStep, Hand, Opinion, State
from yichuang.cases.steps import delegating, returning
from yichuang.people import testing as town
from yichuang.people.models import Account

PEOPLE: tuple[Callable[[], Account], ...] = (
    town.zhao_gang,
    town.sun_li,
    town.zhou_min,
    town.wu_jun,
    testing.fire_officer,
    testing.health_officer,
    testing.planning_officer,
)
people = st.sampled_from(PEOPLE)
WORDS = st.sampled_from(["granted", "granted", "granted", "refused"])


class Steps(RuleBasedStateMachine):
    """One case with every kind of step, and seven people who try everything."""

    @initialize()
    def begin(self) -> None:
        self.case = testing.examining_now(testing.joint_licence())
        self.minute = 0
        self.counted: dict[tuple[int, int], object] = {}

    def _try(self, act: Callable[..., Case], who: Callable[[], Account], **said: object) -> None:
        self.minute += 1
        at = testing.moment(day=1 + self.minute // 400, hour=9 + self.minute % 400 // 60, minute=self.minute % 60)
        with suppress(Refused):
            act(case=self.case, by=testing.officer(who(), at), at=at, **said)

    @rule(who=people, recommends=WORDS)
    def speak(self, who: Callable[[], Account], recommends: str) -> None:
        self._try(examining.give_opinion, who, recommends=recommends, text="经审查")

    @rule(who=people)
    def propose(self, who: Callable[[], Account]) -> None:
        self._try(deciding.propose, who, recommends="granted", text="拟准予")

    @rule()
    def go_on(self) -> None:
        """Everybody does what is next in line."""
        for who in PEOPLE:
            self.speak(who, "granted")
        self.propose(town.zhou_min)

    @rule(who=people, to=people)
    def hand_on(self, who: Callable[[], Account], to: Callable[[], Account]) -> None:
        self._try(delegating.hand_on, who, to=to(), reason="外出")

    @rule(who=people, number=st.integers(0, 9))
    def send_back(self, who: Callable[[], Account], number: int) -> None:
        ids = list(CaseStep.objects.filter(case=self.case).order_by("id").values_list("id", flat=True))
        self._try(returning.send_back, who, step=ids[number % len(ids)], reason="请补充")

    @rule(who=st.sampled_from([town.wu_jun, town.zhou_min]), outcome=WORDS)
    def decide(self, who: Callable[[], Account], outcome: str) -> None:
        self._try(deciding.decide, who, outcome=outcome, reasons="经审查")

    @invariant()
    def the_steps_keep_their_order(self) -> None:
        standing = [s for s in self._rows() if s.state in ("waiting", "open", "done")]
        positions: dict[int, set[str]] = {}
        for step in standing:
            positions.setdefault(step.position, set()).add(step.state)
        assert sorted(positions) == [1, 2, 3, 4, 5]
        assert len({(s.position, s.department_id) for s in standing}) == len(standing) == 6
        open_at = [position for position, found in positions.items() if "open" in found]
        if Case.objects.get(pk=self.case.pk).state == State.DECIDED:
            assert not open_at
            assert all(found == {"done"} for found in positions.values())
            return
        assert len(open_at) == 1
        for position, found in positions.items():
            assert found <= (
                {"done"} if position < open_at[0] else {"open", "done"} if position == open_at[0] else {"waiting"}
            )

    @invariant()
    def no_clock_starts_again(self) -> None:
        for step in self._rows():
            if step.counted_from is not None:
                key = (step.position, step.department_id)
                assert self.counted.setdefault(key, step.counted_from) == step.counted_from

    @invariant()
    def a_done_step_had_its_officers(self) -> None:
        for step in self._rows():
            spoke = Opinion.objects.filter(at_step=step).exclude(step="preliminary_review").values_list("by", flat=True)
            assert len(set(spoke)) == len(spoke) <= step.officers
            if step.state == "done" and step.kind in ("examine", "countersign"):
                assert len(spoke) == step.officers

    @invariant()
    def nobody_is_two_things(self) -> None:
        parts: dict[int, set[str]] = {}
        of = {"examination": "examine", "countersigning": "countersign", "preliminary_review": "review"}
        for opinion in Opinion.objects.filter(case=self.case):
            parts.setdefault(opinion.by_id, set()).add(of[opinion.step])
        decision = getattr(Case.objects.get(pk=self.case.pk), "decision", None)
        if decision is not None:
            parts.setdefault(decision.by_id, set()).add("decide")
        kept = {hand.account_id: {hand.part} for hand in Hand.objects.filter(case=self.case)}
        assert parts == kept

    def _rows(self) -> list[CaseStep]:
        return list(CaseStep.objects.filter(case=self.case).order_by("position", "turn"))


def test_steps_keep_their_order_whatever_is_tried() -> None:
    run_state_machine_as_test(Steps, settings=settings(max_examples=12, stateful_step_count=25, deadline=None))
