"""Two people at the same thing in the same moment: one of them does it, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from yichuang.base.refusal import Refused
from yichuang.catalogue.models import Item, ItemVersion, Status
from yichuang.catalogue.revising import publishing, reviewing, writing
from yichuang.catalogue.testing import AT, content, draft, reviewed
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do all of them at the same moment; what they raised."""
    together = Barrier(len(acts))

    def one(act: Callable[[], object]) -> Exception | None:
        try:
            together.wait()
            act()
        except Exception as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return [error for error in pool.map(one, acts) if error is not None]


def test_a_code_is_given_once_and_the_other_is_told() -> None:
    department = offices.department()

    def name() -> Item:
        return writing.new_item(
            code="same",
            department=department,
            centre=department.centre,
            subject_area="企业开办",
            by=actors.SYSTEM,
            at=AT,
        )

    told = at_once(*[name] * 6)
    assert len(told) == 5
    assert all(isinstance(error, Refused) and "已经使用" in str(error) for error in told), told


def test_what_is_published_is_what_was_reviewed_even_when_it_is_recalled_meanwhile() -> None:
    boss = town.qian_yan()
    for _number in range(4):
        version = reviewed(draft())
        digest = version.content_digest

        def rewrite(version: ItemVersion = version) -> None:
            taken = reviewing.recall(version=version, by=actors.SYSTEM, at=AT)
            writing.revise(version=taken, content=content(phone="0372-1"), by=actors.SYSTEM, at=AT)

        def publish(version: ItemVersion = version) -> None:
            publishing.publish(version=version, effective_from=AT.date(), by=actors.of(boss, at=AT), at=AT)

        (told,) = at_once(publish, rewrite)
        assert isinstance(told, Refused)
        version.refresh_from_db()
        assert (version.status == Status.PUBLISHED) == (version.content_digest == digest)
