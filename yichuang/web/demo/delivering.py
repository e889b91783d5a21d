"""Results on every way, for the demonstration: the rules of the centre, its locker, and cases under way."""

from __future__ import annotations

from datetime import date, datetime

from yichuang.base.refusal import Refused
from yichuang.cases.models import Case
from yichuang.delivery import by_courier, by_locker, by_notice, choosing, in_person
from yichuang.delivery.choosing import Wish
from yichuang.delivery.models import Cell, Mode, Term
from yichuang.delivery.slips import passing, receiving
from yichuang.delivery.ways import free_cells
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor
from yichuang.people.addresses import Label

TERMS = (
    (Term.Kind.LOCKER, 72, "hours", "中心规定（演示数据）"),
    (Term.Kind.ELECTRONIC, 0, "instant", "国务院令第716号第九条；参照《民事诉讼法》第九十条，经受送达人同意"),
    (Term.Kind.LEAVING, 0, "instant", "《行政许可法》未作规定，参照《民事诉讼法》第八十九条"),
    (Term.Kind.NOTICE, 30, "calendar_days", "《行政许可法》未作规定，参照《民事诉讼法》第九十五条"),
    (Term.Kind.PASSING, 1, "working_days", "中心规定（演示数据）"),
)
CELLS = 12


def furnish(centre: Centre, *, since: date) -> None:
    """The rules of delivery and one locker at the door."""
    for kind, length, unit, basis in TERMS:
        values = {"length": length, "unit": unit, "basis": basis}
        Term.objects.get_or_create(centre=centre, kind=kind, since=since, defaults=values)
    for number in range(1, CELLS + 1):
        place = {"place": "大厅北门外取件柜（24小时）"}
        Cell.objects.get_or_create(centre=centre, locker="G1", number=f"{number:02d}", defaults=place)


def _choose(case: Case, mode: Mode, applicant: Actor, at: datetime) -> None:
    home = Label("演示收件人", "13800000000", "河南省安阳市安阳县演示路1号院2号楼301")
    choosing.choose(case=case, wish=Wish(mode, home, consent=True), by=applicant, at=at)


def by_mail(case: Case, applicant: Actor, clerk: Actor, at: datetime) -> None:
    """With the courier, and where he is."""
    _choose(case, Mode.COURIER, applicant, at)
    number = f"EMSDEMO{case.number[-6:]}"
    courier = "邮政特快专递"
    by_courier.send_by_courier(case=case, courier=courier, tracking_number=number, cost=1500, by=clerk, at=at)
    by_courier.note_status(case=case, status="in_transit", by=clerk, at=at)


def to_mail(case: Case, applicant: Actor, clerk: Actor, at: datetime) -> None:
    """Chosen for the courier; the window is to send it."""
    _choose(case, Mode.COURIER, applicant, at)


def into_locker(case: Case, applicant: Actor, clerk: Actor, at: datetime) -> None:
    """Laid into the first free cell."""
    _choose(case, Mode.LOCKER, applicant, at)
    cell = free_cells(case.centre_id).first()
    if cell is not None:
        by_locker.put_in_locker(case=case, cell=cell, by=clerk, at=at)


def to_open(case: Case, applicant: Actor, clerk: Actor, at: datetime) -> None:
    """Waits for the applicant to open it."""
    _choose(case, Mode.ELECTRONIC, applicant, at)


def announced(case: Case, applicant: Actor, clerk: Actor, at: datetime) -> None:
    """A visit found that the applicant has gone away, so it is announced."""
    in_person.note_visit(case=case, failure="moved", by=clerk, at=at)
    by_notice.announce(case=case, by=clerk, at=at)


def pass_papers(case: Case, clerk: Actor, officer: Actor | None, at: datetime) -> None:
    """The papers go to the department; with an officer they have arrived. What came on line has no papers to pass."""
    try:
        slips = passing.pass_to_departments(cases=[case], by=clerk, at=at)
        for slip in slips if officer else ():
            receiving.receive(slip=slip, counts={}, by=officer or clerk, at=at)
    except Refused:
        return
