"""What is promised, at the desk: materials to follow, a grant on a promise, its check, the revocation."""

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.cases import testing as cases
from yichuang.cases.models import Case, Found, Promise, Revocation, State
from yichuang.cases.promises import checking
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
    given = {"requirements": "补办健康证明", "correct_by": "2099-12-31"}
    assert do(at_desk(town.zhao_gang()), case, "promise_order", **given) == 302
    assert Promise.objects.get(case=case).round == 2
    assert Case.objects.get(pk=case.pk).state == State.DECIDED
