"""Ways of delivery for tests: the rules of the small town, a locker, an address, an applicant who has chosen."""

from datetime import datetime

from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.delivery import choosing
from yichuang.delivery.choosing import Wish
from yichuang.delivery.models import Cell, Choice, Mode, Term
from yichuang.offices import testing as offices
from yichuang.people.addresses import Label

HOME = Label("张伟", "13800138000", "河南省安阳市安阳县东街1号院2号楼301")
RULES = (
    (Term.Kind.LOCKER, 24, "hours", "试行"),
    (Term.Kind.ELECTRONIC, 0, "instant", "国务院令第716号第九条"),
    (Term.Kind.LEAVING, 0, "instant", "参照民事诉讼法第八十九条"),
    (Term.Kind.NOTICE, 30, "calendar_days", "参照民事诉讼法第九十五条"),
    (Term.Kind.PASSING, 1, "working_days", "试行"),
)


def terms() -> None:
    """Every way is open."""
    for kind, length, unit, basis in RULES:
        Term.objects.get_or_create(
            centre=offices.centre(),
            kind=kind,
            since=offices.LONG_AGO,
            defaults={"length": length, "unit": unit, "basis": basis},
        )


def cell(number: str = "01") -> Cell:
    """A cell of the one locker."""
    made, _new = Cell.objects.get_or_create(
        centre=offices.centre(), locker="G1", number=number, defaults={"place": "大厅北门外"}
    )
    return made


def chosen(case: Case, mode: Mode, *, at: datetime) -> Choice:
    """Zhang Wei chooses this way for his case, with everything that it needs."""
    wish = Wish(mode=mode, label=HOME if mode == Mode.COURIER else None, consent=mode == Mode.ELECTRONIC)
    return choosing.choose(case=case, wish=wish, by=cases.applicant(at), at=at)
