"""What no browser is asked page by page: the styles themselves."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT

STYLES = sorted((ROOT / "yichuang/web/static").rglob("*.css"))


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_page_is_the_same_however_the_phone_is_held(style: Path) -> None:
    """WCAG 2.2, 1.3.4: no style turns a page by the way the phone is held."""
    assert not re.search(r"orientation\s*:", style.read_text("utf-8"))
