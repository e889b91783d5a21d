"""Text messages: laid out by the follower for whoever wants them, sent once, tried again when they were not taken."""

from datetime import timedelta

import pytest

from yichuang.cases import correcting, queries, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case
from yichuang.cases.pausing import hearing, interested
from yichuang.notifications import sending, subscribing
from yichuang.notifications.following import Texting
from yichuang.notifications.models import TextMessage, Wish
from yichuang.notifications.tests.conftest import Phone
from yichuang.people import reading
from yichuang.people import testing as town

NOW = testing.moment()
SOON = NOW + timedelta(minutes=1)


def follow(case: Case) -> list[str]:
    Texting().handle(list(queries.history(case)))
    return list(TextMessage.objects.order_by("seq").values_list("act", flat=True))


def asked() -> Case:
    defects = [Defect("没有签字", material_key="application")]
    by = testing.officer(town.liu_mei(), NOW)
    return correcting.ask_correction(case=testing.submitted(), defects=defects, by=by, at=NOW)


def test_what_the_applicant_must_do_goes_to_his_phone_without_his_name(phone: type[Phone]) -> None:
    case = asked()
    assert follow(case) == ["ask_correction"]
    assert sending.send_waiting(at=SOON) == 1
    ((number, words, _reference),) = phone.taken
    party = case.applicant
    assert party.phone is not None
    assert number == party.phone.open()
    assert case.number in words
    assert "补正告知" in words
    assert "查询码" in words
    assert str(party.name.open()) not in words


def test_it_is_sent_once_however_often_the_row_is_seen(phone: type[Phone]) -> None:
    case = asked()
    follow(case)
    sending.send_waiting(at=SOON)
    assert follow(case) == ["ask_correction"]
    assert sending.send_waiting(at=SOON) == 0
    assert len(phone.taken) == 1


def test_who_wants_every_step_gets_every_step_and_who_wants_none_gets_none(phone: type[Phone]) -> None:
    me = testing.applicant(NOW)
    case = testing.decided()
    subscribing.subscribe(wish=Wish.EVERYTHING, by=me, at=NOW)
    assert follow(case) == ["accept", "begin_examining", "grant"]
    TextMessage.objects.all().delete()
    subscribing.subscribe(wish=Wish.NOTHING, by=me, at=NOW)
    assert follow(case) == []


def test_that_his_number_was_opened_is_on_record_for_him(phone: type[Phone]) -> None:
    case = asked()
    follow(case)
    sending.send_waiting(at=SOON)
    (seen,) = reading.who_looked(case.applicant)
    assert seen.who_kind == "system"
    assert case.number in seen.detail["reason"]


def test_what_the_sender_did_not_take_is_tried_again_and_given_up_in_the_end(phone: type[Phone]) -> None:
    follow(asked())
    phone.broken = True
    assert sending.send_waiting(at=SOON) == 0
    assert sending.send_waiting(at=SOON) == 0
    assert TextMessage.objects.get().tries == 1
    phone.broken = False
    assert sending.send_waiting(at=SOON + sending.PAUSE) == 1
    assert TextMessage.objects.get().tries == 2


def test_nobody_is_rung_up_for_what_is_old(phone: type[Phone]) -> None:
    follow(asked())
    assert sending.send_waiting(at=NOW + sending.STALE) == 0


@pytest.mark.usefixtures("staffed")
def test_where_nobody_sends_nothing_is_laid_out() -> None:
    assert follow(asked()) == []
    assert sending.send_waiting(at=SOON) == 0


@pytest.mark.usefixtures("staffed")
def test_whoever_has_no_number_is_told_so_and_the_choice_is_on_record() -> None:
    me = testing.applicant(NOW)
    subscribing.subscribe(wish=Wish.EVERYTHING, by=me, at=NOW)
    assert subscribing.wish_of(me) == Wish.EVERYTHING
    with pytest.raises(subscribing.NotYours):
        subscribing.subscribe(wish=Wish.NOTHING, by=testing.officer(town.liu_mei(), NOW), at=NOW)
    party = me.party
    assert party is not None
    party.phone = None
    with pytest.raises(Exception, match="手机号码"):
        subscribing.subscribe(wish=Wish.MATTERS, by=me, at=NOW)


def test_whoever_is_told_that_it_touches_him_hears_of_what_he_may_do_and_of_nothing_else(phone: type[Phone]) -> None:
    neighbour, by = town.wang_fang().party, testing.officer(town.zhao_gang(), NOW)
    assert neighbour is not None
    neighbour.phone = "13800000299"
    neighbour.save()
    case = interested.tell(case=testing.examined(), party=neighbour, interest="采光", days=5, by=by, at=NOW)
    hearing.tell_rights(case=case, matter="采光", by=by, at=SOON)
    follow(case)
    his = TextMessage.objects.filter(party=neighbour).order_by("seq")
    assert [one.act for one in his] == ["tell_interested_party", "tell_hearing_rights"]
    assert sending.words_of(his[0]).count("关系您重大利益") == 1
