"""The steps of a case at the desk: the line, the forms, what a department that is only asked sees."""

import pytest
from django.urls import reverse

from yichuang.cases import testing as cases
from yichuang.cases.models import Case, CaseStep
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def side_by_side() -> Case:
    return cases.says(cases.examining_now(cases.joint_licence()), town.zhao_gang(), town.sun_li())


def page_of(case: Case) -> str:
    return reverse("desk:case", args=[case.number])


def test_the_line_tells_who_has_it_until_when_and_what_was_said(at_desk: At) -> None:
    page = at_desk(town.zhao_gang()).get(page_of(side_by_side())).content.decode()
    for words in ("办理环节", "联合审查", "小城县消防局", "小城县卫生局", "办理中", "规划会签", "最迟", "赵刚"):
        assert words in page, words


def test_a_department_that_is_asked_sees_materials_and_steps_but_no_letters_and_no_history(at_desk: At) -> None:
    case = side_by_side()
    page = at_desk(cases.fire_officer()).get(page_of(case)).content.decode()
    assert "联合审查" in page
    assert "申请书" in page
    assert "您的部门只办理这件办件的一个环节" in page
    assert "受理通知书" not in page
    assert reverse("desk:identity", args=[case.number]) not in page


def test_it_may_not_unmask_the_applicant(at_desk: At) -> None:
    told = {"field": "number", "reason": "核对证件原件"}
    answer = at_desk(cases.fire_officer()).post(reverse("desk:identity", args=[side_by_side().number]), told)
    assert answer.status_code == 404


def test_it_gives_its_opinion_on_its_own_part(at_desk: At) -> None:
    case = side_by_side()
    client = at_desk(cases.fire_officer())
    told = {"recommends": "granted", "text": "符合消防安全条件"}
    assert client.post(reverse("desk:opinions", args=[case.number]), told).status_code == 302
    assert CaseStep.objects.get(case=case, department__code="fire").state == "done"


def test_a_step_is_handed_on_and_the_list_says_to_whom(at_desk: At) -> None:
    case = cases.examined(opinions=1)
    form = {"to": town.zhou_min().pk, "reason": "去参加培训"}
    answer = at_desk(town.sun_li()).post(reverse("desk:handing_on", args=[case.number]), form)
    assert answer.status_code == 302
    assert "已转由周敏办理" in at_desk(town.sun_li()).get(reverse("desk:work")).content.decode()
    page = at_desk(town.sun_li()).get(page_of(case)).content.decode()
    assert "孙丽转给周敏：去参加培训" in page
    assert "转给周敏" in page


def test_who_is_not_of_the_department_is_not_offered(at_desk: At) -> None:
    case = cases.examining_now()
    page = at_desk(town.zhao_gang()).get(reverse("desk:handing_on", args=[case.number])).content.decode()
    assert "孙丽（" in page
    assert "刘梅（" not in page


def test_a_step_is_sent_back_with_a_reason_that_everybody_reads(at_desk: At) -> None:
    case = cases.examined()
    step = CaseStep.objects.get(case=case, position=1)
    head = at_desk(town.wu_jun())
    refused = head.post(reverse("desk:sending_back", args=[case.number]), {"step": step.pk, "reason": " "})
    assert refused.status_code == 422
    done = head.post(reverse("desk:sending_back", args=[case.number]), {"step": step.pk, "reason": "缺现场照片"})
    assert done.status_code == 302
    page = at_desk(town.zhao_gang()).get(page_of(case)).content.decode()
    assert "退回理由" in page
    assert "缺现场照片" in page
    assert "已退回" in page


@pytest.mark.parametrize("step", ["", "0", "-1", "99999999999999999999", "一"])
def test_a_step_that_is_not_there_is_told_beside_the_field(at_desk: At, step: str) -> None:
    case = cases.examined()
    answer = at_desk(town.wu_jun()).post(
        reverse("desk:sending_back", args=[case.number]), {"step": step, "reason": "缺现场照片"}
    )
    assert answer.status_code == 422


def test_the_list_and_the_head_of_the_page_show_the_step_and_its_own_date(at_desk: At) -> None:
    case = side_by_side()
    CaseStep.objects.filter(case=case, department__code="fire").update(due_at=cases.moment(day=1))
    page = at_desk(cases.fire_officer()).get(reverse("desk:work")).content.decode()
    assert "审查中 · 联合审查" in page
    assert "已超期" in page
    head = at_desk(town.zhao_gang()).get(page_of(case)).content.decode().partition("<main")[2].partition("</header>")[0]
    assert "下一步最迟" in head
    assert "3月3日" in head


def test_what_i_handled_stays_in_reach(at_desk: At) -> None:
    case = cases.examined()
    page = at_desk(town.sun_li()).get(reverse("desk:handled")).content.decode()
    assert case.number in page
    assert at_desk(town.sun_li()).get(f"{reverse('desk:handled')}?after=x").status_code == 302


def test_supervision_sees_the_overdue_steps(at_desk: At) -> None:
    case = side_by_side()
    CaseStep.objects.filter(case=case, state="open").update(due_at=cases.moment(day=1))
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    client = at_desk(town.he_jian())
    assert "环节超期" in client.get(reverse("desk:hall")).content.decode()
    page = client.get(reverse("desk:overdue_steps")).content.decode()
    assert page.count(case.number) >= 2
    assert "小城县消防局" in page
    for after in ("x", "2026_", "2026-01-01T00:00:00_x"):
        assert client.get(f"{reverse('desk:overdue_steps')}?after={after}").status_code == 302


def test_a_stranger_department_gets_404(at_desk: At) -> None:
    client = at_desk(cases.asked("water", "水利"))
    assert client.get(page_of(side_by_side())).status_code == 404
