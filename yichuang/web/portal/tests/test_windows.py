"""Finding by window: who stands before one sees what is done there."""

import pytest
from django.test import Client

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.models import Item
from yichuang.offices import testing as offices


@pytest.fixture(autouse=True)
def shop(staffed_town: None) -> None:
    catalogue.published_item("shop", name="小店设立登记")


def test_the_windows_of_the_hall_lead_to_what_is_done_at_each(visitor: Client) -> None:
    window = offices.window()
    address = f"/windows/{window.number}/"

    assert address in visitor.get("/windows/").content.decode()
    assert "小店设立登记" in visitor.get(address).content.decode()


def test_the_guide_leads_to_its_windows_and_the_home_page_to_all(visitor: Client) -> None:
    assert f"/windows/{offices.window().number}/" in visitor.get("/items/shop/").content.decode()
    assert "/windows/" in visitor.get("/").content.decode()


@pytest.mark.parametrize("number", ["Z99", "%00", "../x", "一"])
def test_a_window_that_is_not_there_is_not_found(visitor: Client, number: str) -> None:
    assert visitor.get(f"/windows/{number}/").status_code == 404


def test_a_window_number_in_the_search_box_leads_to_the_window(visitor: Client) -> None:
    number = offices.window().number

    assert f"/windows/{number}/" in visitor.get("/items/", {"q": number.lower()}).content.decode()


def test_a_window_kept_for_another_area_shows_only_what_guides_lead_there_for(visitor: Client) -> None:
    offices.window("A03", subject_area=Item.objects.get(code="shop").subject_area)
    offices.window("A04", subject_area="自贸区企业设立")

    assert "小店设立登记" in visitor.get("/windows/A03/").content.decode()
    assert "/windows/A04/" not in visitor.get("/items/shop/").content.decode()
    assert "小店设立登记" not in visitor.get("/windows/A04/").content.decode()
