"""The rules of delivery and the lockers of the centre, on a page beside its other rules."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Cell, Term
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
PAGE = reverse("desk:terms")


@pytest.fixture
def manager(at_desk: At) -> Client:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    delivery.terms()
    return at_desk(town.qian_yan())


def tomorrow() -> date:
    return timezone.localdate(clock.now()) + timedelta(days=1)


def test_a_rule_is_set_and_ended(manager: Client) -> None:
    given = {"kind": "locker", "length": "48", "unit": "hours", "basis": "中心规定第三条", "since": tomorrow()}
    assert manager.post(reverse("desk:term_setting"), given | {"unit": "instant"}).status_code == 422
    assert manager.post(reverse("desk:term_setting"), given).status_code == 302
    assert "中心规定第三条" in manager.get(PAGE).content.decode()
    notice = Term.objects.get(kind="notice")
    ending = reverse("desk:term_end", args=[notice.pk])
    assert ending in manager.get(PAGE).content.decode()
    assert manager.post(ending, {"until": tomorrow()}).status_code == 302
    assert manager.post(ending, {"until": tomorrow()}).status_code == 422


def test_cells_come_into_service_and_leave_it(manager: Client) -> None:
    given = {"locker": "G7", "numbers": "01 02", "place": "东门"}
    assert manager.post(reverse("desk:cells_opening"), given).status_code == 302
    assert manager.post(reverse("desk:cells_opening"), given).status_code == 422
    assert Cell.objects.filter(locker="G7").count() == 2
    closing = reverse("desk:cell_closing", args=[Cell.objects.get(locker="G7", number="02").pk])
    assert closing in manager.get(PAGE).content.decode()
    assert manager.post(closing).status_code == 302
    assert closing not in manager.get(PAGE).content.decode()


def test_a_supervisor_reads_and_sets_nothing(at_desk: At) -> None:
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    client = at_desk(town.he_jian())
    assert "设定送达规则" not in client.get(PAGE).content.decode()
    assert client.post(reverse("desk:term_setting")).status_code == 403
