"""What every benchmark stands on: its own data and server, the demonstration centre, the production web."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4


def say(**facts: Any) -> None:
    """One JSON line."""
    print(json.dumps(facts, ensure_ascii=False), flush=True)


@contextmanager
def ground(*, keep: str = "") -> Iterator[Path]:
    """A data directory with the demonstration centre (without its cases), and Django set up for it.

    `keep` names a directory that is made at the first run and left for the next.
    """
    data = Path(keep).absolute() if keep else Path(tempfile.mkdtemp(prefix="yichuang-bench-"))
    os.environ["YICHUANG_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("YICHUANG_LOG_LEVEL", "ERROR")
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    from config import database

    held = database.hold()
    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from yichuang.offices.models import Centre

        if not Centre.objects.exists():
            with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
                call_command("load_demo", "--without-cases", stdout=nowhere)
        yield data
    finally:
        from django.db import connections

        connections.close_all()
        held.release()
        if not keep:
            shutil.rmtree(data, ignore_errors=True)


@contextmanager
def web(threads: int = THREADS) -> Iterator[int]:
    """The web server as in production: granian, two workers with four threads each. Yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    command += ["--log-level", "warning", "--interface", "wsgi", "--workers", str(WORKERS)]
    command += ["--blocking-threads", str(threads), "config.wsgi:application"]
    environment = os.environ | {"YICHUANG_DB_POOL": str(threads)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        _await(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until it answers, and every worker has answered often enough to be warm."""
    answered = 0
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("the web server did not start")
        try:
            answered += Line(port, patience=5).ask(request("GET", "/api/v1/items"))[0] == 200
        except OSError:
            time.sleep(0.1)
        if answered == 8 * WORKERS * THREADS:
            return
    raise SystemExit("the web server does not answer")


class Line:
    """One keep-alive connection that sends ready-made requests; as little work as possible on the client's side."""

    def __init__(self, port: int, *, patience: float = 60) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        self.socket.sendall(request)
        head, rest = self._until(b"\r\n\r\n")
        status, length = int(head[9:12]), 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
        while len(rest) < length:
            rest += self._more()
        self.rest = rest[length:]
        return status, rest[:length]

    def _until(self, mark: bytes) -> tuple[bytes, bytes]:
        got = self.rest
        while mark not in got:
            got += self._more()
        head, _mark, rest = got.partition(mark)
        return head, rest

    def _more(self) -> bytes:
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionError("the server closed the connection")
        return got


def request(method: str, path: str, *, token: str = "", cookie: str = "", body: bytes = b"", key: str = "") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"Idempotency-Key: {key}"] if key else []
    lines += ["Content-Type: application/json"] if body else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
