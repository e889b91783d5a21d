"""The secrets of an installation: each is made at its first use and kept as a file that only the owner can read.

An environment variable YICHUANG_KEY_<NAME> (base64 of 32 bytes) stands in for the file where secrets come from a
vault. Names in use: django (sessions and tokens), field (sealed fields), index (blind indexes), journal (signature
of the journal's heads), journal_next (its successor while the key is changed). Losing the field key loses all personal
data: it belongs in the backup, apart from the data.
"""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from config.environment import BadSetting, env_text

LENGTH = 32


@dataclass(frozen=True)
class Keys:
    """The keys kept below one directory."""

    directory: Path
    _read: dict[str, bytes] = field(default_factory=dict, repr=False)

    def get(self, name: str) -> bytes:
        """The 32 secret bytes called `name`; made when they do not exist yet. Raises BadSetting when unreadable."""
        if name not in self._read:
            self._read[name] = self._from_environment(name) or self._from_file(name)
        return self._read[name]

    def text(self, name: str) -> str:
        return base64.b64encode(self.get(name)).decode("ascii")

    def forget(self, name: str) -> None:
        """Read the key again the next time."""
        self._read.pop(name, None)

    def replace(self, name: str, *, by: str) -> None:
        """Put the file of the key `by` in the place of the other's, which is gone then. Where the environment gives the
        keys there is no file, and nothing happens."""
        path = self.directory / f"{by}.key"
        if path.exists() and not env_text(f"YICHUANG_KEY_{name.upper()}"):
            path.replace(self.directory / f"{name}.key")
        self.forget(name)
        self.forget(by)

    def _from_environment(self, name: str) -> bytes:
        variable = f"YICHUANG_KEY_{name.upper()}"
        return _decoded(env_text(variable), variable) if env_text(variable) else b""

    def _from_file(self, name: str) -> bytes:
        path = self.directory / f"{name}.key"
        if not path.exists():
            _make(path)
        return _decoded(path.read_text("ascii").strip(), str(path))


def _make(path: Path) -> None:
    """Write a new key so that several processes starting together all end with the same one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(base64.b64encode(secrets.token_bytes(LENGTH)).decode("ascii") + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key counts
    finally:
        draft.unlink()


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != LENGTH:
        raise BadSetting(f"密钥 {where} 应为 32 字节的 base64。 Key {where} must be the base64 of 32 bytes.")
    return key
