from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from yichuang.catalogue import bundled
from yichuang.catalogue.guides import importing
from yichuang.catalogue.guides.importing import Departments, Line, Report
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def guide(code: str = "t-1", **parts: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "id": code,
        "item_name": "小店设立登记",
        "window": "企业开办",
        "item_type": "行政许可",
        "service_object": "企业法人",
        "implementing_body": "小城县市场监督管理局",
        "processing_type": "承诺件",
        "legal_time_limit": {"text": "20个工作日", "value": 20, "unit": "工作日"},
        "promised_time_limit": {"text": "5个工作日", "value": 5, "unit": "工作日"},
        "materials": [{"name": "登记申请书", "required": "必要"}],
        "source": "公开网页",
    }
    return usual | parts


def run(tmp_path: Path, *entries: Any, raw: bytes | None = None, **options: Any) -> Report:
    path = tmp_path / "guides.json"
    path.write_bytes(raw if raw is not None else json.dumps(list(entries), ensure_ascii=False).encode())
    return run_paths([path], **options)


def run_paths(paths: list[Path], **options: Any) -> Report:
    department = offices.department()
    rules = {"areas": {"企业开办": department.code}}
    usual: dict[str, Any] = {"by": actors.SYSTEM, "at": AT}
    return importing.import_guides(
        paths=paths,
        centre=department.centre,
        departments=Departments({department.code: department}, rules),
        **(usual | options),
    )


def only(report: Report) -> Line:
    (line,) = report.items
    return line


def everything(effective_from: date | None = None) -> Report:
    department = offices.department()
    rules = json.loads(bundled.DEPARTMENTS.read_text(encoding="utf-8"))
    by_code = dict.fromkeys({*rules["items"].values(), *rules["bodies"].values()}, department)
    return importing.import_guides(
        paths=[bundled.GUIDES],
        centre=department.centre,
        departments=Departments(by_code, rules),
        effective_from=effective_from,
        by=actors.SYSTEM,
        at=AT,
    )


def test_a_guide_becomes_a_published_item(tmp_path: Path) -> None:
    line = only(run(tmp_path, guide()))

    assert (line.outcome, line.version, line.why) == ("created", 1, [])
    version = ItemVersion.objects.get(item__code="t-1")
    assert version.status == "published"
    assert version.effective_from == date(2026, 11, 23)
    assert version.parsed.materials[0].name == "登记申请书"


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, guide())

    line = only(run(tmp_path, guide()))

    assert line.outcome == "unchanged"
    assert ItemVersion.objects.count() == 1


def test_a_changed_guide_becomes_a_new_version_from_today(tmp_path: Path) -> None:
    run(tmp_path, guide())
    later = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)

    line = only(run(tmp_path, guide(conditions=["有固定场所"]), at=later, effective_from=date(2026, 1, 1)))

    assert (line.outcome, line.version) == ("new_version", 2)
    first, second = ItemVersion.objects.order_by("number")
    assert first.effective_until == second.effective_from == date(2026, 12, 1)


def test_the_first_version_may_begin_in_the_past_at_the_initial_load(tmp_path: Path) -> None:
    run(tmp_path, guide(), effective_from=date(2026, 1, 1))

    assert ItemVersion.objects.get().effective_from == date(2026, 1, 1)


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    report = run(tmp_path, guide(), dry_run=True)

    assert only(report).outcome == "created"
    assert Item.objects.count() == 0


def test_one_bad_item_stops_no_other(tmp_path: Path) -> None:
    report = run(tmp_path, guide("t-1", item_name=""), "not a guide", guide("t-3"))

    assert [line.outcome for line in report.items] == ["refused", "refused", "created"]
    assert report.counts == {"created": 1, "new_version": 0, "unchanged": 0, "refused": 2}


def test_a_promise_longer_than_the_law_is_refused_and_leaves_no_item(tmp_path: Path) -> None:
    long = {"text": "30个工作日", "value": 30, "unit": "工作日"}

    line = only(run(tmp_path, guide(promised_time_limit=long)))

    assert line.outcome == "refused"
    assert line.why == ["承诺时限“30个工作日”长于法定时限“20个工作日”，请缩短承诺时限。"]
    assert Item.objects.count() == 0


def test_the_same_id_twice_is_imported_once_and_told(tmp_path: Path) -> None:
    report = run(tmp_path, guide(), guide(item_name="另一个事项"))

    assert [line.outcome for line in report.items] == ["created", "refused"]
    assert "重复" in report.items[1].why[0]


@pytest.mark.parametrize("name", ["其他材料", "有关材料", "法律法规规定的其他材料", "有关证件、资料", "相应证明材料"])
def test_a_catch_all_material_is_left_out_and_told(tmp_path: Path, name: str) -> None:
    line = only(run(tmp_path, guide(materials=[{"name": "登记申请书", "required": "必要"}, {"name": name}])))

    assert line.outcome == "created"
    assert [left["field"] for left in line.not_read] == ["materials[1]"]
    assert "兜底" in line.not_read[0]["reason"]
    assert len(ItemVersion.objects.get().parsed.materials) == 1


def test_every_unknown_field_is_told(tmp_path: Path) -> None:
    line = only(run(tmp_path, guide(colour="red", materials=[{"name": "登记申请书", "required": "必要", "taste": 1}])))

    assert {left["field"] for left in line.not_read} == {"colour", "materials[0].taste"}


@pytest.mark.parametrize(
    ("limit", "field"),
    [
        ({"text": "3至5日", "value": "3-5", "unit": "日"}, "legal_time_limit.value"),
        ({"text": "三旬", "value": 3, "unit": "旬"}, "legal_time_limit.unit"),
        ({"text": "负数", "value": -1, "unit": "日"}, "legal_time_limit.value"),
        ({"text": "看情况", "value": None, "unit": "日"}, "legal_time_limit"),
        ("20日", "legal_time_limit"),
    ],
)
def test_a_limit_that_cannot_be_counted_is_told_and_left_out(tmp_path: Path, limit: object, field: str) -> None:
    line = only(run(tmp_path, guide(legal_time_limit=limit)))

    assert line.outcome == "created"
    assert field in {left["field"] for left in line.not_read}
    assert ItemVersion.objects.get().parsed.statutory is None


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ('[{"id": "公司设立登记"}]'.encode("gbk"), "GBK"),
        (b"\xff\xfe\x00\xd8", "UTF-8"),
        (b'[{"id": 1,', "第 1 行"),
        (b'{"id": "t-1"}', "列表"),
        (b"[" * 100_000, "嵌套过深"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    report = run(tmp_path, raw=raw)

    assert report.items == []
    assert report.files[0]["outcome"] == "refused"
    assert told in report.files[0]["why"]


def test_a_missing_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    good = tmp_path / "good.json"
    good.write_text(json.dumps([guide()]), encoding="utf-8")

    report = run_paths([tmp_path / "none.json", good])

    assert [file["outcome"] for file in report.files] == ["refused", "read"]
    assert only(report).outcome == "created"


@pytest.mark.parametrize(
    "parts",
    [
        {"id": 7},
        {"id": "x" * 100},
        {"id": "有汉字"},
        {"item_name": "甲" * 1_000_000},
        {"item_name": "\x00"},
        {"implementing_body": "不知是谁", "window": "无此领域"},
    ],
)
def test_an_impossible_guide_is_refused_with_a_reason(tmp_path: Path, parts: dict[str, Any]) -> None:
    line = only(run(tmp_path, guide() | parts))

    assert line.outcome == "refused"
    assert line.why
    assert Item.objects.count() == 0


def test_wrong_types_are_told_and_do_not_stop_the_item(tmp_path: Path) -> None:
    odd = guide(
        materials="申请书", fee=[1], place="某处", process=[3], situations={"a": 1}, conditions=[{"x": 1}, "\ud800"]
    )

    path = tmp_path / "odd.json"
    path.write_text(json.dumps([odd]), encoding="utf-8")
    line = only(run_paths([path]))

    assert line.outcome == "created"
    told = {left["field"] for left in line.not_read}
    assert told >= {"materials", "fee", "place", "process[0]", "situations", "conditions[0]", "conditions[1]"}


def test_days_of_the_licence_law_are_working_days_and_of_other_laws_calendar_days(tmp_path: Path) -> None:
    run(
        tmp_path,
        guide("t-1", legal_time_limit={"text": "适用行政许可法20日", "value": 20, "unit": "日"}),
        guide("t-2", legal_time_limit={"text": "条例规定45日", "value": 45, "unit": "日"}),
    )

    units = [version.parsed.statutory.unit for version in ItemVersion.objects.order_by("item__code")]  # type: ignore[union-attr]  # both have one
    assert units == ["working_days", "calendar_days"]


def test_what_the_source_does_not_show_is_marked_unverified(tmp_path: Path) -> None:
    line = only(run(tmp_path, guide(unverified=["fee", "materials[].original_count"])))

    content = ItemVersion.objects.get().parsed
    assert {"fees", "materials[].originals"} <= set(line.unverified)
    assert content.is_unverified("fees")
    assert not content.is_unverified("statutory")


def test_all_sixty_guides_are_published_and_in_force_since_the_new_year() -> None:
    report = everything(date(2026, 1, 1))

    assert {file["outcome"] for file in report.files} == {"read"}
    assert [line.why for line in report.items if line.why] == []
    assert report.counts["created"] == 60
    assert ItemVersion.objects.filter(status="published", effective_from=date(2026, 1, 1)).count() == 60
    assert all(version.name_en for version in ItemVersion.objects.all())


def test_all_sixty_guides_leave_out_only_what_an_editor_has_to_mend() -> None:
    left = {(line.id, one["field"]) for line in everything().items for one in line.not_read}

    foreign_places = {"dev-003", "dev-013", "dev-019", "dev-020", "dev-036", "dev-042", "dev-044"}
    assert {code for code, field in left if field == "place"} == foreign_places
    assert {(code, field) for code, field in left if field != "place"} == {
        ("dev-008", "process[1].dept"),
        ("dev-009", "materials[7]"),
        ("dev-020", "special_procedures[0].dept"),
        ("dev-030", "materials[4]"),
        ("dev-035", "special_procedures[0].note"),
        ("dev-036", "cooperating_bodies"),
        ("dev-037", "cooperating_bodies"),
        ("dev-050", "materials[1]"),
        ("dev-053", "materials[3]"),
        ("dev-053", next(field for code, field in left if code == "dev-053" and "by_situation" in field)),
    }
