"""All keys of an installation are made at once, so that they can be put away at once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from config.keys import Keys

ALL = ["django.key", "field.key", "index.key", "journal.key", "letters-certificate.pem", "letters-key.pem"]


@pytest.fixture
def directory(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.KEYS = Keys(tmp_path / "keys")
    return tmp_path / "keys"


def test_every_key_is_made_and_only_its_owner_can_read_it(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_keys")
    assert sorted(path.name for path in directory.iterdir()) == ALL
    assert {path.stat().st_mode & 0o077 for path in directory.iterdir()} == {0}
    assert str(directory) in capsys.readouterr().out


def test_a_key_that_is_there_stays(directory: Path) -> None:
    call_command("make_keys")
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    call_command("make_keys")
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before
