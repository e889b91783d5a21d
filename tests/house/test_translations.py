"""Every sentence a person may see has its English, and the compiled catalogues are the written ones."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from tools import translations

PACKAGES = translations.packages([])


@pytest.mark.parametrize("package", PACKAGES, ids=[path.name for path in PACKAGES])
def test_everything_is_translated(package: Path) -> None:
    assert not list(translations.faults(package))


def test_one_chinese_has_one_english_in_all_packages() -> None:
    assert not list(translations.strifes(PACKAGES))


PIECES = re.compile(
    r"{% blocktranslate.*?endblocktranslate %}|{% comment.*?endcomment %}|{#.*?#}|{%.*?%}|{{.*?}}|<[^<>]*>", re.S
)
"""Everything of a template that is no text of the page, or is translated."""
TEMPLATES = sorted((ROOT / "yichuang/web/templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_chinese_mark_stands_outside_a_translation(template: Path) -> None:
    text = PIECES.sub("", template.read_text("utf-8"))
    assert not set("：（），；。") & set(text), "English has marks of its own: {% translate “：” %}"
