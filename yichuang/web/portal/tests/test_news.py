"""What others did with my cases stands on one page; what was read is no longer new."""

import pytest
from django.test import Client

from yichuang.cases import testing as cases
from yichuang.notifications.models import Reading, Subscription


def page(client: Client, address: str = "/my/news/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_the_window_did_is_news_in_plain_words_and_leads_to_the_case(zhang_wei: Client) -> None:
    case = cases.accepted()
    told = page(zhang_wei)
    assert "申请已经受理。办理期限从这一天起算。" in told
    assert f'href="/cases/{case.number}/"' in told
    assert "1 条新消息" in page(zhang_wei, "/my/")


def test_read_is_read(zhang_wei: Client) -> None:
    cases.accepted()
    until = page(zhang_wei).split('name="until" value="')[1].split('"')[0]
    assert zhang_wei.post("/my/news/reading/", {"until": until}).status_code == 302
    assert Reading.objects.get().seq == int(until)
    assert "条新消息" not in page(zhang_wei, "/my/")
    assert 'name="until"' not in page(zhang_wei)


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30, "٣"])
def test_a_place_that_is_none_changes_nothing(zhang_wei: Client, until: str) -> None:
    assert zhang_wei.post("/my/news/reading/", {"until": until}).status_code == 302
    assert not Reading.objects.exists()


def test_the_subscription_is_chosen_by_oneself(zhang_wei: Client) -> None:
    assert zhang_wei.post("/my/news/subscription/", {"wish": "everything"}).status_code == 302
    assert Subscription.objects.get().wish == "everything"
    assert zhang_wei.post("/my/news/subscription/", {"wish": "all"}).status_code == 422


def test_a_stranger_reads_nothing_of_it(wang_fang: Client) -> None:
    case = cases.decided(cases.licence())
    assert case.number not in page(wang_fang)


def test_a_wrong_place_in_the_list_leads_to_its_beginning(zhang_wei: Client) -> None:
    assert zhang_wei.get("/my/news/?after=x").status_code == 302


def test_a_visitor_is_asked_to_sign_in(visitor: Client) -> None:
    assert visitor.get("/my/news/").status_code == 302
