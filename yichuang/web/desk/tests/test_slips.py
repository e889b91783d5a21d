"""Hand-over slips on the desk: made, printed, scanned, signed for, and found again."""

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.cases import accepting
from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Slip
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed", "passing")


@pytest.fixture
def passing(staffed: None) -> None:
    delivery.terms()


def on_paper() -> Case:
    at = cases.moment()
    return accepting.accept_at_counter(application=cases.application(), by=cases.officer(town.liu_mei(), at), at=at)


def made(client: Client, *given: Case) -> Slip:
    answer = client.post(reverse("desk:slip_new", args=["out"]), {"case": [case.number for case in given]})
    slip = Slip.objects.get()
    assert answer["Location"] == reverse("desk:slip_on_paper", args=[slip.number])
    return slip


def test_the_clerk_ticks_the_cases_and_prints_one_sheet(at_desk: At) -> None:
    first, second = on_paper(), on_paper()
    clerk = at_desk(town.liu_mei())
    assert first.number in clerk.get(reverse("desk:slip_new", args=["out"])).content.decode()
    slip = made(clerk, first, second)
    sheet = clerk.get(reverse("desk:slip_on_paper", args=[slip.number])).content.decode()
    for part in (slip.number, first.number, second.number, "申请书", 'class="qr"'):
        assert part in sheet


def test_nothing_ticked_is_told(at_desk: At) -> None:
    on_paper()
    answer = at_desk(town.liu_mei()).post(reverse("desk:slip_new", args=["out"]), {})
    assert "请选择要移交材料的办件" in answer.content.decode()
    assert not Slip.objects.exists()


@pytest.mark.parametrize("form", ["{}", "http://127.0.0.1:8000/desk/slips/{}/", " {}\r\n"])
def test_the_department_scans_counts_and_signs(at_desk: At, form: str) -> None:
    slip = made(at_desk(town.liu_mei()), on_paper())
    officer = at_desk(town.zhao_gang())
    found = officer.get(reverse("desk:slips"), {"scanned": form.format(slip.number)})
    address = reverse("desk:slip", args=[slip.number])
    assert found["Location"] == address
    assert "清点无误，签收" in officer.get(address).content.decode()
    assert officer.post(address, {"n1": "1", "n2": "0"}).status_code == 302
    assert [line.received for line in slip.lines.all()] == [1, 0]
    assert "份数不符" in officer.get(address).content.decode()
    assert officer.post(address, {}).status_code == 422, "once"


@pytest.mark.parametrize("scanned", ["nonsense", "Z9-2026-99999"])
def test_what_is_no_slip_of_this_desk_is_told(at_desk: At, scanned: str) -> None:
    answer = at_desk(town.zhao_gang()).get(reverse("desk:slips"), {"scanned": scanned})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("count", ["-1", "x", "99999999999", "1.5", "١"])
def test_a_count_that_is_none_is_refused(at_desk: At, count: str) -> None:
    slip = made(at_desk(town.liu_mei()), on_paper())
    answer = at_desk(town.zhao_gang()).post(reverse("desk:slip", args=[slip.number]), {"n1": count})
    assert answer.status_code == 422
    assert Slip.objects.get().received_at is None


def test_a_slip_does_not_exist_for_who_has_nothing_to_do_with_it(at_desk: At) -> None:
    slip = made(at_desk(town.liu_mei()), on_paper())
    elsewhere = at_desk(town.staff("far.away", "远方", Role.EXAMINER))
    assert elsewhere.get(reverse("desk:slip", args=[slip.number])).status_code == 404


def test_what_lies_where_is_on_one_page(at_desk: At) -> None:
    case = on_paper()
    slip = made(at_desk(town.liu_mei()), case)
    offices.posting(town.qian_yan(), Duty.MANAGER)
    for account in (town.liu_mei(), town.zhao_gang(), town.qian_yan()):
        shown = at_desk(account).get(reverse("desk:papers")).content.decode()
        assert case.number in shown, account
        assert slip.number in shown
    found = at_desk(town.liu_mei()).get(reverse("desk:papers"), {"number": "999"}).content.decode()
    assert case.number not in found


def test_a_result_comes_back_by_a_slip(at_desk: At) -> None:
    case = cases.completed()
    officer = at_desk(town.zhao_gang())
    assert case.number in officer.get(reverse("desk:slip_new", args=["back"])).content.decode()
    assert officer.post(reverse("desk:slip_new", args=["back"]), {"case": case.number}).status_code == 302
    slip = Slip.objects.get()
    assert at_desk(town.liu_mei()).post(reverse("desk:slip", args=[slip.number]), {}).status_code == 302


@pytest.mark.parametrize("direction", ["back", "sideways"])
def test_a_clerk_gives_nothing_in_the_other_direction(at_desk: At, direction: str) -> None:
    assert at_desk(town.liu_mei()).get(reverse("desk:slip_new", args=[direction])).status_code == 404
