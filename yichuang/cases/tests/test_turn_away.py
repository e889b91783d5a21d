"""A window may not refuse to receive: whoever is turned away is on record, and another colleague looks at it."""

from datetime import datetime

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import accepting, testing, turning_away
from yichuang.cases.models import TurnedAway
from yichuang.cases.standing import SamePerson
from yichuang.cases.turning_away import AlreadyChecked, AnotherMatter, NotOverturned, NotTurnedAway
from yichuang.documents.reasoning import NoReason
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Account, Role

pytestmark = pytest.mark.django_db
AT = testing.moment(hour=11)
REASON, TOLD = "只带了身份证，没有申请书", "请带申请书再来，或者在窗口填写"


@pytest.fixture(autouse=True)
def supervised(staffed_town: None) -> None:
    offices.posting(town.he_jian(), Duty.SUPERVISOR)


def colleague() -> Account:
    return offices.clerk_of_the_centre(town.staff("li.na", "李娜", Role.CLERK))


def by(account: Account, at: datetime = AT) -> Actor:
    return testing.officer(account, at)


def turned_away(**given: object) -> TurnedAway:
    words = {"version": testing.licence(), "reason": REASON, "told": TOLD} | given
    return turning_away.turn_away(by=by(town.liu_mei()), at=AT, **words)  # type: ignore[arg-type]


def checked(record: TurnedAway, *, receive: bool) -> TurnedAway:
    return turning_away.check_turning_away(
        record=record.pk, receive=receive, finding="材料不齐也应当收下后告知补正", by=by(colleague()), at=AT
    )


def acts(record: TurnedAway) -> list[str]:
    return [entry.act for entry in journal.history(journal.Subject("turned_away", str(record.pk)))]


def test_what_why_and_what_was_told_are_on_record_and_wait_for_a_check() -> None:
    record = turned_away()
    assert (record.matter, record.reason, record.told) == ("食品经营许可", REASON, TOLD)
    assert record.window is not None
    assert list(turning_away.waiting(turning_away.records_of(by(town.he_jian()), at=AT))) == [record]
    assert acts(record) == ["cases.turned_away"]


def test_something_that_no_guide_describes_is_named() -> None:
    assert turned_away(version=None, matter="办理老年优待证").matter == "办理老年优待证"
    with pytest.raises(Invalid) as refused:
        turned_away(version=None)
    assert refused.value.field == "matter"


@pytest.mark.parametrize("field", ["reason", "told"])
def test_a_reason_and_what_was_told_are_needed(field: str) -> None:
    with pytest.raises(Invalid) as refused:
        turned_away(**{field: " "})
    assert refused.value.field == field


def test_a_phrase_is_no_reason() -> None:
    with pytest.raises(NoReason):
        turned_away(reason="不符合规定")


def test_only_a_clerk_turns_away() -> None:
    with pytest.raises(NotAllowed):
        turning_away.turn_away(matter="咨询", reason=REASON, told=TOLD, by=by(town.he_jian()), at=AT)


def test_nobody_checks_himself() -> None:
    record = turned_away()
    with pytest.raises(SamePerson):
        turning_away.check_turning_away(record=record.pk, receive=False, finding="没错", by=by(town.liu_mei()), at=AT)


def test_another_colleague_confirms_it_and_it_is_done() -> None:
    record = checked(turned_away(), receive=False)
    assert record.outcome == TurnedAway.Outcome.CONFIRMED
    assert not turning_away.waiting(turning_away.records_of(by(town.he_jian()), at=AT)).exists()
    with pytest.raises(AlreadyChecked):
        checked(record, receive=True)


def test_what_is_overturned_waits_until_it_is_received() -> None:
    record = checked(turned_away(), receive=True)
    assert turning_away.waiting(turning_away.records_of(by(town.he_jian()), at=AT)).exists()
    clerk = by(town.liu_mei())
    case = accepting.apply_at_counter(application=testing.application(), by=clerk, at=AT)
    record = turning_away.receive_after_all(record=record.pk, case=case, by=clerk, at=AT)
    assert record.case == case
    assert not turning_away.waiting(turning_away.records_of(by(town.he_jian()), at=AT)).exists()
    assert acts(record) == ["cases.turned_away", "cases.turning_away_checked", "cases.received_after_all"]
    with pytest.raises(NotOverturned):
        turning_away.receive_after_all(record=record.pk, case=case, by=clerk, at=AT)


def test_it_is_received_as_the_same_matter() -> None:
    record, clerk = checked(turned_away(), receive=True), by(town.liu_mei())
    before = testing.submitted(at=testing.moment(hour=9))
    with pytest.raises(AnotherMatter):
        turning_away.receive_after_all(record=record.pk, case=before, by=clerk, at=AT)
    other = accepting.apply_at_counter(application=testing.application(testing.licence("other")), by=clerk, at=AT)
    with pytest.raises(AnotherMatter):
        turning_away.receive_after_all(record=record.pk, case=other, by=clerk, at=AT)


def test_what_was_confirmed_cannot_be_received_under_it() -> None:
    record, clerk = checked(turned_away(), receive=False), by(town.liu_mei())
    case = accepting.apply_at_counter(application=testing.application(), by=clerk, at=AT)
    with pytest.raises(NotOverturned):
        turning_away.receive_after_all(record=record.pk, case=case, by=clerk, at=AT)


def test_the_records_of_another_centre_do_not_exist() -> None:
    with pytest.raises(NotTurnedAway):
        turning_away.record_of(by(town.liu_mei()), 2**70, at=AT)
