"""Personal data is shown masked; opening it needs a right and a reason, and leaves a trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.base.refusal import Invalid
from yichuang.people import actors, reading
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Account, Party
from yichuang.people.reading import Look, Seen

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def zhang() -> Party:
    party = town.zhang_wei().party
    assert party is not None
    return party


def unmask(by: Account, *, field: str = "phone", reason: str = "核对原件") -> str:
    return reading.unmask(
        party=zhang(), field=field, by=actors.of(by, at=AT), at=AT, reason=reason, case_number="AY2026-1"
    )


def test_a_clerk_with_a_reason_reads_and_is_on_record() -> None:
    assert unmask(town.liu_mei()) == "13800138000"

    entry = reading.who_looked(zhang()).get()
    assert entry.who_id == str(town.liu_mei().pk)
    assert entry.detail == {"field": "phone", "reason": "核对原件", "case": "AY2026-1"}
    assert "13800138000" not in str(entry.detail)


def test_the_person_himself_reads_his_own() -> None:
    assert unmask(town.zhang_wei(), field="address").startswith("河南省")


def test_what_is_not_on_file_reads_as_nothing() -> None:
    stranger = town.person("甲")
    by = actors.of(town.liu_mei(), at=AT)
    assert reading.unmask(party=stranger, field="phone", by=by, at=AT, reason="联系本人") == ""


@pytest.mark.parametrize(
    "who",
    [town.wang_fang, town.he_jian, town.qian_yan, town.system_admin, town.security_admin, town.audit_admin],
    ids=lambda who: who.__name__,
)
def test_others_read_nothing(who: Callable[[], Account]) -> None:
    with pytest.raises(NotAllowed):
        unmask(who())
    assert not reading.who_looked(zhang()).exists()


@pytest.mark.parametrize("reason", ["", " ", "x", "字" * 201, "理由\x00"])
def test_a_reason_is_needed(reason: str) -> None:
    with pytest.raises(Invalid):
        unmask(town.liu_mei(), reason=reason)
    assert not reading.who_looked(zhang()).exists()


@pytest.mark.parametrize("field", ["password", "id", "number_index", "__class__"])
def test_only_the_four_fields_are_opened(field: str) -> None:
    with pytest.raises(Invalid):
        unmask(town.liu_mei(), field=field)


def look(by: Actor, *, at: datetime = AT, case: str = "AY2026-1", seen: Seen = Seen.CASE, reason: str = "") -> None:
    reading.note([Look(zhang().pk, case)], seen=seen, reason=reason, by=by, at=at)


def zhao() -> Actor:
    return actors.of(town.zhao_gang(), at=AT)


def test_reading_a_case_is_noted() -> None:
    look(zhao())
    entry = reading.who_looked(zhang()).get()
    assert (entry.act, entry.who_id) == ("people.read", str(town.zhao_gang().pk))
    assert entry.detail == {"seen": "case", "reason": "", "case": "AY2026-1"}


def test_what_is_read_again_within_the_hour_is_one_reading() -> None:
    for minutes in (0, 10, 59):
        look(zhao(), at=AT + timedelta(minutes=minutes))
    assert reading.who_looked(zhang()).count() == 1
    look(zhao(), at=AT + timedelta(minutes=60))
    assert reading.who_looked(zhang()).count() == 2


def test_another_officer_case_thing_or_reason_is_another_reading() -> None:
    look(zhao())
    look(actors.of(town.liu_mei(), at=AT))
    look(zhao(), case="AY2026-2")
    look(zhao(), seen=Seen.PAPERS)
    look(zhao(), reason="移交法院")
    assert reading.who_looked(zhang()).count() == 5


def test_the_person_himself_is_no_stranger_who_looks() -> None:
    look(actors.of(town.zhang_wei(), at=AT))
    assert not reading.who_looked(zhang()).exists()


def test_many_looks_at_once_ask_once_what_is_on_record() -> None:
    parties = [town.person(name) for name in ("甲", "乙", "丙")]
    looks, by = [Look(party.pk) for party in parties], zhao()
    reading.note(looks, seen=Seen.PAPERS, by=by, at=AT)
    with CaptureQueriesContext(connection) as asked:
        reading.note(looks, seen=Seen.PAPERS, by=by, at=AT)
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 1
    assert reading.who_looked(*parties).count() == 3
