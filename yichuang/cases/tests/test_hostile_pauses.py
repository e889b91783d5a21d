"""An item that is paused, ended or replaced while an application is under way: 清单之外无审批, to the last moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from yichuang.cases import accepting, applying, testing
from yichuang.cases.models import Case
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import NotOffered
from yichuang.catalogue.revising import publishing, writing
from yichuang.people import actors
from yichuang.people import testing as town

AT = testing.moment()


@pytest.fixture(autouse=True)
def staffed_town(request: pytest.FixtureRequest) -> None:
    commits = request.node.get_closest_marker("django_db").kwargs
    request.getfixturevalue("transactional_db" if commits else "db")
    testing.staffed_town()


def pause(version: ItemVersion) -> None:
    publishing.pause(version=version, reason="系统升级", by=actors.SYSTEM, at=AT)


def cancel(version: ItemVersion) -> None:
    publishing.cancel(version=version, reason="取消许可", by=actors.SYSTEM, at=AT)


def replace(version: ItemVersion) -> None:
    made = writing.new_version(item=version.item, name="新名", content=catalogue.content(), by=actors.SYSTEM, at=AT)
    publishing.publish(version=made, effective_from=testing.MONDAY, by=actors.SYSTEM, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("end", [pause, cancel, replace])
def test_an_application_read_before_the_end_is_not_taken_after_it(end: Callable[[ItemVersion], None]) -> None:
    by = testing.applicant(AT)
    application = testing.online(testing.licence(), by=by)
    end(ItemVersion.objects.get(pk=application.version.pk))
    with pytest.raises(NotOffered):
        applying.apply(application=application, by=by, at=AT)
    clerk = testing.officer(town.liu_mei(), AT)
    at_counter = testing.application(application.version)
    with pytest.raises(NotOffered):
        accepting.accept_at_counter(application=at_counter, by=clerk, at=AT)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_version_that_only_ends_later_is_still_taken() -> None:
    by = testing.applicant(AT)
    application = testing.online(testing.licence(), by=by)
    item = application.version.item
    made = writing.new_version(item=item, name="新名", content=catalogue.content(), by=actors.SYSTEM, at=AT)
    day = testing.MONDAY + timedelta(days=2)
    publishing.publish(version=made, effective_from=day, by=actors.SYSTEM, at=AT)
    assert applying.apply(application=application, by=by, at=AT).item_version == application.version


@pytest.mark.django_db(transaction=True)
def test_a_pause_waits_for_an_application_that_came_first() -> None:
    by = testing.applicant(AT)
    application = testing.online(testing.licence(), by=by)

    def elsewhere() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            pause(ItemVersion.objects.get(pk=application.version.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        case = applying.apply(application=application, by=by, at=AT)
        assert "lock timeout" in str(pool.submit(elsewhere).exception())
    assert Case.objects.get().number == case.number
