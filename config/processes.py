"""Starts the parts of Yichuang, watches over them, and stops them all: what ./run becomes when all is installed.

It uses no Django itself, so that it stays small and is always able to stop the rest. Each part is a process in a
session of its own (Ctrl-C reaches only this one) and is told to end by the kernel when this one is killed.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from config import preflight
from config.embedded import Server, Unavailable
from config.preflight import ROOT, Options

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 20.0
THREADS = "4"
ACCOUNTS = "demo-accounts.txt"
DAILY = {
    "日志分区": "make_partitions",
    "清除过期的幂等键": "forget_keys",
    "清除过期的会话": "clearsessions",
    "清除导入过的表格": "forget_uploads",
}

_libc = ctypes.CDLL(None)


@dataclass
class Part:
    """One process that is started again when it ends by itself; or, with `every`, run again after so many seconds."""

    title: str
    command: list[str]
    every: float = 0.0
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    start_again: float = 0.0
    pause: float = field(default=1.0)

    def start(self) -> None:
        self.process, self.started = _spawn(self.command), time.monotonic()

    def watch(self, now: float) -> None:
        if self.process is None:
            if now >= self.start_again:
                self.start()
        elif (code := self.process.poll()) is not None:
            self._ended(code, now)

    def _ended(self, code: int, now: float) -> None:
        if self.every and code == 0:
            self.process, self.start_again, self.pause = None, now + self.every, 1.0
            return
        _kill_session(self.process)  # what it may have left behind
        if now - self.started > STEADY_SECONDS:
            self.pause = 1.0
        self.process, self.start_again = None, now + self.pause
        say(
            f"{self.title}意外结束（代码 {code}），{self.pause:.0f} 秒后重新启动。 "
            f"It ended by itself with code {code}; starting it again."
        )
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Stop(Exception):
    """Somebody asked us to end."""


def main() -> int:
    options = preflight.read(sys.argv[1:])
    preflight.check(options)
    _end_on_signals()
    with ExitStack() as stack:
        try:
            _set_environment(options)
            stack.enter_context(_lock(options.data))
            if not os.environ.get("DATABASE_URL"):
                stack.enter_context(Server(options.data).hold())
            return _serve(options)
        except Unavailable as refused:
            print(refused, file=sys.stderr)
            return 2
        except Stop:
            return 0


def _serve(options: Options) -> int:
    if code := _prepare(options):
        say("准备工作没有完成，原因见上。 Preparing did not succeed; the reason is above.")
        return code
    parts = _parts(options)
    try:
        _await(options, parts)
        _announce(options)
        while True:
            for part in parts:
                part.watch(time.monotonic())
            time.sleep(0.2)
    except Stop:
        say("\n正在停止…… Stopping.")
        return 0
    finally:
        _stop([part.process for part in parts if part.process])


def _parts(options: Options) -> list[Part]:
    python = sys.executable
    granian = [python, "-m", "granian", "--host", options.bind, "--no-ws", "--log-level", "warning"]
    granian += ["--workers-kill-timeout", "5", "--respawn-failed-workers"]
    web = ["--interface", "wsgi", "--port", str(options.port), "--workers", "2", "--blocking-threads", THREADS]
    live = ["--interface", "asgi", "--port", str(options.live_port), "--workers", "1"]
    manage = [python, str(ROOT / "manage.py")]
    parts = [
        Part("网页进程", [*granian, *web, "config.wsgi:application"]),
        Part("实时屏幕进程", [*granian, *live, "config.live:application"]),
        Part("任务进程", [*manage, "procrastinate", "worker", "--concurrency=2", "--shutdown-graceful-timeout=10"]),
        Part("后续处理进程", [*manage, "follow"]),
        Part("日志封存", [*manage, "seal_journal"], every=600, start_again=time.monotonic() + 60),
        *(
            Part(title, [*manage, command], every=86_400, start_again=time.monotonic() + 90)
            for title, command in DAILY.items()
        ),
    ]
    if _is_demonstration(options):  # the law accepts what nobody looked at: without new applications none would wait
        go_on = [*manage, "load_demo", "--go-on"]
        parts.append(Part("演示的新申请", go_on, every=86_400, start_again=time.monotonic() + 90))
    return parts


def _is_demonstration(options: Options) -> bool:
    return (options.data / ACCOUNTS).exists()


def _set_environment(options: Options) -> None:
    """What the parts must know. Set here, so that a part started by hand and one started by us behave alike."""
    os.environ["YICHUANG_DATA"] = str(options.data)
    os.environ.pop("YICHUANG_DB_POOL", None)  # only the web processes have a pool; they ask for it themselves
    os.environ["YICHUANG_LIVE_PORT"] = str(options.live_port)
    os.environ.setdefault("YICHUANG_PUBLIC_ADDRESS", options.address.rstrip("/"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["PYTHONPATH"] = str(ROOT)
    os.chdir(ROOT)


def _lock(data: Path) -> IO[str]:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (data / "run.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        preflight.refuse_locked(data)
    return file


def _prepare(options: Options) -> int:
    process = _spawn([sys.executable, "-m", "config.prepare", *(["--empty"] if options.empty else [])])
    try:
        return process.wait()
    finally:
        _stop([process])


def _await(options: Options, parts: list[Part]) -> None:
    """Until the pages answer; the parts are watched meanwhile."""
    while True:
        for part in parts:
            part.watch(time.monotonic())
        try:
            socket.create_connection((options.address.split("//")[1].rsplit(":", 1)[0], options.port), 1).close()
            return
        except OSError:
            time.sleep(0.1)


def _announce(options: Options) -> None:
    say(f"\n一窗已经启动，请用浏览器打开： Yichuang is ready, open in your browser:\n\n    {options.address}\n")
    if _is_demonstration(options):
        say((options.data / ACCOUNTS).read_text("utf-8"))
    if options.empty:
        say("这里还没有政务服务中心，怎样设立见 docs/how-to/first-centre.md。 There is no centre yet: see that page.\n")
    say("按 Ctrl-C 停止，数据保留。 Press Ctrl-C to stop; the data stays.")


# --- processes and signals -------------------------------------------------------------------------------------------


def _end_on_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(again, signal.SIG_IGN)  # once is enough: stopping must not be interrupted
        raise Stop

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _spawn(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_end_with(os.getpid())
    )


def _end_with(parent: int) -> Callable[[], None]:
    def set_up() -> None:
        _libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if os.getppid() != parent:
            os._exit(1)

    return set_up


def _stop(processes: "list[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass  # it is killed below
        _kill_session(process)
        process.wait()


def _kill_session(process: "subprocess.Popen[bytes] | None") -> None:
    """The process and whatever it started."""
    if process is not None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # all gone already


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
