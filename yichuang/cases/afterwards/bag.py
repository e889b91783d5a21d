"""A package of files as one ZIP in the layout of BagIt (RFC 8493), written piece by piece and never held in memory.

The same content gives the same bytes: members stand in a fixed order with a fixed time and are not compressed (papers
are compressed already). Beside what BagIt asks for, `seal.json` bears the centre's signature over the manifest.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final, cast

from yichuang.base import sealing
from yichuang.documents import store

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE: Final = 0o100644 << 16
PURPOSE: Final = "yichuang-archive-package-1"


@dataclass(frozen=True)
class Member:
    """A file of the package: its text at hand, or the digest under which the store has it."""

    path: str
    digest: str
    size: int
    text: bytes | None = None


@dataclass(frozen=True)
class Bag:
    """A whole package, ready to be written. `name` is that of its one folder and, with .zip, of the file."""

    name: str
    members: Sequence[Member]

    def chunks(self) -> Iterator[bytes]:
        """The ZIP, piece by piece. Raises store.Missing or store.Corrupt in the middle rather than end with a file
        that is not what the register says, so that what was sent is no ZIP."""
        return zipped((f"{self.name}/{member.path}", member) for member in self.members)


def text(path: str, content: bytes | str) -> Member:
    """A file that is made for the package."""
    kept = content.encode() if isinstance(content, str) else content
    return Member(path, hashlib.sha256(kept).hexdigest(), len(kept), kept)


def as_json(path: str, content: Any) -> Member:
    """A file of data, for people to read too: its keys in order, a value a line."""
    return text(path, json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n")


def bag(name: str, *, info: Iterable[tuple[str, str]], payload: Sequence[Member]) -> Bag:
    """The package of these files (below data/), with manifest, information, signature and their own manifest."""
    ordered = sorted(payload, key=lambda member: member.path)
    manifest = text("manifest-sha256.txt", _manifest(ordered))
    oxum = f"{sum(member.size for member in ordered)}.{len(ordered)}"
    lines = [*info, ("Payload-Oxum", oxum)]
    about = text("bag-info.txt", "".join(f"{label}: {value}\n" for label, value in lines))
    tags = [
        text("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        about,
        manifest,
        _seal(manifest, about),
    ]
    return Bag(name, [*tags, text("tagmanifest-sha256.txt", _manifest(tags)), *ordered])


def _manifest(members: Iterable[Member]) -> str:
    return "".join(f"{member.digest}  {member.path}\n" for member in members)


def _seal(manifest: Member, about: Member) -> Member:
    told = {
        "purpose": PURPOSE,
        "manifest": manifest.digest,
        "info": about.digest,
        "key": sealing.own_public_key().hex(),
    }
    return as_json("seal.json", told | {"signature": sealing.signature_over(told).hex()})


class _Pipe:
    """Takes what zipfile writes and gives it away again; nobody can go back in it."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def write(self, content: bytes) -> int:
        self.waiting.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        found = b"".join(self.waiting)
        self.waiting.clear()
        return found


def zipped(members: Iterable[tuple[str, Member]]) -> Iterator[bytes]:
    """A ZIP of the members under these names, piece by piece. Raises store.Missing, store.Corrupt."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w", zipfile.ZIP_STORED) as archive:  # it only writes and flushes
        for name, member in members:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system, entry.external_attr, entry.file_size = 3, PLAIN_FILE, member.size
            with archive.open(entry, "w") as out:
                for chunk in _content(member):
                    out.write(chunk)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


def _content(member: Member) -> Iterator[bytes]:
    """What the member holds; of a stored file, as long as it is what its digest says."""
    if member.text is not None:
        yield member.text
        return
    digest = hashlib.sha256()
    with store.open(member.digest) as stream:
        for chunk in store.chunks(stream):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != member.digest:
        raise store.Corrupt(member.digest)
