"""The manager arranges the centre: windows, posts, instruments."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.documents import testing as documents
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty, Mandate, MandateKind, Posting, Power, Window, WindowKind
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


@pytest.fixture
def manager(at_desk: At) -> Client:
    """Qian Yan, posted to the centre."""
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return at_desk(town.qian_yan())


def today() -> Any:
    return timezone.localdate(clock.now())


def test_the_plan_shows_who_sits_where(manager: Client) -> None:
    page = manager.get(reverse("desk:offices")).content.decode()

    assert "A01" in page
    assert "刘梅" in page
    assert "赵刚" in page


def test_a_window_is_opened_and_closed_from_a_day_on(manager: Client) -> None:
    zone = offices.zone()
    given = {"zone": zone.pk, "number": "A09", "name": "夜间窗口", "kind": WindowKind.COMPREHENSIVE}

    manager.post(reverse("desk:window_opening"), given | {"opened_on": today()})
    window = Window.objects.get(number="A09")
    manager.post(reverse("desk:window_closing", args=[window.pk]), {"closed_on": today() + timedelta(days=7)})

    window.refresh_from_db()
    assert (window.opened_on, window.closed_on) == (today(), today() + timedelta(days=7))


def test_a_window_is_never_opened_backwards(manager: Client) -> None:
    given = {"zone": offices.zone().pk, "number": "A09", "name": "窗口", "kind": WindowKind.COMPREHENSIVE}

    answer = manager.post(reverse("desk:window_opening"), given | {"opened_on": today() - timedelta(days=1)})

    assert answer.status_code == 422
    assert "不能倒签" in answer.content.decode()
    assert not Window.objects.filter(number="A09").exists()


def test_a_window_with_somebody_at_it_is_not_closed(manager: Client) -> None:
    window = Window.objects.get(number="A01")

    answer = manager.post(reverse("desk:window_closing", args=[window.pk]), {"closed_on": today()})

    assert answer.status_code == 422
    assert "先调整人员岗位" in answer.content.decode()


def test_somebody_is_posted_and_the_post_ends(manager: Client) -> None:
    clerk = town.staff("lin.na", "林娜", Role.CLERK)
    window = Window.objects.get(number="A01")
    given = {"account": clerk.pk, "duty": Duty.CLERK, "window": window.pk, "since": today()}

    manager.post(reverse("desk:posting"), given)
    posting = Posting.objects.get(account=clerk)
    manager.post(reverse("desk:posting_end", args=[posting.pk]), {"until": today() + timedelta(days=1)})

    posting.refresh_from_db()
    assert (posting.window, posting.until) == (window, today() + timedelta(days=1))


def test_a_post_that_cannot_be_is_told_beside_its_field(manager: Client) -> None:
    examiner = town.staff("lin.na", "林娜", Role.EXAMINER)

    answer = manager.post(reverse("desk:posting"), {"account": examiner.pk, "duty": Duty.EXAMINER, "since": today()})

    assert answer.status_code == 422
    assert "请选择部门" in answer.content.decode()


def test_an_instrument_is_filed_with_its_scan_and_revoked(manager: Client) -> None:
    market = offices.department()
    given = {
        "kind": MandateKind.ACCEPTANCE,
        "number": "城市监委〔2026〕88号",
        "grantor": market.pk,
        "powers": [Power.ACCEPT, Power.CORRECT],
        "all_items": "on",
        "signed_on": today(),
        "since": today(),
        "last": today() + timedelta(days=364),
        "scan": SimpleUploadedFile("委托书.pdf", documents.pdf()),
    }

    manager.post(reverse("desk:mandate_filing"), given)
    mandate = Mandate.objects.get(number="城市监委〔2026〕88号")
    manager.post(reverse("desk:mandate_revocation", args=[mandate.pk]), {"reason": "业务调整"})

    mandate.refresh_from_db()
    assert (mandate.grantee_centre, mandate.until) == (market.centre, today() + timedelta(days=365))
    assert len(mandate.scan_digest) == 64
    assert mandate.revoked_reason == "业务调整"


def test_an_instrument_with_powers_it_cannot_lend_is_refused_and_nothing_typed_is_lost(manager: Client) -> None:
    given = {
        "kind": MandateKind.ACCEPTANCE,
        "number": "城市监委〔2026〕88号",
        "grantor": offices.department().pk,
        "powers": [Power.DECIDE],
        "item_codes": "food-licence",
        "signed_on": today(),
        "since": today(),
        "last": today() + timedelta(days=30),
    }

    answer = manager.post(reverse("desk:mandate_filing"), given)

    assert answer.status_code == 422
    assert "可以授予的权限是" in answer.content.decode()
    assert "城市监委〔2026〕88号" in answer.content.decode()
    assert not Mandate.objects.filter(number="城市监委〔2026〕88号").exists()


def test_a_manager_posted_nowhere_has_no_plan(at_desk: At) -> None:
    assert at_desk(town.qian_yan()).get(reverse("desk:offices")).status_code == 404


def test_nothing_of_another_centre_is_touched(manager: Client) -> None:
    elsewhere = offices.centre("other", "别县政务服务中心")
    posting = Posting.objects.create(centre=elsewhere, account=town.chen_jie(), duty=Duty.GUIDE, since=offices.LONG_AGO)

    assert manager.post(reverse("desk:posting_end", args=[posting.pk]), {"until": today()}).status_code == 404
