"""When the law may speak: only the system says it, on the locked row, and not before the time has run out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import life_cycle, queries
from yichuang.cases.models import Case
from yichuang.people.actors import Actor, NotAllowed


class NotYet(Refused):
    """The time after which the law speaks has not run out."""

    code = "not_yet"


def since(case: Case, *, column: Literal["deemed_at", "renews_at"] = "deemed_at") -> dict[str, str]:
    """From when on it is so by law, for the journal, whose own time is when it was written down."""
    when = getattr(case, column)
    return {"by_law_since": timezone.localtime(when).isoformat()}


def overdue(
    case: Case, name: str, *, column: Literal["deemed_at", "renews_at"] = "deemed_at", by: Actor, at: datetime
) -> Case:
    """The case, locked, when the event is due by that column. Nobody but the system brings it about."""
    if not by.is_system:
        raise NotAllowed(_("“视为”由系统依法自动认定，任何人都不能代为操作。"))
    case = queries.locked(case)
    life_cycle.require(case, name)
    due = getattr(case, column)
    if due is None or due > at:
        raise NotYet(_("办件 %(number)s 的期限还没有届满。") % {"number": case.number})
    return case
