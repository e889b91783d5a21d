"""Changing the journal's key: what the former key sealed still counts, what it signs afterwards does not."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import transaction

from config.keys import Keys
from yichuang.base import journal, sealing, succession
from yichuang.base.canonical import canonical_json
from yichuang.base.journal import SYSTEM, Subject
from yichuang.base.sealing import Head, KeyRetired, seal
from yichuang.base.testing import await_settled, without_guards
from yichuang.base.verifying import verify

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("committed_journal", "own_keys")


@pytest.fixture
def own_keys(tmp_path: Path, settings: Any) -> Keys:
    """Keys of this test alone, because it changes them."""
    settings.KEYS = Keys(tmp_path / "keys")
    return cast(Keys, settings.KEYS)


def write(subject: str = "a") -> None:
    with transaction.atomic():
        journal.write(act="touch", subject=Subject("case", subject), by=SYSTEM, at=AT)
    await_settled()


def sealed(*subjects: str) -> list[Head]:
    for subject in subjects:
        write(subject)
    return seal(at=AT)


def changed() -> dict[str, Any]:
    told = sealing.change_key(by=SYSTEM, at=AT)
    await_settled()
    return told


def sentences() -> list[str]:
    return [finding.sentence for finding in verify()]


def forged(head: Head, key: Ed25519PrivateKey) -> None:
    """The head signed with this key, put behind the program's back where it was."""
    head.public_key = key.public_key().public_bytes_raw()
    head.signature = key.sign(canonical_json(head.told()))
    with without_guards():
        head.save()


def test_heads_of_every_key_in_its_time_count(own_keys: Keys) -> None:
    first = sealing.own_public_key()
    sealed("a", "b")
    write("c")  # not sealed yet; the old key still does it
    told = changed()
    second = sealing.own_public_key()
    sealed("d")
    changed()
    sealed("e")
    keys = [bytes(key) for key in Head.objects.order_by("number").values_list("public_key", flat=True)]
    assert keys == [first, first, second, sealing.own_public_key()]
    assert (told["former"], told["last"], told["key"]) == (first.hex(), 2, second.hex())
    assert [former.key for former in sealing.former_keys()] == [first, second]
    assert sentences() == []
    assert sorted(path.name for path in own_keys.directory.iterdir()) == ["journal.key"]


def test_a_new_head_signed_by_the_retired_key_is_refused(own_keys: Keys) -> None:
    stolen = sealing._private(sealing.KEY)
    sealed("a")
    changed()
    forged(sealed("b")[-1], stolen)
    assert sentences() == ["第 2 号封存是用 2026-11-23 已经停用的密钥签名的，不能接受。"]


def test_a_former_head_made_anew_with_the_stolen_key_is_refused() -> None:
    """The thief may sign heads of the old time again, but not so that the last of them has the hash it had."""
    stolen = sealing._private(sealing.KEY)
    head = sealed("a")[-1]
    changed()
    sealed("b")
    head.at = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    forged(head, stolen)
    assert "第 1 号封存与更换密钥时的不同，此前的历史被改写。" in sentences()


def test_the_new_key_signs_nothing_of_the_time_before_it() -> None:
    head = sealed("a")[-1]
    changed()
    forged(head, sealing._private(sealing.KEY))
    assert "第 1 号封存不是用本中心的密钥签名的。" in sentences()


def test_a_change_that_the_present_key_did_not_sign_counts_for_nothing() -> None:
    mine, thief = sealing._private(sealing.KEY), Ed25519PrivateKey.generate()
    forged(sealed("a")[-1], thief)
    told = succession.statement(former=thief, new=mine, last=None, at=AT) | {"last": 9}
    with transaction.atomic():
        journal.write(act=succession.ACT, subject=succession.KEYS, by=SYSTEM, at=AT, detail=told)
    assert sealing.former_keys() == []
    assert "第 1 号封存不是用本中心的密钥签名的。" in sentences()


def test_nobody_retires_a_key_but_itself() -> None:
    """A row smuggled into the journal does not keep the centre from sealing."""
    told = succession.statement(
        former=Ed25519PrivateKey.generate(), new=Ed25519PrivateKey.generate(), last=None, at=AT
    ) | {"former": sealing.own_public_key().hex()}
    with transaction.atomic():
        journal.write(act=succession.ACT, subject=succession.KEYS, by=SYSTEM, at=AT, detail=told)
    assert sealed("a")


def test_a_change_broken_off_is_finished_by_the_next_run(own_keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed("a")
    with monkeypatch.context() as patch:
        patch.setattr(Keys, "replace", lambda *names, **more: None)
        told = changed()
    with pytest.raises(KeyRetired):
        sealed("b")
    assert changed() == told
    assert sealing.own_public_key().hex() == told["key"]
    assert sealed("c")
    assert sentences() == []


def test_a_process_that_was_running_takes_the_new_key(own_keys: Keys) -> None:
    sealed("a")
    running = Keys(own_keys.directory)
    running.get("journal")
    told = changed()
    own_keys._read.update(running._read)
    assert bytes(sealed("b")[-1].public_key).hex() == told["key"]


def test_a_key_from_the_environment_is_changed_there(own_keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Keys(own_keys.directory / "old").text("journal"), Keys(own_keys.directory / "new").text("journal")
    monkeypatch.setenv("YICHUANG_KEY_JOURNAL", old)
    monkeypatch.setenv("YICHUANG_KEY_JOURNAL_NEXT", new)
    sealed("a")
    told = changed()
    with pytest.raises(KeyRetired):
        sealed("b")
    monkeypatch.setenv("YICHUANG_KEY_JOURNAL", new)
    own_keys.forget("journal")
    assert bytes(sealed("c")[-1].public_key).hex() == told["key"]
    assert sentences() == []


def test_a_key_used_before_is_refused(own_keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    first = own_keys.text("journal")
    sealed("a")
    changed()
    sealed("b")
    monkeypatch.setenv("YICHUANG_KEY_JOURNAL_NEXT", first)
    with pytest.raises(CommandError, match="以前用过"):
        call_command("change_journal_key")


def test_the_command_tells_the_new_public_key_and_all_verifies(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sealed("a")
    call_command("change_journal_key")
    assert f"新公钥 {sealing.own_public_key().hex()}" in capsys.readouterr().out
    await_settled()
    call_command("seal_journal")
    call_command("verify_journal", "--export", str(tmp_path / "heads"))
    assert "日志完好" in capsys.readouterr().out
    assert json.loads((tmp_path / "heads").read_text().splitlines()[0])["number"] == 1
