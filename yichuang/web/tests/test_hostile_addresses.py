"""Whatever stands in an address, the answer is a page, never a failure of ours."""

import pytest
from django.test import Client

from yichuang.cases import queries, testing
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

NUL = "%00"
EARLY = "0001-01-01T00:00:00%2B23:59_018f0000-0000-7000-8000-000000000000"
LATE = "9999-12-31T23:59:59-23:59_018f0000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()
    testing.licence()


def seen_by(account: Account | None, address: str) -> int:
    client = Client(raise_request_exception=False)
    if account is not None:
        client.force_login(account)
    return client.get(address).status_code


@pytest.mark.parametrize("name", ["q", "area", "department", "for", "after"])
def test_a_nul_in_a_search_of_the_portal_is_a_bad_request(name: str) -> None:
    assert seen_by(None, f"/items/?{name}=a{NUL}b") == 400


@pytest.mark.parametrize("address", ["/items/a%00b/", "/cases/a%00b/", "/items/a%00b/apply/", "/verify/a%00b/"])
def test_a_nul_in_the_address_of_a_page_of_the_portal_is_not_found(address: str) -> None:
    assert seen_by(town.zhang_wei(), address) == 404


@pytest.mark.parametrize("address", ["/desk/cases/a%00b/", "/desk/counter/a%00b/", "/desk/items/a%00b/"])
def test_a_nul_in_the_address_of_a_page_of_the_desk_is_not_found(address: str) -> None:
    assert seen_by(town.liu_mei(), address) == 404


def test_a_nul_in_a_list_of_the_desk_is_a_bad_request() -> None:
    assert seen_by(town.liu_mei(), "/desk/items/?after=%00") == 400


@pytest.mark.parametrize("mark", [EARLY, LATE, "2026-03-02T10:00:00_018f0000-0000-7000-8000-000000000000"])
@pytest.mark.parametrize("address", ["/desk/work/", "/desk/handing-out/"])
def test_a_mark_at_the_end_of_time_leads_to_a_list(address: str, mark: str) -> None:
    assert seen_by(town.liu_mei(), f"{address}?after={mark}") in (200, 302)


def test_an_item_with_a_nul_typed_at_the_counter_is_not_on_the_list() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.liu_mei())
    assert client.post("/desk/counter/", {"item": "food\x00", "do": "go"}).status_code == 422


@pytest.mark.parametrize("page", ["99999999999999999999", "0"])
def test_a_page_that_a_paper_does_not_have_is_not_found(page: str) -> None:
    case = testing.submitted()
    letter = queries.letters_of(case)[0]
    assert seen_by(town.liu_mei(), f"/desk/cases/{case.number}/letters/{letter.pk}/pages/{page}/") == 404


def test_a_manager_reads_no_nul_either() -> None:
    manager = town.staff("q.yan", "钱燕", Role.MANAGER)
    assert seen_by(manager, "/desk/hall/cases/?due=overdue&after=%00") == 400


@pytest.mark.parametrize("mark", ["²", "９", "-1", "9" * 30])
def test_hostile_marks_who_looked_is_a_page_behind_any_mark(mark: str) -> None:
    assert seen_by(town.zhang_wei(), f"/my/data/?after={mark}") == 200


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "9999-13-01", "²"])
def test_hostile_days_the_letters_of_any_day_are_a_page(day: str) -> None:
    assert seen_by(town.liu_mei(), f"/desk/printing/?on={day}") == 200
