from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.catalogue import bundled
from yichuang.catalogue.finding import misses, searching, synonyms
from yichuang.catalogue.models import SearchMiss, Synonym
from yichuang.catalogue.testing import published_item
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def add(said: str, meant: str, **parts: object) -> Synonym:
    usual: dict[str, object] = {"centre": offices.centre(), "by": actors.SYSTEM, "at": AT}
    return synonyms.add(said=said, meant=meant, **(usual | parts))  # type: ignore[arg-type]  # each test gives what fits


def found(words: str, **narrower: object) -> list[str]:
    return [hit.version.name for hit in searching.search(words, on=TODAY, **narrower)]  # type: ignore[arg-type]  # as above


def test_who_says_the_one_finds_the_other_from_that_day_on() -> None:
    published_item(name="食品经营许可")
    assert found("开馆子") == []

    add("馆子", "食品经营许可")

    assert found("开馆子") == ["食品经营许可"]
    assert found("guanzi") == ["食品经营许可"]
    assert found("管子") == ["食品经营许可"]
    (hit,) = searching.search("开馆子", on=TODAY)
    assert (hit.why, hit.meant) == ("意思相同", "食品经营许可")
    assert searching.search("开馆子", on=date(2026, 11, 22)) == []


def test_a_synonym_is_of_one_centre() -> None:
    published_item(name="食品经营许可")
    add("馆子", "食品经营许可")
    other = offices.centre("other", "另一个中心")

    assert found("馆子", centre=other) == []


def test_one_row_is_written_to_the_journal() -> None:
    published_item(name="食品经营许可")

    synonym = add("馆子", "食品经营许可", by=town.actor(town.qian_yan(), at=AT))

    (row,) = journal.history(journal.Subject("synonym", str(synonym.pk)))
    assert (row.act, row.detail) == ("catalogue.synonym_added", {"said": "馆子", "meant": "食品经营许可"})


def test_only_a_manager_adds_one() -> None:
    published_item(name="食品经营许可")

    with pytest.raises(NotAllowed):
        add("馆子", "食品经营许可", by=town.actor(town.liu_mei(), at=AT))


@pytest.mark.parametrize(
    ("said", "meant", "field"),
    [
        ("", "食品经营许可", "said"),
        ("？！", "食品经营许可", "said"),
        ("馆", "食品经营许可", "said"),
        ("馆子" * 7, "食品经营许可", "said"),
        ("\x00馆子", "食品经营许可", "said"),
        ("馆子", "", "meant"),
        ("馆子", "没有的东西", "meant"),
        ("食品经营许可", "食品经营许可", "meant"),
    ],
)
def test_what_cannot_be_a_synonym_is_refused_at_its_field(said: str, meant: str, field: str) -> None:
    published_item(name="食品经营许可")

    with pytest.raises(Invalid) as refused:
        add(said, meant)
    assert refused.value.field == field


def test_the_same_is_not_added_twice() -> None:
    published_item(name="食品经营许可")
    add("馆子", "食品经营许可")

    with pytest.raises(synonyms.SynonymKnown, match="已经在用"):
        add("馆子", "食品经营许可")
    assert Synonym.objects.count() == 1


def test_the_miss_of_these_words_is_settled() -> None:
    published_item(name="食品经营许可")
    misses.note("馆子", [], centre=offices.centre(), on=TODAY)

    add("馆子", "食品经营许可")

    assert SearchMiss.objects.get().settled
    assert misses.most_frequent(offices.centre(), limit=9) == []


def test_the_starting_set_is_loaded_once_and_what_was_ended_stays_ended() -> None:
    centre = offices.centre()
    pairs = bundled.synonyms()
    assert synonyms.load(pairs, centre=centre, by=actors.SYSTEM, at=AT) > 250
    synonyms.end(synonym=Synonym.objects.earliest("pk"), by=actors.SYSTEM, at=AT)

    assert synonyms.load(pairs, centre=centre, by=actors.SYSTEM, at=AT) == 0
    assert Synonym.objects.filter(until__isnull=False).count() == 1
