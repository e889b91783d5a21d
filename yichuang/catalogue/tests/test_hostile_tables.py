"""Files made to fill the memory, to keep a worker busy, or to break it: each is refused with a sentence, and soon."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from yichuang.base.refusal import Refused
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.sheets import files, grid, opening
from yichuang.catalogue.sheets.problems import Problems

NATIONAL = "up_task_general_basic"


def refusal(path: Path) -> str:
    begun = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        files.read(path, Problems(), known={}, files={})
    assert time.perf_counter() - begun < 30
    return str(refused.value)


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return path


def document(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "items.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_long_text_repeated_in_every_cell_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for _sheet in range(4):
            sheet = book.add_worksheet()
            for row in range(1000):
                sheet.write_string(row, 0, "x" * 32_000)
    assert path.stat().st_size < 100_000
    assert "过大" in refusal(path)
    assert sum(len(json.dumps(sheet)) for sheet in _read(path)) < 2 * opening.MOST_TEXT


def _read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    try:
        found.extend(opening.read(path))
    except opening.Unfit:
        pass
    return found


def test_a_merged_cell_over_the_whole_sheet_again_and_again_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("甲")
        sheet.write_string(0, 0, "事项名称")
        sheet.write_string(0, 499, "x")
        sheet.write_string(49_000, 0, "x")
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name).decode() for name in made.namelist()}
    merges = '<mergeCells count="60">' + '<mergeCell ref="A1:SF49001"/>' * 60 + "</mergeCells>"
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace("</sheetData>", f"</sheetData>{merges}")
    assert "过于复杂" in refusal(archive(path, **parts))


@pytest.mark.parametrize(
    "rows",
    [
        "[" + ",".join("{}" for _ in range(60_000)) + "]",
        "[" + ",".join(f'{{"c{number}": ""}}' for number in range(20_000)) + "]",
    ],
    ids=["rows", "columns"],
)
def test_a_national_table_of_endless_rows_or_columns_is_refused(tmp_path: Path, rows: str) -> None:
    told = refusal(archive(tmp_path / "a.zip", **{f"{NATIONAL}.json": rows}))
    assert "50000 行" in told or "500 列" in told


@pytest.mark.parametrize(
    "text",
    [
        '{"format": "yichuang-items", "version": 1, "items": ' + "[" * 300 + "]" * 300 + "}",
        '{"format": "yichuang-items", "version": 1, "items": [{"code": "\\ud800"}]}',
        '{"format": "yichuang-items", "version": 1, "items": [{"code": "a\\u0000"}]}',
        '{"format": "yichuang-items", "version": 1, "items": [{"code": NaN}]}',
        '{"format": "yichuang-items", "version": 1, "items": [{"code": 1e999}]}',
        '{"format": "yichuang-items", "version": 1, "items": [{"code": ' + "9" * 5000 + "}]}",
    ],
    ids=["deep", "half a character", "nul", "nan", "endless", "long number"],
)
def test_a_document_that_no_database_can_hold_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused):
        files.read(document(tmp_path, text), Problems(), known={}, files={})


@pytest.mark.parametrize("name", ["a.csv", "a.zip"])
def test_a_nul_far_down_in_a_table_is_refused(tmp_path: Path, name: str) -> None:
    text = "事项名称,办理地点\n" + "小店,大厅\n" * 8000 + "小\x00店,大厅\n"
    path = tmp_path / name
    if name == "a.zip":
        archive(path, **{f"{NATIONAL}.csv": text})
    else:
        path.write_text(text, encoding="utf-8")
    assert "文字" in refusal(path)


def test_a_member_that_climbs_out_of_its_folder_is_read_by_its_name_alone(tmp_path: Path) -> None:
    outside = tmp_path / "inside" / "a.zip"
    outside.parent.mkdir()
    archive(outside, **{f"../../{NATIONAL}.csv": "task_name\n小店\n"})
    (entry,) = files.read(outside, Problems(), known={}, files={}).entries
    assert entry.name == "小店"
    assert not list(tmp_path.glob("*.csv"))


def test_numbers_of_any_length_in_a_cell_are_text(tmp_path: Path) -> None:
    assert grid.as_text(float("nan")).was == "rounded"
    assert grid.as_text(float("inf")).was == "rounded"
    assert grid.as_text(10**400).was == "rounded"


def test_an_unknown_kind_of_handling_is_told_and_refuses_the_item(tmp_path: Path) -> None:
    version = {"name": "小店登记", "content": {}}
    told = {"format": "yichuang-items", "version": 1}
    told |= {"items": [{"code": "a", "handle_kind": "draft", "versions": [version]}]}
    problems = Problems()
    files.read(document(tmp_path, json.dumps(told)), problems, known={}, files={})
    assert "handle_kind" in problems.refused["a"]
