"""一链办理 on line: from a case to the related item, with what is known already."""

import pytest
from django.test import Client

from yichuang.cases import testing
from yichuang.cases.models import Case, Rule
from yichuang.cases.tests.test_chain import business, food
from yichuang.people import testing as town


@pytest.fixture(autouse=True)
def two_items(staffed_town: None) -> None:
    testing.rule(Rule.Kind.REUSE, 12, unit="months")
    business()
    food()


def test_what_was_answered_and_handed_in_stands_in_the_next_application(zhang_wei: Client, wang_fang: Client) -> None:
    first = testing.submitted(business())
    page = zhang_wei.get(f"/cases/{first.number}/").content.decode()
    onward = f"/cases/{first.number}/next/after/"
    assert onward in page
    assert "本件的结果出来以后，系统自动接着办" in page
    assert wang_fang.post(onward).status_code == 404
    draft = zhang_wei.post(onward)["Location"]
    form = zhang_wei.get(f"{draft}form/").content.decode()
    assert testing.ANSWERS["premises"] in form
    assert f"办件 {first.number}" in form
    assert f"在办件 {first.number} 里交的，可以删除后另传" in zhang_wei.get(f"{draft}materials/").content.decode()
    zhang_wei.post(f"{draft}form/", {"premises": "小城县东街2号"})
    number = zhang_wei.post(f"{draft}review/")["Location"].split("/")[2]
    second = Case.objects.get(number=number)
    assert second.answers is not None
    assert (second.follows, second.answers.open()["premises"]) == (first, "小城县东街2号")
    assert first.number in zhang_wei.get(f"/cases/{number}/").content.decode()
    assert number in zhang_wei.get(f"/cases/{first.number}/").content.decode()


def test_an_item_that_is_not_related_is_told_so(zhang_wei: Client) -> None:
    first = testing.submitted(testing.licence("bath", name="公共场所卫生许可"))
    assert zhang_wei.post(f"/cases/{first.number}/next/after/")["Location"] == f"/cases/{first.number}/"
    assert town.zhang_wei().party == first.applicant
