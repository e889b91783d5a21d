"""The material dictionary: entered, changed and retired by the manager; guides keep what they took."""

from __future__ import annotations

import pytest

from yichuang.base.journal import Entry
from yichuang.base.refusal import Invalid
from yichuang.catalogue import queries
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.models import StandardMaterial
from yichuang.catalogue.revising import dictionary, writing
from yichuang.catalogue.revising.dictionary import Retired
from yichuang.catalogue.revising.writing import ChangedMeanwhile
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed

pytestmark = pytest.mark.django_db
AT = catalogue.AT
LICENCE = Material(key="x", name="营业执照", name_en="Business licence", issuer="市场监督管理局", need=Need.OPTIONAL)


@pytest.fixture
def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


@pytest.fixture
def entry(manager: Actor) -> StandardMaterial:
    return dictionary.enter(material=LICENCE, by=manager, at=AT)


def test_an_entry_keeps_what_the_paper_is_and_not_what_one_guide_says_of_it(entry: StandardMaterial) -> None:
    assert (entry.parsed.name, entry.parsed.issuer, entry.parsed.need) == ("营业执照", "市场监督管理局", Need.REQUIRED)
    assert Entry.objects.filter(act="catalogue.material_entered").count() == 1


@pytest.mark.parametrize("name", ["营业执照", "其他材料"])
def test_a_name_is_entered_once_and_says_something(entry: StandardMaterial, manager: Actor, name: str) -> None:
    with pytest.raises(Invalid):
        dictionary.enter(material=Material(key="x", name=name), by=manager, at=AT)


def test_only_the_manager_writes_the_dictionary(entry: StandardMaterial) -> None:
    by = actors.of(town.zhao_gang(), at=AT)
    with pytest.raises(NotAllowed):
        dictionary.enter(material=Material(key="x", name="户口簿"), by=by, at=AT)
    with pytest.raises(NotAllowed):
        dictionary.change(entry=entry, material=LICENCE, by=by, at=AT)
    with pytest.raises(NotAllowed):
        dictionary.retire(entry=entry, reason="不用了", by=by, at=AT)


def test_a_guide_keeps_what_it_took_and_its_draft_can_be_renewed(entry: StandardMaterial, manager: Actor) -> None:
    draft = catalogue.draft(catalogue.item("shop"))
    draft = dictionary.take(version=draft, entry=entry, seen=draft.content_digest, by=manager, at=AT)
    taken = draft.parsed.materials[-1]
    assert (taken.name, taken.dictionary, taken.key) == ("营业执照", entry.key, "m4")
    own = taken.model_copy(update={"when": 'applicant.kind == "organisation"', "note": "副本"})
    content = draft.parsed.model_copy(update={"materials": (*draft.parsed.materials[:-1], own)})
    draft = writing.revise(version=draft, content=content, by=manager, at=AT)

    changed = dictionary.change(
        entry=entry, material=LICENCE.model_copy(update={"issuer": "登记机关"}), by=manager, at=AT
    )
    assert draft.parsed.materials[-1].issuer == "市场监督管理局"
    assert [one.pk for one in dictionary.used_by(changed)] == [draft.pk]

    draft = dictionary.renew(version=draft, entry=changed, by=manager, at=AT)
    renewed = draft.parsed.materials[-1]
    assert (renewed.issuer, renewed.note, renewed.key) == ("登记机关", "副本", "m4")
    assert renewed.when == 'applicant.kind == "organisation"'


def test_a_published_version_never_changes_with_the_dictionary(entry: StandardMaterial, manager: Actor) -> None:
    material = entry.parsed.model_copy(update={"dictionary": entry.key})
    version = catalogue.published_item("shop", materials=(material,))
    dictionary.change(entry=entry, material=LICENCE.model_copy(update={"issuer": "登记机关"}), by=manager, at=AT)
    assert queries.version_on("shop", catalogue.LONG_AGO).content_digest == version.content_digest
    assert version.parsed.materials[0].issuer == "市场监督管理局"


def test_a_retired_entry_is_taken_by_no_guide_and_its_name_is_free(entry: StandardMaterial, manager: Actor) -> None:
    with pytest.raises(Invalid):
        dictionary.retire(entry=entry, reason=" ", by=manager, at=AT)
    gone = dictionary.retire(entry=entry, reason="改为电子证照", by=manager, at=AT)
    draft = catalogue.draft()
    for attempt in (
        lambda: dictionary.take(version=draft, entry=gone, seen=None, by=manager, at=AT),
        lambda: dictionary.change(entry=gone, material=LICENCE, by=manager, at=AT),
        lambda: dictionary.retire(entry=gone, reason="又", by=manager, at=AT),
    ):
        with pytest.raises(Retired):
            attempt()
    assert list(dictionary.found("营业")) == []
    dictionary.enter(material=LICENCE, by=manager, at=AT)


def test_taking_is_refused_when_somebody_else_saved_meanwhile(entry: StandardMaterial, manager: Actor) -> None:
    with pytest.raises(ChangedMeanwhile):
        dictionary.take(version=catalogue.draft(), entry=entry, seen="0" * 64, by=manager, at=AT)


def test_what_three_guides_ask_for_is_worth_an_entry() -> None:
    def guide(*names: str) -> Content:
        return Content(materials=tuple(Material(key=f"m{n}", name=name) for n, name in enumerate(names)))

    guides = [guide("身份证", "执照", "其他材料"), guide("身份证", "其他材料"), guide("身份证", "执照", "其他材料")]
    assert [one.name for one in dictionary.common_materials(guides)] == ["身份证"]
