"""A letter of authority is put on file at the counter."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yichuang.catalogue import testing as catalogue
from yichuang.documents import testing as documents
from yichuang.people import testing as town
from yichuang.people.models import Agency
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed", "offered")
ADDRESS = "/desk/authority/"


@pytest.fixture
def offered(db: None) -> None:
    """The item that the letters name."""
    catalogue.published_item("food-licence")


def sheet(**changes: Any) -> dict[str, Any]:
    """Zhang Wei, who is on file, lets somebody act for him who comes for the first time."""
    party = town.zhang_wei().party
    assert party is not None
    return {
        "principal_number": party.number.open(),
        "agent_number": town.identity_number(955),
        "agent_name": "𠮷·买买提",
        "item_codes": "food-licence\n",
        "until": "2027-01-01",
        "letter": SimpleUploadedFile("委托书.pdf", documents.pdf()),
    } | changes


def told(client: Client, **changes: Any) -> str:
    answer = client.post(ADDRESS, sheet(**changes))
    assert answer.status_code == 422
    assert not Agency.objects.exists()
    return answer.content.decode()


@pytest.mark.parametrize("who", [town.liu_mei, town.chen_jie])
def test_a_clerk_or_helper_who_saw_the_letter_puts_it_on_file(at_desk: At, who: Any) -> None:
    assert at_desk(who()).post(ADDRESS, sheet()).status_code == 302
    given = Agency.objects.get()
    assert given.agent is not None
    assert (given.agent.name.open(), given.item_codes) == ("𠮷·买买提", ["food-licence"])
    assert given.principal == town.zhang_wei().party


def test_an_item_that_is_on_no_list_is_told_beside_its_field(at_desk: At) -> None:
    page = told(at_desk(town.liu_mei()), item_codes="food-licence\nfood-licnece")
    assert "事项目录中没有这些编码：food-licnece" in page
    assert not Agency.objects.exists()


def test_a_mistyped_number_is_told_beside_its_field(at_desk: At) -> None:
    page = told(at_desk(town.liu_mei()), agent_number="410522199003070000")
    assert "校验码不符" in page


def test_somebody_new_needs_a_name(at_desk: At) -> None:
    assert "请填写与证件一致的姓名" in told(at_desk(town.liu_mei()), agent_name="")


def test_nobody_is_his_own_agent_and_a_letter_is_a_document(at_desk: At) -> None:
    desk = at_desk(town.liu_mei())
    assert "无需委托" in told(desk, agent_number=sheet()["principal_number"], agent_name="")
    assert "不是 PDF" in told(desk, letter=SimpleUploadedFile("委托书.pdf", b"MZ\x90\x00"))


def test_examiners_do_not_enter_letters(at_desk: At) -> None:
    assert at_desk(town.zhao_gang()).get(ADDRESS).status_code == 403


def test_a_helper_begins_with_it(at_desk: At) -> None:
    assert at_desk(town.chen_jie()).get("/desk/")["Location"] == ADDRESS
