"""Archiving over HTTP, and the package as a stream."""

import io
import zipfile
from collections.abc import Callable

from yichuang.cases import testing
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_way import ok

Calling = Callable[..., Caller]


def test_a_clerk_archives_and_what_is_missing_is_a_problem(caller: Calling) -> None:
    case = testing.delivered()
    clerk = caller(town.liu_mei())
    refused = clerk.post(f"/cases/{case.number}/archiving")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_complete")
    testing.kept()
    assert ok(clerk.post(f"/cases/{case.number}/archiving"))["state"]["code"] == "archived"


def test_the_package_is_the_whole_for_staff_and_his_own_for_the_applicant(caller: Calling) -> None:
    case = testing.delivered()
    clerk, citizen = caller(town.liu_mei()), caller(town.zhang_wei())
    assert clerk.post(f"/cases/{case.number}/package", {}).status_code == 422
    whole = clerk.post(f"/cases/{case.number}/package", {"reason": "移交县档案馆"})
    own = citizen.post(f"/cases/{case.number}/package", {})
    names = [zipfile.ZipFile(io.BytesIO(b"".join(one.streaming_content))).namelist() for one in (whole, own)]
    assert any(name.endswith("data/history.json") for name in names[0])
    assert not any(name.endswith("data/history.json") for name in names[1])
    assert caller(town.wang_fang()).post(f"/cases/{case.number}/package", {}).status_code == 404
