"""What the case page shows, and what is put on record when it does."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from yichuang.base import clock
from yichuang.cases import applying, queries
from yichuang.cases import testing as cases
from yichuang.cases.models import Case
from yichuang.cases.rules import Given
from yichuang.catalogue.content import Material, Situation
from yichuang.documents import testing as documents
from yichuang.people import reading
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def with_scan() -> Case:
    """Zhang Wei applied on line with a PDF of two pages and a picture."""
    at = clock.now()
    by = cases.applicant(at)
    scan = documents.stored_file(documents.pdf(2), name="申请书.pdf", by=by)
    picture = documents.stored_file(documents.jpeg(), name="身份证.jpg", by=by)
    given = [Given("application", file_id=scan.pk), Given("identity", file_id=picture.pk)]
    return applying.apply(application=cases.application(materials=given), by=by, at=at)


def test_it_shows_masked_identity_answers_materials_letters_and_acts(at_desk: At) -> None:
    case = with_scan()
    page = at_desk(town.liu_mei()).get(reverse("desk:case", args=[case.number])).content.decode()
    for words in (
        "小城县东街1号",
        "申请书.pdf",
        "收件凭证",
        "补正告知",
        "受理",
        "不予受理",
        str(case.applicant.number),
    ):
        assert words in page
    assert str(case.applicant.number.open()) not in page


def test_opening_it_is_on_record_once_an_hour(at_desk: At) -> None:
    case = cases.submitted()
    client = at_desk(town.liu_mei())
    for _time in range(3):
        client.get(reverse("desk:case", args=[case.number]))
    read = reading.who_looked(case.applicant).filter(act="people.read")
    assert [(entry.detail["seen"], entry.detail["case"]) for entry in read] == [("case", case.number)]


def test_unmasking_shows_the_number_once_and_keeps_the_reason(at_desk: At) -> None:
    case = cases.submitted()
    client = at_desk(town.liu_mei())
    answer = client.post(reverse("desk:identity", args=[case.number]), {"field": "number", "reason": "核对证件原件"})
    assert str(case.applicant.number.open()) in answer.content.decode()
    entry = reading.who_looked(case.applicant).get(act="people.unmasked")
    assert (entry.detail["reason"], entry.detail["case"]) == ("核对证件原件", case.number)
    again = client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert str(case.applicant.number.open()) not in again


def test_unmasking_without_a_reason_shows_nothing(at_desk: At) -> None:
    case = cases.submitted()
    address = reverse("desk:identity", args=[case.number])
    answer = at_desk(town.liu_mei()).post(address, {"field": "number", "reason": " "})
    assert answer.status_code == 422
    assert str(case.applicant.number.open()) not in answer.content.decode()
    assert not reading.who_looked(case.applicant).filter(act="people.unmasked").exists()


def test_the_history_names_officers_and_mandates(at_desk: At) -> None:
    case = cases.accepted()
    page = at_desk(town.zhao_gang()).get(reverse("desk:case", args=[case.number])).content.decode()
    assert "刘梅" in page
    assert "依据小城县市场监督管理局《“综窗受理”委托书》" in page
    assert "申请人一方" in page


def test_the_clock_is_explained_day_by_day(at_desk: At) -> None:
    case = cases.accepted()
    client = at_desk(town.zhao_gang())
    for name in ("desk:clock", "desk:clock_on_paper"):
        page = client.get(reverse(name, args=[case.number])).content.decode()
        assert "起算日不计入" in page
        assert page.count('<td class="num">20</td>') == 1, "the twentieth working day of the law"
        assert page.count('<td class="num">5</td>') == 2, "the fifth of the promise and of the law"
        assert "受理审查" in page
    assert "《民法典》第二百零一条" in page


def test_scans_and_letters_are_pictures_of_pages(at_desk: At) -> None:
    case = with_scan()
    client = at_desk(town.liu_mei())
    for material in queries.materials_of(case):
        answer = client.get(reverse("desk:file_page", args=[case.number, material.file_id, 1]))
        _is_safe_picture(answer)
    letter = queries.letters_of(case).get()
    _is_safe_picture(client.get(reverse("desk:letter_page", args=[case.number, letter.pk, 1])))
    assert client.get(reverse("desk:letter_page", args=[case.number, letter.pk, 99])).status_code == 404


def _is_safe_picture(answer: object) -> None:
    assert answer["Content-Type"] == "image/png"  # type: ignore[index]  # a response
    assert answer["X-Content-Type-Options"] == "nosniff"  # type: ignore[index]  # a response
    assert "sandbox" in answer["Content-Security-Policy"]  # type: ignore[index]  # a response
    assert answer["Cache-Control"] == "no-store, private"  # type: ignore[index]  # a response


def test_a_file_is_reached_only_through_its_own_case(at_desk: At) -> None:
    case, other = with_scan(), cases.submitted()
    client = at_desk(town.liu_mei())
    file_id = queries.materials_of(case)[0].file_id
    assert client.get(reverse("desk:file", args=[case.number, file_id])).status_code == 200
    assert client.get(reverse("desk:file", args=[other.number, file_id])).status_code == 404
    stranger = Client()
    stranger.force_login(town.staff("far.away", "远处"))
    assert stranger.get(reverse("desk:file", args=[case.number, file_id])).status_code == 403


def test_a_file_itself_is_only_to_be_kept(at_desk: At) -> None:
    case = with_scan()
    file_id = queries.materials_of(case)[0].file_id
    answer = at_desk(town.liu_mei()).get(reverse("desk:file", args=[case.number, file_id]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_letter_opens_as_pdf(at_desk: At) -> None:
    case = cases.submitted()
    letter = queries.letters_of(case).get()
    answer = at_desk(town.liu_mei()).get(reverse("desk:letter", args=[case.number, letter.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_nobody_acts_on_his_own_case_and_the_page_says_so(at_desk: At) -> None:
    case = cases.submitted()
    clerk = town.liu_mei()
    clerk.party = case.applicant
    clerk.save(update_fields=["party"])
    page = at_desk(clerk).get(reverse("desk:case", args=[case.number])).content.decode()
    assert "依法应当回避" in page


def test_the_statements_of_a_case_page_are_bounded(
    at_desk: At, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = cases.examined()
    client = at_desk(town.zhou_min())
    client.get(reverse("desk:case", args=[case.number]))
    with django_assert_max_num_queries(52):  # about one for each thing that a case can have
        client.get(reverse("desk:case", args=[case.number]))


def test_in_english_it_calls_materials_situations_and_fields_by_their_english_names(at_desk: At) -> None:
    materials = (Material(key="application", name="申请书", name_en="Application"), Material(key="lease", name="租约"))
    situations = (Situation(key="rented", label="租用场所", label_en="Rented premises"),)
    version = cases.licence(materials=materials, situations=situations)
    at = clock.now()
    by = cases.applicant(at)
    files = [documents.stored_file(documents.jpeg(), name=name, by=by) for name in ("1.jpg", "2.jpg")]
    given = [Given(key, file_id=file.pk) for key, file in zip(("application", "lease"), files, strict=True)]
    application = cases.application(version=version, situations=["rented"], materials=given)
    case = applying.apply(application=application, by=by, at=at)
    page = at_desk(town.liu_mei()).get(reverse("desk:case", args=[case.number]), {"lang": "en"}).content.decode()
    assert ">Application</a>" in page
    assert '<span lang="zh-CN">租约</span></a>' in page
    assert "<dd>Rented premises</dd>" in page
    assert "Application</label>" in page
    assert "申请书" not in page
