"""The national exchange tables: out with national names and codes, in from what a province sends down."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Fee, Material, Online, Question
from yichuang.catalogue.kinds import CrossScope, MaterialSource, OnlineDepth, PowerSource, Way
from yichuang.catalogue.models import BasicItem, Implementation, Item, ItemVersion
from yichuang.catalogue.sheets import leaving, national
from yichuang.catalogue.sheets import testing as sheets
from yichuang.catalogue.sheets.leaving import Choice, Format
from yichuang.catalogue.sheets.problems import Problems
from yichuang.offices import testing as offices

pytestmark = pytest.mark.django_db

TASK = "12441500196720244T3442199806003"
BUREAU = "小城县市场监督管理局"


def full() -> ItemVersion:
    version = catalogue.published_item(
        "t-1",
        power_source=PowerSource.STATUTORY,
        ways=(Way.WINDOW, Way.WEB),
        cross_scopes=(CrossScope.CITIES,),
        online=Online(depth=OnlineDepth.HANDLE, courier=True, payment=False),
        charged=True,
        fees=(Fee(name="工本费", standard="每本10元", basis="某法"),),
        questions=(Question(question="多久？", answer="五天。"),),
        visits=1,
        materials=(Material(key="m_a", name="申请书", source_kind=MaterialSource.APPLICANT, originals=1),),
    )
    basic = BasicItem.objects.create(code="442199806003", name="小店设立登记")
    task = Implementation.objects.create(department=version.item.department, basic=basic, name="小店登记", code=TASK)
    Item.objects.filter(pk=version.item_id).update(implementation=task, national_code=f"{TASK}01")
    return version


def out(tmp_path: Path, name: str = "up.zip", format_: Format = Format.NATIONAL) -> tuple[Path, Problems]:
    problems = Problems()
    leaving.export(tmp_path / name, Choice(offices.centre(), at=sheets.AT), format_, problems=problems)
    return tmp_path / name, problems


def rows(path: Path, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{table}.csv").decode("utf-8-sig"))))


def send(tmp_path: Path, tables: dict[str, list[dict[str, Any]]]) -> Path:
    with zipfile.ZipFile(tmp_path / "dn.zip", "w") as archive:
        for name, told in tables.items():
            archive.writestr(f"{name}.json", json.dumps(told, ensure_ascii=False))
    return tmp_path / "dn.zip"


def test_the_six_tables_have_national_names_and_codes(tmp_path: Path) -> None:
    full()
    path, problems = out(tmp_path)

    assert problems.found == []
    (basic,) = rows(path, "up_task_general_basic")
    assert (basic["task_code"], basic["task_handle_item"], basic["task_type"]) == (TASK, f"{TASK}01", "01")
    assert (basic["anticipate_day"], basic["anticipate_type"], basic["promise_day"]) == ("20", "1", "5")
    assert (basic["server_type"], basic["handle_type"], basic["project_type"]) == ("1,2", "1,2", "2")
    assert (basic["by_law"], basic["power_source"]) == ("《中华人民共和国行政许可法》第四十二条", "1")
    assert (basic["cd_operation"], basic["cd_time"]) == ("I", "2026-11-23 09:00:00")
    (extend,) = rows(path, "up_task_general_extend")
    assert (extend["is_express"], extend["is_pay_online"], extend["handle_area"]) == ("1", "0", "3")
    (material,) = rows(path, "up_task_general_material")
    assert (material["material_name"], material["is_need"], material["source_type"]) == ("申请书", "0", "10")
    (directory,) = rows(path, "up_task_directory")
    assert directory["catalog_code"] == "442199806003"
    assert rows(path, "up_task_general_questions")[0]["answer"] == "五天。"
    assert rows(path, "up_task_general_fee_project")[0]["fee_stand"] == "每本10元"


def test_a_row_keeps_its_guid(tmp_path: Path) -> None:
    full()
    first = rows(out(tmp_path)[0], "up_task_general_material")
    again = rows(out(tmp_path, "again.zip")[0], "up_task_general_material")

    assert [one["row_guid"] for one in first] == [one["row_guid"] for one in again]
    assert first[0]["task_guid"] == national.guid("item", "t-1")


@pytest.mark.parametrize(
    ("name", "format_"),
    [("up.zip", Format.NATIONAL), ("up.zip", Format.NATIONAL_JSON), ("up.xlsx", Format.NATIONAL)],
)
def test_what_went_up_comes_back_as_nothing_new(tmp_path: Path, name: str, format_: Format) -> None:
    full()
    report = sheets.run(out(tmp_path, name, format_)[0])

    assert [one.sentence for one in report.problems] == []
    assert [(line.id, str(line.outcome)) for line in report.items] == [("t-1", "unchanged")]


def test_what_a_column_cannot_hold_is_told(tmp_path: Path) -> None:
    full()
    Item.objects.update(national_code="")
    _path, problems = out(tmp_path)

    assert [one.place.header for one in problems.found] == ["task_handle_item"]


def test_what_a_province_sends_becomes_items_of_one_implementation(tmp_path: Path) -> None:
    offices.department()
    common = {"task_code": TASK, "catalog_code": "442199806003", "dept_name": BUREAU, "task_type": "01"}
    tables = {
        "dn_task_general_basic": [
            {
                "row_guid": "a",
                "task_name": "小店（首次）",
                "task_handle_item": f"{TASK}01",
                "promise_day": "5",
                **common,
            },
            {"row_guid": "b", "task_name": "小店（变更）", "task_handle_item": f"{TASK}02", **common},
        ],
        "dn_task_general_material": [
            {"task_guid": "a", "material_name": "申请书", "is_need": "0"},
            {"task_guid": "zz", "material_name": "迷路", "is_need": "0"},
        ],
    }
    tables["dn_task_general_basic"][0] |= {"promise_day": "5", "promise_type": "1"}
    report = sheets.run(send(tmp_path, tables))

    assert [str(line.outcome) for line in report.items] == ["created", "created"]
    assert Implementation.objects.get(code=TASK).items.count() == 2
    first = ItemVersion.objects.get(item__national_code=f"{TASK}01").parsed
    assert (first.promised and first.promised.length, [one.name for one in first.materials]) == (5, ["申请书"])
    assert [(one.place.sheet, one.place.row) for one in report.problems if one.weight == "error"] == [
        ("dn_task_general_material", 3)
    ]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("task_type", "77", "行政许可"),
        ("promise_type", "9", "只能填写"),
        ("is_fee", "也许", "1（是）"),
        ("dept_code", "9" * 19, "18"),
        ("limit_scene_num", "很多", "整数"),
    ],
)
def test_a_bad_cell_keeps_its_item_out(tmp_path: Path, column: str, value: str, words: str) -> None:
    row = {"row_guid": "a", "task_name": "小店", "task_handle_item": "x1", "dept_name": BUREAU, column: value}
    offices.department()
    report = sheets.run(send(tmp_path, {"dn_task_general_basic": [row]}))

    assert [(one.place.header, one.value) for one in report.problems if one.weight == "error"] == [(column, value)]
    assert words in report.problems[0].sentence
    assert not Item.objects.exists()


def test_a_row_to_be_deleted_is_told_and_left(tmp_path: Path) -> None:
    full()
    row = {"row_guid": national.guid("item", "t-1"), "task_name": "小店设立登记", "cd_operation": "D"}
    report = sheets.run(send(tmp_path, {"dn_task_general_basic": [row]}))

    assert report.items == []
    assert "取消" in report.problems[0].sentence
