"""A paper that he handed in before is taken again with one press, and never another person's."""

from uuid import UUID

import pytest
from django.test import Client

from yichuang.cases import testing
from yichuang.cases.models import Case, CaseMaterial, Rule
from yichuang.people import testing as town
from yichuang.web.portal.tests.test_applying import begun, filled


@pytest.fixture(autouse=True)
def the_centre_takes_papers_again(staffed_town: None) -> None:
    testing.rule(Rule.Kind.REUSE, 12, unit="months")


def identity_of(case: Case) -> UUID:
    file_id = CaseMaterial.objects.get(case=case, key="identity").file_id
    assert file_id is not None
    return file_id


def applied(client: Client) -> Case:
    answer = client.post(f"{filled(client)}review/")
    return Case.objects.get(number=answer["Location"].split("/")[2])


def test_it_lies_ready_with_its_day_and_is_taken_with_one_press(zhang_wei: Client) -> None:
    first = applied(zhang_wei)
    draft, file_id = begun(zhang_wei), identity_of(first)
    page = zhang_wei.get(f"{draft}materials/").content.decode()
    assert "2026年3月2日交过 · 申请人上传，原件未核对" in page
    again = f"{draft}materials/identity/again/{file_id}/"
    assert again in page
    assert zhang_wei.post(again).status_code == 302
    assert again not in zhang_wei.get(f"{draft}materials/").content.decode(), "what lies there is not offered twice"


def test_the_case_says_where_it_came_from(zhang_wei: Client) -> None:
    first = applied(zhang_wei)
    draft = begun(zhang_wei)
    zhang_wei.post(f"{draft}form/", {"premises": "小城县东街1号"})
    for key in ("application", "identity"):
        file_id = CaseMaterial.objects.get(case=first, key=key).file_id
        zhang_wei.post(f"{draft}materials/{key}/again/{file_id}/")
    answer = zhang_wei.post(f"{draft}review/", {"again": "东街的第二家店"})
    page = zhang_wei.get(answer["Location"].removesuffix("sent/")).content.decode()
    assert f"沿用您 2026年3月2日在办件 {first.number} 里交的" in page


def test_what_is_not_in_the_library_is_not_found(zhang_wei: Client, wang_fang: Client) -> None:
    first = applied(zhang_wei)
    stranger = town.wang_fang().party
    assert stranger is not None
    theirs = wang_fang.post("/items/food-licence/apply/", {"applicant": str(stranger.pk)})["Location"]
    assert "交过" not in wang_fang.get(f"{theirs}materials/").content.decode()
    assert wang_fang.post(f"{theirs}materials/identity/again/{identity_of(first)}/").status_code == 404
    mine = begun(zhang_wei)
    assert zhang_wei.post(f"{mine}materials/application/again/{identity_of(first)}/").status_code == 404
