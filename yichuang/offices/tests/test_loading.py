"""A centre is set up once from its file, and a bad file sets up nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from yichuang import offices
from yichuang.base.refusal import Refused
from yichuang.offices import loading
from yichuang.offices.centre_file import BadFile
from yichuang.offices.loading import Loaded
from yichuang.offices.models import (
    Centre,
)
from yichuang.people import actors
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ANYANG = Path(offices.__file__).parent / "data" / "anyang.json"


@pytest.fixture
def anyang() -> Loaded:
    return loading.load_centre(ANYANG, by=actors.SYSTEM, at=AT)


def test_a_centre_that_is_there_is_left_as_it_is(anyang: Loaded) -> None:
    again = loading.load_centre(ANYANG, by=actors.SYSTEM, at=AT)

    assert not again.new
    assert again.centre == anyang.centre
    assert Centre.objects.count() == 1


def test_the_accounts_are_written_for_their_owner_only(anyang: Loaded, tmp_path: Path) -> None:
    loading.write_accounts(anyang.accounts, to=tmp_path)

    first = tmp_path / "demo-accounts.txt"
    assert first.stat().st_mode & 0o077 == 0
    assert "liu.mei" in first.read_text("utf-8")
    everybody = (tmp_path / "demo-accounts-all.txt").read_text("utf-8")
    assert len(everybody.splitlines()) == len(anyang.accounts) + 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"centre": {"code": "x"}}, "centre.name"),
        ({"colour": "red"}, "colour"),
        ({"demonstration": False}, "只有演示文件"),
        ({"rules": [{"subject_area": "x", "zone": "Q"}]}, "“Q”"),
        ({"password": "short"}, "密码不符合要求"),
    ],
)
def test_a_bad_file_sets_up_nothing(tmp_path: Path, change: dict[str, object], told: str) -> None:
    facts = json.loads(ANYANG.read_text("utf-8")) | change
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(facts), encoding="utf-8")

    with pytest.raises(Refused) as refused:
        loading.load_centre(bad, by=actors.SYSTEM, at=AT)

    assert told in str(refused.value)
    assert not Centre.objects.exists()
    assert not Account.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"{"])
def test_a_file_that_is_no_centre_is_refused(tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    with pytest.raises(BadFile):
        loading.load_centre(bad, by=actors.SYSTEM, at=AT)


def test_the_command_ends_with_a_sentence_for_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取文件"):
        call_command("load_centre", str(tmp_path / "nowhere.json"))


def test_the_command_loads_the_centre(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = settings.DATA
    settings.DATA = tmp_path
    try:
        call_command("load_centre", str(ANYANG))
    finally:
        settings.DATA = kept
    assert "安阳县政务服务中心" in capsys.readouterr().out
    assert (tmp_path / "demo-accounts.txt").exists()
