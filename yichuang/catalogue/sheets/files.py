"""Which kind of table a file is, and its items. Every kind is recognised by what it holds, never by its name."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue.content import File
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.sheets import archive, by_hand, county, grid, national_reading
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.problems import Problems


@dataclass(slots=True)
class Found:
    """What was read from a file: its items, and for a JSON archive the history of each."""

    entries: list[Entry]
    history: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


def _is_workbook(path: Path) -> bool:
    """Whether an archive is a workbook, or at least none of ours: then the reader of workbooks tells what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not any("task_general_basic" in name for name in archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return True


def read(path: Path, problems: Problems, *, known: Mapping[str, str], files: Mapping[str, File]) -> Found:
    """The items of a file; `known` gives the code of each name that the catalogue has already, `files` its files.

    Raises UnreadableFile saying what is wrong with it and what to do.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise UnreadableFile(_("文件打不开：%(reason)s。请核对路径和权限。") % {"reason": error.strerror or error})
    if begin.startswith((b"{", b"[")):
        return Found(*archive.read(path, problems))
    grids = national_reading.unpack(path) if begin.startswith(b"PK") and not _is_workbook(path) else grid.read(path)
    if national_reading.is_national(grids):
        return Found(national_reading.read(grids, problems, known=known, files=files))
    if county.is_county(grids):
        return Found(county.read(grids, problems))
    return Found(by_hand.read(grids, problems, known=known))
