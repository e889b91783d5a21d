"""Taking in at the counter: one sheet, from the person to the case."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from yichuang.base import clock, journal
from yichuang.cases import correcting, queries
from yichuang.cases import testing as cases
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CaseMaterial, Rule, State
from yichuang.catalogue.content import Material
from yichuang.documents import testing as documents
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import DocumentType, Role
from yichuang.people.queries import find_party
from yichuang.web.desk.counter.person import type_of
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
ADDRESS = "/desk/counter/"
NUMBER = town.identity_number(777)


def sheet(**changes: Any) -> dict[str, Any]:
    """A complete sheet for somebody who comes for the first time."""
    cases.licence()
    return {
        "key": "sheet-1",
        "p-number": NUMBER,
        "p-name": "𠮷丽·阿依",
        "item": "food-licence",
        "shown": "food-licence",
        "m-application-got": "on",
        "m-application-originals": "1",
        "m-application-copies": "0",
        "m-identity-got": "on",
        "m-identity-seen": "on",
        "m-identity-originals": "0",
        "m-identity-copies": "1",
        "a-premises": "小城县东街8号",
    } | changes


def press(client: Client, do: str, **changes: Any) -> Any:
    return client.post(ADDRESS, sheet(do=do, **changes))


def test_accepting_enters_the_person_and_makes_the_case(at_desk: At) -> None:
    answer = press(at_desk(town.liu_mei()), "accept")
    case = Case.objects.get()
    assert answer["Location"] == f"/desk/counter/{case.number}/"
    assert case.state == State.ACCEPTED
    assert case.applicant.name.open() == "𠮷丽·阿依"
    assert case.answers.open() == {"premises": "小城县东街8号"}
    taken = {m.key: (m.originals, m.copies, m.original_seen) for m in CaseMaterial.objects.filter(case=case)}
    assert taken == {"application": (1, 0, False), "identity": (0, 1, True)}


def test_taking_in_only_leaves_the_acceptance_for_later(at_desk: At) -> None:
    press(at_desk(town.liu_mei()), "take_in")
    assert Case.objects.get().state == State.SUBMITTED


def test_what_is_shared_is_called_for_as_soon_as_the_rest_is_taken_in(at_desk: At) -> None:
    materials = (
        Material(key="identity", name="身份证明"),
        Material(key="permit", name="施工许可证", shared="本中心的证照"),
    )
    cases.licence("sharing", materials=materials)
    told = {"item": "sharing", "shown": "sharing"}
    client = at_desk(town.liu_mei())
    assert "收件，并调取共享材料" in client.post(ADDRESS, sheet(do="", **told)).content.decode()
    answer = press(client, "fetch", **told)
    case = Case.objects.get()
    assert answer["Location"] == f"/desk/cases/{case.number}/"
    assert queries.history(case).get(act="case.fetch_shared").detail["call"] == "nothing"
    assert press(client, "fetch", **told)["Location"] == answer["Location"]
    assert queries.history(case).filter(act="case.fetch_shared").count() == 1


def test_pressing_twice_makes_one_case(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    first, second = press(client, "accept"), press(client, "accept")
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_the_same_sheet_with_other_content_is_refused(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    press(client, "accept")
    answer = press(client, "accept", **{"a-premises": "小城县西街9号"})
    assert answer.status_code == 422
    assert Case.objects.count() == 1


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(at_desk: At) -> None:
    answer = press(at_desk(town.liu_mei()), "accept", **{"m-identity-got": "", "m-identity-seen": "", "a-premises": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "缺少材料“身份证明”" in page
    assert "“经营场所”没有填写" in page
    assert NUMBER in page, "what was typed stays"
    assert not Case.objects.exists()
    assert find_party(document_type=DocumentType.IDENTITY_CARD, number=NUMBER) is None


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "校验码不符"),
        (town.identity_number(1, birthday="20990101"), "在今天之后"),
        ("4105", "请填写姓名或者名称"),
    ],
)
def test_a_wrong_number_is_told_before_anything_else_is_asked(at_desk: At, number: str, sentence: str) -> None:
    page = at_desk(town.liu_mei()).post(ADDRESS, {"do": "go", "p-number": number}).content.decode()
    assert sentence in page


def test_a_person_on_file_is_found_masked(at_desk: At) -> None:
    zhang = town.zhang_wei().party
    assert zhang is not None
    number = str(zhang.number.open())
    page = at_desk(town.liu_mei()).post(ADDRESS, {"do": "go", "p-number": number}).content.decode()
    assert str(zhang.name) in page
    assert str(zhang.name.open()) not in page
    assert 'data-focus="q"' in page


def test_an_item_is_found_by_initials_and_chosen(at_desk: At) -> None:
    cases.licence()
    client = at_desk(town.liu_mei())
    page = client.post(ADDRESS, {"do": "go", "p-number": NUMBER, "p-name": "甲", "q": "spjyxk"}).content.decode()
    assert "食品经营许可" in page
    assert "身份证明" in page, "the only hit is chosen at once, and its materials are asked for"


def test_a_hit_for_other_words_is_not_taken(at_desk: At) -> None:
    cases.licence()
    sent = {"do": "go", "p-number": NUMBER, "p-name": "甲", "q": "没有的", "searched": "食品", "item": "food-licence"}
    assert "身份证明" not in at_desk(town.liu_mei()).post(ADDRESS, sent).content.decode()


def test_a_situation_asks_for_its_material(at_desk: At) -> None:
    page = press(at_desk(town.liu_mei()), "go", situation="rented").content.decode()
    assert "租赁合同" in page


def test_a_scan_is_kept_when_the_page_is_drawn_again(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    scan = SimpleUploadedFile("申请书.png", documents.png())
    page = press(client, "go", **{"m-application-upload": scan})
    row = next(row for row in page.context["sheet"].papers.rows() if row.wanted.key == "application")
    assert row.stored.name == "申请书.png"
    press(client, "accept", **{"m-application-file": str(row.stored.pk)})
    assert CaseMaterial.objects.get(key="application").file == row.stored


def test_a_refused_scan_is_told_and_no_case_is_made(at_desk: At) -> None:
    scan = SimpleUploadedFile("申请书.pdf", b"MZ\x90\x00 a programme")
    answer = press(at_desk(town.liu_mei()), "accept", **{"m-application-upload": scan})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_somebody_else_may_hand_it_in(at_desk: At) -> None:
    other = town.identity_number(778)
    press(at_desk(town.liu_mei()), "accept", **{"h-number": other, "h-name": "李强"})
    case = Case.objects.get()
    assert case.handed_in_by is not None
    assert case.handed_in_by.name.open() == "李强"
    assert case.handed_in_by != case.applicant


def test_a_company_is_known_by_its_code(at_desk: At) -> None:
    press(at_desk(town.liu_mei()), "accept", **{"p-number": town.credit_code(4242), "p-name": "小城商贸有限公司"})
    assert Case.objects.get().applicant.document_type == DocumentType.CREDIT_CODE


def test_a_clerk_without_the_mandate_is_told_before_he_types(at_desk: At) -> None:
    cases.licence()
    clerk = town.staff("new.clerk", "新人", Role.CLERK)
    water = offices.department("water", "小城县水利局")
    offices.posting(clerk, Duty.CLERK, department=water)
    answer = press(at_desk(clerk), "accept")
    assert answer.status_code == 422
    assert not Case.objects.exists()
    assert not journal.Entry.objects.filter(act="people.registered", subject_id__in=_new_parties()).exists()


def _new_parties() -> list[str]:
    found = find_party(document_type=DocumentType.IDENTITY_CARD, number=NUMBER)
    return [str(found.pk)] if found else []


def test_htmx_gets_the_sheet_alone_and_is_sent_on_when_done(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    headers = {"HX-Request": "true"}
    piece = client.post(ADDRESS, sheet(do="go"), headers=headers).content.decode()
    assert piece.lstrip().startswith("<form")
    done = client.post(ADDRESS, sheet(do="accept"), headers=headers)
    assert (done.status_code, done["HX-Redirect"]) == (204, f"/desk/counter/{Case.objects.get().number}/")


def test_the_last_page_gives_number_code_dates_and_letter(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    page = client.get(press(client, "accept")["Location"]).content.decode()
    for words in (Case.objects.get().number, "查询码", "承诺办结", "打印受理通知书", "下一位"):
        assert words in page


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (town.credit_code(1), DocumentType.CREDIT_CODE),
        ("91410522MA9DEMY09Z", DocumentType.CREDIT_CODE),  # mistyped: only these codes have letters in the middle
        (NUMBER, DocumentType.IDENTITY_CARD),
        (f" {NUMBER[:6]} {NUMBER[6:]} ", DocumentType.IDENTITY_CARD),
        ("810000199003070012", DocumentType.RESIDENCE_PERMIT),
        ("E12345678", DocumentType.PASSPORT),
        ("h1234567801", DocumentType.HK_MACAO_PERMIT),
        ("M12345678", DocumentType.HK_MACAO_PERMIT),
        ("12345678", DocumentType.TAIWAN_PERMIT),
        ("1234567801(B)", DocumentType.TAIWAN_PERMIT),
        ("甲字12号", DocumentType.OTHER),
    ],
)
def test_the_number_tells_the_kind_of_document(number: str, kind: DocumentType) -> None:
    assert type_of(number) == kind


def test_what_is_typed_never_reaches_an_address(at_desk: At) -> None:
    page = at_desk(town.liu_mei()).get(f"{ADDRESS}?p-number={NUMBER}").content.decode()
    assert f'value="{NUMBER}"' not in page, "an address fills no field"
    assert '<form id="counter" method="post"' in page


def test_the_clerk_who_has_seen_the_licence_names_the_legal_representative(at_desk: At) -> None:
    company = {"p-number": town.credit_code(4243), "p-name": "小城粮油有限公司"}

    press(at_desk(town.liu_mei()), "accept", **company, **{"r-number": town.identity_number(779), "r-name": "赵钱"})

    applicant = Case.objects.get().applicant
    assert applicant.representative is not None
    assert applicant.representative.name.open() == "赵钱"
    assert applicant.representative_proved


def test_a_legal_representative_without_a_name_is_asked_for_and_nothing_is_taken_in(at_desk: At) -> None:
    company = {"p-number": town.credit_code(4243), "p-name": "小城粮油有限公司"}

    answer = press(at_desk(town.liu_mei()), "accept", **company, **{"r-number": town.identity_number(779)})

    assert answer.status_code == 422
    assert "法定代表人的证件号码和姓名" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_paper_that_lies_in_an_earlier_case_need_not_be_brought(at_desk: At) -> None:
    cases.rule(Rule.Kind.REUSE, 12, unit="months")
    scan = SimpleUploadedFile("身份证.pdf", documents.pdf(), "application/pdf")
    client = at_desk(town.liu_mei())
    press(client, "accept", **{"m-identity-upload": scan})
    first = Case.objects.get()
    file_id = str(CaseMaterial.objects.get(case=first, key="identity").file_id)
    again = {"key": "sheet-2", "m-identity-got": "", "m-identity-seen": "", "a-premises": "小城县西街9号"}
    again |= {"again": "西街的第二家店"}
    page = press(client, "go", **again).content.decode()
    assert file_id in page
    assert "窗口已核对原件" in page
    press(client, "accept", **again, **{"m-identity-again": file_id})
    second = Case.objects.exclude(pk=first.pk).get()
    assert str(CaseMaterial.objects.get(case=second, key="identity").file_id) == file_id
    assert "B 级：窗口已核对原件" in client.get(f"/desk/cases/{second.number}/").content.decode()


def test_a_file_that_lies_nowhere_cannot_be_taken_again(at_desk: At) -> None:
    cases.rule(Rule.Kind.REUSE, 12, unit="months")
    client = at_desk(town.liu_mei())
    press(
        client, "accept", **{"m-identity-upload": SimpleUploadedFile("身份证.pdf", documents.pdf(), "application/pdf")}
    )
    wrong = {
        "key": "sheet-2",
        "m-identity-got": "",
        "m-identity-seen": "",
        "m-identity-again": str(uuid4()),
        "again": "二店",
    }
    assert press(client, "accept", **wrong).status_code == 422
    assert Case.objects.count() == 1


def test_what_runs_already_is_told_and_another_one_needs_a_reason(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    press(client, "accept")
    first = Case.objects.get()
    page = press(client, "go", key="sheet-2").content.decode()
    assert first.number in page
    assert 'name="again"' in page
    assert press(client, "accept", key="sheet-2").status_code == 422
    assert press(client, "accept", key="sheet-2", again="东街的第二家店").status_code == 302
    second = Case.objects.get(beside=first)
    page = client.get(f"/desk/cases/{second.number}/").content.decode()
    assert "东街的第二家店" in page, "whoever handles it reads the reason"
    assert first.number in page


def test_only_pages_that_take_in_papers_may_use_camera_and_devices(at_desk: At, settings: Any) -> None:
    settings.DEVICES = "http://127.0.0.1:8765"
    clerk, examiner, at = at_desk(town.liu_mei()), at_desk(town.chen_jie()), clock.now()
    case = cases.submitted(at=at)
    by = cases.officer(town.liu_mei(), at)
    accepted = cases.accepted(cases.licence("other-licence"), at=at)
    shut = [clerk.get(reverse("desk:work")), examiner.get(reverse("desk:case", args=[accepted.number]))]
    correcting.ask_correction(case=case, defects=[Defect("没有签字", material_key="application")], by=by, at=at)
    open_now = [clerk.get(reverse("desk:counter")), clerk.get(reverse("desk:corrected", args=[case.number]))]
    for page in shut:
        assert "camera=()" in page["Permissions-Policy"]
        assert settings.DEVICES not in page["Content-Security-Policy"]
        assert "devices.js" not in page.content.decode()
    for page in open_now:
        assert "camera=(self)" in page["Permissions-Policy"]
        assert settings.DEVICES in page["Content-Security-Policy"]
        assert "devices.js" in page.content.decode()
    assert 'data-shoot="申请书"' in open_now[1].content.decode()
