"""Every setting is described, and the description is of a setting."""

import pytest

from config.environment import BadSetting, env_own_machine
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


def test_cards_are_read_by_a_program_of_the_same_pc_and_by_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("http://10.1.2.3:8765", "https://reader.example", "http://127.0.0.1:8765/x *", "http://127.0.0.1"):
        monkeypatch.setenv("YICHUANG_DEVICES", wrong)
        with pytest.raises(BadSetting, match="YICHUANG_DEVICES"):
            env_own_machine("YICHUANG_DEVICES")
    monkeypatch.setenv("YICHUANG_DEVICES", "http://127.0.0.1:8765/")
    assert env_own_machine("YICHUANG_DEVICES") == "http://127.0.0.1:8765"
