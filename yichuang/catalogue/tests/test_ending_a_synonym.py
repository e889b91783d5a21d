from __future__ import annotations

from datetime import UTC, datetime

import pytest

from yichuang.base import journal
from yichuang.catalogue.finding import searching, synonyms
from yichuang.catalogue.models import Synonym
from yichuang.catalogue.testing import published_item
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def synonym() -> Synonym:
    published_item(name="食品经营许可")
    return synonyms.add(said="馆子", meant="食品经营许可", centre=offices.centre(), by=actors.SYSTEM, at=AT)


def found() -> int:
    return len(searching.search("馆子", on=AT.date()))


def test_it_is_used_no_more_and_the_row_stays(synonym: Synonym) -> None:
    assert found() == 1

    synonyms.end(synonym=synonym, by=town.actor(town.qian_yan(), at=AT), at=AT)

    assert found() == 0
    assert Synonym.objects.get().until == AT.date()
    acts = [row.act for row in journal.history(journal.Subject("synonym", str(synonym.pk)))]
    assert acts == ["catalogue.synonym_added", "catalogue.synonym_ended"]


def test_it_is_not_ended_twice(synonym: Synonym) -> None:
    synonyms.end(synonym=synonym, by=actors.SYSTEM, at=AT)

    with pytest.raises(synonyms.SynonymEnded, match="已经停用"):
        synonyms.end(synonym=synonym, by=actors.SYSTEM, at=AT)


def test_only_a_manager_ends_one(synonym: Synonym) -> None:
    with pytest.raises(NotAllowed):
        synonyms.end(synonym=synonym, by=town.actor(town.zhao_gang(), at=AT), at=AT)


def test_it_can_be_added_again(synonym: Synonym) -> None:
    synonyms.end(synonym=synonym, by=actors.SYSTEM, at=AT)

    synonyms.add(said="馆子", meant="食品经营许可", centre=offices.centre(), by=actors.SYSTEM, at=AT)

    assert found() == 1
    assert Synonym.objects.count() == 2
