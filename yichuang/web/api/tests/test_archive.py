"""Archiving over HTTP, and the package as a stream."""

import io
import zipfile
from collections.abc import Callable

from yichuang.cases import testing
from yichuang.cases.afterwards import mapping
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


def test_a_case_is_typed_again_field_by_field(caller: Calling) -> None:
    case, at = testing.accepted(), testing.moment()
    screen = mapping.Screen("省系统", None, "名称 = 申请人.姓名", "{序号}", at.date())
    by = testing.officer(town.qian_yan(), at)
    key = mapping.set_mapping(centre=case.centre, screen=screen, by=by, at=at).pk
    clerk, address = caller(town.liu_mei()), f"/cases/{case.number}/reentry/{key}"
    seen = ok(clerk.get(address))
    assert seen["fields"] == [{"label": "名称", "value": case.applicant.name.open()}]
    assert ok(clerk.post(f"{address}/begin"))["minutes"] is None
    assert clerk.post(f"{address}/begin").json()["code"] == "already_typing"
    assert ok(clerk.post(f"{address}/finish", {"their_number": "S-9"}))["their_number"] == "S-9"
    assert clerk.get(f"/cases/{case.number}/reentry/{10**30}").status_code == 404
