"""Asks whether an uploaded file is what it should be: of the decoders, in a process of their own, and of ClamAV.

A started process costs 0.1 to 0.3 seconds for each upload and keeps a broken decoder away from the web server: its
memory, time and files are limited, it has no environment, and its end is only a refusal.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from yichuang.base.refusal import Refused

INSPECTOR: Final = Path(__file__).with_name("inspecting.py")
PATIENCE: Final = 20  # seconds
SCANNER_PATIENCE: Final = 60  # seconds

SENTENCES: Final[dict[str, StrPromise]] = {
    "type": gettext_lazy("文件“%(name)s”不是 PDF、JPG 或者 PNG。请另存为 PDF，或者拍成照片后重新上传。"),
    "encrypted": gettext_lazy("文件“%(name)s”设有密码或者限制。请取消密码和限制后重新上传。"),
    "active": gettext_lazy("文件“%(name)s”含有会自动运行的内容。请用“打印为 PDF”另存一份后重新上传。"),
    "carrying": gettext_lazy("文件“%(name)s”里面还带有附件。请把附件取出，分别上传。"),
    "polyglot": gettext_lazy("文件“%(name)s”里面藏有另一个文件。请重新扫描或者拍照后上传。"),
    "damaged": gettext_lazy("文件“%(name)s”已损坏，无法打开。请检查原文件后重新上传。"),
    "pages": gettext_lazy("文件“%(name)s”页数太多，最多 300 页。请分成几份上传。"),
    "pixels": gettext_lazy("图片“%(name)s”太大，最多 5000 万像素。请缩小或者重新拍照后上传。"),
    "bomb": gettext_lazy("文件“%(name)s”内容过于复杂，无法安全打开。请重新扫描或者“打印为 PDF”后上传。"),
}


class FileRefused(Refused):
    """The file is not one that can be taken; the sentence names it and the remedy."""

    code = "file_refused"


class FileInfected(Refused):
    """The scanner found a virus."""

    code = "file_infected"


class ScannerAway(Refused):
    """The scanner is configured and cannot be asked: nothing is taken unscanned."""

    code = "scanner_unavailable"


@dataclass(frozen=True)
class Found:
    """What a file turned out to be. `rendition` says whether a safe picture of it was written."""

    media_type: str
    pages: int
    rendition: bool


def inspect(path: Path, *, name: str, rendition: Path) -> Found:
    """Open the file in a process of its own. Raises FileRefused with a sentence that names `name`."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with paths that we made
            [sys.executable, "-I", str(INSPECTOR), str(path), str(rendition)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            env={},
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {"refused": "bomb"}
    except subprocess.TimeoutExpired:
        answer = {"refused": "bomb"}
    if "refused" in answer:
        raise FileRefused(SENTENCES[answer["refused"]] % {"name": name}, field="file")
    return Found(media_type=answer["type"], pages=answer["pages"], rendition=rendition.exists())


def scan(stream: IO[bytes], *, name: str) -> None:
    """Ask ClamAV when one is configured. Raises FileInfected; ScannerAway when the answer is anything but "clean"."""
    if not settings.CLAMAV:
        return
    try:
        status, what = _ask(stream)
    except (ClamdError, OSError, ValueError):
        raise ScannerAway(
            _("暂时无法检查病毒，文件“%(name)s”没有保存。请过几分钟重新上传，或者到窗口办理。") % {"name": name}
        )
    if status == "FOUND":
        raise FileInfected(
            _("文件“%(name)s”中发现病毒（%(virus)s），没有保存。请清除病毒，或者换一份文件后重新上传。")
            % {"name": name, "virus": what or _("未知")},
            field="file",
        )
    if status != "OK":
        raise ScannerAway(
            _("暂时无法检查病毒，文件“%(name)s”没有保存。请过几分钟重新上传，或者到窗口办理。") % {"name": name}
        )


def _scanner_away(name: str) -> ScannerAway:
    sentence = _("暂时无法检查病毒，文件“%(name)s”没有保存。请过几分钟重新上传，或者到窗口办理。")
    return ScannerAway(sentence % {"name": name})


def _ask(stream: IO[bytes]) -> tuple[str, str | None]:
    results = scanner(settings.CLAMAV).instream(stream)  # type: ignore[arg-type]  # any readable stream will do
    return next(iter(results.values()), ("ERROR", None))


def scanner(address: str) -> ClamdNetworkSocket:
    """The daemon named as "unix:/path" or "tcp:host:port"."""
    kind, _colon, place = address.partition(":")
    if kind == "unix":
        return ClamdUnixSocket(place, timeout=SCANNER_PATIENCE)
    host, _colon, port = place.rpartition(":")
    if kind != "tcp" or not host or not port.isdigit():
        raise ValueError(f"YICHUANG_CLAMAV should be unix:/path or tcp:host:port, not {address}")
    return ClamdNetworkSocket(host, int(port), timeout=SCANNER_PATIENCE)
