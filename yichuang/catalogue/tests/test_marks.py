"""What the project's own data add to the guides of the demonstration, each marked as not verified."""

import json

import pytest

from yichuang.catalogue import bundled, testing
from yichuang.catalogue.content import Material
from yichuang.catalogue.guides.marks import MARKS, marked

GUIDES = {entry["id"]: entry for path in bundled.GUIDES.glob("*.json") for entry in json.loads(path.read_text("utf-8"))}


def test_an_item_bears_its_themes_and_their_sources() -> None:
    content = marked("dev-008", testing.content())
    assert content.bundles == ("开办餐饮店",)
    assert content.sources
    assert "bundles" in content.unverified


def test_a_material_that_is_a_proof_is_marked() -> None:
    material = Material(key="m", name="体格检查证明")
    content = marked("dev-034", testing.content(materials=(material, *testing.THREE)))
    assert [one.proof for one in content.materials] == [True, False, False, False]
    assert "materials[].proof" in content.unverified


def test_what_may_follow_or_be_promised_is_the_choice_of_the_demonstration_and_says_so() -> None:
    materials = (
        Material(key="m", name="体格检查证明"),
        Material(key="n", name="思想品德、有无犯罪记录等情况的鉴定及证明材料"),
    )
    content = marked("dev-034", testing.content(materials=materials))
    assert [(one.tolerable, one.promisable) for one in content.materials] == [(True, False), (False, True)]
    assert content.tolerance is not None
    assert content.promise is not None
    assert {"tolerance", "promise", "materials[].tolerable", "materials[].promisable"} <= set(content.unverified)
    assert "示范中心自己的选择" in content.editor_notes[-1]


def test_what_the_data_do_not_know_stays_the_same() -> None:
    content = testing.content()
    assert marked("dev-999", content) is content


def test_every_theme_and_mark_is_of_an_item_that_exists() -> None:
    items = {code for theme in bundled.load("bundles")["themes"] for code in theme["items"]}
    assert items | set(bundled.load("marks")["items"]) <= set(GUIDES)
    assert all(theme["name"] for theme in bundled.load("bundles")["themes"])


@pytest.mark.parametrize("code", sorted(bundled.load("marks")["items"]))
def test_every_mark_is_on_a_material_of_its_guide(code: str) -> None:
    names = {material["name"] for material in GUIDES[code]["materials"]}
    for key in MARKS:
        assert set(bundled.marks(code).get(key, ())) <= names


def test_every_theme_names_where_its_parts_were_seen() -> None:
    for theme in bundled.load("bundles")["themes"]:
        assert not theme["parts"] or theme["sources"], theme["name"]
