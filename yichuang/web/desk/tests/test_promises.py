"""What is promised, at the desk: materials to follow, a grant on a promise, its check, the revocation."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.cases import testing as cases
from yichuang.cases.models import Case, Exclusion, Found, Promise, Revocation, State
from yichuang.cases.promises import checking
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def do(client: Client, case: Case, noun: str, **fields: str) -> int:
    return client.post(reverse(f"desk:{noun}", args=[case.number]), fields).status_code


def page(client: Client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.number])).content.decode()


def test_the_case_page_says_what_is_missing_and_until_when(at_desk: At) -> None:
    case = cases.accepted_with_gaps()
    shown = page(at_desk(town.liu_mei()), case)
    assert "平面布局图" in shown
    assert "还缺" in shown
    assert "视为撤回申请" in shown


def test_the_clerk_takes_in_what_follows(at_desk: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.base.clock.now", lambda: cases.moment(day=1))
    case = cases.accepted_with_gaps()
    assert do(at_desk(town.liu_mei()), case, "supplement", **{"m-plan-got": "on", "m-plan-originals": "1"}) == 302
    assert "已补交" in page(at_desk(town.liu_mei()), case)


def test_a_promise_is_granted_checked_and_revoked(at_desk: At) -> None:
    case = cases.promised()
    head = at_desk(town.wu_jun())
    assert do(head, case, "promise_grant") == 422
    assert do(head, case, "promise_grant", credit_confirmed="on") == 302
    officer = at_desk(town.zhao_gang())
    assert case.number in officer.get(reverse("desk:promise_checks")).content.decode()
    for account in (town.zhao_gang(), town.sun_li()):
        assert do(at_desk(account), case, "promise_check", found=Found.UNKEPT, text="没有健康证明") == 302
    assert do(head, case, "promise_revocation", reasons="没有履行承诺") == 302
    assert Revocation.objects.filter(case=case).exists()
    assert "决定已经撤销" in page(officer, case)


def test_a_false_promise_is_ordered_to_be_put_right_before_anything_is_revoked(at_desk: At) -> None:
    case = cases.granted_on_promise()
    later = cases.moment(day=30)
    for account in (town.zhao_gang(), town.sun_li()):
        by = cases.officer(account, later)
        checking.check_promise(case=case, found=Found.FALSE, text="没有健康证明", by=by, at=later)
    assert do(at_desk(town.wu_jun()), case, "promise_revocation", reasons="承诺不实") == 422
    given = {"requirements": "补办健康证明", "correct_by": "2060-06-30"}
    assert do(at_desk(town.zhao_gang()), case, "promise_order", **given) == 302
    assert Promise.objects.get(case=case).round == 2
    assert Case.objects.get(pk=case.pk).state == State.DECIDED


def sheet(**changes: Any) -> dict[str, Any]:
    """The sheet of the counter for somebody who will bring the floor plan later."""
    code = cases.lenient().item.code
    here = {f"m-{key}-{what}": said for key in ("application", "identity", "health") for what, said in GOT.items()}
    return {
        "key": "sheet-1",
        "p-number": town.identity_number(777),
        "p-name": "钱来",
        "item": code,
        "shown": code,
        "a-premises": "小城县东街8号",
        "m-plan-later": "on",
        "credit_confirmed": "1",
        "do": "accept",
        **here,
    } | changes


GOT = {"got": "on", "seen": "on", "originals": "1", "copies": "0"}


def test_the_counter_ticks_what_follows_and_accepts_in_one_go(at_desk: At) -> None:
    clerk = at_desk(town.liu_mei())
    answer = clerk.post("/desk/counter/", sheet())
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/counter/{case.number}/")
    assert case.state == State.ACCEPTED
    assert [one.key for one in case.later_promise.owed.all()] == ["plan"]
    assert case.deemed_at == case.later_promise.due_at
    assert "还缺" in page(clerk, case)


def test_the_counter_does_not_accept_with_gaps_before_the_credit_was_looked_up(at_desk: At) -> None:
    told = sheet()
    del told["credit_confirmed"]
    answer = at_desk(town.liu_mei()).post("/desk/counter/", told)
    assert answer.status_code == 422
    assert "请人工查询申请人的信用记录" in answer.content.decode()
    assert not Case.objects.exists()


def test_what_is_not_ticked_is_missing(at_desk: At) -> None:
    told = sheet()
    del told["m-plan-later"]
    answer = at_desk(town.liu_mei()).post("/desk/counter/", told)
    assert answer.status_code == 422
    assert "平面布局图" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_page_of_checks_names_the_next_step_of_each(at_desk: At) -> None:
    officer = at_desk(town.zhao_gang())
    address = reverse("desk:promise_checks")
    assert "现在没有要核查的承诺" in officer.get(address).content.decode()
    case = cases.granted_on_promise()
    assert "<td>核查</td>" in officer.get(address).content.decode()
    later = cases.moment(day=30)
    for account in (town.zhao_gang(), town.sun_li()):
        by = cases.officer(account, later)
        checking.check_promise(case=case, found=Found.UNKEPT, text="没有健康证明", by=by, at=later)
    assert "<td>责令改正或者撤销决定</td>" in officer.get(address).content.decode()
    Promise.objects.filter(case=case).update(found=Found.FALSE)
    assert "<td>责令改正</td>" in officer.get(address).content.decode()
    Promise.objects.filter(case=case).update(correct_by=later)
    assert "<td>撤销决定</td>" in officer.get(address).content.decode()


def test_the_manager_sees_who_is_excluded_and_records_the_repair(at_desk: At) -> None:
    case = cases.submitted()
    excluded = Exclusion.objects.create(party=case.applicant, case=case, since=cases.moment())
    offices.posting(town.qian_yan(), Duty.MANAGER)
    manager, listed = at_desk(town.qian_yan()), reverse("desk:exclusions")
    repair = reverse("desk:credit_repair", args=[excluded.pk])
    assert repair in manager.get(listed).content.decode()
    assert case.number in manager.get(repair).content.decode()
    assert manager.post(repair, {"ground": ""}).status_code == 422
    assert manager.post(repair, {"ground": "信用修复决定书〔2026〕1号"}).status_code == 302
    assert case.number not in manager.get(listed).content.decode()
    assert "信用修复决定书〔2026〕1号" in manager.get(f"{listed}?repaired").content.decode()
    assert manager.post(repair, {"ground": "再来一次"}).status_code == 422
    assert manager.get(f"{listed}?after=x").status_code == 302


def test_a_supervisor_sees_who_is_excluded_but_repairs_nothing(at_desk: At) -> None:
    case = cases.submitted()
    excluded = Exclusion.objects.create(party=case.applicant, case=case, since=cases.moment())
    offices.posting(town.he_jian(), Duty.SUPERVISOR)
    shown = at_desk(town.he_jian()).get(reverse("desk:exclusions")).content.decode()
    assert case.number in shown
    assert reverse("desk:credit_repair", args=[excluded.pk]) not in shown
