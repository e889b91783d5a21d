"""A refusal names the instrument that is missing or over, and whom to ask."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from yichuang.offices import mandates
from yichuang.offices import testing as town_hall
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty, MandateKind, Power
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def said(power: Power, by: Account) -> str:
    market = town_hall.department()
    with pytest.raises(NoMandate) as refused:
        mandates.require(power=power, item_code="item-1", department=market, by=actors.of(by, at=AT), at=AT)
    assert refused.value.code == "no_mandate"
    return str(refused.value)


def test_a_clerk_without_instrument_is_told_which_and_whom_to_ask() -> None:
    sentence = said(Power.ACCEPT, town_hall.clerk_of_the_centre())

    assert "《“综窗受理”委托书》（件2）" in sentence
    assert "《政务服务事项委托协议书》（件3）" in sentence
    assert "小城县市场监督管理局" in sentence
    assert "电话 0372-0000000" in sentence


def test_a_clerk_with_an_expired_instrument_is_told_its_number_and_end() -> None:
    clerk = town_hall.clerk_of_the_centre()
    over = town_hall.mandate(town_hall.department(), until=date(2026, 3, 1))

    sentence = said(Power.ACCEPT, clerk)

    assert over.number in sentence
    assert "有效期到 2026年2月28日 为止，已经到期" in sentence
    assert "续签" in sentence


def test_a_chief_approver_without_instrument_is_told_of_instrument_one() -> None:
    town_hall.posting(town.zhou_min(), Duty.CHIEF_APPROVER, department=town_hall.department())

    assert "《审批服务授权委托书》（件1）" in said(Power.DECIDE, town.zhou_min())


def test_a_chief_approver_of_level_two_is_sent_to_the_head() -> None:
    market = town_hall.department()
    town_hall.posting(town.zhou_min(), Duty.CHIEF_APPROVER, department=market)
    town_hall.mandate(market, MandateKind.APPROVAL, to=town.zhou_min(), level=2)

    sentence = said(Power.DECIDE, town.zhou_min())

    assert "二级授权，只有初审权" in sentence
    assert "负责人或者集体决定" in sentence


def test_an_instrument_that_has_not_begun_says_when() -> None:
    clerk = town_hall.clerk_of_the_centre()
    town_hall.mandate(town_hall.department(), since=date(2026, 4, 1))

    assert "自 2026年4月1日 起生效" in said(Power.ACCEPT, clerk)


def test_the_sentence_is_english_for_a_reader_of_english() -> None:
    clerk = town_hall.clerk_of_the_centre()
    town_hall.mandate(town_hall.department(), until=date(2026, 3, 1))

    with translation.override("en"):
        sentence = said(Power.ACCEPT, clerk)

    assert "was in force until" in sentence
    assert "Town market bureau" in sentence
