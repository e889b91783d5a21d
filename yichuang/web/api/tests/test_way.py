"""The whole way of a case, over HTTP, by everybody who takes part in it."""

from collections.abc import Callable
from typing import Any

import pytest

from yichuang.cases import testing as cases
from yichuang.cases.models import Rule
from yichuang.documents import testing as papers
from yichuang.documents.shipped import EDITION
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller

Calling = Callable[..., Caller]
OPINION = {"recommends": "granted", "text": "经审查，符合条件。"}


def ok(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content.decode()
    return response.json()


def application(**changes: Any) -> dict[str, Any]:
    paper = [{"key": key, "originals": 1, "original_seen": True} for key in ("application", "identity")]
    contents = {"answers": {"premises": "小城县东街1号"}, "materials": paper, "again": "另一处经营场所"}
    return {"item": "food-licence"} | contents | changes


def test_an_applicant_goes_from_the_guide_to_the_result(caller: Calling) -> None:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    found = ok(citizen.get("/items", {"q": "食品"}))
    code = found["items"][0]["code"]
    guide = ok(citizen.get(f"/items/{code}"))
    assert [one["key"] for one in guide["materials"]] == ["application", "identity", "lease"]
    assert guide["form"]["properties"]["premises"]["title"] == "经营场所"
    assert guide["promised"]["length"] == 5

    contents: dict[str, Any] = {"answers": {"premises": "东街"}, "situations": ["rented"]}
    told = ok(citizen.post(f"/items/{code}/check", contents))
    assert not told["complete"]
    assert {one["field"] for one in told["errors"]} == {f"materials.{one['key']}" for one in guide["materials"]}

    files = [ok(citizen.upload(papers.pdf(), name=f"材料{n}.pdf"), 201)["id"] for n in range(3)]
    materials = [{"key": m["key"], "file": f} for m, f in zip(guide["materials"], files, strict=True)]
    case = ok(citizen.post("/cases", {"item": code, **contents, "materials": materials}, key="first"), 201)
    number = case["number"]
    assert (case["state"]["code"], len(case["query_code"])) == ("submitted", 13)
    assert case["applicant"]["name"] == "张*"

    defects = [{"material_key": "lease", "reason": "合同没有签名"}, {"field": "premises", "reason": "地址不完整"}]
    assert ok(clerk.post(f"/cases/{number}/correction", {"defects": defects}))["state"]["code"] == "correcting"
    signed = ok(citizen.upload(papers.pdf(2), name="合同.pdf"), 201)["id"]
    answer = {"materials": [{"key": "lease", "file": signed}], "answers": {"premises": "小城县东街1号"}}
    assert ok(citizen.post(f"/cases/{number}/corrected", answer))["state"]["code"] == "submitted"

    accepted = ok(clerk.post(f"/cases/{number}/acceptance"))
    assert accepted["statutory_due_at"] > accepted["promised_due_at"] == accepted["due_at"]
    decided_and_handed_out(caller, number)

    detail = ok(citizen.get(f"/cases/{number}"))
    assert detail["state"]["code"] == "delivered"
    assert {one["key"]: one["file"] for one in detail["materials"]}["lease"] == signed
    told = {one["act"]: one["instrument"] for one in ok(citizen.get(f"/cases/{number}/history"))["entries"]}
    assert "《“综窗受理”委托书》" in told["case.accept"]
    assert "小城县市场监督管理局《审批服务授权委托书》" in told["case.grant"]
    assert told["case.begin_examining"] == ""
    acts = [one["act"] for one in ok(citizen.get(f"/cases/{number}/history"))["entries"]]
    assert acts[0] == "case.apply"
    assert acts[-1] == "case.deliver"
    letters = ok(citizen.get(f"/cases/{number}/letters"))["letters"]
    kinds = {one["kind"]["code"] for one in letters}
    assert {"receipt", "correction_notice", "acceptance_notice", "granting_decision", "result"} <= kinds
    assert {(one["wording"], one["edition"]) for one in letters} == {(None, EDITION)}
    assert all("〔" in one["number"] for one in letters)


def decided_and_handed_out(caller: Calling, number: str) -> None:
    first, second, approver = caller(town.zhao_gang()), caller(town.sun_li()), caller(town.zhou_min())
    clerk = caller(town.liu_mei())
    assert ok(first.post(f"/cases/{number}/examination"))["state"]["code"] == "examining"
    ok(first.post(f"/cases/{number}/opinions", OPINION))
    assert approver.post(f"/cases/{number}/decision", {"outcome": "granted"}).json()["code"] == "not_examined"
    ok(second.post(f"/cases/{number}/opinions", OPINION))
    assert ok(approver.post(f"/cases/{number}/decision", {"outcome": "granted"}))["outcome"] == "granted"
    assert ok(first.post(f"/cases/{number}/making"))["state"]["code"] == "issuing"
    made = ok(first.post(f"/cases/{number}/issue", {"certificate_number": "JY1410522000001"}))
    assert made["state"]["code"] == "completed"
    wrong = {"mode": "counter", "document_number": town.identity_number(902)}
    assert clerk.post(f"/cases/{number}/delivery", wrong).status_code == 422
    right = {"mode": "counter", "document_number": town.identity_number(901)}
    assert ok(clerk.post(f"/cases/{number}/delivery", right))["relation"] == "applicant"


@pytest.mark.parametrize("told", ["516", "hk_macao_permit"])
def test_a_document_type_is_told_by_name_or_by_its_code_of_the_standard(caller: Calling, told: str) -> None:
    person = {"kind": "natural", "name": "陈大文", "document_type": told, "number": "H12345678"}
    party = ok(caller(town.liu_mei()).post("/parties", person), 201)
    assert (party["document_type"], party["document_code"]) == ("hk_macao_permit", "516")


def test_a_clerk_takes_in_and_accepts_in_one_go(caller: Calling) -> None:
    clerk = caller(town.liu_mei())
    person = {
        "kind": "natural",
        "name": "𠮷·买买提",
        "document_type": "identity_card",
        "number": town.identity_number(77),
        "phone": "13812345678",
    }
    party = ok(clerk.post("/parties", person), 201)
    assert (party["name"], party["phone"]) == ("𠮷**", "138****5678")
    case = ok(clerk.post("/cases", application(applicant=party["id"], accept=True)), 201)
    assert case["state"]["code"] == "accepted"
    assert case["accepted_at"]
    assert case["due_at"]

    clocks = {one["kind"]: one for one in ok(clerk.get(f"/cases/{case['number']}/clock"))["clocks"]}
    assert list(clocks) == ["review", "promised", "statutory"]
    assert clocks["promised"]["days"][0]["counted"] is False
    assert [one["number"] for one in clocks["promised"]["days"] if one["counted"]] == [1, 2, 3, 4, 5]
    assert (clocks["promised"]["due_at"], clocks["promised"]["length"]) == (case["promised_due_at"], "5 个工作日")
    assert case["number"] in [one["number"] for one in ok(caller(town.zhao_gang()).get("/cases"))["cases"]]


def test_a_letter_is_read_as_pdf_and_verified_by_anybody(caller: Calling) -> None:
    from yichuang.documents.models import Letter

    citizen = caller(town.zhang_wei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    letter = ok(citizen.get(f"/cases/{number}/letters"))["letters"][0]
    pdf = citizen.get(f"/cases/{number}/letters/{letter['id']}/pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Cache-Control"] == "no-store, private"
    code = Letter.objects.get(pk=letter["id"]).verification_code
    told = ok(caller(None).get(f"/letters/verify/{code}"))
    assert (told["number"], told["valid"], told["addressee"]) == (letter["number"], True, "张*")
    assert told["authority"] == "", "a receipt bears no seal, and nobody's power is lent for it"


def test_a_file_of_the_case_is_read_by_those_who_may_see_the_case(caller: Calling) -> None:
    citizen, stranger = caller(town.zhang_wei()), caller(town.wang_fang())
    content = papers.pdf()
    upload = ok(citizen.upload(content, name="申请书.pdf"), 201)["id"]
    good = citizen.application()
    good["materials"][0]["file"] = upload
    number = ok(citizen.post("/cases", good), 201)["number"]
    assert caller(town.liu_mei()).get(f"/cases/{number}/files/{upload}").content == content
    assert stranger.get(f"/cases/{number}/files/{upload}").status_code == 404
    assert ok(citizen.get(f"/uploads/{upload}"))["state"] == "clean"
    assert stranger.get(f"/uploads/{upload}").status_code == 404


def test_an_applicant_withdraws(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    assert ok(citizen.post(f"/cases/{number}/withdrawal", {"reason": "不办了"}))["state"]["code"] == "withdrawn"


def test_a_window_takes_the_withdrawal_of_whoever_shows_the_applicants_card(caller: Calling) -> None:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    party = town.zhang_wei().party
    assert party is not None
    shown = {"document_number": str(party.number.open())}
    assert citizen.post(f"/cases/{number}/withdrawal", shown).json()["field"] == "document_number"
    assert clerk.post(f"/cases/{number}/withdrawal").json()["code"] == "not_the_applicant"
    assert ok(clerk.post(f"/cases/{number}/withdrawal", shown))["state"]["code"] == "withdrawn"


def test_a_window_declines_or_says_that_no_licence_is_needed(caller: Calling) -> None:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    first, second = (ok(citizen.post("/cases", citizen.application()), 201)["number"] for _ in range(2))
    why = {"reasons": "不属于本机关职权范围", "competent_body": "市卫生健康委"}
    assert ok(clerk.post(f"/cases/{first}/declining", why))["state"]["code"] == "declined"
    why = {"reasons": "依法不需要取得行政许可"}
    assert ok(clerk.post(f"/cases/{second}/not-required", why))["state"]["code"] == "not_required"


def test_a_result_goes_by_courier(caller: Calling) -> None:
    clerk, first = caller(town.liu_mei()), caller(town.zhao_gang())
    citizen = caller(town.zhang_wei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    ok(clerk.post(f"/cases/{number}/acceptance"))
    ok(first.post(f"/cases/{number}/examination"))
    for officer in (first, caller(town.sun_li())):
        ok(officer.post(f"/cases/{number}/opinions", OPINION))
    ok(caller(town.zhou_min()).post(f"/cases/{number}/decision", {"outcome": "granted"}))
    ok(first.post(f"/cases/{number}/issue", {}))
    sent = {"mode": "courier", "courier": "邮政EMS", "tracking_number": "EV123456789CN"}
    assert ok(clerk.post(f"/cases/{number}/delivery", sent))["delivered_at"] is None
    assert ok(clerk.post(f"/cases/{number}/delivery/arrival"))["delivered_at"]
    assert ok(clerk.get(f"/cases/{number}"))["state"]["code"] == "delivered"
    labels = [one["label"] for one in ok(citizen.get(f"/cases/{number}/history"))["entries"]]
    assert labels[-2:] == ["交邮", "送达"]


def test_a_head_decides_on_a_proposal(caller: Calling) -> None:
    clerk, first = caller(town.liu_mei()), caller(town.zhao_gang())
    citizen = caller(town.zhang_wei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    ok(clerk.post(f"/cases/{number}/acceptance"))
    ok(first.post(f"/cases/{number}/examination"))
    for officer in (first, caller(town.sun_li())):
        ok(officer.post(f"/cases/{number}/opinions", OPINION))
    ok(caller(town.zhou_min()).post(f"/cases/{number}/proposal", {"recommends": "refused", "text": "场所不合格"}))
    refused = {"outcome": "refused", "reasons": "经营场所不符合食品安全法第三十三条。"}
    assert ok(caller(town.wu_jun()).post(f"/cases/{number}/decision", refused))["outcome"] == "refused"


def test_the_lists_go_on_page_by_page(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    numbers = [ok(citizen.post("/cases", citizen.application()), 201)["number"] for _ in range(5)]
    seen, after = [], ""
    while True:
        page = ok(citizen.get("/cases", {"limit": 2, "after": after}))
        seen += [one["number"] for one in page["cases"]]
        after = page["after"]
        if not after:
            break
    assert sorted(seen) == sorted(numbers)
    waiting = ok(caller(town.liu_mei()).get("/cases", {"limit": 3}))
    assert len(waiting["cases"]) == 3
    rest = ok(caller(town.liu_mei()).get("/cases", {"limit": 3, "after": waiting["after"]}))
    assert len(rest["cases"]) == 2


def test_the_caller_learns_who_he_is(caller: Calling) -> None:
    town.huaxin()
    me = ok(caller(town.zhang_wei()).get("/me"))
    assert (me["kind"], me["party"]["number"][-4:], len(me["may_apply_for"])) == (
        "public",
        town.identity_number(901)[-4:],
        2,
    )
    assert ok(caller(town.liu_mei()).get("/me"))["roles"] == ["clerk"]


def test_the_sentences_are_in_the_language_of_the_caller(caller: Calling) -> None:
    chinese = caller(None).get("/me").json()["detail"]
    english = caller(None).get("/me", None, **{"Accept-Language": "en"}).json()["detail"]
    assert "令牌" in chinese
    assert "token" in english.lower()


def test_a_moment_reads_the_same_when_it_was_made_and_when_it_is_read_again(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())

    made = citizen.post("/cases", citizen.application()).json()
    read = citizen.get(f"/cases/{made['number']}").json()

    assert (made["submitted_at"], made["due_at"]) == (read["submitted_at"], read["due_at"])
    assert read["submitted_at"].endswith("+08:00")


def test_a_clerk_takes_back_what_he_did_by_mistake_and_nobody_takes_back_a_decision(caller: Calling) -> None:
    cases.rule(Rule.Kind.TAKING_BACK, 3)
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    number = ok(citizen.post("/cases", citizen.application()), 201)["number"]
    ok(clerk.post(f"/cases/{number}/acceptance"))
    path, why = f"/cases/{number}/taking-back", {"reason": "点错了办件"}
    assert clerk.post(path, why).json()["field"] == "not_handed_out"
    assert citizen.post(path, why).status_code == 403
    back = ok(clerk.post(path, why | {"not_handed_out": True}))
    assert (back["state"]["code"], back["promised_due_at"]) == ("submitted", None)
    again = clerk.post(path, why | {"not_handed_out": True})
    assert (again.status_code, again.json()["code"]) == (409, "not_to_be_undone")


def test_a_paper_handed_in_before_is_named_by_the_check_and_given_again(caller: Calling) -> None:
    cases.rule(Rule.Kind.REUSE, 12, unit="months")
    citizen = caller(town.zhang_wei())
    files = [ok(citizen.upload(papers.pdf(), name=f"材料{n}.pdf"), 201)["id"] for n in range(2)]
    materials = [{"key": key, "file": file} for key, file in zip(("application", "identity"), files, strict=True)]
    first = ok(citizen.post("/cases", application(materials=materials), key="first"), 201)
    told = ok(citizen.post("/items/food-licence/check", {"answers": {"premises": "小城县东街1号"}}))
    assert {(one["key"], one["file"], one["trust"]) for one in told["papers"]} == {
        ("application", files[0], "C"),
        ("identity", files[1], "C"),
    }
    again = [{"key": one["key"], "file": one["file"]} for one in told["papers"]]
    second = ok(citizen.post("/cases", application(materials=again), key="second"), 201)
    lying = ok(citizen.get(f"/cases/{second['number']}"))["materials"]
    assert {one["taken_from"]["number"] for one in lying} == {first["number"]}


def test_the_signed_copy_of_a_letter_is_recorded_and_stands_with_it(caller: Calling) -> None:
    citizen, clerk = caller(town.zhang_wei()), caller(town.liu_mei())
    number = citizen.post("/cases", citizen.application()).json()["number"]
    [letter] = citizen.get(f"/cases/{number}/letters").json()["letters"]
    assert letter["signed_copy"] is None
    signed = {"signed_on": letter["issued_at"][:10], "signer": "addressee"}
    path = f"/cases/{number}/letters/{letter['id']}/signed-copy"
    ok(clerk.post(path, signed))
    assert clerk.post(path, signed).json()["code"] == "signed_already"
    [letter] = citizen.get(f"/cases/{number}/letters").json()["letters"]
    assert (letter["signed_copy"]["signer"]["code"], letter["signed_copy"]["file"]) == ("addressee", None)
    ok(clerk.post(f"{path}/taking-back", {"reason": "选错了文书"}))
    [letter] = citizen.get(f"/cases/{number}/letters").json()["letters"]
    assert letter["signed_copy"] is None
