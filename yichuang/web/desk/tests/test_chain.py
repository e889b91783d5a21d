"""一链办理 at the counter: the next sheet stands ready for the same applicant."""

import re

import pytest

from yichuang.cases import testing
from yichuang.cases.models import Case, CaseMaterial, Rule
from yichuang.cases.tests.test_chain import business, food
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def test_the_next_sheet_holds_the_applicant_his_answers_and_his_papers(at_desk: At) -> None:
    testing.rule(Rule.Kind.REUSE, 12, unit="months")
    first = testing.accepted(business())
    food()
    client = at_desk(town.liu_mei())
    assert f"?follows={first.number}&amp;item=after" in client.get(f"/desk/cases/{first.number}/").content.decode()
    assert f"?follows={first.number}&amp;item=after" in client.get(f"/desk/counter/{first.number}/").content.decode()
    page = client.get("/desk/counter/", {"follows": first.number, "item": "after"}).content.decode()
    paper = str(CaseMaterial.objects.get(case=first, key="identity").file_id)
    assert f'value="{testing.ANSWERS["premises"]}"' in page
    assert re.search(rf'<option value="{paper}" selected', page)
    assert f"接着办件 {first.number}（个体工商户设立登记）办" in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    number = re.search(r'name="p-number"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="p-number"', page)
    assert number is not None
    sheet = {
        "key": key[1],
        "p-number": number[1] or number[2],
        "item": "after",
        "shown": "after",
        "follows": first.number,
        "m-who-again": paper,
        "a-premises": testing.ANSWERS["premises"],
    }
    refused = client.post("/desk/counter/", sheet | {"do": "accept"})
    assert "先收件" in refused.content.decode()
    client.post("/desk/counter/", sheet | {"do": "take_in"})
    second = Case.objects.get(follows=first)
    assert second.due_at is None
    assert first.number in client.get(f"/desk/cases/{second.number}/").content.decode()
