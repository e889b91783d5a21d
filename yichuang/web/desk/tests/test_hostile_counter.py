"""What comes to the counter's page from elsewhere than the page."""

import pytest
from django.test import Client

from yichuang.cases import testing
from yichuang.cases.models import Case
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def sheet(**changes: str) -> dict[str, str]:
    """A complete sheet for Zhang Wei."""
    testing.licence()
    party = town.zhang_wei().party
    assert party is not None
    filled = {"item": "food-licence", "shown": "food-licence", "do": "take_in", "a-premises": "小城县东街1号"}
    filled |= {f"m-{key}-{part}": "1" for key in ("application", "identity") for part in ("got", "originals")}
    return filled | {"p-number": str(party.number.open())} | changes


def told(client: Client, **changes: str) -> str:
    client.raise_request_exception = False
    answer = client.post("/desk/counter/", sheet(**changes))
    assert answer.status_code == 422
    assert not Case.objects.exists()
    return answer.content.decode()


def test_the_complete_sheet_is_taken_in(at_desk: At) -> None:
    assert at_desk(town.liu_mei()).post("/desk/counter/", sheet()).status_code == 302


def test_a_kind_of_document_that_does_not_exist_is_refused_by_name(at_desk: At) -> None:
    assert "“证件类型”的选项已经改变" in told(at_desk(town.liu_mei()), **{"p-document_type": "nope"})


@pytest.mark.parametrize("count", ["-1", "100", "9" * 30, "一"])
def test_a_count_that_cannot_be_is_told_with_its_paper(at_desk: At, count: str) -> None:
    page = told(at_desk(town.liu_mei()), **{"m-application-originals": count})
    assert "申请书：份数应当是 0 至 99 的整数" in page
    assert "缺少材料" not in page


def test_a_file_that_is_no_file_is_told_with_its_paper(at_desk: At) -> None:
    assert "申请书：" in told(at_desk(town.liu_mei()), **{"m-application-file": "nope"})
