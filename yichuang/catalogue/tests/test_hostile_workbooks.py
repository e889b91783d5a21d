"""Workbooks made to keep the machine busy are refused, and soon."""

import os
import zipfile
from pathlib import Path

import pytest

from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.sheets import files
from yichuang.catalogue.sheets.opening import _errors
from yichuang.catalogue.sheets.problems import Problems

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
SHEETS = (
    f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
)


def related(kind: str, target: str) -> str:
    """The one relation of a part."""
    one = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f"{SHEETS}</workbook>",
    "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
}
CORNER = '<row r="1"><c r="A1"><v>1</v></c></row><row r="49999"><c r="XFD49999"><v>1</v></c></row>'
HOSTILE = {
    "cells that say an error and never end": '<row r="1">' + '<c r="A1" t="e">' * 2_000_000,
    "a cell of a million attributes": '<row r="1"><c r="A1" ' + 't="e" ' * 1_000_000,
    "two cells in opposite corners": CORNER,
    "a row behind the last": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a thousand times more than it weighs": " " * 300_000_000,
}


def book(folder: Path, sheet: str) -> Path:
    path = folder / "items.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{sheet}')
    return path


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_workbooks_are_refused_soon(tmp_path: Path, what: str) -> None:
    path, begun = book(tmp_path, HOSTILE[what]), os.times()
    with pytest.raises(UnreadableFile):
        files.read(path, Problems(), known={}, files={})
    ended = os.times()
    assert ended.children_user + ended.user - begun.children_user - begun.user < 10


def test_errors_are_found_cell_by_cell() -> None:
    sheet = b'<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"/><c r="C1"><v>#REF!</v></c>'
    sheet += b'<c r="D1" s="1" t="e"><v>#N/A</v></c>'
    assert dict(_errors(sheet)) == {"A1": "#DIV/0!", "D1": "#N/A"}


def test_hostile_outside_references_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("事项名称")
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]><worksheet xmlns="{SPREADSHEET}"><sheetData>'
    path = tmp_path / "items.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", entity + cell)
    with pytest.raises(UnreadableFile) as refused:
        files.read(path, Problems(), known={}, files={})
    assert "表头" not in str(refused.value)
