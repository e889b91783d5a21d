"""The plain table that an office keeps by hand: recognised by its headers, however they are worded."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.guides.importing import UnreadableFile
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.sheets import leaving
from yichuang.catalogue.sheets import testing as sheets
from yichuang.catalogue.sheets.leaving import Choice, Format
from yichuang.catalogue.sheets.problems import Problems
from yichuang.offices import testing as offices

pytestmark = pytest.mark.django_db

BUREAU = "小城县市场监督管理局"
HEADER = ["序号", "名称", "实施主体", "承诺时限", "所需材料", "收费标准", "咨询电话"]
ROW = [1, "小店设立登记", BUREAU, "5-7个工作日", "1.申请书\n2.身份证明", "不收费", "0372-2345678"]


def book(tmp_path: Path, rows: list[list[Any]], **options: Any) -> Path:
    return sheets.write(tmp_path / "table.xlsx", {"Sheet1": rows}, **options)


def content() -> Content:
    return ItemVersion.objects.get().parsed


def test_a_row_becomes_a_draft(tmp_path: Path) -> None:
    report = sheets.run(book(tmp_path, [HEADER, ROW]))

    assert [str(line.outcome) for line in report.items] == ["created"]
    read = content()
    assert [material.name for material in read.materials] == ["申请书", "身份证明"]
    assert (read.promised and read.promised.length, read.charged, read.phone) == (7, False, "0372-2345678")
    assert Item.objects.get().department.name == BUREAU


def test_the_doubt_about_a_range_stands_at_its_cell(tmp_path: Path) -> None:
    report = sheets.run(book(tmp_path, [HEADER, ROW]))

    (doubt,) = [one for one in sheets.at(report, "D2", "Sheet1") if "最长" in one.sentence]
    assert (doubt.value, doubt.weight) == ("5-7个工作日", "doubt")


def test_the_second_import_changes_nothing(tmp_path: Path) -> None:
    path = book(tmp_path, [HEADER, ROW])
    sheets.run(path)

    assert [str(line.outcome) for line in sheets.run(path).items] == ["unchanged"]


def test_the_header_is_found_under_titles_and_notes_are_left(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["小城县政务服务事项一览表"],
        ["填表单位：某局"],
        [],
        HEADER,
        ROW,
        [],
        ["注：以上时限不含公示。"],
    ]
    report = sheets.run(book(tmp_path, rows))

    assert len(report.items) == 1
    assert [one.place.row for one in report.problems if "附注" in one.sentence] == [7]


def test_a_header_over_two_rows_is_read(tmp_path: Path) -> None:
    rows = [
        ["事项名称", "实施主体", "办理时限", "", "申请材料"],
        ["", "", "法定时限", "承诺时限", ""],
        ["小店设立登记", BUREAU, "20个工作日", "当场", "申请书"],
    ]
    merged = [
        ("Sheet1", "A1:A2", "事项名称"),
        ("Sheet1", "B1:B2", "实施主体"),
        ("Sheet1", "C1:D1", "办理时限"),
        ("Sheet1", "E1:E2", "申请材料"),
    ]
    for options in ({}, {"merged": merged}):
        sheets.run(book(tmp_path, rows, **options), dry_run=bool(options))
        read = content()
        assert read.statutory is not None
        assert read.promised is not None
        assert (read.statutory.length, read.promised.unit) == (20, "instant")
        assert [one.name for one in read.materials] == ["申请书"]


def test_a_department_merged_over_rows_belongs_to_each(tmp_path: Path) -> None:
    rows = [["部门", "事项", "电话"], [BUREAU, "甲登记", "1234567"], ["", "乙登记", "1234567"]]
    sheets.run(book(tmp_path, rows, merged=[("Sheet1", "A2:A3", BUREAU)]))

    assert {item.department.name for item in Item.objects.select_related("department")} == {BUREAU}
    assert Item.objects.count() == 2


def test_a_material_a_row_goes_on_with_its_item(tmp_path: Path) -> None:
    rows = [["事项", "部门", "申请材料"], ["甲登记", BUREAU, "申请书"], ["", "", "身份证明"], ["", "", "场所证明"]]
    sheets.run(book(tmp_path, rows))

    assert [one.name for one in content().materials] == ["申请书", "身份证明", "场所证明"]


def test_an_unknown_column_is_told(tmp_path: Path) -> None:
    report = sheets.run(book(tmp_path, [[*HEADER, "领导批示"], [*ROW, "同意"]]))

    assert [one.place.address for one in report.problems if one.weight == "unread"] == ["H1"]


def test_what_the_catalogue_knows_of_a_material_stays(tmp_path: Path) -> None:
    known = Material(key="m_form", name="登记申请书", issuer="本局", when='"s_x" in situations')
    catalogue.published_item("t-1", materials=(known,), form={}, situations=[{"key": "s_x", "label": "某"}])
    rows = [["事项名称", "部门", "申请材料"], ["小店设立登记", BUREAU, "登记申请书；身份证明"]]
    sheets.run(book(tmp_path, rows))

    first, second = ItemVersion.objects.get(status="draft").parsed.materials
    assert first == known
    assert second.name == "身份证明"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_its_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["事项名称", "部门", "承诺时限"], ["小店设立登记", BUREAU, "十五日"]]
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    sheets.run(path)

    limit = content().promised
    assert limit is not None
    assert (limit.length, limit.unit) == (15, "calendar_days")


def test_a_table_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="表头"):
        sheets.run(book(tmp_path, [["甲", "乙"], ["丙", "丁"]]))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("承诺时限", "视情况而定", "看不出时限"),
        ("承诺时限", "#REF!", "公式错误"),
        ("所需材料", "其他材料", "兜底"),
        ("咨询电话", 3722345678, "开头的 0"),
        ("实施主体", "天文台", "没有叫“天文台”的部门"),
    ],
)
def test_a_bad_cell_is_told(tmp_path: Path, column: str, value: Any, words: str) -> None:
    row = list(ROW)
    row[HEADER.index(column)] = value
    report = sheets.run(book(tmp_path, [HEADER, row]))

    assert [one for one in report.problems if one.place.header == column and words in one.sentence]


def test_a_range_that_became_a_date_is_told(tmp_path: Path) -> None:
    row = list(ROW)
    row[3] = None
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Sheet1")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, row)
        sheet.write_datetime(1, 3, date(2026, 5, 7), made.add_format({"num_format": "m-d"}))
    report = sheets.run(path)

    (problem,) = [one for one in report.problems if one.place.header == "承诺时限"]
    assert (problem.value, problem.weight) == ("2026-05-07", "error")
    assert "日期" in problem.sentence


def test_our_own_table_comes_back_as_it_was(tmp_path: Path) -> None:
    before = catalogue.published_item("t-1", place="一楼", charged=True, visits=1).parsed
    path = tmp_path / "table.xlsx"
    leaving.export(path, Choice(offices.centre(), at=sheets.AT), Format.TABLE, problems=Problems())

    assert [str(line.outcome) for line in sheets.run(path).items] == ["unchanged"]
    assert content() == before


def test_words_are_read_in_chinese_whoever_imports(tmp_path: Path) -> None:
    with translation.override("en"):
        sheets.run(book(tmp_path, [[*HEADER, "事项类型", "行使层级"], [*ROW, "行政许可", "县级"]]))

    assert (content().item_type, content().exercise_level) == ("01", "4")


def test_the_more_exact_of_two_headers_is_read_and_the_other_is_told_as_the_same(tmp_path: Path) -> None:
    header = ["事项名称", "实施主体", "办理时限", "承诺时限"]

    report = sheets.run(book(tmp_path, [header, ["小店设立登记", BUREAU, "20个工作日", "3个工作日"]]))

    read = content().promised
    assert read is not None
    assert read.length == 3
    (unread,) = sheets.at(report, "C1", "Sheet1")
    assert unread.sentence == "另有一列写的是同一内容，这一列没有读取。"


def test_a_title_merged_over_the_table_is_no_part_of_its_headers(tmp_path: Path) -> None:
    title = ("Sheet1", "A1:G1", f"{BUREAU}政务服务事项一览表")

    report = sheets.run(book(tmp_path, [[], HEADER, ROW], merged=[title]))

    assert {one.place.header for one in report.problems} <= {*HEADER, ""}
    assert not sheets.at(report, "A2", "Sheet1")


def test_a_table_without_a_department_is_asked_for_one(tmp_path: Path) -> None:
    report = sheets.run(book(tmp_path, [["名称", "承诺时限"], ["小店设立登记", "3个工作日"]]))

    assert report.items[0].why == ["没有指明承办部门，请补上“实施部门”，或者导入时选择部门。"]


def test_items_that_name_no_department_belong_to_the_one_chosen_for_the_import(tmp_path: Path) -> None:
    rows = [
        ["名称", "实施主体", "承诺时限"],
        ["小店设立登记", "", "3个工作日"],
        ["大店设立登记", "天文台", "3个工作日"],
    ]

    report = sheets.run(book(tmp_path, rows), department=offices.department())

    assert [str(line.outcome) for line in report.items] == ["created", "refused"]
    assert report.items[1].why == ["没有叫“天文台”的部门，请写部门的全称、简称或者代码。"]
