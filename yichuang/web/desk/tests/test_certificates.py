"""Certificates at the desk: told, heard and ended on the case page; supervision; limits."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.afterwards import quotas
from yichuang.cases.models import Arrangement, Case, Ending, Quota, SupervisionNote
from yichuang.delivery import by_locker
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Mode
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
GONE = {"way": "cancelled", "ground": "death", "reasons": "持证人死亡"}
WHY = {"way": "revoked", "ground": "not_eligible", "reasons": "场地证明系伪造"}


def do(client: Client, case: Case, noun: str, **fields: str) -> int:
    return client.post(reverse(f"desk:{noun}", args=[case.number]), fields).status_code


def page(client: Client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.number])).content.decode()


def test_told_heard_and_revoked_on_the_page(at_desk: At) -> None:
    case = cases.completed()
    examiner, head = at_desk(town.zhao_gang()), at_desk(town.wu_jun())
    assert reverse("desk:intention", args=[case.number]) in page(examiner, case)
    assert do(examiner, case, "intention", **WHY) == 302
    assert do(examiner, case, "defence", statement="没有意见", place="会议室") == 302
    assert "没有意见" in page(head, case)
    assert do(head, case, "certificate_end", **(WHY | {"ground": "fraud"})) == 422
    assert do(head, case, "certificate_end", **WHY) == 302
    shown = page(head, case)
    assert "已撤销" in shown
    assert "下一步最迟" not in shown
    assert reverse("desk:intention", args=[case.number]) not in page(examiner, case)
    assert Ending.objects.count() == 1


def test_the_answer_convinces(at_desk: At) -> None:
    case = cases.completed()
    do(at_desk(town.zhao_gang()), case, "intention", **WHY)
    assert do(at_desk(town.wu_jun()), case, "intention_end", reasons="申辩成立") == 302
    assert "有效" in page(at_desk(town.wu_jun()), case)


def test_a_clerk_ends_no_certificate(at_desk: At) -> None:
    case = cases.completed()
    assert do(at_desk(town.liu_mei()), case, "certificate_end", **WHY) in (403, 404)


def test_whoever_issues_names_the_days(at_desk: At) -> None:
    case = cases.decided()
    fields = {"certificate_number": "豫1", "valid_from": "2026-04-01", "valid_until": "2026-03-01"}
    assert do(at_desk(town.zhao_gang()), case, "issue", **fields) == 422
    assert do(at_desk(town.zhao_gang()), case, "issue", **(fields | {"valid_until": "2027-03-31"})) == 302
    assert "豫1" in page(at_desk(town.zhao_gang()), case)


def test_the_supervising_department_signs(at_desk: At) -> None:
    note = SupervisionNote.objects.get(case=cases.decided())
    examiner = at_desk(town.zhao_gang())
    address = reverse("desk:supervision")
    assert note.case.number in examiner.get(address).content.decode()
    sign = reverse("desk:supervision_receipt", args=[note.pk])
    assert examiner.post(sign).status_code == 302
    note.refresh_from_db()
    assert note.seen_by == town.zhao_gang()
    assert "已签收" in examiner.get(address).content.decode()
    assert examiner.post(reverse("desk:supervision_receipt", args=[note.pk + 99])).status_code == 404
    assert at_desk(town.he_jian()).get(address).status_code == 200


def test_the_manager_sets_limits_and_arrangements(at_desk: At) -> None:
    version = cases.licence("taxi", quantity_limit="每年公布")
    cases.licence("plain")
    manager = at_desk(town.qian_yan())
    today = timezone.localdate(clock.now())
    period = {"since": today.isoformat(), "until": (today + timedelta(days=365)).isoformat()}
    said = {"item": "taxi", "number": "3", "basis": "市政府公告"} | period
    assert manager.post(reverse("desk:quota_setting"), said | {"item": "plain"}).status_code == 422
    assert manager.post(reverse("desk:quota_setting"), said | {"item": "nothing"}).status_code == 422
    assert manager.post(reverse("desk:quota_setting"), said).status_code == 302
    arranged = {"item": "taxi", "licence_type": "11100000000013338W001", "since": today.isoformat()}
    assert manager.post(reverse("desk:arrangement_setting"), arranged).status_code == 302
    assert (Quota.objects.get().number, Arrangement.objects.get().item) == (3, version.item)
    shown = manager.get(reverse("desk:aftercare")).content.decode()
    assert "市政府公告" in shown
    assert "11100000000013338W001" in shown
    assert at_desk(town.zhao_gang()).post(reverse("desk:quota_setting"), said).status_code in (403, 404)


def test_a_result_cancelled_in_the_locker_is_only_taken_back(at_desk: At) -> None:
    case, at = cases.completed(), cases.moment(day=1)
    delivery.terms()
    delivery.cell()
    delivery.chosen(case, Mode.LOCKER, at=at)
    clerk = cases.officer(town.liu_mei(), at)
    by_locker.put_in_locker(case=case, cell=delivery.cell(), by=clerk, at=at)
    assert do(at_desk(town.wu_jun()), case, "certificate_end", **GONE) == 302
    window = at_desk(town.liu_mei())
    assert reverse("desk:locker_return", args=[case.number]) in page(window, case)
    assert reverse("desk:locker_collection", args=[case.number]) not in page(window, case)
    assert do(window, case, "locker_return") == 302
    assert reverse("desk:locker_return", args=[case.number]) not in page(window, case)


def test_the_clerk_reads_the_place_in_the_line(at_desk: At) -> None:
    version = cases.licence("taxi", quantity_limit="每年公布")
    manager = cases.officer(town.qian_yan(), cases.moment())
    period = {"since": cases.MONDAY, "until": cases.MONDAY + timedelta(days=300)}
    quotas.set_quota(item=version.item, number=3, basis="公告", by=manager, at=cases.moment(), **period)
    cases.accepted(version)
    second = cases.accepted(version)
    assert "第 2 位，前面还有 1 件没有决定" in page(at_desk(town.liu_mei()), second)
