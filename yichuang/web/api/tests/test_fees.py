"""Paying through the API: the same acts, and a signed call that is believed once."""

import json
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from yichuang.documents.models import Letter, LetterKind
from yichuang.fees import reconciling, signing, testing
from yichuang.fees.adapters import Told
from yichuang.fees.models import Payment
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM
from yichuang.web.api.tests.conftest import Caller

Calling = Callable[..., Caller]
KEY = "a key of the platform"


@pytest.fixture(autouse=True)
def connected(settings: object) -> None:
    settings.PAYMENT_KEY = KEY  # type: ignore[attr-defined]


def tell(body: dict[str, object], *, late: int = 0, key: str = KEY) -> tuple[int, dict[str, object]]:
    raw, stamp = json.dumps(body).encode(), str(int(testing.AT.timestamp()) - late)
    headers = {"X-Timestamp": stamp, "X-Signature": signing.signature(raw, timestamp=stamp, key=key)}
    with time_machine.travel(testing.AT, tick=False):
        client = Client(enforce_csrf_checks=True)
        answer = client.post("/api/v1/payments", raw, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_what_the_platform_signed_settles_the_bill_once() -> None:
    bill = testing.billed()
    body: dict[str, object] = {"bill": bill.number, "fen": 7000, "transaction": "T1"}
    first, again = tell(body), tell(body)
    assert first == again
    assert (first[0], first[1]["state"]) == (200, "counted")
    assert tell(body | {"fen": 1})[0] == 409
    assert tell(body | {"transaction": "T2"})[1]["why"] == "twice"
    assert tell(body | {"bill": "JF0"})[0] == 404


@pytest.mark.parametrize("how", [{"late": 301}, {"late": -301}, {"key": "another"}])
def test_what_is_late_or_not_signed_is_not_believed(how: dict[str, object]) -> None:
    bill = testing.billed()
    status, told = tell({"bill": bill.number, "fen": 7000, "transaction": "T1"}, **how)  # type: ignore[arg-type]
    assert (status, told["code"]) == (403, "not_signed")
    assert not Payment.objects.exists()


def test_without_a_key_nothing_is_believed(settings: object) -> None:
    settings.PAYMENT_KEY = ""  # type: ignore[attr-defined]
    bill = testing.billed()
    assert tell({"bill": bill.number, "fen": 7000, "transaction": "T1"}, key="")[0] == 403


def test_the_acts_are_those_of_the_desk(caller: Calling) -> None:
    case = testing.granted()
    clerk, head, mine = caller(town.liu_mei()), caller(town.wu_jun()), caller(town.zhang_wei())
    where = f"/cases/{case.number}"
    bill = clerk.post(f"{where}/bill", {"lines": [{"fee": 0, "quantity": 2}]}).json()
    assert bill["owed"] == 2000
    owed = {"case": case.number, "bill": bill["number"], "owed": 2000, "address": ""}
    assert owed.items() <= mine.get("/bills").json()["bills"][0].items()
    one = f"{where}/bills/{bill['id']}"
    off = {"line": bill["lines"][0]["id"], "kind": "reduced", "fen": 500, "basis": "某法", "reason": "小微"}
    assert head.post(f"{one}/reduction", off).json()["owed"] == 1500
    assert clerk.post(f"{one}/payment", {"channel": "cash", "fen": 2000}).status_code == 422
    paid = clerk.post(f"{one}/payment", {"channel": "cash", "fen": 1500}).json()
    assert (paid["state"], paid["vouchers"][0]["state"]) == ("paid", "awaiting")
    receipt = Letter.objects.get(kind=LetterKind.PAYMENT_RECEIPT)
    assert (paid["payments"][0]["receipt"], receipt.number in mine.get(f"{where}/letters").content.decode()) == (
        receipt.number,
        True,
    )
    verified = caller(None).get(f"/letters/verify/{receipt.verification_code}").json()
    assert {"label": "实缴", "value": "15.00元"} in verified["lines"]
    elements = {"code": "41060126", "number": "0012345678", "check_code": "a1b2c3", "issued_on": "2026-01-05"}
    assert clerk.post(f"{where}/vouchers/{paid['vouchers'][0]['id']}", elements).status_code == 200
    asked = "&".join(f"{key}={value}" for key, value in elements.items())
    assert mine.get(f"/vouchers?{asked}&fen=1500").json()["state"] == "issued"
    assert mine.get(f"/vouchers?{asked}&fen=1501").status_code == 404
    back = {"reason": "重复", "reference": "R1"}
    assert head.post(f"{where}/payments/{paid['payments'][0]['id']}/refund", back).json()["state"] == "refunded"
    assert mine.get(f"{where}/bills").json()["bills"][0]["vouchers"][0]["state"] == "to_reverse"


def test_the_manager_reads_what_differs_from_the_platforms_list(caller: Calling) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    on, theirs = testing.AT.date(), [Told("JF0", 5, "T1")]
    reconciling.reconcile(centre=offices.centre(), on=on, theirs=theirs, by=SYSTEM, at=testing.AT)
    (told,) = caller(town.qian_yan()).get(f"/reconciliations?on={on}").json()["reconciliations"]
    assert (told["ours"], told["their_fen"], told["differences"][0]["kind"]["code"]) == (0, 5, "no_bill")
    assert caller(town.liu_mei()).get(f"/reconciliations?on={on}").status_code == 403
