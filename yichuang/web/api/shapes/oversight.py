"""The shapes of what supervision looks at, of the rules of a centre, and of what is opened for a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, Self

from yichuang.cases import ruling
from yichuang.cases.models import Case, Correction, CorrectionLine, Hold, Rule
from yichuang.cases.steps.late_teams import LateTeam
from yichuang.people.addresses import Label
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import CaseLine, Labelled, Moment, Named, Out
from yichuang.web.api.shapes.pausing import HoldOut


class PausesQuery(In):
    """Those that run, run longer than was told, or are over."""

    which: Literal["open", "overdue", "ended"] = "open"


class OfCase(Out):
    """A row about a case."""

    case: str
    item: str
    department: Named

    @classmethod
    def about(cls, case: Case) -> dict[str, object]:
        """The fields of the case."""
        department = Named.of_department(case.department)
        return {"case": case.number, "item": case.item_version.title, "department": department}


class PauseOut(OfCase):
    """A pause of a clock, and of which case."""

    hold: HoldOut

    @classmethod
    def of(cls, one: Hold) -> Self:
        """From the domain."""
        return cls.model_validate(cls.about(one.case) | {"hold": HoldOut.of(one)})


class Pauses(Out):
    """At most a hundred, the most urgent or the latest first."""

    pauses: list[PauseOut]


class AskedAgainOut(OfCase):
    """A second notice of correction: when, and why that was not told in the first."""

    told_at: Moment
    why_again: str
    taken_back_at: Moment | None

    @classmethod
    def of(cls, one: Correction) -> Self:
        """From the domain."""
        told = {"told_at": one.told_at, "why_again": one.why_again, "taken_back_at": one.taken_back_at}
        return cls.model_validate(cls.about(one.case) | told)


class AskedAnywayOut(OfCase):
    """A shared paper that was asked of the applicant all the same: `why` is one of nothing, down, differs; `reason` the
    words beside it."""

    told_at: Moment
    what: str
    why: str
    reason: str

    @classmethod
    def of(cls, one: CorrectionLine) -> Self:
        """From the domain."""
        told = {"told_at": one.correction.told_at, "what": one.what, "why": one.asked_anyway, "reason": one.reason}
        return cls.model_validate(cls.about(one.correction.case) | told)


class AskedAgain(Out):
    """Second notices, and shared papers that were asked for, each the last first."""

    notices: list[AskedAgainOut]
    shared: list[AskedAnywayOut]


class NotAtOnceOut(OfCase):
    """An instant item that was sent the long way, and why."""

    why_not_at_once: str
    state: str
    accepted_at: Moment | None

    @classmethod
    def of(cls, one: Case) -> Self:
        """From the domain."""
        told = {"why_not_at_once": one.why_not_at_once, "state": one.state, "accepted_at": one.accepted_at}
        return cls.model_validate(cls.about(one) | told)


class NotAtOnce(Out):
    """How many there are, and the last hundred of them."""

    total: int
    cases: list[NotAtOnceOut]


class LateTeamOut(OfCase):
    """A team of inspection that was named late, or (`named_at` null) is not named although it is time."""

    due_at: Moment
    named_at: Moment | None

    @classmethod
    def of(cls, one: LateTeam) -> Self:
        """From the domain."""
        told = {"due_at": one.due, "named_at": one.visit.arranged_at if one.visit else None}
        return cls.model_validate(cls.about(one.case) | told)


class LateTeams(Out):
    """First those still without a team."""

    teams: list[LateTeamOut]


class HandledQuery(In):
    """Which page."""

    after: str = ""


class Handled(Out):
    """The cases in which whoever asks had a hand, the last first."""

    cases: list[CaseLine]
    after: str


class RuleIn(In):
    """A rule from a day on. `channel` empty: for all; `effect` only where the kind has one."""

    kind: str
    length: int
    unit: str
    basis: str
    since: date
    channel: str = ""
    effect: str = ""

    def terms(self) -> ruling.Terms:
        """The same for the domain."""
        return ruling.Terms(**self.model_dump())


class RuleOut(Out):
    """A dated rule of the centre."""

    id: int
    kind: Labelled
    channel: str
    length: int
    unit: str
    effect: str
    basis: str
    since: date
    until: date | None

    @classmethod
    def of(cls, one: Rule) -> Self:
        """From the domain."""
        kind = Labelled(code=one.kind, label=str(one.get_kind_display()))
        plain = ("channel", "length", "unit", "effect", "basis", "since", "until")
        return cls(id=one.pk, kind=kind, **{name: getattr(one, name) for name in plain})


class RulesOut(Out):
    """By kind, the newest of each first."""

    rules: list[RuleOut]

    @classmethod
    def of(cls, rows: Iterable[Rule]) -> Self:
        """From the domain."""
        return cls(rules=[RuleOut.of(one) for one in rows])


class UnmaskIn(In):
    """Which one field of the applicant, and for what reason, which goes on record for him."""

    field: Literal["name", "number", "phone", "address"]
    reason: str


class UnmaskedOut(Out):
    """The field in plain text; empty when there is none."""

    value: str


class LabelOut(Out):
    """What stands on the label of a parcel."""

    receiver: str
    phone: str
    address: str

    @classmethod
    def of(cls, one: Label) -> Self:
        """From the domain."""
        return cls(receiver=one.receiver, phone=one.phone, address=one.address)
