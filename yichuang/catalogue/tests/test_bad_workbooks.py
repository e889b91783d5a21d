"""Bad files and bad cells: each is read, or told by its cell with the value and the remedy. Nothing breaks."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.sheets import grid
from yichuang.catalogue.sheets import testing as sheets

pytestmark = pytest.mark.django_db


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        grid.read(path)
    return str(refused.value)


def raw(tmp_path: Path, data: bytes, name: str = "items.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "不是 XLSX"),
        (b"%PDF-1.7\n", "不是 XLSX"),
        (b"PK\x03\x04broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xff\xfe\xfd\xfc\x81", "编码"),
    ],
)
def test_what_is_no_table_is_refused_with_the_remedy(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refusal(raw(tmp_path, data))


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "不是 XLSX" in refusal(tmp_path / "a.xlsx")


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(300 * 1024 * 1024))
    assert "过大" in refusal(tmp_path / "a.xlsx")


def test_a_cell_at_the_far_end_of_the_sheet_does_not_eat_the_memory(tmp_path: Path) -> None:
    path = sheets.write(tmp_path / "a.xlsx", {"甲": [["a"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "过于复杂" in refusal(path) or "行" in refusal(path)


def test_a_hundred_thousand_rows_are_refused_with_a_number(tmp_path: Path) -> None:
    path = sheets.write(tmp_path / "a.xlsx", {"基本信息": [["事项编码"], *([f"t-{n}"] for n in range(100_000))]})
    assert "100001 行" in refusal(path)
    lines = "事项名称\n" + "小店\n" * 100_000
    assert "50000 行" in refusal(raw(tmp_path, lines.encode(), "a.csv"))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = sheets.write(tmp_path / "a.xlsx", {"基本信息": [["x"] * 16_384]})
    assert "16384 列" in refusal(path)


def test_a_megabyte_in_a_cell_is_refused(tmp_path: Path) -> None:
    assert "40000 字" in refusal(raw(tmp_path, ("事项名称\n" + "长" * 1_000_000).encode(), "a.csv"))


@pytest.mark.parametrize(
    ("header", "value", "words"),
    [
        ("业务办理项编码", 1.2e30, "丢失"),
        ("业务办理项编码", "#REF!", "公式错误"),
        ("到办事现场次数", "五百", "范围"),
        ("到办事现场次数", "一两次", "整数"),
        ("事项类型", "行政审批", "行政许可"),
        ("咨询电话", "x" * 501, "500"),
        ("咨询电话", "\x07铃", "控制字符"),
        ("咨询电话", "\u202e321", "隐藏字符"),
        ("实施部门", "", "没有填写"),
    ],
)
def test_a_bad_cell_is_told_with_its_remedy(tmp_path: Path, header: str, value: Any, words: str) -> None:
    changed = sheets.put(sheets.cells(), "基本信息", header, value)
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", changed))

    (problem,) = [one for one in report.problems if one.weight == "error"]
    assert problem.place.header == header
    assert words in problem.sentence
    assert not Item.objects.exists()


def test_all_that_is_wrong_with_an_item_is_told_in_one_go(tmp_path: Path) -> None:
    changed = sheets.put(sheets.cells(), "基本信息", "到办事现场次数", "一两次")
    changed = sheets.put(changed, "基本信息", "事项类型", "行政审批")
    changed = sheets.put(changed, "基本信息", "实施部门", "不存在局")
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", changed))

    told = {one.place.header for one in report.problems if one.weight == "error"}
    assert told == {"到办事现场次数", "事项类型", "实施部门"}
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("header", "value", "field", "read"),
    [
        ("到办事现场次数", "１", "visits", 1),
        ("到办事现场次数", 2.0, "visits", 2),
        ("到办事现场次数", "十五", "visits", 15),
        ("是否收费", "否", "charged", False),
        ("咨询电话", "0372-2345678", "phone", "0372-2345678"),
        ("服务对象", "自然人;企业法人", "service_objects", ("natural", "enterprise")),
        ("行使层级", "镇(乡、街道)级", "exercise_level", "5"),
    ],
)
def test_a_cell_is_read_as_people_write_it(tmp_path: Path, header: str, value: Any, field: str, read: Any) -> None:
    changed = sheets.put(sheets.cells(), "基本信息", header, value)
    sheets.run(sheets.write(tmp_path / "a.xlsx", changed))

    assert getattr(ItemVersion.objects.get().parsed, field) == read


def test_a_telephone_kept_as_a_number_is_doubted(tmp_path: Path) -> None:
    changed = sheets.put(sheets.cells(), "基本信息", "咨询电话", 3722345678)
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", changed))

    (problem,) = [one for one in report.problems if one.place.header == "咨询电话"]
    assert (problem.weight, problem.value) == ("doubt", "3722345678")


def test_columns_and_sheets_that_nobody_knows_are_told(tmp_path: Path) -> None:
    changed = sheets.cells()
    changed["基本信息"][0] += ["天气", "事项名称"]
    changed["随便"] = [["x"]]
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", changed))

    told = {(one.place.sheet, one.place.header) for one in report.problems if one.weight == "unread"}
    assert told == {("基本信息", "天气"), ("基本信息", "事项名称"), ("随便", "")}


def test_a_row_of_an_item_that_is_not_there_is_told(tmp_path: Path) -> None:
    changed = sheets.put(sheets.cells(), "材料", "事项编码", "t-9", row=3)
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", changed))

    (problem,) = sheets.at(report, "A3", "材料")
    assert (problem.value, problem.weight) == ("t-9", "error")


def test_merged_cells_are_read_as_if_written_in_each(tmp_path: Path) -> None:
    changed = sheets.cells()
    merged = [("材料", "A2:A4", "t-1")]
    sheets.run(sheets.write(tmp_path / "a.xlsx", changed, merged=merged))

    assert len(ItemVersion.objects.get().parsed.materials) == 3
