"""Which ways the result of a case may go, and where it stands on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from yichuang.cases.models import Case
from yichuang.catalogue.kinds import DeliveryWay
from yichuang.catalogue.models import ItemVersion
from yichuang.delivery import terms
from yichuang.delivery.models import Cell, Choice, Delivery, Mode, Term

CHOOSABLE: Final = (Mode.COUNTER, Mode.COURIER, Mode.LOCKER, Mode.ELECTRONIC)
_OFFERED_AS: Final = {
    Mode.COUNTER: DeliveryWay.COUNTER,
    Mode.COURIER: DeliveryWay.COURIER,
    Mode.LOCKER: DeliveryWay.COUNTER,  # a locker is the window after hours
    Mode.ELECTRONIC: DeliveryWay.ELECTRONIC,
}


def offered(version: ItemVersion, centre_id: int, *, at: datetime) -> list[Mode]:
    """The ways among which the applicant chooses freely: those of the item that the centre has.

    An item that names no way leaves all of them open. Two statements.
    """
    rules = terms.in_force(centre_id, at=at)
    there = {
        Mode.COUNTER: True,
        Mode.COURIER: True,
        Mode.LOCKER: Term.Kind.LOCKER in rules and cells_of(centre_id).exists(),
        Mode.ELECTRONIC: Term.Kind.ELECTRONIC in rules,
    }
    named = version.parsed.delivery
    return [mode for mode in CHOOSABLE if there[mode] and (not named or _OFFERED_AS[mode] in named)]


def cells_of(centre_id: int) -> QuerySet[Cell]:
    """The cells in service, in the order of the locker."""
    return Cell.objects.filter(centre=centre_id, closed_on__isnull=True).order_by("locker", "number", "id")


def free_cells(centre_id: int) -> QuerySet[Cell]:
    """The cells in which nothing lies."""
    full = Delivery.objects.filter(cell__isnull=False, delivered_at__isnull=True, failed_at__isnull=True)
    return cells_of(centre_id).exclude(pk__in=full.values("cell"))


def choice_of(case: Case) -> Choice | None:
    """What the applicant chose; None means that he collects it at the window."""
    return Choice.objects.select_related("address").filter(case=case).first()


def chosen_mode(case: Case) -> Mode:
    """The way that the applicant wants."""
    found = choice_of(case)
    return Mode(found.mode) if found else Mode.COUNTER


def delivery_of(case: Case) -> Delivery | None:
    """The attempt that counts: under way or done, not one that failed."""
    rows = Delivery.objects.select_related("handed_by", "cell", "address")
    return rows.filter(case=case, failed_at__isnull=True).first()


def attempts_of(case: Case) -> Sequence[Delivery]:
    """Every attempt, oldest first."""
    return list(Delivery.objects.select_related("handed_by", "cell").filter(case=case).order_by("sent_at", "id"))
