"""A shared paper over HTTP and at the desk: called for, asked for with the reason, read by the applicant."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from yichuang.cases import testing
from yichuang.catalogue.content import Material
from yichuang.people import testing as town
from yichuang.web.api.tests.conftest import Caller
from yichuang.web.api.tests.test_equal_to_the_desk import managers
from yichuang.web.api.tests.test_way import ok

Calling = Callable[..., Caller]


def came_in(caller: Calling) -> str:
    materials = (
        Material(key="identity", name="身份证明"),
        Material(key="permit", name="施工许可证", shared="本中心的证照"),
    )
    testing.licence("sharing", materials=materials)
    citizen = caller(town.zhang_wei())
    given = [one for one in citizen.application()["materials"] if one["key"] == "identity"]
    return str(ok(citizen.post("/cases", citizen.application(item="sharing", materials=given)), 201)["number"])


def test_it_is_called_for_and_asked_for_only_with_the_reason(caller: Calling) -> None:
    number, citizen, clerk = came_in(caller), caller(town.zhang_wei()), caller(town.liu_mei())
    assert clerk.post(f"/cases/{number}/acceptance").json()["code"] == "not_fetched"
    assert citizen.post(f"/cases/{number}/shared-papers", {"key": "permit"}).status_code == 403
    ok(clerk.post(f"/cases/{number}/shared-papers", {"key": "permit"}))
    defect = {"material_key": "permit", "reason": "请交复印件"}
    assert clerk.post(f"/cases/{number}/correction", {"defects": [defect]}).status_code == 422
    ok(clerk.post(f"/cases/{number}/correction", {"defects": [defect | {"asked_anyway": "nothing"}]}))
    [told] = ok(citizen.get(f"/cases/{number}/corrections"))["rounds"]
    assert told["lines"][0]["asked_anyway"] == "nothing"
    [line] = ok(caller(managers()[0]).get("/asked-again"))["shared"]
    assert (line["what"], line["why"]) == ("施工许可证", "nothing")


def test_the_page_of_the_case_calls_and_the_pages_tell_the_reason(caller: Calling) -> None:
    number, desk, portal = came_in(caller), Client(), Client()
    desk.force_login(town.liu_mei())
    portal.force_login(town.zhang_wei())
    page = desk.get(reverse("desk:case", args=[number])).content.decode()
    assert reverse("desk:fetching", args=[number]) in page
    assert desk.post(reverse("desk:fetching", args=[number]), {"key": "permit"}).status_code == 302
    told = {"material-permit": "请交复印件", "anyway-permit": "nothing"}
    assert desk.post(reverse("desk:correction", args=[number]), told).status_code == 302
    assert "没有查到" in portal.get(reverse("portal:case", args=[number])).content.decode()
