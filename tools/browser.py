"""Sees to the browser of the journeys: Debian's Chromium. Installed with apt-get when we are root and there is none.

Without it the journeys cannot run: that is said in one line, and under CI=true it is a failure (exit code 1).
`path()` is where the journeys find it.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def path() -> str:
    """The browser's program, or "" when there is none. YICHUANG_BROWSER names another one."""
    named = os.environ.get("YICHUANG_BROWSER", "")
    return named or next((found for name in NAMES if (found := shutil.which(name))), "")


def install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("正在安装 Chromium（apt-get）…… Installing Chromium.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], check=False, env=environment, capture_output=True)


def main() -> int:
    if not path():
        install()
    if path():
        return 0
    print("没有浏览器，浏览器旅程不会运行（apt install chromium）。 No browser: the journeys do not run.")
    return int(os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
