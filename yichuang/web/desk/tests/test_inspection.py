"""Visits and experts at the desk."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.cases import queries, testing
from yichuang.cases.models import Case, CaseStep, ExpertOpinion, Inspection, Photograph
from yichuang.cases.tests import inspections as visits
from yichuang.cases.tests import test_experts as asking_experts
from yichuang.documents import testing as documents
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def arrange(client: Client, case: Case, **parts: Any) -> Any:
    visit_at = timezone.localtime(clock.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    team = [town.zhao_gang().pk, town.sun_li().pk]
    told = {"visit_at": visit_at, "place": "小城县东街1号", "team": team, "points": "操作间\n冷藏设备"} | parts
    return client.post(reverse("desk:inspection", args=[case.number]), told)


def field_of(case: Case, name: str = "field") -> str:
    return reverse(f"desk:{name}", args=[case.number])


def filled(**parts: Any) -> dict[str, Any]:
    said = {"found_0": "28平方米", "found_1": "两台", "finding": "conform", "applicant_present": "on"}
    return said | {"key": str(uuid4()), "inspection": Inspection.objects.latest("id").pk} | parts


def picture(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", documents.jpeg() if content is None else content, "image/jpeg")


def test_a_visit_goes_through_the_desk_without_any_script(at_desk: At) -> None:
    case, zhao = visits.to_be_visited(), at_desk(town.zhao_gang())
    page = zhao.get(reverse("desk:inspection", args=[case.number])).content.decode()
    assert "行政许可法第五十五条" in page
    assert "操作间面积" in page
    assert arrange(zhao, case).status_code == 302
    page = zhao.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "现场记录（没有网络也能用）" in page
    told = filled() | {"photographs": [picture(), picture()]}
    assert zhao.post(field_of(case), told).status_code == 302
    told["photographs"] = [picture(), picture()]
    assert zhao.post(field_of(case), told).status_code == 302
    assert Photograph.objects.count() == 2
    sun = at_desk(town.sun_li())
    page = sun.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "28平方米" in page
    shown = sun.get(reverse("desk:photograph", args=[case.number, Photograph.objects.first().pk]))  # type: ignore[union-attr]  # there are two
    assert shown["Content-Type"] == "image/png"
    assert sun.post(reverse("desk:inspection_confirmation", args=[case.number])).status_code == 302
    assert CaseStep.objects.get(case=case, kind="inspect").state == "done"
    assert queries.letters_shown(case).filter(kind="inspection_record").exists()


def test_who_is_not_of_the_team_knows_of_no_page(at_desk: At) -> None:
    case = visits.arranged()
    for other in (town.zhou_min(), town.wu_jun(), testing.fire_officer()):
        for name in ("field", "field_state", "field_worker"):
            assert at_desk(other).get(field_of(case, name)).status_code == 404
        assert at_desk(other).post(field_of(case, "field_record"), filled()).status_code == 404
        assert at_desk(other).post(field_of(case, "field_photograph"), {"file": picture()}).status_code == 404


def test_the_phone_sends_twice_and_it_is_there_once(at_desk: At) -> None:
    case, zhao = visits.to_be_visited(), at_desk(town.zhao_gang())
    arrange(zhao, case)
    visit, key = Inspection.objects.get(), str(uuid4())
    for _again in range(2):
        answer = zhao.post(
            field_of(case, "field_photograph"),
            {"key": key, "inspection": visit.pk, "taken_at": "2026-11-02T01:02:03.456Z", "file": picture()},
        )
        assert answer.json() == {"done": True}
    assert [str(one.key) for one in Photograph.objects.all()] == [key]
    state = zhao.get(field_of(case, "field_state")).json()
    assert (state["visit"], state["photographs"]) == (visit.pk, [key])
    told = filled()
    for _again in range(2):
        assert zhao.post(field_of(case, "field_record"), told).json() == {"done": True}
    assert [entry.act for entry in queries.history(case)].count("case.record_inspection") == 1


def test_what_comes_after_the_visit_is_over_is_told_so_unless_it_had_come_before(at_desk: At) -> None:
    case, zhao = visits.to_be_visited(), at_desk(town.zhao_gang())
    arrange(zhao, case)
    told = filled()
    zhao.post(field_of(case, "field_record"), told)
    at_desk(town.sun_li()).post(reverse("desk:inspection_confirmation", args=[case.number]))
    assert zhao.post(field_of(case, "field_record"), told).json() == {"done": True}
    late = zhao.post(field_of(case, "field_record"), filled())
    assert (late.status_code, late.json()["done"]) == (422, False)
    assert "不能再补充" in late.json()["why"]
    late = zhao.post(field_of(case, "field_photograph"), filled() | {"file": picture()})
    assert "不能再补充" in late.json()["why"]
    page = zhao.get(field_of(case)).content.decode()
    assert "field_form" not in page
    assert 'id="field"' in page


def test_a_photograph_that_is_none_is_told_and_not_kept(at_desk: At) -> None:
    case = visits.arranged()
    zhao = at_desk(town.zhao_gang())
    for content in (b"", b"<svg/>", b"MZ" * 100, documents.pdf()):
        answer = zhao.post(field_of(case, "field_photograph"), filled() | {"file": picture(content)})
        assert answer.status_code == 422, content[:8]
        assert answer.json()["why"]
    assert not Photograph.objects.exists()


def test_two_hundred_photographs_at_once_are_no_fault(at_desk: At) -> None:
    case = visits.arranged()
    told = filled() | {"photographs": [picture() for _n in range(200)]}
    assert at_desk(town.zhao_gang()).post(field_of(case), told).status_code in (400, 413, 422)
    assert not Photograph.objects.exists()


@pytest.mark.parametrize(
    "parts", [{"key": "x"}, {"inspection": "-1"}, {"inspection": "9" * 30}, {"finding": "x"}, {"found_0": "\0"}, {}]
)
def test_bad_input_is_told(at_desk: At, parts: dict[str, str]) -> None:
    case = visits.arranged()
    told = filled(**parts) if parts else {}
    for name in ("field_record", "field"):
        assert at_desk(town.zhao_gang()).post(field_of(case, name), told).status_code in (400, 422)


def test_the_page_names_no_applicant(at_desk: At) -> None:
    case = visits.arranged()
    page = at_desk(town.zhao_gang()).get(field_of(case)).content.decode()
    assert case.applicant.known_as not in page


def test_an_outside_expert_is_asked_and_his_paper_entered(at_desk: At) -> None:
    case, zhao = asking_experts.to_be_asked(), at_desk(town.zhao_gang())
    due = timezone.localdate(clock.now() + timedelta(days=5)).isoformat()
    told = {"question": "是否可行", "due_on": due, "name": "钱学明", "number": town.identity_number(77)}
    assert zhao.post(reverse("desk:expert_request", args=[case.number]), told).status_code == 302
    one = ExpertOpinion.objects.get()
    answer = {"opinion": one.pk, "recommends": "granted", "text": "可行"}
    address = reverse("desk:expert_opinion", args=[case.number])
    assert zhao.post(address, answer).status_code == 422
    scan = SimpleUploadedFile("意见.pdf", documents.pdf(), "application/pdf")
    assert zhao.post(address, answer | {"scan": scan}).status_code == 302
    assert CaseStep.objects.get(case=case, kind="expert_opinion").state == "done"
    page = zhao.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "钱学明" not in page


def test_an_expert_of_the_staff_finds_the_case_in_his_work_list_and_among_what_he_handled(at_desk: At) -> None:
    case = asking_experts.ask(asking_experts.to_be_asked())
    client = at_desk(asking_experts.expert())
    work = client.get(reverse("desk:work")).content.decode()
    assert case.number in work
    assert "提出专家意见" in work
    assert case.number in client.get(reverse("desk:handled")).content.decode()
    assert "填写专家意见" in client.get(reverse("desk:case", args=[case.number])).content.decode()


def test_supervision_sees_whose_team_was_not_named_in_time_and_nobody_else_does(at_desk: At) -> None:
    case = visits.to_be_visited()
    Case.objects.filter(pk=case.pk).update(accepted_at=clock.now() - timedelta(days=30))
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    page = at_desk(town.he_jian()).get(reverse("desk:late_teams")).content.decode()
    assert case.number in page
    assert "还没有指派" in page
    assert at_desk(town.zhao_gang()).get(reverse("desk:late_teams")).status_code in (403, 404)


def test_no_late_team_says_so(at_desk: At) -> None:
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    assert "没有逾期指派的勘验" in at_desk(town.he_jian()).get(reverse("desk:late_teams")).content.decode()
