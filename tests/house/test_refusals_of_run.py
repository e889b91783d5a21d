"""./run refuses with one sentence and exit code 2, and leaves nothing behind."""

import fcntl
import os
import socket
import subprocess
from pathlib import Path

from tests.house.sources import ROOT


def _run(*arguments: str, path: str = "") -> "subprocess.CompletedProcess[str]":
    environment = os.environ | ({"PATH": path} if path else {})
    return subprocess.run([ROOT / "run", *arguments], env=environment, capture_output=True, text=True, check=False)


def _is_one_sentence(done: "subprocess.CompletedProcess[str]") -> bool:
    return done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1 and not done.stdout


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _run("--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "new"))

    assert _is_one_sentence(done)
    assert not (tmp_path / "new").exists()


def test_a_directory_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    done = _run("--data", str(tmp_path / "new"))
    tmp_path.chmod(0o755)

    assert _is_one_sentence(done)
    assert not list(tmp_path.iterdir())


def test_data_that_another_run_uses(tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = _run("--data", str(tmp_path))

    assert _is_one_sentence(done)


def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    for name in ("python3", *(f"python3.{n}" for n in range(11, 15))):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    done = _run("--data", str(tmp_path / "new"), path=f"{tmp_path}:{os.environ['PATH']}")

    assert _is_one_sentence(done)
    assert not (tmp_path / "new").exists()


def test_help_needs_nothing() -> None:
    done = _run("--help")

    assert done.returncode == 0
    assert "--port" in done.stdout
