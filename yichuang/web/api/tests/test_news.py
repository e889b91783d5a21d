"""News, reading and subscription through the API."""

from collections.abc import Callable

from yichuang.cases import testing as cases
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import NOW, Caller
from yichuang.web.api.tests.test_way import ok

Calling = Callable[..., Caller]


def test_an_applicant_reads_his_news_and_says_that_he_has(caller: Calling) -> None:
    citizen, case = caller(town.zhang_wei()), cases.submitted(at=NOW)
    ok(caller(town.liu_mei()).post(f"/cases/{case.number}/acceptance"))
    told = ok(citizen.get("/news"))
    (line,) = told["news"]
    assert (line["case"], line["act"], line["weight"], line["unread"]) == (case.number, "accept", "result", True)
    assert told["unread"] == 1
    assert ok(citizen.post("/news/reading", {"until": line["seq"]}))["unread"] == 0


def test_a_subscription_names_what_is_wanted(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    assert ok(citizen.post("/news/subscription", {"wish": "nothing"})) == {"wish": "nothing", "texts": False}
    assert citizen.post("/news/subscription", {"wish": "much"}).status_code == 422
    assert citizen.get("/news", {"after": "x"}).json()["field"] == "after"
