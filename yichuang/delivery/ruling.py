"""The centre sets its dated rules of delivery, and puts lockers into service: only its manager, always on record.

A rule is never changed; another takes its place from a day on, or it ends and with it the way that needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.limits import Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.delivery.models import Cell, Delivery, Term
from yichuang.offices.models import Centre
from yichuang.offices.queries import take_turns
from yichuang.people.actors import Actor
from yichuang.people.models import Role

_DAYS: Final = (Unit.working_days, Unit.calendar_days)
UNITS: Final[Mapping[str, tuple[Unit, ...]]] = {
    Term.Kind.LOCKER: (Unit.hours, *_DAYS),
    Term.Kind.ELECTRONIC: (Unit.instant,),
    Term.Kind.LEAVING: (Unit.instant,),
    Term.Kind.NOTICE: _DAYS,
    Term.Kind.PASSING: (Unit.hours, *_DAYS),
}
"""In what each kind of rule is counted; what takes no time is open or not."""
LONGEST: Final = 365
MOST_CELLS: Final = 100


class CellInUse(Refused):
    """Something lies in the cell, or it is out of service already."""

    code = "cell_in_use"


@dataclass(frozen=True)
class Ruling:
    """What a rule says: about which way, how long, on which law, from which day."""

    kind: str
    length: int
    unit: str
    basis: str
    since: date


def set_term(*, centre: Centre, ruling: Ruling, by: Actor, at: datetime) -> Term:
    """The manager sets a rule from a day on; the one of the same kind that ran until then ends that day.

    What is under way keeps the period that it began with. Raises Invalid.
    """
    by.must_have(Role.MANAGER)
    ruling = replace(ruling, basis=clean(ruling.basis, field="basis", longest=300))
    _check(ruling)
    _refuse_the_past(ruling.since, at=at, field="since")
    with transaction.atomic():
        take_turns(centre)
        alike = Term.objects.filter(centre=centre, kind=ruling.kind)
        if any(one.since >= ruling.since for one in alike):
            raise Invalid(_("这一天或者以后已经有同一种规则，请选择更晚的日期。"), field="since")
        alike.filter(until__isnull=True).update(until=ruling.since)
        made = Term.objects.create(centre=centre, **asdict(ruling))
        told = asdict(ruling) | {"since": ruling.since.isoformat()}
        _record("delivery.term_set", "term", made.pk, centre, told, by=by, at=at)
    return made


def end_term(*, term: Term, until: date, by: Actor, at: datetime) -> Term:
    """From `until` on the centre has no such rule, and where the way needs one it is closed. Raises Invalid."""
    by.must_have(Role.MANAGER)
    _refuse_the_past(until, at=at, field="until")
    with transaction.atomic():
        found = Term.objects.select_for_update().select_related("centre").get(pk=term.pk)
        if found.until is not None or until <= found.since:
            raise Invalid(_("这条规则已经结束，或者还没有开始。"), field="until")
        found.until = until
        found.save(update_fields=["until"])
        told = {"kind": found.kind, "until": until.isoformat()}
        _record("delivery.term_ended", "term", found.pk, found.centre, told, by=by, at=at)
    return found


def open_cells(
    *, centre: Centre, locker: str, numbers: Sequence[str], place: str, by: Actor, at: datetime
) -> list[Cell]:
    """Put cells of a locker into service. `place` says where the locker stands. Raises Invalid."""
    by.must_have(Role.MANAGER)
    locker = _needed(locker, field="locker", longest=20)
    place = _needed(place, field="place", longest=100)
    wanted = list(dict.fromkeys(_needed(one, field="numbers", longest=10) for one in numbers))
    if not 1 <= len(wanted) <= MOST_CELLS:
        raise Invalid(_("请填写格口号，一次最多 %(most)s 个。") % {"most": MOST_CELLS}, field="numbers")
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = [Cell.objects.create(centre=centre, locker=locker, number=one, place=place) for one in wanted]
        except IntegrityError:
            raise Invalid(_("这些格口中有的已经启用，请核对格口号。"), field="numbers") from None
        told = {"locker": locker, "numbers": wanted}
        _record("delivery.cells_opened", "locker", locker, centre, told, by=by, at=at)
    return made


def close_cell(*, cell: Cell, by: Actor, at: datetime) -> Cell:
    """Take an empty cell out of service today. Raises CellInUse."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        found = Cell.objects.select_for_update().select_related("centre").get(pk=cell.pk)
        lying = Delivery.objects.filter(cell=found, delivered_at__isnull=True, failed_at__isnull=True)
        if found.closed_on is not None or lying.exists():
            raise CellInUse(_("格口 %(cell)s 里还有东西，或者已经停用。请先取回窗口。") % {"cell": found})
        found.closed_on = timezone.localdate(at)
        found.save(update_fields=["closed_on"])
        told = {"numbers": [found.number]}
        _record("delivery.cell_closed", "locker", found.locker, found.centre, told, by=by, at=at)
    return found


def terms_of(centre: Centre) -> QuerySet[Term]:
    """All rules of the centre by kind, the newest of each first."""
    return Term.objects.filter(centre=centre).order_by("kind", "-since")


def _check(ruling: Ruling) -> None:
    """Refuse what no rule can be."""
    if ruling.kind not in UNITS:
        raise Invalid(_("请选择规则的种类。"), field="kind")
    if ruling.unit not in UNITS[ruling.kind]:
        raise Invalid(_("这种规则不能用这个单位：电子送达和留置送达选“即时”，其他的选天数或者小时。"), field="unit")
    least, most = (0, 0) if ruling.unit == Unit.instant else (1, LONGEST)
    if not least <= ruling.length <= most:
        raise Invalid(_("时间应当是 1 至 365 的整数；当场办理的填 0，单位选“即时”。"), field="length")
    if not ruling.basis:
        raise Invalid(_("请写明依据，例如：《安阳市政务服务条例》第三十六条。"), field="basis")


def _refuse_the_past(day: date, *, at: datetime, field: str) -> None:
    if day < timezone.localdate(at):
        raise Invalid(_("规则从今天或者以后的日期起适用，不能溯及既往。"), field=field)


def _needed(value: str, *, field: str, longest: int) -> str:
    found = clean(value, field=field, longest=longest)
    if not found:
        raise Invalid(_("请填写取件柜编号、格口号和位置。"), field=field)
    return found


def _record(
    act: str, kind: str, key: object, centre: Centre, detail: Mapping[str, object], *, by: Actor, at: datetime
) -> None:
    subject = journal.Subject(kind, f"{centre.pk}:{key}" if kind == "locker" else str(key))
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=centre.pk, detail=dict(detail))
