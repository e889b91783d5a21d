"""What ./run checks before it makes anything: options, port, data directory. Needs only the standard library.

Every refusal is one sentence on standard error and exit code 2, and leaves nothing behind.
"""

import argparse
import fcntl
import os
import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
HELP = """一窗：把政务服务中心开起来。 Yichuang: opens the service centre.

第一次运行会建立 .venv、安装依赖、建立数据库并载入示范中心；Ctrl-C 停止，数据保留。
The first start makes .venv, installs what is needed, makes the database and loads a demonstration
centre. Ctrl-C stops everything; the data stays. Settings: docs/reference/settings.md."""


@dataclass(frozen=True)
class Options:
    port: int
    data: Path
    empty: bool
    bind: str

    @property
    def live_port(self) -> int:
        """Live screens have a process, and so a port, of their own; behind nginx both are one address."""
        return self.port + 1

    @property
    def address(self) -> str:
        return f"http://{'127.0.0.1' if self.bind in {'0.0.0.0', '::'} else self.bind}:{self.port}/"  # noqa: S104


def refuse(chinese: str, english: str) -> NoReturn:
    print(f"{chinese} {english}", file=sys.stderr)
    sys.exit(2)


def read(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="./run", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="端口，默认 8000 (the port)")
    parser.add_argument("--data", default="", metavar="DIR", help="数据目录，默认 ./data (where the data is kept)")
    parser.add_argument("--empty", action="store_true", help="不载入示范中心 (no demonstration centre)")
    given = parser.parse_args(arguments)
    if not 1 <= given.port <= 65534:
        refuse(f"端口 {given.port} 不在 1 至 65534 之间。", f"Port {given.port} is not between 1 and 65534.")
    data = given.data or os.environ.get("YICHUANG_DATA", "") or str(ROOT / "data")
    bind = os.environ.get("YICHUANG_BIND", "") or "127.0.0.1"
    return Options(given.port, Path(data).absolute(), given.empty, bind)


def check(options: Options) -> None:
    check_lock(options.data)
    check_writable(options.data)
    for port in (options.port, options.live_port):
        check_port(options.bind, port)


def check_lock(data: Path) -> None:
    """Another ./run on the same data holds this lock; see `take_lock`."""
    try:
        with (data / "run.lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        refuse_locked(data)
    except OSError:
        return  # no such file yet, or not ours to open: the next check says so


def refuse_locked(data: Path) -> NoReturn:
    refuse(
        f"数据目录 {data} 正由另一个 ./run 使用，请先停止它，或用 --data 另选目录。",
        "Another ./run is using this data directory: stop it first, or choose another with --data.",
    )


def check_writable(data: Path) -> None:
    place = data
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        refuse(f"{place} 不是目录，不能存放数据。", f"{place} is not a directory: data cannot be kept there.")
    if not _writable(place):
        refuse(
            f"目录 {place} 不可写，请用 --data 另选目录。",
            "This directory cannot be written to: choose another with --data.",
        )


def _writable(place: Path) -> bool:
    """Tried, not guessed. A directory that nobody may write to is left alone by root too: somebody meant it."""
    if not place.stat().st_mode & 0o222:
        return False
    try:
        Path(tempfile.mkdtemp(dir=place)).rmdir()
    except OSError:
        return False
    return True


def check_port(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            refuse(
                f"端口 {port} 已被占用或不可用，请用 --port 另选（需要连续两个空闲端口）。",
                f"Port {port} is in use or not allowed: choose two free ports in a row with --port.",
            )


if __name__ == "__main__":
    check(read(sys.argv[1:]))
