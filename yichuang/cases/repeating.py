"""The same application twice: a person who has one under way is told of it before another one comes into being.

Looked for by the very INSERT of the case, so that it costs no statement. Of those that come without a reason, a
constraint of the database lets one run: of sixteen who press the button at once one wins, the others are told.
A change, renewal or cancellation is looked after by its certificate (`linking.hold`). Source: the model guide of the
housing funds (公积金业务导则), which has every application checked for repetition.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.cases import queries
from yichuang.cases.models import Case, Certificate
from yichuang.cases.models.case import ALONE, UNDECIDED_STATES
from yichuang.catalogue.models import Item
from yichuang.people.actors import Actor
from yichuang.people.models import Party

LONGEST: Final = 200
LOOK_FIRST: Final = _("请先看办理进度；确实要另办一件的，请写明原因。")
_RUNNING: Final = """
SELECT r.id FROM cases_case r
WHERE r.applicant_id = %s AND r.item_id = %s AND r.former_id IS NULL AND r.state = ANY(%s)
ORDER BY r.id DESC LIMIT 1
"""


class AlreadyRunning(Refused):
    """The applicant has an application for the same item under way; another one needs a reason."""

    code = "already_running"


def running(item_id: int, applicant: Party) -> RawSQL:
    """The last application of this applicant for this item that waits for its decision."""
    return RawSQL(_RUNNING, [applicant.pk, item_id, list(UNDECIDED_STATES)])  # noqa: S611


def note(case: Case, again: str) -> None:
    """Have the INSERT of the case find what runs already; `again` is why the applicant wants another one."""
    why = clean(again, field="again", longest=LONGEST)
    if case.former_id is not None:
        return
    case.again, case.alone = why or None, not why
    found_by_insert: Any = running(case.item_id, case.applicant)
    case.beside_id = found_by_insert


def require_reason(case: Case, *, by: Actor, at: datetime) -> None:
    """The case that was just written stands beside none, or says why. No statement unless it is refused.

    Raises AlreadyRunning.
    """
    if case.beside_id is not None and case.alone:
        raise AlreadyRunning(f"{_named(case.beside, by=by, at=at)}{LOOK_FIRST}", field="again")


@contextmanager
def one_alone(
    item: Item, applicant: Party, *, by: Actor, at: datetime, remedy: StrPromise = LOOK_FIRST
) -> Iterator[None]:
    """Around the transaction in which a case is written or comes to life again: refused when another one was first.

    Raises AlreadyRunning.
    """
    try:
        yield
    except IntegrityError as broken:
        if ALONE not in str(broken):
            raise
        other = Case.objects.filter(pk=running(item.pk, applicant)).first()
        raise AlreadyRunning(f"{_named(other, by=by, at=at)}{remedy}", field="again") from None


def found(item: Item, applicant: Party, *, former: Certificate | None = None, by: Actor, at: datetime) -> str:
    """What a page warns of before anything is written; empty when nothing runs. Two statements at most."""
    case = None if former else Case.objects.filter(pk=running(item.pk, applicant)).first()
    return f"{_named(case, by=by, at=at)}{LOOK_FIRST}" if case else ""


def _named(case: Case | None, *, by: Actor, at: datetime) -> StrPromise | str:
    """By its number only for whoever may see it. One statement."""
    if case is None or not Case.objects.filter(queries.visible_to(by, at=at), pk=case.pk).exists():
        return _("同一申请人这个事项的申请正在办理，还没有作出决定。")
    return _("同一申请人这个事项的办件 %(number)s 还没有作出决定。") % {"number": case.number}
