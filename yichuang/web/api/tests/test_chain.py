"""一链办理 over the API."""

from collections.abc import Callable

from yichuang.cases import testing
from yichuang.cases.models import Rule
from yichuang.cases.tests.test_chain import business, food
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller

Calling = Callable[..., Caller]


def test_a_program_goes_on_with_what_is_known(caller: Calling) -> None:
    testing.rule(Rule.Kind.REUSE, 12, unit="months")
    first = testing.submitted(business())
    food()
    mine = caller(town.zhang_wei())
    items = mine.get(f"/cases/{first.number}/next").json()["items"]
    item = next(one for one in items if one["item"]["code"] == "after")
    assert (item["waits"], item["answers"]) == (True, testing.ANSWERS)
    (paper,) = item["papers"]
    wanted = {
        "item": "after",
        "follows": first.number,
        "answers": item["answers"],
        "materials": [{"key": paper["key"], "file": paper["file"]}],
    }
    assert caller(town.wang_fang()).post("/cases", wanted).json()["code"] == "not_found"
    number = mine.post("/cases", wanted).json()["number"]
    assert mine.get(f"/cases/{number}").json()["follows"]["number"] == first.number
    (after,) = mine.get(f"/cases/{first.number}").json()["followed_by"]
    assert after["number"] == number
