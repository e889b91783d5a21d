"""Importing a workbook: whole items or none; drafts by the desk; the second time nothing changes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yichuang.base.journal import Entry as JournalEntry
from yichuang.catalogue import bundled
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.guides import importing
from yichuang.catalogue.guides.importing import Departments
from yichuang.catalogue.models import Implementation, Item, ItemVersion
from yichuang.catalogue.revising import publishing
from yichuang.catalogue.sheets import leaving
from yichuang.catalogue.sheets import testing as sheets
from yichuang.catalogue.sheets.leaving import Choice, Format
from yichuang.catalogue.sheets.problems import Problems
from yichuang.catalogue.sheets.taking_over import Mode
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db


def outcomes(report: Any) -> list[str]:
    return [str(line.outcome) for line in report.items]


def test_an_item_becomes_a_draft(tmp_path: Path) -> None:
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells()))

    assert outcomes(report) == ["created"]
    version = ItemVersion.objects.get(item__code="t-1")
    assert (version.status, version.parsed) == ("draft", catalogue.content())


def test_the_second_import_changes_nothing(tmp_path: Path) -> None:
    path = sheets.write(tmp_path / "a.xlsx", sheets.cells())
    sheets.run(path)
    rows = JournalEntry.objects.count()

    assert outcomes(sheets.run(path)) == ["unchanged"]
    assert JournalEntry.objects.count() == rows


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells()), dry_run=True)

    assert outcomes(report) == ["created"]
    assert not Item.objects.exists()
    assert not JournalEntry.objects.filter(act__startswith="catalogue.").exists()


def test_the_installation_publishes_since_a_day(tmp_path: Path) -> None:
    path = sheets.write(tmp_path / "a.xlsx", sheets.cells())
    sheets.run(path, mode=Mode.PUBLISH, effective_from=date(2026, 1, 1))

    version = ItemVersion.objects.get(item__code="t-1")
    assert (version.status, version.effective_from) == ("published", date(2026, 1, 1))


def test_a_manager_makes_drafts_and_cannot_publish(tmp_path: Path) -> None:
    path, qian = sheets.write(tmp_path / "a.xlsx", sheets.cells()), actors.of(town.qian_yan(), at=sheets.AT)

    refused = sheets.run(path, by=qian, mode=Mode.PUBLISH)
    assert outcomes(refused) == ["refused"]
    assert not Item.objects.exists()
    assert outcomes(sheets.run(path, by=qian)) == ["created"]
    assert ItemVersion.objects.get().written_by == qian.account


def test_whoever_is_no_manager_imports_nothing(tmp_path: Path) -> None:
    path = sheets.write(tmp_path / "a.xlsx", sheets.cells())
    with pytest.raises(NotAllowed):
        sheets.run(path, by=actors.of(town.liu_mei(), at=sheets.AT))


def test_handing_in_for_review_tells_what_is_missing_at_its_cell(tmp_path: Path) -> None:
    content = catalogue.content(review_standard="")
    path = sheets.write(tmp_path / "a.xlsx", sheets.cells(content))
    report = sheets.run(path, mode=Mode.REVIEW)

    assert outcomes(report) == ["refused"]
    (problem,) = report.problems
    assert problem.place.header == "审查标准"
    assert "审查标准" in problem.sentence


def test_what_many_items_lack_is_told_once_with_every_cell(tmp_path: Path) -> None:
    book = sheets.cells(catalogue.content(review_standard="", steps=()))
    for number in range(2, 9):
        for sheet, rows in sheets.cells(catalogue.content(review_standard=""), code=f"t-{number}").items():
            book[sheet] += rows[1:]
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", book))

    assert outcomes(report) == ["created"] * 8
    lack = [one for one in report.problems if one.sentence.startswith("发布前：")]
    assert sorted((one.sentence[4:12], 1 + len(one.also)) for one in lack) == [
        ("没有办理程序，请", 1),
        ("没有审查标准，请", 8),
    ]
    (standard,) = [one for one in lack if "审查标准" in one.sentence]
    assert standard.place.header == "审查标准"
    assert [(one.place.sheet, one.place.row, one.item) for one in standard.also] == [
        ("基本信息", number + 1, f"t-{number}") for number in range(2, 9)
    ]
    assert len({one.place.column for one in standard.also} | {standard.place.column}) == 1


def test_what_differs_only_in_the_quoted_words_is_told_once_and_keeps_them(tmp_path: Path) -> None:
    twice = [Material(key="a", name="申请书"), Material(key="b", name="申请书")]
    thrice = [Material(key="c", name="照片"), Material(key="d", name="照片")]
    book = sheets.cells(catalogue.content(materials=(*twice, *thrice)))
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", book))

    (told,) = [one for one in report.problems if "列了两次" in one.sentence]
    sentences = (told.sentence, *(one.sentence for one in told.also))
    assert {one.split("”")[0].split("“")[1] for one in sentences} == {"申请书", "照片"}


def test_one_bad_item_stops_no_other(tmp_path: Path) -> None:
    both = sheets.cells()
    for sheet, rows in sheets.cells(code="t-2").items():
        both[sheet] += rows[1:]
    sheets.put(both, "基本信息", "办件类型", "马上办")
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", both))

    assert outcomes(report) == ["refused", "created"]
    (problem,) = [one for one in report.problems if one.weight == "error"]
    assert (problem.place.address, problem.value, problem.item) == ("Q2", "马上办", "t-1")
    assert "即办件、承诺件" in problem.sentence


def test_all_or_nothing_keeps_the_good_ones_out_too(tmp_path: Path) -> None:
    both = sheets.cells()
    for sheet, rows in sheets.cells(code="t-2").items():
        both[sheet] += rows[1:]
    sheets.put(both, "基本信息", "办件类型", "马上办")
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", both), all_or_nothing=True)

    assert outcomes(report) == ["refused", "refused"]
    assert not Item.objects.exists()


def test_nothing_of_an_item_is_kept_when_its_publication_is_refused(tmp_path: Path) -> None:
    content = catalogue.content(materials=(Material(key="m_x", name="其他材料"),))
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells(content)), mode=Mode.PUBLISH)

    assert outcomes(report) == ["refused"]
    assert [(one.place.sheet, one.place.row) for one in report.problems] == [("材料", 2)]
    assert not Item.objects.exists()


def test_a_publishing_import_does_not_run_over_a_draft(tmp_path: Path) -> None:
    catalogue.draft(catalogue.item("t-1"))
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells()), mode=Mode.PUBLISH)

    assert outcomes(report) == ["refused"]
    assert "正在编制" in report.problems[0].sentence


def test_what_the_workbook_has_no_sheet_for_stays(tmp_path: Path) -> None:
    catalogue.published_item("t-1")
    less = {
        "基本信息": [["事项编码", "事项名称", "实施部门", "办理地点"], ["t-1", "小店设立登记", "market", "一楼A01"]]
    }
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", less))

    assert outcomes(report) == ["new_version"]
    draft = ItemVersion.objects.get(status="draft").parsed
    assert draft == catalogue.content(place="一楼A01")


def test_several_items_share_an_implementation_code(tmp_path: Path) -> None:
    codes = {"task_code": "12441500196720244T3442199806003", "catalog_code": "442199806003"}
    both = sheets.cells(None, **codes, handle_kind="first")
    for sheet, rows in sheets.cells(None, code="t-2", **codes, handle_kind="change").items():
        both[sheet] += rows[1:]
    sheets.run(sheets.write(tmp_path / "a.xlsx", both))

    task = Implementation.objects.get()
    assert task.basic is not None
    assert task.basic.code == "442199806003"
    assert [(item.code, item.handle_kind) for item in task.items.order_by("code")] == [
        ("t-1", "first"),
        ("t-2", "change"),
    ]


def test_an_unknown_department_is_refused_at_its_cell(tmp_path: Path) -> None:
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells(department="天文台")))

    assert outcomes(report) == ["refused"]
    assert report.problems[0].place.header == "实施部门"


@pytest.mark.parametrize("format_", [Format.WORKBOOK, Format.JSON])
def test_the_whole_demonstration_goes_out_and_comes_back(tmp_path: Path, format_: Format) -> None:
    department = offices.department()
    rules = json.loads(bundled.DEPARTMENTS.read_text(encoding="utf-8"))
    by_code = dict.fromkeys({*rules["items"].values(), *rules["bodies"].values()}, department)
    importing.import_guides(
        paths=[bundled.GUIDES],
        centre=department.centre,
        departments=Departments(by_code, rules),
        effective_from=date(2026, 1, 1),
        by=actors.SYSTEM,
        at=sheets.AT,
    )
    path = tmp_path / f"all.{format_}"
    before = {version.item.code: version.parsed for version in ItemVersion.objects.select_related("item")}
    number = leaving.export(path, Choice(department.centre, at=sheets.AT), format_, problems=Problems())

    report = sheets.run(path, mode=Mode.PUBLISH)

    assert number == len(before) >= 60
    assert [str(one.sentence) for one in report.problems if one.weight == "error"] == []
    assert set(outcomes(report)) == {"unchanged"}


def test_a_history_goes_out_and_comes_back(tmp_path: Path) -> None:
    first = catalogue.published_item("t-1")
    second = catalogue.draft(first.item, visits=1)
    publishing.publish(version=second, effective_from=date(2026, 2, 1), by=actors.SYSTEM, at=catalogue.AT)
    path = tmp_path / "all.json"
    leaving.export(path, Choice(first.item.centre, at=sheets.AT, all_versions=True), Format.JSON, problems=Problems())
    told = json.loads(path.read_text())
    for version in told["items"][0]["versions"]:
        version["content"]["aliases"] = ["搬家"]
    told["items"][0]["code"] = "t-2"
    path.write_text(json.dumps(told))

    assert outcomes(sheets.run(path, mode=Mode.PUBLISH)) == ["created"]
    back = ItemVersion.objects.filter(item__code="t-2").order_by("number")
    assert [(one.number, one.status, one.effective_from, one.effective_until) for one in back] == [
        (1, "published", date(2026, 1, 1), date(2026, 2, 1)),
        (2, "published", date(2026, 2, 1), None),
    ]
    assert [one.parsed.visits for one in back] == [None, 1]
    assert outcomes(sheets.run(path, mode=Mode.PUBLISH)) == ["unchanged"]


def test_a_content_that_is_empty_comes_back_empty(tmp_path: Path) -> None:
    sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells(Content())))

    assert ItemVersion.objects.get().parsed == Content()


def test_an_unknown_department_of_an_item_that_is_kept_already_is_a_doubt(tmp_path: Path) -> None:
    sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells()))

    report = sheets.run(sheets.write(tmp_path / "b.xlsx", sheets.cells(department="天文台")))

    assert outcomes(report) == ["unchanged"]
    (doubt,) = [one for one in report.problems if one.place.header == "实施部门"]
    assert (doubt.value, doubt.weight) == ("天文台", "doubt")
