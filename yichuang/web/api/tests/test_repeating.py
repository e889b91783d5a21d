"""The same application twice over HTTP."""

from collections.abc import Callable

from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import ok

Calling = Callable[..., Caller]


def test_another_one_is_refused_until_somebody_says_why(caller: Calling) -> None:
    citizen = caller(town.zhang_wei())
    first = ok(citizen.post("/cases", citizen.application(again="")), 201)["number"]
    told = citizen.post("/cases", citizen.application(again=""))
    assert (told.status_code, told.json()["code"]) == (409, "already_running")
    assert first in told.json()["detail"]
    assert ok(citizen.post("/cases", citizen.application(again="东街的第二家店")), 201)["number"] != first
