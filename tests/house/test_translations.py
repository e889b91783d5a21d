"""Every sentence a person may see has its English, and the compiled catalogues are the written ones."""

from pathlib import Path

import pytest

from tools import translations

PACKAGES = translations.packages([])


@pytest.mark.parametrize("package", PACKAGES, ids=[path.name for path in PACKAGES])
def test_everything_is_translated(package: Path) -> None:
    assert not list(translations.faults(package))


def test_one_chinese_has_one_english_in_all_packages() -> None:
    assert not list(translations.strifes(PACKAGES))
