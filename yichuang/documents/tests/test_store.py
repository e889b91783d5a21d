"""Keeping bytes."""

import hashlib
import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command

from yichuang.documents import jobs, store, testing
from yichuang.documents.models import Letter

CONTENT = "一窗".encode() * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["local", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> store.Store:
    """Both kinds of store; the bucket is spoken to through Django's storage interface, here with a directory behind."""
    if request.param == "local":
        return store.LocalStore(tmp_path)
    return store.BucketStore(FileSystemStorage(tmp_path))


def test_what_is_put_is_found_under_its_digest(place: store.Store, tmp_path: Path) -> None:
    assert place.put(io.BytesIO(CONTENT)) == DIGEST
    with place.open(DIGEST, verify=True) as file:
        assert file.read() == CONTENT
    assert (tmp_path / DIGEST[:2] / DIGEST[2:4] / DIGEST).exists()


def test_the_same_bytes_are_kept_once(place: store.Store, tmp_path: Path) -> None:
    for _time in range(2):
        place.put(io.BytesIO(CONTENT))
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_missing_and_damaged_bytes_are_told_apart(place: store.Store, tmp_path: Path) -> None:
    assert place.check(DIGEST) == "missing"
    with pytest.raises(store.Missing):
        place.open(DIGEST)
    place.put(io.BytesIO(CONTENT))
    assert place.check(DIGEST) == "sound"
    (tmp_path / store.address(DIGEST)).write_bytes(b"x")
    assert place.check(DIGEST) == "corrupt"
    with pytest.raises(store.Corrupt):
        place.open(DIGEST, verify=True)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, DIGEST + "\n", DIGEST[:-1]])
def test_only_a_digest_is_an_address(digest: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        store.address(digest)


def test_damaged_bytes_are_healed_by_the_same_upload(tmp_path: Path) -> None:
    place = store.LocalStore(tmp_path)
    place.put(io.BytesIO(CONTENT))
    place.path(DIGEST).write_bytes(b"x")
    place.put(io.BytesIO(CONTENT))
    assert place.check(DIGEST) == "sound"


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.LocalStore(tmp_path).put(Broken())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_file_its_name_and_its_directories_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    flush, replace = os.fsync, os.replace

    def watched_flush(descriptor: int) -> None:
        steps.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        flush(descriptor)

    def watched_replace(source: Any, target: Any) -> None:
        steps.append("name")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", watched_flush)
    monkeypatch.setattr(os, "replace", watched_replace)
    store.LocalStore(tmp_path).put(io.BytesIO(CONTENT))
    assert steps == ["file", "directory", "directory", "name", "directory"]


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    place = store.LocalStore(tmp_path)
    place.put(io.BytesIO(CONTENT))
    assert stat.S_IMODE(place.path(DIGEST).stat().st_mode) == 0o600
    assert stat.S_IMODE(place.path(DIGEST).parent.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_the_scrub_names_every_file_that_is_not_what_it_was(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    settings.FILES_ROOT = tmp_path / "files"
    store.chosen.cache_clear()
    photograph = testing.stored_file(testing.jpeg(), name="照片.jpg")
    letter = testing.letter()
    jobs.render_letter(letter_id=str(letter.pk))
    call_command("scrub_files")
    assert "3 个文件，全部完好" in capsys.readouterr().out
    (settings.FILES_ROOT / store.address(photograph.rendition_digest)).unlink()
    drawn = Letter.objects.get(pk=letter.pk).digest or ""
    (settings.FILES_ROOT / store.address(drawn)).write_bytes(b"%PDF-")
    with pytest.raises(CommandError, match="2 个丢失或者损坏"):
        call_command("scrub_files")
    told = capsys.readouterr().out
    assert f"missing\t{photograph.rendition_digest}\trendition of file {photograph.pk}" in told
    assert f"corrupt\t{drawn}\tletter {letter.number}" in told
    store.chosen.cache_clear()
