"""The server of our own: shared, stopped by the last one, and closed to everybody else."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import Server, Unavailable
from tests.house.sources import ROOT

HOLD_FOR_EVER = """
import sys, time
from pathlib import Path
from config.embedded import Server
held = Server(Path(sys.argv[1]), durable=False).hold()
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "data", durable=False)


def test_it_runs_until_the_last_user_lets_go(server: Server) -> None:
    first, second = server.hold(), server.hold()

    first.release()
    assert server.answers()

    second.release()
    assert not server.answers()


def test_a_killed_user_is_not_counted(server: Server) -> None:
    command = [sys.executable, "-c", HOLD_FOR_EVER, str(server.data)]
    other = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"

    other.send_signal(signal.SIGKILL)
    other.wait()
    assert server.answers()

    server.hold().release()
    assert not server.answers()


def test_its_socket_is_behind_a_door_only_its_owner_opens(server: Server) -> None:
    with server.hold():
        assert server.socket.stat().st_mode & 0o077 == 0


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    server = Server(tmp_path / ("很长的目录" * 10), durable=False)

    with server.hold():
        assert server.answers()
        assert not server.socket.is_relative_to(tmp_path)


def test_a_directory_open_to_others_is_refused(server: Server) -> None:
    server.hold().release()
    server.socket.chmod(0o755)

    with pytest.raises(Unavailable):
        server.hold()
