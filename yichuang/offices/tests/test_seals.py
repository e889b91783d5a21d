"""A seal is used only by those who may, and every use is a line that stays."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yichuang.base.journal import Subject
from yichuang.offices import seals
from yichuang.offices import testing as town_hall
from yichuang.offices.models import Duty, Mandate, MandateKind, Power, Seal, SealKind, SealUse
from yichuang.offices.seals import NoSeal
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def use(kind: SealKind, by: Account | Actor, mandate: Mandate | None = None) -> SealUse:
    line, _lent = seals.use(
        department=town_hall.department(),
        kind=kind,
        letter_number="小market受〔2026〕1号",
        subject=Subject("case", "AY1"),
        by=by if isinstance(by, Actor) else actors.of(by, at=AT),
        mandate=mandate,
        at=AT,
    )
    return line


def test_a_use_is_one_statement_and_one_line() -> None:
    clerk, mandate = town_hall.clerk_of_the_centre(), town_hall.mandate(town_hall.department())
    actor, market = actors.of(clerk, at=AT), town_hall.department()
    with CaptureQueriesContext(connection) as asked:
        seals.use(
            department=market,
            kind=SealKind.ACCEPTANCE,
            letter_number="1",
            subject=Subject("case", "AY1"),
            by=actor,
            mandate=mandate.pk,
            at=AT,
        )
    assert len(asked) == 1
    line = SealUse.objects.get()
    assert (line.seal.kind, line.by, line.mandate, line.subject_id) == ("acceptance", clerk, mandate, "AY1")


@pytest.mark.parametrize("kind", list(SealKind))
@pytest.mark.parametrize("duty", [Duty.CLERK, Duty.EXAMINER, Duty.HEAD])
def test_an_officer_of_the_department_uses_its_seals(kind: SealKind, duty: Duty) -> None:
    town_hall.posting(town.sun_li(), duty, department=town_hall.department())
    assert use(kind, town.sun_li()).pk


@pytest.mark.parametrize("kind", list(SealKind))
def test_somebody_else_without_instrument_does_not(kind: SealKind) -> None:
    town_hall.posting(town.sun_li(), Duty.HEAD, department=town_hall.department("water", "小城县水利局"))
    for stranger in (town.sun_li(), town_hall.clerk_of_the_centre(), town.zhang_wei(), actors.VISITOR):
        with pytest.raises(NoSeal, match="没有使用"):
            use(kind, stranger)
    assert not SealUse.objects.exists()


def test_the_system_uses_a_seal_where_the_law_acts_by_itself() -> None:
    assert use(SealKind.ACCEPTANCE, actors.SYSTEM).by is None


CASES: list[tuple[MandateKind, dict[str, Any], SealKind, bool]] = [
    (MandateKind.APPROVAL, {"level": 1}, SealKind.APPROVAL, True),
    (MandateKind.APPROVAL, {"level": 1, "powers": [Power.DECIDE]}, SealKind.APPROVAL, False),
    (MandateKind.APPROVAL, {"level": 2, "powers": [Power.USE_SEAL]}, SealKind.APPROVAL, False),
    (MandateKind.ACCEPTANCE, {}, SealKind.ACCEPTANCE, True),
    (MandateKind.ACCEPTANCE, {"powers": [Power.ACCEPT]}, SealKind.ACCEPTANCE, False),
    (MandateKind.ACCEPTANCE, {}, SealKind.APPROVAL, True),  # it also lends the handing out of results
    (MandateKind.AGREEMENT, {"powers": [Power.ACCEPT, Power.USE_SEAL]}, SealKind.APPROVAL, False),
    (MandateKind.ACCEPTANCE, {"until": TODAY}, SealKind.ACCEPTANCE, False),
    (MandateKind.ACCEPTANCE, {"since": date(2026, 3, 11)}, SealKind.ACCEPTANCE, False),
]


@pytest.mark.parametrize(("kind", "facts", "seal", "may"), CASES)
def test_an_instrument_reaches_the_seals_it_lends(
    kind: MandateKind, facts: dict[str, Any], seal: SealKind, may: bool
) -> None:
    holder = town.zhou_min()
    mandate = town_hall.mandate(town_hall.department(), kind, to=holder, **facts)
    if may:
        assert use(seal, holder, mandate).mandate_id == mandate.pk
    else:
        with pytest.raises(NoSeal):
            use(seal, holder, mandate)


def test_the_instrument_of_another_person_or_department_does_not_serve() -> None:
    his = town_hall.mandate(town_hall.department(), MandateKind.APPROVAL, to=town.zhou_min())
    theirs = town_hall.mandate(town_hall.department("water", "小城县水利局"))
    for mandate in (his, theirs):
        with pytest.raises(NoSeal):
            use(SealKind.ACCEPTANCE, town.sun_li(), mandate)


def test_a_department_without_the_seal_is_told_so() -> None:
    Seal.objects.filter(kind=SealKind.APPROVAL, department=town_hall.department()).update(until=TODAY)
    town_hall.posting(town.wu_jun(), Duty.HEAD, department=town_hall.department())
    with pytest.raises(NoSeal, match="没有在用的行政审批专用章"):
        use(SealKind.APPROVAL, town.wu_jun())


@pytest.mark.parametrize("statement", ["UPDATE offices_sealuse SET letter_number = 'x'", "DELETE FROM offices_sealuse"])
def test_the_ledger_is_append_only(statement: str) -> None:
    use(SealKind.ACCEPTANCE, actors.SYSTEM)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_department_has_one_seal_of_a_kind_at_a_time() -> None:
    market, manager = town_hall.department(), actors.of(town.qian_yan(), at=AT)
    old = Seal.objects.get(department=market, kind=SealKind.APPROVAL)

    def register() -> Seal:
        return seals.register_seal(
            department=market, kind=SealKind.APPROVAL, wording="新章", since=TODAY, by=manager, at=AT
        )

    with pytest.raises(NoSeal, match="已有同类印章"):
        register()
    seals.retire_seal(seal=old, until=TODAY, by=manager, at=AT)
    new = register()

    assert use(SealKind.APPROVAL, actors.SYSTEM).seal_id == new.pk
    with pytest.raises(NotAllowed):
        seals.retire_seal(seal=new, until=TODAY, by=actors.of(town.liu_mei(), at=AT), at=AT)
