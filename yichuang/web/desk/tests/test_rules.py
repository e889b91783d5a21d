"""The rules of the centre on a page: what holds with its basis, and a new one from a day on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.cases.models import Effect, Rule
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
GIVEN = {"kind": Rule.Kind.TOLERANCE, "length": "2", "unit": "working_days", "effect": Effect.WITHDRAWN}
LAW = "《安阳市政务服务条例》第二十四条"


def test_every_rule_stands_there_with_its_basis(at_desk: At) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    page = at_desk(town.qian_yan()).get(reverse("desk:rules")).content.decode()
    assert "逾期不告知即视为受理的时限" in page
    assert "第三十二条第一款第四项" in page
    assert "适用中" in page


def test_the_manager_sets_one_from_tomorrow(at_desk: At) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    tomorrow = timezone.localdate(clock.now()) + timedelta(days=1)
    client = at_desk(town.qian_yan())
    assert client.post(reverse("desk:rule_setting"), GIVEN | {"basis": LAW, "since": tomorrow}).status_code == 302
    assert Rule.objects.filter(kind=Rule.Kind.TOLERANCE, since=tomorrow).exists()
    assert "尚未开始" in client.get(reverse("desk:rules")).content.decode()


def test_what_is_wrong_is_told_beside_its_field(at_desk: At) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    yesterday = timezone.localdate(clock.now()) - timedelta(days=1)
    answer = at_desk(town.qian_yan()).post(reverse("desk:rule_setting"), GIVEN | {"basis": LAW, "since": yesterday})
    assert answer.status_code == 422
    assert "不能溯及既往" in answer.content.decode()


def test_a_supervisor_reads_them_and_sets_none(at_desk: At) -> None:
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    client = at_desk(town.he_jian())
    assert "设定办理规则" not in client.get(reverse("desk:rules")).content.decode()
    assert client.post(reverse("desk:rule_setting"), GIVEN).status_code == 403
