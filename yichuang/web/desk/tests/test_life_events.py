"""The manager's list of guides by life event: the check against the items, showing and withdrawing."""

import pytest
import time_machine
from django.test import Client

from yichuang.cases import testing
from yichuang.catalogue.life import life_events
from yichuang.catalogue.life.guiding import LifeEventContent, Wanted
from yichuang.catalogue.revising import publishing
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
NOW = testing.moment(0, 10)


@time_machine.travel(NOW, tick=False)
def test_the_manager_shows_a_guide_and_is_told_when_it_no_longer_fits(client: Client) -> None:
    testing.staffed_town()
    version = testing.licence()
    life_events.keep_life_event(
        centre=offices.centre(),
        key="open-shop",
        name="开小店",
        audience="enterprise",
        content=LifeEventContent(items=(Wanted(item=version.item.code),)),
        by=actors.SYSTEM,
        at=NOW,
    )
    client.force_login(town.qian_yan())
    assert "没有问题" in client.get("/desk/life-events/").content.decode()

    shown = client.post("/desk/life-events/open-shop/showing/", {"shown": "1"}, follow=True).content.decode()
    assert "已公布“开小店”" in shown
    publishing.pause(version=version, reason="停", by=actors.SYSTEM, at=NOW)
    assert "现在不在清单上" in client.get("/desk/life-events/").content.decode()
    client.post("/desk/life-events/open-shop/showing/", {"shown": "0"})
    again = client.post("/desk/life-events/open-shop/showing/", {"shown": "1"}, follow=True).content.decode()

    assert "现在不在清单上" in again
    assert list(life_events.shown(offices.centre())) == []
    assert client.post("/desk/life-events/nothing/showing/", {"shown": "1"}).status_code == 404
