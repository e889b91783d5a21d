"""Where bytes lie: by their SHA-256, below a directory or in a bucket.

A file is written, flushed to the disk, named, and its directory flushed, before `put` returns: a row committed
afterwards never names bytes that a power cut could take. A file that no row names does no harm.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Literal, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

CHUNK: Final = 1024 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
Health = Literal["sound", "missing", "corrupt"]


class Missing(Exception):
    """No bytes under this digest."""


class Corrupt(Exception):
    """The bytes under this digest are other bytes."""


class Store(Protocol):
    """What a place for bytes can do."""

    def put(self, stream: IO[bytes]) -> str:
        """Keep what `stream` still holds and return its digest. Durable on return; the same bytes are kept once."""

    def open(self, digest: str, *, verify: bool = False) -> IO[bytes]:
        """The bytes, to read. With `verify` they are compared with the digest first. Raises Missing, Corrupt."""

    def check(self, digest: str) -> Health:
        """Read everything and say whether it is what the digest says."""

    def size(self, digest: str) -> int:
        """How many bytes there are. Raises Missing."""


def address(digest: str) -> str:
    """The name of the bytes within the store: "ab/cd/abcd…". Refuses (ValueError) what is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a SHA-256 digest")
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


class LocalStore:
    """A directory of this machine, with two levels of 256 directories each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, stream: IO[bytes]) -> str:
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, draft = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                digest = _copy(stream, file)
                file.flush()
                os.fsync(file.fileno())
            place = self.path(digest)
            self._make_directories(place.parent)
            # Also when the name exists: the bytes are the same, or the old ones were damaged and are healed.
            os.replace(draft, place)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(draft)
            raise
        _flush_directory(place.parent)
        return digest

    def open(self, digest: str, *, verify: bool = False) -> IO[bytes]:
        try:
            file = self.path(digest).open("rb")
        except FileNotFoundError:
            raise Missing(digest) from None
        return _verified(file, digest) if verify else file

    def check(self, digest: str) -> Health:
        return _health(self, digest)

    def size(self, digest: str) -> int:
        try:
            return self.path(digest).stat().st_size
        except FileNotFoundError:
            raise Missing(digest) from None

    def path(self, digest: str) -> Path:
        return self.root / address(digest)

    def _make_directories(self, directory: Path) -> None:
        """Make what is missing and flush each parent, so that the new name is found after a power cut."""
        missing = [folder for folder in (directory, *directory.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
            _flush_directory(folder.parent)


class BucketStore:
    """A Django storage (an S3 bucket). The service answers only when the bytes are durable."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def put(self, stream: IO[bytes]) -> str:
        with tempfile.TemporaryFile() as draft:
            digest = _copy(stream, draft)
            name = address(digest)
            if not self.storage.exists(name):
                draft.seek(0)
                saved = self.storage.save(name, File(draft))
                if saved != name:
                    # Another process saved the same bytes in between; one copy is enough.
                    self.storage.delete(saved)
        return digest

    def open(self, digest: str, *, verify: bool = False) -> IO[bytes]:
        name = address(digest)
        if not self.storage.exists(name):
            raise Missing(digest)
        file = self.storage.open(name, "rb")
        return _verified(file, digest) if verify else file

    def check(self, digest: str) -> Health:
        return _health(self, digest)

    def size(self, digest: str) -> int:
        name = address(digest)
        if not self.storage.exists(name):
            raise Missing(digest)
        return self.storage.size(name)


@functools.cache
def chosen() -> Store:
    """The store that the settings name."""
    if settings.S3_BUCKET:
        return BucketStore(storages["default"])
    return LocalStore(Path(settings.FILES_ROOT))


def put(stream: IO[bytes]) -> str:
    return chosen().put(stream)


def put_bytes(content: bytes) -> str:
    return put(io.BytesIO(content))


def open(digest: str, *, verify: bool = False) -> IO[bytes]:
    return chosen().open(digest, verify=verify)


def check(digest: str) -> Health:
    return chosen().check(digest)


def size(digest: str) -> int:
    return chosen().size(digest)


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(source):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _verified(file: IO[bytes], digest: str) -> IO[bytes]:
    if hashlib.file_digest(file, "sha256").hexdigest() != digest:  # type: ignore[arg-type]  # any readable file will do
        file.close()
        raise Corrupt(digest)
    file.seek(0)
    return file


def _health(store: Store, digest: str) -> Health:
    try:
        store.open(digest, verify=True).close()
    except Missing:
        return "missing"
    except Corrupt:
        return "corrupt"
    return "sound"


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
