"""Sealing the journal and proving it: whatever is done behind the program's back is named."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError

from yichuang.base import journal, sealing
from yichuang.base.journal import SYSTEM, Entry, Subject
from yichuang.base.sealing import Head, seal
from yichuang.base.testing import await_settled, without_guards
from yichuang.base.verifying import Finding, verify

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("committed_journal")


def write(*subjects: str, settled: bool = True) -> list[Entry]:
    made = []
    for subject in subjects:
        with transaction.atomic():
            made.append(journal.write(act="touch", subject=Subject("case", subject), by=SYSTEM, at=AT))
    if settled:
        await_settled()
    return made


def sql(statement: str, *values: Any) -> None:
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def found() -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.seq) for finding in verify()]


def copy_of(entry: Entry) -> Entry:
    return Entry.objects.get(seq=entry.seq)


def test_a_whole_journal_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_PER_HEAD", 3)
    write("a", "b", "a", "c", "a", "b", "c")
    assert [head.size for head in seal(at=AT)] == [3, 6, 7]
    write("a")
    assert [head.size for head in seal(at=AT)] == [8]
    assert seal(at=AT) == []
    write("b")
    assert found() == []


def test_a_changed_row_is_named() -> None:
    rows = write("a", "b", "c")
    seal(at=AT)
    sql("UPDATE base_entry SET act = 'decline' WHERE seq = %s", rows[1].seq)
    assert found() == [("changed", rows[1].seq)]


def test_a_changed_row_is_named_before_it_is_sealed() -> None:
    rows = write("a", "b")
    sql("UPDATE base_entry SET who_id = 'somebody' WHERE seq = %s", rows[0].seq)
    assert found() == [("changed", rows[0].seq)]


def test_a_row_changed_with_its_hash_is_named() -> None:
    """Who knows how the hash is made can make the row agree with itself, but not with what was sealed."""
    rows = write("a", "b", "c")
    seal(at=AT)
    forged = copy_of(rows[2])
    forged.act = "decline"
    sql("UPDATE base_entry SET act = 'decline', hash = %s WHERE seq = %s", forged.computed_hash(), forged.seq)
    assert found() == [("changed", rows[2].seq)]


def test_a_removed_row_is_named() -> None:
    rows = write("a", "b", "a", "c")
    seal(at=AT)
    sql("DELETE FROM base_entry WHERE seq = %s", rows[1].seq)
    assert found() == [("removed", rows[1].seq)]


def test_a_removed_row_breaks_the_chain_of_its_subject() -> None:
    rows = write("a", "a", "a")
    sql("DELETE FROM base_entry WHERE seq = %s", rows[1].seq)
    assert found() == [("chain", rows[2].seq)]


def test_a_tail_cut_off_is_named() -> None:
    rows = write("a", "b", "c")
    seal(at=AT)
    sql("DELETE FROM base_entry WHERE seq >= %s", rows[1].seq)
    assert sorted(found()) == [("removed", rows[1].seq), ("removed", rows[2].seq)]


def test_an_inserted_row_is_named() -> None:
    rows = write("a", "b", "c")
    seal(at=AT)
    forged = copy_of(rows[1])
    forged.seq, forged.subject_id = rows[1].seq + 1_000_000, "smuggled"
    forged.hash = forged.computed_hash()
    with transaction.atomic():
        forged.save(force_insert=True)
    assert found() == [("inserted", forged.seq)]


def test_a_row_put_elsewhere_in_time_is_named() -> None:
    rows = write("a", "b", "c")
    seal(at=AT)
    sql("UPDATE base_entry SET at = '2020-01-01' WHERE seq = %s", rows[0].seq)
    assert ("changed", rows[0].seq) in found()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE base_head SET size = size + 1 WHERE number = 1",
        "UPDATE base_head SET rows = substring(rows FROM 41) WHERE number = 1",
        "UPDATE base_head SET root = sha256('') WHERE number = 2",
        "UPDATE base_head SET signature = substring(signature FROM 2) WHERE number = 2",
        "UPDATE base_head SET at = now() WHERE number = 1",
        "DELETE FROM base_head WHERE number = 1",
    ],
)
def test_a_changed_head_is_found(change: str) -> None:
    write("a", "b")
    seal(at=AT)
    write("c")
    seal(at=AT)
    sql(change)
    assert "head" in {kind for kind, _ in found()}


def test_a_head_signed_by_another_key_is_found() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from yichuang.base.canonical import canonical_json

    write("a")
    head = seal(at=AT)[0]
    key = Ed25519PrivateKey.generate()
    head.public_key = key.public_key().public_bytes_raw()
    signature = key.sign(canonical_json(head.told()))
    sql("UPDATE base_head SET public_key = %s, signature = %s", head.public_key, signature)
    assert found() == [("head", None)]


def test_a_sealer_waits_for_transactions_under_way() -> None:
    """A row that is not committed yet must not fall into a range that is sealed already."""
    has_written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                journal.write(act="slow", subject=Subject("case", "slow"), by=SYSTEM, at=AT)
                has_written.set()
                assert may_commit.wait(10)
        finally:
            connection.close()

    write("early")
    thread = threading.Thread(target=slow)
    thread.start()
    assert has_written.wait(10)
    write("fast", settled=False)
    assert [head.size for head in seal(at=AT)] == [1]
    may_commit.set()
    thread.join()
    await_settled()
    assert [head.size for head in seal(at=AT)] == [3]
    assert found() == []


def test_the_heads_are_guarded() -> None:
    write("a")
    seal(at=AT)
    with pytest.raises(IntegrityError, match="is refused"):
        Head.objects.all().delete()


def test_the_command_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    write("a", "b")
    call_command("seal_journal")
    call_command("seal_journal")
    call_command("verify_journal")
    assert "日志完好：2 条，其中 2 条已封存，共 1 号。" in capsys.readouterr().out


def test_the_command_names_the_row_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    row = write("a")[0]
    call_command("seal_journal")
    sql("UPDATE base_entry SET act = 'decline'")
    with pytest.raises(CommandError) as refused:
        call_command("verify_journal")
    assert refused.value.returncode == 1
    assert f"日志第 {row.seq} 条" in capsys.readouterr().out


@pytest.fixture
def exported(tmp_path: Path) -> Callable[[], Path]:
    def export() -> Path:
        call_command("verify_journal", "--export", str(tmp_path / "heads.jsonl"))
        return tmp_path / "heads.jsonl"

    return export


def test_a_witness_sees_a_history_written_anew(
    exported: Callable[[], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The owner of the key can make a false history that agrees with itself; the heads outside do not agree with it."""
    write("a", "b")
    call_command("seal_journal")
    path = exported()
    assert json.loads(path.read_text())["size"] == 2
    call_command("verify_journal", "--witness", str(path))
    sql("DELETE FROM base_head")
    sql("DELETE FROM base_entry")
    write("c")
    call_command("seal_journal")
    assert found() == []
    with pytest.raises(CommandError):
        call_command("verify_journal", "--witness", str(path))
    assert "见证文件" in capsys.readouterr().out


def test_a_witness_misses_heads_that_were_cut_off(exported: Callable[[], Path]) -> None:
    write("a")
    call_command("seal_journal")
    path = exported()
    sql("DELETE FROM base_head")
    kinds = [f.kind for f in verify(witness=map(json.loads, path.read_text().splitlines()))]
    assert kinds == ["witness"]


def test_an_unreadable_witness_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "heads").write_text("no json")
    with pytest.raises(CommandError, match="见证文件"):
        call_command("verify_journal", "--witness", str(tmp_path / "heads"))


def test_a_finding_is_a_sentence() -> None:
    row = write("甲")[0]
    sql("UPDATE base_entry SET act = 'x'")
    assert list(verify()) == [
        Finding("changed", row.seq, f"日志第 {row.seq} 条（x，case 甲）的内容与其散列不符，内容被改动。")
    ]


def test_each_sealed_row_is_proved_by_the_first_head_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_PER_HEAD", 3)
    rows = write("a", "b", "a", "c", "a", "b", "c", "a")
    heads = seal(at=AT)
    waiting = write("a")
    proofs = sealing.proofs_of([*rows, *waiting])
    assert [(proof.seq, proof.index) for proof in proofs] == [(row.seq, place) for place, row in enumerate(rows)]
    assert [proof.head.number for proof in proofs] == [1, 1, 1, 2, 2, 2, 3, 3]
    assert len(heads) == 3


def test_what_is_signed_says_what_it_is_for() -> None:
    assert len(sealing.signature_over({"purpose": "test"})) == 64
    with pytest.raises(ValueError, match="what it is for"):
        sealing.signature_over({"number": 1})
