"""By locker (取件柜): a one-time code opens one cell for a set time, then the result goes back to the window.

The code is derived from the attempt by a keyed hash and stored nowhere; it opens once and dies after a few wrong tries.
"""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.sealed import blind_index
from yichuang.cases import life_cycle, queries
from yichuang.cases.models import Case
from yichuang.delivery import adapters, closing, terms
from yichuang.delivery.models import Cell, Delivery, Failure, Mode, Term
from yichuang.delivery.ways import cells_of, chosen_mode
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor

DIGITS: Final = 8
MOST_WRONG: Final = 5
"""Wrong codes after which a cell opens to nobody but the staff: five guesses in a hundred million."""
TAKEN = "凭一次性取件码从取件柜取出，取件记录附卷。"


class CellTaken(Refused):
    """Something lies in the cell already."""

    code = "cell_taken"


class WrongCode(Refused):
    """Cell and code do not belong together, the time is over, or too much was guessed; which of these is not told."""

    code = "wrong_code"


def code_of(delivery: Delivery) -> str:
    """The code for the applicant's own eyes: eight figures."""
    number = int.from_bytes(blind_index(f"{delivery.pk}", kind="locker_code"), "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def put_in_locker(*, case: Case, cell: Cell, by: Actor, at: datetime) -> Delivery:
    """Lay the result into a free cell, for an applicant who chose so."""
    with transaction.atomic():
        to = closing.ready(case, by=by, at=at)
        closing.refuse_second(to.case)
        if chosen_mode(to.case) != Mode.LOCKER:
            raise Invalid(_("申请人没有选择取件柜，不能放入。请按其选择的方式送达。"), field="cell")
        period = terms.term(to.case.centre_id, Term.Kind.LOCKER, at=at)
        cell = Cell.objects.select_for_update().get(pk=cell.pk)  # so that nobody takes it out of service meanwhile
        if period is None or cell.centre_id != to.case.centre_id or cell.closed_on is not None:
            raise Invalid(_("这个格口没有启用，请换一个格口。"), field="cell")
        until = terms.ends(period, to.case.centre, at=at)
        delivery = _lay_in(to, cell, until=until, at=at)
        told = {"cell": str(cell), "until": until.isoformat()}
        life_cycle.note(case=to.case, act="put_in_locker", by=by, at=at, mandate_id=to.mandate_id, detail=told)
    return delivery


def put_in_named_cell(*, case: Case, locker: str, cell: str, by: Actor, at: datetime) -> Delivery:
    """The same, for a machine that names the cell instead of picking it from a list."""
    here = cells_of(case.centre_id).filter(locker=locker, number=cell)
    found = None if "\x00" in locker + cell else here.first()
    if found is None:
        raise Invalid(_("这个格口没有启用，请换一个格口。"), field="cell")
    return put_in_locker(case=case, cell=found, by=by, at=at)


def _lay_in(to: closing.Ready, cell: Cell, *, until: datetime, at: datetime) -> Delivery:
    try:
        with transaction.atomic():
            return closing.begin(to, Mode.LOCKER, at=at, cell=cell, until=until)
    except IntegrityError:
        raise CellTaken(_("格口 %(cell)s 里已经有东西，请换一个格口。") % {"cell": cell}, field="cell")


def collect_of(*, case: Case, code: str, by: Actor, at: datetime) -> Delivery:
    """The same at a locker without a machine: the staff compares the code that is read out and opens with the key."""
    delivery = closing.under_way(case, Mode.LOCKER)
    assert delivery.cell is not None  # noqa: S101 - the database refuses a locker without a cell
    place = {"locker": delivery.cell.locker, "cell": delivery.cell.number}
    return collect(centre=delivery.cell.centre, code=code, by=by, at=at, **place)


def collect(*, centre: Centre, locker: str, cell: str, code: str, by: Actor, at: datetime) -> Delivery:
    """Whoever types the code of the cell takes what lies there: pick-up proves delivery.

    A wrong code is counted even though it is refused, so the caller must not wrap this in a transaction of its own.
    """
    found = _open_in(centre, locker, cell)
    if found is None:
        raise WrongCode(_WRONG, field="code")
    with transaction.atomic():
        to = closing.Ready(queries.locked(found.case), None, found.handed_by_id)
        delivery = Delivery.objects.select_related("cell", "handed_by", "recipient").get(pk=found.pk)
        right = _opens(delivery, code, at=at)
        if right:
            closing.require_deliverable(to.case)
            closing.close(to, delivery, proof=TAKEN, by=by, at=at)
            transaction.on_commit(lambda: adapters.locker_service().open(locker, cell))
        elif delivery.is_open:
            delivery.wrong_codes = min(delivery.wrong_codes + 1, 1000)
            delivery.save(update_fields=["wrong_codes"])
    if not right:
        raise WrongCode(_WRONG, field="code")
    return delivery


_WRONG: Final = _("格口或者取件码不正确，或者已经过期。请核对后重试；多次输错或者过期的，请带身份证到窗口领取。")


def _open_in(centre: Centre, locker: str, cell: str) -> Delivery | None:
    if "\x00" in locker + cell:
        return None
    rows = Delivery.objects.filter(mode=Mode.LOCKER, delivered_at__isnull=True, failed_at__isnull=True)
    return rows.select_related("case").filter(cell__centre=centre, cell__locker=locker, cell__number=cell).first()


def _opens(delivery: Delivery, code: str, *, at: datetime) -> bool:
    typed = "".join(ch for ch in unicodedata.normalize("NFKC", code[:100]) if ch.isalnum())
    same = hmac.compare_digest(typed.encode(), code_of(delivery).encode())
    in_time = delivery.until is not None and at < delivery.until
    return same and in_time and delivery.is_open and delivery.wrong_codes < MOST_WRONG


def take_back(*, case: Case, by: Actor, at: datetime) -> Delivery:
    """The staff takes the result out of the cell again: nobody came in time, the applicant asked for it, or what it
    granted was revoked."""
    with transaction.atomic():
        to = closing.ready_to_return(case, by=by, at=at)
        delivery = closing.under_way(to.case, Mode.LOCKER)
        closing.reached_nobody(to, delivery, _why_taken_back(to.case, delivery, at=at), by=by, at=at)
    return delivery


def _why_taken_back(case: Case, delivery: Delivery, *, at: datetime) -> Failure:
    """Before its time is over nobody was late: the applicant came to the window, or asked for it."""
    if closing.is_void(case):
        return Failure.VOID
    late = delivery.until is not None and at >= delivery.until
    return Failure.EXPIRED if late else Failure.CAME
