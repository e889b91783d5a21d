"""The archive at the desk: archived by hand, listed, printed, taken as a package by whoever may."""

import io
import zipfile

import pytest
from django.urls import reverse

from yichuang.base import journal
from yichuang.cases import testing as cases
from yichuang.cases.afterwards import archiving
from yichuang.cases.models import ArchiveRecord, Case, HandOver, RetentionRule
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
LATER = cases.moment(day=2)


def archived() -> Case:
    cases.kept()
    return archiving.archive(case=cases.delivered(), by=cases.officer(town.liu_mei(), LATER), at=LATER)


def test_the_clerk_archives_on_the_case_page_and_sees_the_number(at_desk: At) -> None:
    cases.kept()
    case = cases.delivered()
    client = at_desk(town.liu_mei())
    assert "编档号并归档" in client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert client.post(reverse("desk:archiving", args=[case.number])).status_code == 302
    number = ArchiveRecord.objects.get(case=case).number
    assert number in client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert number in client.get(reverse("desk:archive")).content.decode()


def test_what_is_missing_stands_on_the_case_page(at_desk: At) -> None:
    case = cases.delivered()
    page = at_desk(town.liu_mei()).get(reverse("desk:case", args=[case.number])).content.decode()
    assert "还没有设定这类事项的保管期限" in page


def test_the_package_wants_a_reason_and_is_on_record_for_the_applicant(at_desk: At) -> None:
    case = archived()
    client, address = at_desk(town.liu_mei()), reverse("desk:package", args=[case.number])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "移交县档案馆"})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    read = journal.history(journal.Subject("party", str(case.applicant_id))).filter(act="people.read").last()
    assert read is not None
    assert "移交县档案馆" in read.detail["reason"]


def test_the_manager_hands_over_and_prints_a_list_that_names_nobody(at_desk: At) -> None:
    case = archived()
    offices.posting(town.qian_yan(), Duty.MANAGER)
    client = at_desk(town.qian_yan())
    assert client.post(reverse("desk:archive_handing_over")).status_code == 302
    page = client.get(reverse("desk:archive_list", args=[HandOver.objects.get().number])).content.decode()
    assert case.number in page
    assert case.applicant.name.open() not in page
    assert client.post(reverse("desk:archive_handing_over")).status_code == 422


def test_the_manager_sets_a_period_and_takes_no_package(at_desk: At) -> None:
    case = archived()
    offices.posting(town.qian_yan(), Duty.MANAGER)
    client = at_desk(town.qian_yan())
    given = {"item_type": "01", "keeping": "D10", "basis": "期限表", "since": "2099-01-01"}
    assert client.post(reverse("desk:retention_setting"), given).status_code == 302
    assert RetentionRule.objects.filter(item_type="01").exists()
    assert "期限表" in client.get(reverse("desk:archive")).content.decode()
    assert client.get(reverse("desk:package", args=[case.number])).status_code == 403


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "１", "%00"])
def test_a_strange_place_in_the_list_is_the_first_page(at_desk: At, after: str) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    assert at_desk(town.qian_yan()).get(reverse("desk:archive"), {"after": after}).status_code == 200
