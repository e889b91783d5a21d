"""The county workbook holds everything that a version says, and gives it back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from yichuang.catalogue import content as contents_of
from yichuang.catalogue.content import Content
from yichuang.catalogue.sheets import county, grid, layout, workbook
from yichuang.catalogue.sheets.entries import Entry
from yichuang.catalogue.sheets.grid import Grid
from yichuang.catalogue.sheets.problems import Problems
from yichuang.catalogue.sheets.rows import headers_of, rows_of
from yichuang.catalogue.tests.contents import contents

ITEM = {"code": "t-1", "name": "小店设立登记", "department": "market"}


def as_grids(content: Content) -> list[Grid]:
    """The rows as they would stand in the file, without the file."""
    sheets = {family.sheet: Grid(family.sheet, {1: headers_of(family)}) for family in workbook.all_families()}
    for sheet, cells in rows_of(ITEM, content):
        sheets[sheet].rows[len(sheets[sheet].rows) + 1] = list(cells)
    return list(sheets.values())


def only(grids: list[Grid]) -> Entry:
    problems = Problems()
    (entry,) = county.read(grids, problems)
    assert problems.found == []
    return entry


@given(content=contents())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_content_comes_back_from_its_rows(content: Content) -> None:
    assert only(as_grids(content)).content(Content()) == content


@given(content=contents())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_content_comes_back_from_a_file(tmp_path_factory: Any, content: Content) -> None:
    path: Path = tmp_path_factory.mktemp("book") / "items.xlsx"
    workbook.write(path, [(ITEM, content)])

    assert only(grid.read(path)).content(Content()) == content


def test_what_is_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    long = Content(form={"说明": "长" * 70_000}, sources=tuple(f" {n}".strip() + "源" * 490 for n in range(90)))
    workbook.write(tmp_path / "items.xlsx", [(ITEM, long)])

    assert only(grid.read(tmp_path / "items.xlsx")).content(Content()) == long


def test_every_field_has_a_chinese_header() -> None:
    bare = [
        f"{family.sheet}: {column.header}"
        for family in workbook.all_families()
        for column in family.columns
        if column.header.isascii()
    ]
    assert not bare, f"add these to data/sheets/county.json: {bare}"
    assert not [family.sheet for family in workbook.all_families() if family.sheet.isascii()]


def test_no_sheet_has_a_header_twice() -> None:
    for family in workbook.all_families():
        headers = headers_of(family)
        assert len(headers) == len(set(headers)), family.sheet


def test_the_workbook_explains_each_column() -> None:
    told = {(cells[0], cells[1]) for cells in workbook.explanations()}
    for family in workbook.all_families():
        assert {(family.sheet, header) for header in headers_of(family)} <= told


def test_a_list_of_words_is_offered_where_only_some_may_stand() -> None:
    out = BytesIO()
    workbook.write(out, [])

    (kind,) = [column for column in layout.basic().columns if column.path == ("item_type",)]
    assert "行政许可" in kind.kind.words
    assert out.getvalue().startswith(b"PK")


def test_equal_contents_have_equal_digests_after_the_journey() -> None:
    content = Content(aliases=("开小店",), visits=1)
    back = only(as_grids(content)).content(Content())

    assert contents_of.digest_of(contents_of.to_json(back)) == contents_of.digest_of(contents_of.to_json(content))
