"""Every setting is described, and the description is of a setting."""

from tests.house.sources import ROOT
from tools import settings_page


def test_every_setting_has_its_sentence() -> None:
    assert set(settings_page.variables()) == set(settings_page.SENTENCES)


def test_the_page_is_the_generated_one() -> None:
    assert settings_page.table() in (ROOT / "docs/reference/settings.md").read_text("utf-8")


def test_a_default_is_told_as_it_is_read() -> None:
    told = settings_page.variables()
    assert told["YICHUANG_SESSION_SECONDS"] == "36000"
    assert told["YICHUANG_PUBLIC_ADDRESS"] == "http://127.0.0.1:8000"
    assert told["YICHUANG_FILES_ROOT"] == "数据目录/files"
