"""Every call with every role: who is let in at the door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from yichuang.offices import mandates
from yichuang.offices.models import Mandate
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account
from yichuang.web.api.tests.conftest import NOW, Caller
from yichuang.web.permissions import API_PAGES, PUBLIC, VISITOR

Calling = Callable[..., Caller]
UUID = "01890000-0000-7000-8000-000000000000"
ARGUMENTS: dict[str, dict[str, Any]] = {
    "item": {"code": "food-licence"},
    "item_check": {"code": "food-licence"},
    "item_versions": {"code": "food-licence"},
    "item_version": {"code": "food-licence", "number": 1},
    "item_difference": {"code": "food-licence"},
    "life_event": {"key": "open-shop"},
    "upload": {"upload": UUID},
    "letter_verification": {"code": "x"},
    "signed_copy": {"number": "1", "letter": UUID},
    "signed_copy_taking_back": {"number": "1", "letter": UUID},
    "case_letter_pdf": {"number": "1", "letter": UUID},
    "case_file": {"number": "1", "file": UUID},
    "reentry": {"number": "1", "screen": 1},
    "reentry_begin": {"number": "1", "screen": 1},
    "reentry_finish": {"number": "1", "screen": 1},
    "expert_opinion": {"number": "1", "opinion": 1},
    "supervision_receipt": {"note": 1},
    "quota": {"code": "food-licence"},
    "parcel_receipt": {"number": "1", "parcel": 1},
    "parcel_status": {"number": "1", "parcel": 1},
    "credit_repair": {"exclusion": 1},
    "told": {"told": 1},
    "agency_removal": {"letter": 1},
    "wording": {"kind": "receipt"},
    **{f"wording_{act}": {"draft": 1} for act in ("publishing", "return", "discarding")},
    "told_statement": {"told": 1},
    "told_hearing": {"told": 1},
    "told_hearing_waiver": {"told": 1},
    "told_letter_pdf": {"told": 1, "letter": UUID},
    "told_file": {"told": 1, "file": UUID},
    "turning_away_check": {"record": 1},
    "turning_away_receipt": {"record": 1},
    "locker_collection": {"locker": "G1", "cell": "01"},
    **{f"bill_{act}": {"number": "1", "bill": 1} for act in ("payment", "cancellation", "reduction")},
    "payment_refund": {"number": "1", "payment": 1},
    "voucher_record": {"number": "1", "voucher": 1},
}
WITHOUT = {
    *("agencies", "wordings", "pauses", "asked_again", "not_at_once", "late_teams", "handled", "rules"),
    "interested",
    "came",
    "news",
    "news_reading",
    "news_subscription",
    "certificates",
    "decisions",
    "supervision_notes",
    "overdue_steps",
    "openapi",
    "items",
    "me",
    "uploads",
    "parties",
    "cases",
    "life_events",
    "late_deliveries",
    "slips",
    "lying_papers",
    "exclusions",
    "turned_away",
    *("voucher", "payment_arrival", "owed", "reconciliations"),
}
READ = {
    *("bills", "voucher", "owed", "reconciliations"),
    *("agencies", "wordings", "wording", "pauses", "asked_again", "not_at_once", "late_teams", "handled", "rules"),
    *("statements", "interested", "told", "told_letter_pdf", "told_file"),
    "came",
    "news",
    *("certificates", "case_certificate", "decisions", "supervision_notes", "quota"),
    *("item_versions", "item_version", "item_difference", "life_events", "life_event"),
    *("openapi", "items", "item", "letter_verification", "me", "upload", "cases", "case", "case_history"),
    *("case_letters", "case_letter_pdf", "case_file", "case_clock", "case_next", "deliveries", "late_deliveries"),
    *(
        "reentry",
        "slips",
        "slip",
        "lying_papers",
        "case_steps",
        "overdue_steps",
        "inspections",
        "exclusions",
        "corrections",
    ),
    "turned_away",
}


def addresses() -> dict[str, str]:
    names = [name.removeprefix("api:") for name in API_PAGES]
    usual = {name: {} if name in WITHOUT else {"number": "1"} for name in names}
    return {
        name: reverse(f"api:{name}", kwargs=ARGUMENTS.get(name, usual[name])).removeprefix("/api/v1") for name in names
    }


PEOPLE: dict[str, Callable[[], Account | None]] = {
    VISITOR: lambda: None,
    PUBLIC: town.zhang_wei,
    "clerk": town.liu_mei,
    "guide": town.chen_jie,
    "examiner": town.zhao_gang,
    "chief_approver": town.zhou_min,
    "head": town.wu_jun,
    "manager": town.qian_yan,
    "supervisor": town.he_jian,
    "system_admin": town.system_admin,
    "security_admin": town.security_admin,
    "audit_admin": town.audit_admin,
}


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_is_let_in_where_the_table_says_and_nowhere_else(caller: Calling, role: str) -> None:
    asking = caller(PEOPLE[role]())
    let_in = set()
    for name, address in addresses().items():
        response = asking.get(address) if name in READ else asking.post(address, {})
        assert response.status_code < 500, (name, response.content)
        refused = response.status_code in (401, 403) and response.json()["code"] in (
            "no_account",
            "not_for_this_account",
        )
        if not refused:
            let_in.add(f"api:{name}")
    assert let_in == {name for name, page in API_PAGES.items() if role in page.who}


def test_a_stranger_gets_404_for_anothers_case(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    number = citizen.post("/cases", citizen.application()).json()["number"]
    stranger = caller(town.wang_fang())
    for path in ("", "/history", "/letters", "/clock"):
        there, nowhere = stranger.get(f"/cases/{number}{path}"), stranger.get(f"/cases/{number[:-1]}X{path}")
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.json()["code"] == nowhere.json()["code"] == "not_found"
    assert stranger.post(f"/cases/{number}/withdrawal", {}).status_code == 404


def test_an_act_without_mandate_is_403_and_says_what_is_missing(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    number = citizen.post("/cases", citizen.application()).json()["number"]
    manager = actors.of(town.qian_yan(), at=NOW)
    for mandate in Mandate.objects.filter(kind="acceptance"):
        mandates.revoke_mandate(mandate=mandate, reason="到期前收回", by=manager, at=NOW)
    told = caller(town.liu_mei()).post(f"/cases/{number}/acceptance")
    assert told.status_code == 403
    assert told.json()["code"] == "no_mandate"
    assert "综窗受理" in told.json()["detail"]


def test_a_cookie_never_acts_through_the_api(caller: Calling) -> None:
    asking = caller(None)
    asking.client.force_login(town.zhang_wei())
    assert asking.get("/me").status_code == 401


def test_an_unknown_token_an_unknown_address_and_a_wrong_method_are_problems(caller: Calling) -> None:
    asking = caller(town.zhang_wei())
    for response, status in (
        (asking.get("/me", Authorization="Bearer yc_nobody"), 401),
        (asking.get("/nothing/here"), 404),
        (asking.get("/cases/%00"), 404),
        (asking.post("/me"), 405),
    ):
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == status
