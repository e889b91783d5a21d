"""Pausing, lengthening and ending a case through its page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, Extension, Hearing, Hold, State
from yichuang.catalogue.content import Intermediary
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def do(client: Client, case: Case, noun: str, **fields: str) -> int:
    return client.post(reverse(f"desk:{noun}", args=[case.number]), fields).status_code


def page(client: Client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.number])).content.decode()


def test_an_examiner_pauses_the_case_and_lets_it_go_on(at_desk: At) -> None:
    case = cases.examined()
    examiner = at_desk(town.zhao_gang())
    assert do(examiner, case, "suspension", kind="expert_review", days="5", reason="需要专家意见") == 302
    assert "专家评审" in page(examiner, case)
    hold = Hold.objects.get(case=case)
    assert do(examiner, case, "resumption", hold=str(hold.pk), result="") == 422
    assert do(examiner, case, "resumption", hold=str(hold.pk), result="符合标准") == 302
    assert Case.objects.get(pk=case.pk).state == State.EXAMINING


def test_a_kind_that_is_not_offered_is_refused_beside_its_field(at_desk: At) -> None:
    case = cases.examined()
    assert do(at_desk(town.zhao_gang()), case, "suspension", kind="site_inspection", days="5", reason="看现场") == 422
    assert not Hold.objects.exists()


def test_what_an_intermediary_takes_is_noted_and_no_clock_stops(at_desk: At) -> None:
    case = cases.accepted(cases.licence("audited", intermediaries=(Intermediary(name="验资", basis="某条例"),)))
    clerk, day = at_desk(town.liu_mei()), timezone.localdate(clock.now()).isoformat()
    told = {"service": "验资", "agency": "小城会计师事务所", "ordered_by": "applicant"}
    assert do(clerk, case, "intermediary", **told, since="1999-01-01") == 422
    assert do(clerk, case, "intermediary", **told, since=day) == 302
    assert "小城会计师事务所" in page(clerk, case)
    assert do(clerk, case, "intermediary_back", service="验资", until=day) == 302
    for shown in (page(clerk, case), clerk.get(reverse("desk:clock", args=[case.number])).content.decode()):
        assert "中介服务用了 0 天" in shown
    assert not case.holds.exists()


def test_the_head_answers_who_asked_for_more_time(at_desk: At) -> None:
    case = cases.examined(at=cases.moment())
    Case.objects.filter(pk=case.pk).update(statutory_due_at=cases.moment(day=9000), accepted_at=cases.moment(day=8990))
    examiner, head = at_desk(town.zhao_gang()), at_desk(town.wu_jun())
    assert reverse("desk:extension_grant", args=[case.number]) not in page(head, case)
    assert do(examiner, case, "extension", reason="需要函询") == 302
    assert reverse("desk:extension_grant", args=[case.number]) in page(head, case)
    assert do(head, case, "extension_refusal", answer="可以办完") == 302
    assert do(examiner, case, "extension", reason="仍需函询") == 302
    assert do(head, case, "extension_grant", answer="同意") == 302
    assert list(Extension.objects.order_by("id").values_list("granted", flat=True)) == [False, True]
    assert "优化营商环境条例" in page(head, case)


def test_what_few_need_is_offered_to_whoever_may_and_not_told_to_the_others(at_desk: At) -> None:
    case = cases.submitted()
    assert reverse("desk:termination", args=[case.number]) in page(at_desk(town.zhou_min()), case)
    assert "终止办理" not in page(at_desk(town.liu_mei()), case)


def test_the_approver_ends_a_case_that_has_become_impossible(at_desk: At) -> None:
    case = cases.examined()
    assert do(at_desk(town.zhou_min()), case, "termination", reason="申请人已注销", law="《某条例》第九条") == 302
    assert Case.objects.get(pk=case.pk).state == State.TERMINATED


def test_a_hearing_is_told_called_and_recorded(at_desk: At) -> None:
    case = cases.examined()
    examiner, head = at_desk(town.zhao_gang()), at_desk(town.wu_jun())
    assert do(examiner, case, "hearing_rights", matter="相邻采光") == 302
    Hearing.objects.filter(case=case).update(apply_by=clock.now() + timedelta(days=5))
    assert do(examiner, case, "hearing_request", side="interested") == 302
    chair = str(town.wu_jun().pk)
    soon, later = clock.now() + timedelta(days=2), clock.now() + timedelta(days=16)
    said = {"place": "二楼会议室", "chair": chair, "is_public": "on"}
    assert do(examiner, case, "hearing_call", held_at=f"{timezone.localtime(soon):%Y-%m-%dT%H:%M}", **said) == 422
    assert do(examiner, case, "hearing_call", held_at=f"{timezone.localtime(later):%Y-%m-%dT%H:%M}", **said) == 302
    assert "二楼会议室" in page(examiner, case)
    Hearing.objects.filter(case=case).update(held_at=clock.now() - timedelta(hours=1))
    assert do(head, case, "hearing_record", statements="双方陈述", attendees="applicant") == 302
    assert Case.objects.get(pk=case.pk).state == State.EXAMINING


def test_a_waiver_on_paper_is_taken_down(at_desk: At) -> None:
    case = cases.examined()
    examiner = at_desk(town.zhao_gang())
    assert do(examiner, case, "hearing_rights", matter="相邻采光") == 302
    Hearing.objects.filter(case=case).update(apply_by=clock.now() + timedelta(days=5))
    assert do(examiner, case, "hearing_waiver", of="99") == 422
    assert do(examiner, case, "hearing_waiver", of="") == 302
    assert "申请人已声明放弃听证" in page(examiner, case)
    assert do(examiner, case, "hearing_waiver", of="") == 422


def test_an_interested_party_is_told_and_heard(at_desk: At) -> None:
    case = cases.examined()
    examiner = at_desk(town.zhao_gang())
    who = {"name": "邻居", "document_type": "identity_card", "number": town.identity_number(905)}
    told = who | {"interest": "相邻采光", "days": "5"}
    assert do(examiner, case, "interested_party", **told) == 302
    assert do(examiner, case, "interested_party", **told) == 422
    of = str(case.interested.get().pk)
    assert do(examiner, case, "statement", of=of, place="中心", statements="不同意") == 302
    assert do(examiner, case, "statement", of="", place="中心", statements="符合间距") == 302


def test_a_case_goes_up_and_comes_back_and_the_page_says_where_it_is(at_desk: At) -> None:
    case = cases.examined()
    examiner = at_desk(town.zhao_gang())
    up = {"to_body": "安阳市市场监督管理局", "opinion": "建议准予", "days": "10"}
    assert do(examiner, case, "forwarding", **up) == 302
    assert "现在在谁那里" in page(examiner, case)
    assert do(examiner, case, "receipt_above", receipt_number="12") == 302
    assert do(examiner, case, "answer_from_above", answer="granted", answer_number="3号") == 302
    assert Case.objects.get(pk=case.pk).state == State.EXAMINING


def test_supervision_sees_the_pauses_and_nobody_else_does(at_desk: At) -> None:
    case = cases.examined()
    do(at_desk(town.zhao_gang()), case, "suspension", kind="auction", days="5", reason="拍卖")
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    supervisor = at_desk(town.he_jian())
    for which, shown in (("open", True), ("overdue", False), ("ended", False), ("nonsense", True)):
        told = supervisor.get(reverse("desk:pauses"), {"which": which}).content.decode()
        assert (case.number in told) == shown
    assert at_desk(town.zhao_gang()).get(reverse("desk:pauses")).status_code in (403, 404)
