"""Following a case, with an account and without."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from yichuang.base.query_codes import query_code
from yichuang.cases import correcting, looking, queries, testing
from yichuang.cases.models import Case, State
from yichuang.people import reading
from yichuang.people import testing as town
from yichuang.people.reading import Seen
from yichuang.web.kit import pace

NOW = testing.moment(0, 10)


def query(client: Client, number: str, code: str) -> str:
    return client.post("/query/", {"number": number, "code": code}, follow=True).content.decode()


def test_the_case_page_says_where_it_stands_and_what_comes_next(zhang_wei: Client) -> None:
    case = testing.accepted()

    page = zhang_wei.get(f"/cases/{case.number}/").content.decode()

    assert 'aria-current="step"' in page
    assert "部门开始审查" in page
    assert "受理通知书" in page
    assert "怎么算的" in page


def test_every_date_is_explained_day_by_day(zhang_wei: Client) -> None:
    case = testing.accepted()

    page = zhang_wei.get(f"/cases/{case.number}/clock/promised/").content.decode()

    assert "起算日不计入" in page
    assert page.count("<details open") == 1
    assert zhang_wei.get(f"/cases/{case.number}/clock/all/").status_code == 200
    assert zhang_wei.get(f"/cases/{case.number}/clock/other/").status_code == 404


def test_only_a_correction_is_due_from_the_applicant(zhang_wei: Client) -> None:
    case = testing.completed()

    page = zhang_wei.get(f"/cases/{case.number}/").content.decode()

    assert "下一步最晚：" in page
    assert "请在这之前" not in page


def test_letters_are_read_and_downloaded(zhang_wei: Client) -> None:
    case = testing.submitted()
    letter = queries.letters_of(case).get()

    shown = zhang_wei.get(f"/cases/{case.number}/letters/{letter.pk}/")
    kept = zhang_wei.get(f"/cases/{case.number}/letters/{letter.pk}/?download=1")

    assert shown.content.startswith(b"%PDF")
    assert shown["Content-Disposition"].startswith("inline")
    assert kept["Content-Disposition"].startswith("attachment")


def test_a_number_and_a_code_copied_by_hand_from_paper_are_understood(client: Client) -> None:
    case = testing.submitted()
    spaced = f"{case.number[:4]} {case.number[4:12]}\u3000{case.number[12:]}"
    code = query_code(case.number)
    misread = code.lower().replace("o", "0").replace("i", "1").replace("b", "8")
    wide = "".join(chr(ord(ch) + 0xFEE0) for ch in code)

    for typed in (misread, wide, f" {code[:4]}-{code[4:]} "):
        assert "食品经营许可" in query(client, spaced, typed)
    assert "不正确" in query(client, spaced, code[:-1])


@pytest.mark.parametrize("page", ["", "sent/", "withdrawal/", "correction/", "clock/promised/"])
def test_a_stranger_gets_404(wang_fang: Client, page: str) -> None:
    case = testing.accepted()

    assert wang_fang.get(f"/cases/{case.number}/{page}").status_code == 404
    assert wang_fang.post(f"/cases/{case.number}/withdrawal/").status_code == 404


def test_number_and_code_show_the_way_but_no_contents(visitor: Client) -> None:
    case = testing.accepted()

    page = query(visitor, case.number, query_code(case.number))

    assert case.number in page
    assert "受理通知书" in page
    assert "小城县东街1号" not in page
    letter = queries.letters_of(case).first()
    assert letter is not None
    assert visitor.get(f"/query/case/letters/{letter.pk}/").status_code == 200
    assert Client().get(f"/query/case/letters/{letter.pk}/").status_code == 404


def test_wrong_number_and_wrong_code_get_the_same_answer(visitor: Client) -> None:
    case = testing.submitted()

    wrong_code = query(visitor, case.number, "AAAAAAAAAAAAA")
    wrong_number = query(visitor, "41052220260302999999", query_code(case.number))

    sentence = "办件编号或者查询码不正确"
    assert sentence in wrong_code
    assert wrong_code.count(sentence) == wrong_number.count(sentence)


def test_guessing_is_slowed_down(visitor: Client) -> None:
    case = testing.submitted()
    for _attempt in range(pace.MOST_FAILURES):
        query(visitor, case.number, "WRONG")

    assert "次数太多" in query(visitor, case.number, query_code(case.number))


def test_a_letter_is_verified_against_the_register(visitor: Client) -> None:
    letter = queries.letters_of(testing.submitted()).get()

    page = visitor.get(f"/verify/{letter.verification_code}/").content.decode()

    assert letter.number in page
    assert "<dd>收件凭证</dd>" in page
    assert f"<dd>{letter.issued_at:%Y}年" in page, "as it stands on the paper"
    assert "有效" in page
    assert "没有这份文书" in visitor.get("/verify/0000/").content.decode()


def test_the_applicant_withdraws(zhang_wei: Client) -> None:
    case = testing.submitted()

    zhang_wei.post(f"/cases/{case.number}/withdrawal/", {"reason": "不办了"})

    assert Case.objects.get().state == State.WITHDRAWN
    assert "撤回确认书" in zhang_wei.get(f"/cases/{case.number}/").content.decode()


def test_what_waits_for_me_comes_first(zhang_wei: Client) -> None:
    testing.accepted()
    waiting = testing.submitted()
    clerk = testing.officer(town.liu_mei(), NOW)
    correcting.ask_correction(
        case=waiting,
        defects=[correcting.Defect(material_key="identity", reason="看不清")],
        by=clerk,
        at=NOW,
    )

    page = zhang_wei.get("/my/").content.decode()

    assert "等您来办" in page
    assert page.index(waiting.number) < page.index("其他办件</h2>")


def test_who_looked_is_told(zhang_wei: Client) -> None:
    page = zhang_wei.get("/my/data/").content.decode()

    assert "还没有人看过" in page


def test_a_look_at_my_number_appears_with_its_reason(zhang_wei: Client) -> None:
    party = town.zhang_wei().party
    assert party is not None
    clerk = testing.officer(town.liu_mei(), NOW)
    reading.unmask(party=party, field="number", by=clerk, at=NOW, reason="核对原件")

    page = zhang_wei.get("/my/data/").content.decode()

    assert "刘梅" in page
    assert "核对原件" in page
    assert "证件号码" in page


def test_my_list_costs_a_bounded_number_of_statements(
    zhang_wei: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _count in range(3):
        testing.submitted()
    zhang_wei.get("/my/")

    with django_assert_max_num_queries(20):
        zhang_wei.get("/my/")


def test_readings_name_the_office_and_the_case_and_go_on_over_pages(zhang_wei: Client) -> None:
    case = testing.accepted(at=NOW)
    by = testing.officer(town.liu_mei(), NOW)
    for number in range(52):
        looking.note(case, Seen.PACKAGE, reason=f"第{number}次", by=by, at=NOW)
    page = zhang_wei.get("/my/data/").content.decode()
    assert "小城县政务服务中心" in page
    assert f'href="/cases/{case.number}/"' in page
    assert "第51次" in page
    assert "第0次" not in page
    later = re.search(r'href="(\?after=[0-9]+)"', page)
    assert later is not None
    assert "第0次" in zhang_wei.get(f"/my/data/{later.group(1)}").content.decode()
