"""The steps between acceptance and decision, as the guide of an item orders them. Imports nothing of the program.

XKF 34(3): at least two officers examine. Every other rule is the centre's: one step after another, departments of one
step side by side; a seat is handed on to a colleague (转办) who has it alone, and a substitute (AB角) sits in the seat
of whom he stands in for; a step is sent back (退回) to be done again with all that follow; who has one part in a case
has no other (不相容岗位相分离), and nobody any in his own (回避).
"""

from dataclasses import dataclass, field

from tests.law.law import need

EXAMINE, COUNTERSIGN, REVIEW, DECIDE = "examine", "countersign", "review", "decide"
POWERS_AT = {EXAMINE: {EXAMINE}, COUNTERSIGN: {EXAMINE}, REVIEW: {REVIEW}, DECIDE: {DECIDE, REVIEW}}
"""By which of his powers somebody has a step in his hands, and may send it back."""


@dataclass(frozen=True)
class Officer:
    """Somebody at work: whose officer he is, what he may do there, for whom he stands in."""

    name: str
    department: str = ""
    powers: frozenset[str] = frozenset()
    stands_in_for: str = ""
    is_the_applicant: bool = False


@dataclass
class Part:
    """The part of one department in a step, as it stands since it was last sent back."""

    position: int
    kind: str
    department: str
    officers: int = 1
    spoke: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kept_for: list[str] = field(default_factory=list)
    gave: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """As many spoke as have to."""
        return len(self.spoke) >= self.officers

    def again(self) -> None:
        """What was said stays on record, and counts no more."""
        self.spoke, self.words, self.kept_for, self.gave = [], [], [], []


@dataclass
class Way:
    """One case on its way through the steps."""

    parts: list[Part]
    accepted_by: str
    hands: dict[str, str] = field(default_factory=dict)
    """What part somebody once had; sending back does not undo it."""

    @property
    def open(self) -> list[Part]:
        """What is done now: the first step in which something is left to do."""
        left = [part for part in self.parts if not part.done]
        return [part for part in left if part.position == left[0].position]

    def speak(self, by: Officer, word: str) -> None:
        """An officer says what he found, or whether his department agrees. Raises Forbidden."""
        part = self._seated(by)
        seat = seat_of(part, by)
        if seat in part.kept_for:
            part.kept_for.remove(seat)
        self._spoken(part, by, word)

    def hand_on(self, by: Officer, to: Officer) -> None:
        """Whoever has a seat gives it to a colleague who could sit there himself. Raises Forbidden."""
        part = self._seated(by)
        seat = seat_of(part, by)
        need(to != by and to.name != seat, "转办: to somebody else than whose seat it is")
        need(to.name not in part.kept_for, "转办: not twice to the same")
        need(self._seated(to) is part, "转办: to a colleague who can sit there")
        if seat in part.kept_for:
            part.kept_for.remove(seat)
        else:
            part.gave.append(seat)
        part.kept_for.append(to.name)

    def propose(self, by: Officer, word: str) -> None:
        """A chief approver reviews and proposes (初审). Raises Forbidden."""
        part = self._at(by, {REVIEW}, REVIEW)
        self._spoken(part, by, word)

    def decide(self, by: Officer, word: str) -> None:
        """When every step before is done; what a department that had to agree did not, is not granted."""
        part = self._at(by, {DECIDE}, DECIDE)
        agreed = all(word == "granted" for one in self.parts if one.kind == COUNTERSIGN for word in one.words)
        need(word == "refused" or agreed, "会签: a department does not agree")
        self._spoken(part, by, word)

    def send_back(self, by: Officer, to: Part) -> None:
        """Whoever has the open step in his hands has an earlier one done again, and all after it."""
        self.holds(by)
        need(to.done and to.position < self.open[0].position, "退回: to an earlier step")
        to.again()
        for part in self.parts:
            if part.position > to.position:
                part.again()

    def holds(self, by: Officer) -> None:
        """Whether he may send the case back at all. Raises Forbidden."""
        need(bool(self.open), "it is decided")
        need(self.open[0].position > 1, "退回: there is no earlier step")
        kind = self.open[0].kind
        self._at(by, {kind}, *POWERS_AT[kind])

    def _at(self, by: Officer, kinds: set[str], *powers: str) -> Part:
        """The open part in which he may act: by post, in nobody's stead twice. Raises Forbidden."""
        need(not by.is_the_applicant, "回避")
        need(bool(by.powers & set(powers)), "not within his duty")
        mine = [part for part in self.open if part.department == by.department and part.kind in kinds]
        need(bool(mine), "not open now, or another department's")
        need(self.hands.get(by.name, mine[0].kind) == mine[0].kind, "不相容岗位相分离")
        need(by.name != self.accepted_by, "不相容岗位相分离: he accepted it")
        return mine[0]

    def _seated(self, by: Officer) -> Part:
        part = self._at(by, {EXAMINE, COUNTERSIGN}, EXAMINE)
        alike = [one for one in self.parts if one.kind == part.kind]
        need(all(by.name not in one.spoke for one in alike), "XKF 34(3): nobody twice")
        return part

    def _spoken(self, part: Part, by: Officer, word: str) -> None:
        part.spoke.append(by.name)
        part.words.append(word)
        self.hands[by.name] = part.kind


def seat_of(part: Part, by: Officer) -> str:
    """In whose seat he sits: the one kept for him, or for whom he stands in, or a free one. Raises Forbidden.

    Reading: who gave his own seat away has none while what was handed on is not used; used, it binds nobody any more,
    for else a department of two could never bring its second opinion. Who passed on what he was given keeps his own.
    """
    for name in (by.name, by.stands_in_for):
        if name in part.kept_for:
            return name
    own = by.stands_in_for or by.name
    need(not part.kept_for or own not in part.gave, "转办: he gave his seat away")
    need(part.officers - len(part.spoke) > len(part.kept_for), "转办: the seats left are kept for others")
    return own
