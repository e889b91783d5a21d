"""Instruments are taken on file whole, revoked once, and never edited."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.offices import mandates
from yichuang.offices import testing as town_hall
from yichuang.offices.mandates import NotFiled
from yichuang.offices.models import Duty, Mandate, MandateKind, Power
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def file(**changes: Any) -> Mandate:
    """件2 of the market department, filed by the manager, with `changes`."""
    facts: dict[str, Any] = {
        "kind": MandateKind.ACCEPTANCE,
        "number": "小市监委〔2026〕1号",
        "grantor": town_hall.department(),
        "grantee_centre": town_hall.centre(),
        "powers": [Power.ACCEPT, Power.CORRECT],
        "all_items": True,
        "since": TODAY,
        "until": date(2027, 1, 1),
        "signed_on": date(2026, 3, 1),
        "by": actors.of(town.qian_yan(), at=AT),
        "at": AT,
    }
    return mandates.file_mandate(**(facts | changes))


def file_approval(**changes: Any) -> Mandate:
    """件1 to Zhou Min, who is posted as chief approver."""
    town_hall.posting(town.zhou_min(), Duty.CHIEF_APPROVER, department=town_hall.department())
    facts: dict[str, Any] = {
        "kind": MandateKind.APPROVAL,
        "grantee_account": town.zhou_min(),
        "grantee_centre": None,
        "level": 1,
        "powers": [Power.DECIDE, Power.USE_SEAL],
    }
    return file(**(facts | changes))


def test_an_instrument_is_on_file_and_on_record() -> None:
    mandate = file(scan_digest="b" * 64)

    assert mandate.filed_on == TODAY
    entry = journal.history(journal.Subject("mandate", str(mandate.pk))).get()
    assert (entry.act, entry.mandate_id, entry.centre_id) == (
        "offices.mandate_filed",
        mandate.pk,
        town_hall.centre().pk,
    )


def test_a_chief_approver_gets_instrument_one() -> None:
    assert file_approval().level == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"powers": []}, "powers"),
        ({"powers": [Power.DECIDE]}, "powers"),
        ({"powers": [Power.PRELIMINARY_REVIEW]}, "powers"),
        ({"all_items": False}, "item_codes"),
        ({"item_codes": ["x"]}, "item_codes"),
        ({"until": TODAY}, "until"),
        ({"since": date(2027, 1, 1)}, "until"),
        ({"signed_on": date(2026, 3, 11)}, "signed_on"),
        ({"grantee_centre": None}, "grantee"),
        ({"level": 1}, "grantee"),
        ({"kind": MandateKind.APPROVAL, "powers": [Power.DECIDE], "level": 1}, "grantee"),
    ],
)
def test_an_instrument_that_is_not_whole_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        file(**changes)
    assert refused.value.field == field
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": 2}, "powers"),
        ({"level": None}, "grantee"),
        ({"level": 3}, "grantee"),
        ({"powers": [Power.ACCEPT]}, "powers"),
        ({"grantor": "water"}, "grantee"),  # he is no chief approver of that department
    ],
)
def test_instrument_one_fits_its_level_and_its_approver(changes: dict[str, Any], field: str) -> None:
    if "grantor" in changes:
        changes = {"grantor": town_hall.department("water", "小城县水利局")}
    with pytest.raises(Refused) as refused:
        file_approval(**changes)
    assert refused.value.field == field


def test_a_number_is_used_once_in_a_department() -> None:
    file()
    with pytest.raises(NotFiled) as refused:
        file()
    assert refused.value.field == "number"
    assert file(grantor=town_hall.department("water", "小城县水利局")).pk


@pytest.mark.parametrize("who", [town.liu_mei, town.wu_jun, town.security_admin], ids=["clerk", "head", "admin"])
def test_only_the_manager_files_and_revokes(who: Any) -> None:
    by = actors.of(who(), at=AT)
    with pytest.raises(NotAllowed):
        file(by=by)
    with pytest.raises(NotAllowed):
        mandates.revoke_mandate(mandate=file(), reason="换人", by=by, at=AT)


def test_an_instrument_is_revoked_once_and_for_a_reason() -> None:
    mandate, by = file(), actors.of(town.qian_yan(), at=AT)
    with pytest.raises(Refused):
        mandates.revoke_mandate(mandate=mandate, reason=" ", by=by, at=AT)

    mandates.revoke_mandate(mandate=mandate, reason="事项调整", by=by, at=AT)

    assert Mandate.objects.get().revoked_at == AT
    with pytest.raises(NotFiled):
        mandates.revoke_mandate(mandate=mandate, reason="事项调整", by=by, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE offices_mandate SET until = until + 365",
        "UPDATE offices_mandate SET powers = array_append(powers, 'decline')",
        "UPDATE offices_mandate SET revoked_at = NULL, revoked_reason = ''",
        "DELETE FROM offices_mandate",
    ],
)
def test_the_database_keeps_an_instrument_as_it_was_filed(statement: str) -> None:
    mandates.revoke_mandate(mandate=file(), reason="事项调整", by=actors.SYSTEM, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "approval"},
        {"grantee_centre": None},
        {"powers": []},
        {"powers": ["decide"]},
        {"powers": ["accept", "everything"]},
        {"level": 1},
        {"item_codes": ["x"]},
        {"all_items": False},
        {"until": TODAY, "since": TODAY},
        {"scan_digest": "short"},
    ],
)
def test_the_database_refuses_an_instrument_that_is_not_whole(values: dict[str, Any]) -> None:
    whole = {
        "kind": "acceptance",
        "number": "1",
        "grantor": town_hall.department(),
        "grantee_centre": town_hall.centre(),
        "powers": ["accept"],
        "all_items": True,
        "since": TODAY,
        "until": date(2027, 1, 1),
        "signed_on": TODAY,
        "filed_on": TODAY,
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.create(**(whole | values))
    assert Mandate.objects.create(**whole).pk


def test_instruments_about_to_expire_are_those_running_and_ending_soon() -> None:
    market = town_hall.department()
    town_hall.mandate(market, until=date(2026, 3, 10))  # over today
    soon = town_hall.mandate(market, until=date(2026, 3, 11))
    last = town_hall.mandate(market, until=date(2026, 4, 9))
    town_hall.mandate(market, until=date(2026, 4, 10))
    town_hall.mandate(market, since=date(2026, 3, 20), until=date(2026, 4, 1))  # not yet running
    revoked = town_hall.mandate(market, until=date(2026, 3, 20))
    mandates.revoke_mandate(mandate=revoked, reason="换人", by=actors.SYSTEM, at=AT)

    assert list(mandates.about_to_expire(TODAY)) == [soon, last]
