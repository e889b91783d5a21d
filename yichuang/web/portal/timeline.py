"""The way of a case as it went, one line for each act, for whom it is about: what, when, which office, why, what law.

Made of the journal and nothing else, so that applicant, office and court read the same. Names of officers and what they
recommend before the decision are not told here; the offices are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.base.journal import Entry
from yichuang.cases import life_cycle
from yichuang.cases.life_cycle import MOVES, Clock, Party
from yichuang.cases.models import Case, Hold, Procedure
from yichuang.delivery.models import CourierStatus, Failure, Mode
from yichuang.web.kit import laws
from yichuang.web.portal.happened import WORDS


@dataclass(frozen=True)
class Happened:
    """One line: what happened in plain words, when, which office did it, details, the law, and what became of the
    clock (`stopped`, `runs` or nothing)."""

    words: str
    at: datetime
    who: str
    note: str
    law: str
    clock: str


def of(case: Case, entries: Iterable[Entry], holds: Iterable[Hold] = ()) -> list[Happened]:
    """Everything that was done with the case, the latest first; why the clock stopped is told by its `holds`. No
    statement of its own."""
    why = {hold.pk: hold.reason for hold in holds}
    return [_told(case, entry, why.get(entry.detail.get("hold", 0), "")) for entry in entries][::-1]


def _told(case: Case, entry: Entry, why: str) -> Happened:
    name = entry.act.removeprefix("case.")
    move = MOVES.get(name)
    stops = move is not None and move.clock is Clock.STOP
    return Happened(
        words=str(WORDS[name]) if name in WORDS else life_cycle.title_of(entry.act),
        at=entry.at,
        who=_who(case, entry, move.who if move else None),
        note=_note({**entry.detail, "reason": entry.detail.get("reason") or (why if stops else "")}),
        law=laws.in_words(move.law) if move and move.clock is not Clock.NONE else "",
        clock={Clock.STOP: "stopped", Clock.START: "runs", Clock.RESUME: "runs"}.get(move.clock, "") if move else "",
    )


def _who(case: Case, entry: Entry, party: Party | None) -> str:
    """The office, not the officer: who answers for the act is the department, or the centre at its window."""
    if party is Party.INTERESTED:
        return _("利害关系人")
    if entry.who_kind == "public":
        return _("您这一方")
    if entry.who_kind != "staff":
        return _("系统")
    return str(case.department if party in (Party.EXAMINER, Party.APPROVER) else case.centre)


def _labels(choices: Any) -> dict[str, Any]:
    return dict(choices.choices)


_DETAILS: Final[Mapping[str, tuple[Any, Mapping[str, Any]]]] = {
    "lines": (gettext_lazy("共 %(value)s 项"), {}),
    "corrected": (gettext_lazy("更正了：%(value)s"), {}),
    "why_again": (gettext_lazy("为什么第一次没有告诉您：%(value)s"), {}),
    "procedure": ("%(value)s", _labels(Procedure)),
    "named": ("%(value)s", {}),
    "to_body": ("→ %(value)s", {}),
    "mode": ("%(value)s", _labels(Mode)),
    "courier": (gettext_lazy("快递：%(value)s"), {}),
    "status": ("%(value)s", _labels(CourierStatus)),
    "failure": ("%(value)s", _labels(Failure)),
    "letter": (gettext_lazy("文书：%(value)s"), {}),
    "law": (gettext_lazy("依据：%(value)s"), {}),
    "reason": (gettext_lazy("理由：%(value)s"), {}),
}


def _note(detail: Mapping[str, Any]) -> str:
    told = [
        str(words) % {"value": labels.get(str(value), value)}
        for key, (words, labels) in _DETAILS.items()
        if (value := detail.get(key))
    ]
    return _("；").join(told)
