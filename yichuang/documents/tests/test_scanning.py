"""Asking ClamAV: a small server that speaks its INSTREAM protocol, and the real daemon where it is installed."""

import base64
import io
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yichuang.base.refusal import Refused
from yichuang.documents import checking, receiving, store, testing
from yichuang.documents.models import StoredFile
from yichuang.people import actors

pytestmark = pytest.mark.django_db

# The harmless test text that all scanners know, written so that no scanner takes this file for it.
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")
CLAMD = shutil.which("clamd") or next((path for path in ("/usr/sbin/clamd",) if Path(path).exists()), None)


class Daemon(threading.Thread):
    """Speaks as clamd does on a socket: reads INSTREAM in chunks, answers one line, closes."""

    def __init__(self, path: str, answer: str = "") -> None:
        super().__init__(daemon=True)
        self.answer = answer
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()

    def run(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as asked:
                assert asked.readline() == b"nINSTREAM\n"
                content = b""
                while size := struct.unpack("!L", asked.read(4))[0]:
                    content += asked.read(size)
                found = "stream: Eicar-Test FOUND" if EICAR in content else "stream: OK"
                connection.sendall((self.answer or found).encode() + b"\n")


@pytest.fixture
def room() -> Iterator[Path]:
    """A short path: the name of a socket may not be long."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> Any:
    settings.FILES_ROOT = tmp_path / "files"
    store.chosen.cache_clear()
    yield
    store.chosen.cache_clear()


def small(room: Path, answer: str = "") -> str:
    path = room / "s"
    Daemon(str(path), answer).start()
    return f"unix:{path}"


def real(room: Path) -> Iterator[str]:
    """The installed clamd with one signature, on a socket of its own."""
    assert CLAMD is not None
    (room / "db").mkdir()
    (room / "db" / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    settings = {
        "LocalSocket": room / "s",
        "DatabaseDirectory": room / "db",
        "TemporaryDirectory": room,
        "Foreground": "yes",
        "AlertExceedsMax": "yes",
    }
    (room / "conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    daemon = subprocess.Popen([CLAMD, "-c", str(room / "conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - the installed daemon
    try:
        for _wait in range(300):
            if (room / "s").exists():
                break
            assert daemon.poll() is None, "clamd did not start"
            time.sleep(0.1)
        yield f"unix:{room / 's'}"
    finally:
        daemon.terminate()
        daemon.wait(timeout=30)


@pytest.fixture(params=["small", "real"] if CLAMD else ["small"])
def scanner(request: pytest.FixtureRequest, room: Path, settings: Any) -> Iterator[None]:
    if request.param == "small":
        settings.CLAMAV = small(room)
        yield
    else:
        for settings.CLAMAV in real(room):
            yield


def take(content: bytes, name: str = "材料.pdf") -> StoredFile:
    return receiving.receive_upload(stream=io.BytesIO(content), name=name, by=actors.SYSTEM, at=testing.MORNING)


@pytest.mark.usefixtures("scanner")
def test_an_infected_file_is_refused_whatever_it_calls_itself_and_a_clean_one_taken() -> None:
    for content in (EICAR, testing.pdf() + EICAR, testing.jpeg() + EICAR * 3):
        with pytest.raises(checking.FileInfected, match=r"“材料.pdf”中发现病毒（.*Eicar"):
            take(content)
    assert not StoredFile.objects.exists()
    assert take(testing.pdf(40)).pages == 40


def test_no_scanner_no_file(settings: Any, room: Path) -> None:
    settings.CLAMAV = f"unix:{room}/nobody"
    with pytest.raises(checking.ScannerAway, match="暂时无法检查病毒"):
        take(testing.pdf())
    settings.CLAMAV = "tcp:127.0.0.1:9"
    with pytest.raises(checking.ScannerAway):
        take(testing.pdf())
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "answer", ["INSTREAM size limit exceeded. ERROR", "stream: Can't allocate memory ERROR", "nonsense", " "]
)
def test_anything_but_a_clear_answer_is_a_refusal(settings: Any, room: Path, answer: str) -> None:
    settings.CLAMAV = small(room, answer)
    with pytest.raises(checking.ScannerAway) as refused:
        take(testing.pdf())
    assert isinstance(refused.value, Refused)


@pytest.mark.parametrize("address", ["/run/clamd", "tcp:host", "http://x", "tcp::3310"])
def test_an_address_that_cannot_be_understood_takes_no_file(settings: Any, address: str) -> None:
    settings.CLAMAV = address
    with pytest.raises(checking.ScannerAway):
        take(testing.pdf())
