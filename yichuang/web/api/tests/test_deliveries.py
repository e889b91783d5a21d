"""Every way of delivery and the papers on the move, over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings

from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import testing as delivery
from yichuang.delivery.adapters.couriers import ByHand, Waybill
from yichuang.delivery.models import Delivery
from yichuang.documents import testing as documents
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.addresses import Label
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import application, ok

Calling = Callable[..., Caller]
HOME = {"mode": "courier", "receiver": "张伟", "phone": "13800138000", "address": "河南省安阳市安阳县东街1号"}


@pytest.fixture(autouse=True)
def every_way(staffed_town: None) -> None:
    delivery.terms()
    delivery.cell()


def completed() -> str:
    return cases.completed(at=cases.moment(day=-4)).number


def test_the_way_is_chosen_with_the_application(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    wrong = citizen.post("/cases", citizen.application(delivery=HOME | {"phone": "1"}))
    assert (wrong.status_code, wrong.json()["field"]) == (422, "delivery.phone")
    assert not Case.objects.exists()
    number = ok(citizen.post("/cases", citizen.application(delivery=HOME)), 201)["number"]
    told = ok(citizen.get(f"/cases/{number}/deliveries"))
    assert told["chosen"] == "courier"
    assert "东街" not in told["address"], "masked"
    assert told["offered"] == ["counter", "courier", "locker", "electronic"]


def test_the_counter_chooses_for_who_stands_there(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    party = str(town.zhang_wei().party_id)
    made = ok(clerk.post("/cases", application(applicant=party, accept=True, delivery={"mode": "locker"})), 201)
    assert ok(clerk.get(f"/cases/{made['number']}/deliveries"))["chosen"] == "locker"


def test_a_connected_firm_fetches_the_parcel(caller: Calling) -> None:
    clerk, number = caller(town.liu_mei()), completed()
    ok(caller(town.zhang_wei()).post(f"/cases/{number}/delivery/choice", HOME))
    assert clerk.post(f"/cases/{number}/delivery/courier-order").json()["field"] == "tracking_number"
    with override_settings(COURIER_SERVICE="yichuang.web.api.tests.test_deliveries.Firm"):
        assert ok(clerk.post(f"/cases/{number}/delivery/courier-order"))["courier"] == "顺风快递"
        assert clerk.post(f"/cases/{number}/delivery/courier-order").json()["code"] == "already_sent"


class Firm(ByHand):
    """A courier that takes orders by machine."""

    is_connected = True

    def take(self, label: Label, *, reference: str) -> Waybill | None:
        return Waybill("顺风快递", f"SF-{reference}", 1200)


def test_what_was_signed_on_the_pad_stands_with_the_receipt(caller: Calling) -> None:
    clerk, number = caller(town.liu_mei()), completed()
    picture = documents.stored_file(
        documents.jpeg(), name="签名.jpg", by=cases.officer(town.liu_mei(), cases.moment(day=1))
    )
    shown = {"mode": "counter", "document_number": town.identity_number(901), "signature": str(picture.pk)}
    ok(clerk.post(f"/cases/{number}/delivery", shown))
    letters = ok(clerk.get(f"/cases/{number}/letters"))["letters"]
    assert [one["signed_copy"]["file"] for one in letters if one["signed_copy"]] == [str(picture.pk)]


def test_a_parcel_goes_comes_back_and_goes_again(caller: Calling) -> None:
    clerk, number = caller(town.liu_mei()), completed()
    sent = {"mode": "courier", "courier": "邮政", "tracking_number": "E1", "cost": 2000}
    assert ok(clerk.post(f"/cases/{number}/delivery", sent))["cost"] == 2000
    assert ok(clerk.post(f"/cases/{number}/delivery/status", {"status": "in_transit"}))["status"] == "in_transit"
    assert ok(clerk.post(f"/cases/{number}/delivery/courier-return", {"failure": "nobody"}))["failed_at"]
    ok(clerk.post(f"/cases/{number}/delivery", sent | {"tracking_number": "E2"}))
    assert ok(clerk.post(f"/cases/{number}/delivery/arrival"))["delivered_at"]


def test_the_machine_of_a_locker_sends_the_code_and_a_key_saves_no_guess(caller: Calling) -> None:
    citizen, clerk, number = caller(town.zhang_wei()), caller(town.liu_mei()), completed()
    ok(citizen.post(f"/cases/{number}/delivery/choice", {"mode": "locker"}))
    ok(clerk.post(f"/cases/{number}/delivery", {"mode": "locker", "locker": "G1", "cell": "01"}))
    assert ok(clerk.get(f"/cases/{number}/deliveries"))["code"] == "", "the staff does not see it"
    code = ok(citizen.get(f"/cases/{number}/deliveries"))["code"]
    for guess in ("00000000", ""):
        refused = clerk.post("/lockers/G1/01/collection", {"code": guess}, key=f"k{guess}")
        assert (refused.status_code, refused.json()["code"]) == (422, "wrong_code")
    assert Delivery.objects.get().wrong_codes == 2
    assert citizen.post("/lockers/G1/01/collection", {"code": code}).status_code == 403
    assert ok(clerk.post("/lockers/G1/01/collection", {"code": code}))["delivered_at"]
    assert clerk.post("/lockers/G1/01/collection", {"code": code}).status_code == 422


def test_the_electronic_result_opens_for_the_applicant_alone(caller: Calling) -> None:
    citizen, stranger, number = caller(town.zhang_wei()), caller(town.wang_fang()), completed()
    ok(citizen.post(f"/cases/{number}/delivery/choice", {"mode": "electronic", "consent": True}))
    letters = ok(citizen.get(f"/cases/{number}/letters"))["letters"]
    result = next(one["id"] for one in letters if one["kind"]["code"] == "result")
    early = citizen.get(f"/cases/{number}/letters/{result}/pdf")
    assert (early.status_code, early.json()["code"]) == (409, "read_first")
    assert stranger.post(f"/cases/{number}/delivery/opening").status_code == 404
    assert caller(town.liu_mei()).post(f"/cases/{number}/delivery/opening").status_code == 403
    assert ok(citizen.post(f"/cases/{number}/delivery/opening"))["mode"] == "electronic"
    assert citizen.get(f"/cases/{number}/letters/{result}/pdf").status_code == 200
    assert Case.objects.get(number=number).state == State.DELIVERED


def test_the_door_the_witness_and_the_notice(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    ok(clerk.post(f"/cases/{completed()}/delivery", {"mode": "direct", "relation": "family"}))
    witness = {"witness_name": "村主任", "witness_number": town.identity_number(555)}
    ok(clerk.post(f"/cases/{completed()}/delivery", {"mode": "left_behind", **witness}))
    number = completed()
    early = clerk.post(f"/cases/{number}/delivery", {"mode": "notice"})
    assert (early.status_code, early.json()["code"]) == (409, "not_tried_yet")
    ok(clerk.post(f"/cases/{number}/delivery/visits", {"failure": "moved"}))
    assert ok(clerk.post(f"/cases/{number}/delivery", {"mode": "notice"}))["until"]


def test_a_parcel_to_the_window_is_told_and_received(caller: Calling) -> None:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    told = ok(citizen.post(f"/cases/{number}/parcels", {"courier": "邮政", "tracking_number": "E5"}), 201)
    assert ok(clerk.post(f"/cases/{number}/parcels/{told['id']}/receipt"))["received_at"]
    assert clerk.post(f"/cases/{number}/parcels/{told['id']}/receipt").status_code == 409
    assert clerk.post(f"/cases/{number}/parcels/999999999999/receipt").status_code in (404, 409)


def test_what_is_late_is_told_to_supervision(caller: Calling) -> None:
    number = cases.completed(at=cases.moment(day=-40)).number
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    late = ok(caller(town.he_jian()).get("/deliveries/late"))["cases"]
    assert [one["number"] for one in late] == [number]


def test_papers_go_out_and_are_signed_for_once(caller: Calling) -> None:
    clerk, officer = caller(town.liu_mei()), caller(town.zhao_gang())
    party = str(town.zhang_wei().party_id)
    case = ok(clerk.post("/cases", application(applicant=party, accept=True)), 201)["number"]
    (slip,) = ok(clerk.post("/slips", {"direction": "out", "cases": [case]}), 201)["slips"]
    number = slip["number"]
    again = clerk.post("/slips", {"direction": "out", "cases": [case]})
    assert (again.status_code, again.json()["code"]) == (409, "papers_on_the_move")
    assert [one["sent"] for one in ok(officer.get(f"/slips/{number}"))["lines"]] == [1, 1]
    assert clerk.post(f"/slips/{number}/receipt", {}).json()["code"] == "not_at_this_desk"
    counts = {"counts": [{"position": 1, "received": 0}]}
    assert [one["received"] for one in ok(officer.post(f"/slips/{number}/receipt", counts))["lines"]] == [0, 1]
    assert officer.post(f"/slips/{number}/receipt", counts).json()["code"] == "already_received"
    (lying,) = ok(officer.get("/papers"))["papers"]
    assert (lying["case"], lying["where"]) == (case, "department")
    assert caller(town.qian_yan()).get(f"/slips/{number}").status_code == 404, "not posted here"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("delivery", {"mode": "notice", "more": 1}),
        ("delivery", {"mode": "direct", "relation": "neighbour"}),
        ("delivery", {"mode": "courier", "courier": "x", "tracking_number": "y", "cost": -1}),
        ("delivery", {"mode": "locker", "locker": "G1", "cell": "99"}),
        ("delivery/choice", {"mode": "notice"}),
        ("delivery/status", {"status": "lost"}),
        ("delivery/visits", {"failure": "expired"}),
    ],
)
def test_bad_input_is_told(caller: Calling, path: str, body: dict[str, Any]) -> None:
    answer = caller(town.liu_mei()).post(f"/cases/{completed()}/{path}", body)
    assert answer.status_code == 422, answer.content
