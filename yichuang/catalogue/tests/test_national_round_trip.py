"""What a national column carries comes back as it was, and what has no column stays as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import Condition, Content, Delegation, File, Intermediary, LegalBasis, Material, Part
from yichuang.catalogue.kinds import Need, PowerSource, Way
from yichuang.catalogue.models import BasicItem, Implementation, Item, ItemVersion
from yichuang.catalogue.revising import writing
from yichuang.catalogue.sheets import archive, national
from yichuang.catalogue.sheets import national_cells as cells
from yichuang.catalogue.sheets import testing as sheets
from yichuang.catalogue.sheets.entries import ITEM
from yichuang.catalogue.sheets.layout import parts_in
from yichuang.catalogue.sheets.problems import Problems, TableReport
from yichuang.catalogue.tests.filled import filled
from yichuang.catalogue.tests.test_importing import everything
from yichuang.offices import testing as offices
from yichuang.people import actors

pytestmark = pytest.mark.django_db

BUREAU = "小城县市场监督管理局"
TASK = "12441500196720244T3442199806003"
KEPT_BY_THE_CATALOGUE = {
    *("row_guid", "task_guid", "task_state", "task_version", "plan_effective_date", "plan_cancel_date"),
    *("is_entry_center", "is_online", "order_num", "cd_operation", "cd_time", "cd_batch", "data_source"),
}
"""Columns that are no words of the item: they follow from the catalogue's own state, whoever imports."""
NOT_CARRIED = {
    "": {
        *("service_objects_text", "aliases", "undertaker", "power_division", "power_content", "review_standard"),
        *("applicant_deadline", "situations", "form", "steps", "delivery", "tolerance", "promise", "former", "bundles"),
        *(
            "channels",
            "acceptance_period",
            "cross_region",
            "related",
            "editor_notes",
            "unverified",
            "sources",
            "english",
        ),
    },
    "delegation": {"source", "taker", "instrument", "basis"},
    "statutory": {
        *("basis", "start", "note", "on_the_spot_if_complete", "by_situation", "extension", "delivery", "excluded"),
    },
    "promised": {
        *("basis", "start", "note", "on_the_spot_if_complete", "by_situation", "extension", "delivery", "excluded"),
    },
    "conditions": {"text_en", "when"},
    "materials": {
        *("key", "name_en", "when", "issuer", "issued_within", "shared", "note_en", "situation", "dictionary"),
        *("tolerable", "promisable", "proof", "children"),
    },
    "special_procedures": {"limit", "counted", "basis", "department", "situation", "note"},
    "fees": {"fen", "unit", "condition", "note"},
    "result": {"name_en", "validity", "note"},
    "intermediaries": {"basis", "note"},
    "legal_basis": {"version", "source"},
    "online": {"system_level"},
    "questions": {"question_en", "answer_en"},
}
"""By name, what the national tables cannot carry: whole fields of a content (""), and fields of its parts."""
_BY_KIND = {"names": {"name"}, "giver": {"giver"}, "conditions": {"text"}, "bases": {"law", "article"}}


def draft(item: Item, content: Content) -> ItemVersion:
    return writing.new_version(item=item, name="小店设立登记", content=content, by=actors.SYSTEM, at=sheets.AT)


def named() -> Item:
    department = offices.department()
    item = Item.objects.create(
        code="t-1",
        department=department,
        centre=department.centre,
        subject_area="企业开办",
        national_code=f"{TASK}01",
        created_at=sheets.AT,
    )
    basic = BasicItem.objects.create(
        code="442199806003",
        local_code="地-1",
        name="小店设立",
        item_type="01",
        basis="某条例第一条",
        levels="3,4",
        version=7,
        effective_from=date(2025, 1, 1),
        effective_until=date(2030, 1, 1),
    )
    task = Implementation.objects.create(
        department=department, basic=basic, name="小店登记", code=TASK, local_code="地-2"
    )
    Item.objects.filter(pk=item.pk).update(implementation=task)
    return Item.objects.get(pk=item.pk)


def out(*, problems: Problems | None = None) -> dict[str, Any]:
    versions = ItemVersion.objects.select_related("item__department", "item__implementation__basic")
    latest = versions.order_by("item__code", "-number").distinct("item__code")
    return national.tables(latest, at=sheets.AT, problems=problems or Problems())


def come_in(tmp_path: Path, tables: Mapping[str, Any], name: str = "up.zip", **options: Any) -> TableReport:
    national.write(tmp_path / name, tables, as_json=name == "up.zip")
    return sheets.run(tmp_path / name, **options)


def elsewhere(content: Content) -> dict[str, Any]:
    """The tables as another installation would send them, of which nothing is left here but the names and codes."""
    with transaction.atomic():
        draft(named(), content)
        tables = out()
        transaction.set_rollback(True)
    return tables


def offering(content: Content) -> None:
    """Another item offers the files of this one, so that they are known here."""
    material = [Material(key=f"m_{n}", name=f"{n}", blank=file) for n, file in enumerate(content.files())]
    item = writing.new_item(
        code="z-other",
        department=offices.department(),
        centre=offices.centre(),
        subject_area="综合",
        by=actors.SYSTEM,
        at=sheets.AT,
    )
    draft(item, Content(materials=tuple(material)))


def of(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of the item itself."""
    owner = national.guid("item", "t-1")
    return {
        name: [row for row in rows if owner in (row.get("task_guid"), row["row_guid"]) or "directory" in name]
        for name, rows in tables.items()
    }


@pytest.mark.parametrize("name", ["up.zip", "up.xlsx", "csv.zip"])
def test_every_column_of_a_full_item_comes_back(tmp_path: Path, name: str) -> None:
    content = filled().model_copy(update={"implementing_body": BUREAU})
    tables = elsewhere(content)
    assert not [f"{table}.{name}" for table, rows in tables.items() for row in rows for name in row if not row[name]
                and name not in KEPT_BY_THE_CATALOGUE]  # fmt: skip
    item = named()
    Item.objects.update(implementation=None, national_code="")
    Implementation.objects.all().delete()
    BasicItem.objects.all().delete()
    offering(content)
    report = come_in(tmp_path, tables, name)

    assert [one.sentence for one in report.problems if "发布前" not in one.sentence] == []
    assert [str(line.outcome) for line in report.items] == ["created"]
    assert item.versions.count() == 1
    assert _words(of(out())) == _words(tables)


def test_every_column_of_the_sixty_items_of_the_demonstration_comes_back(tmp_path: Path) -> None:
    with transaction.atomic():
        everything(date(2026, 1, 1))
        tables, codes = out(), list(Item.objects.values_list("code", flat=True))
        assert come_in(tmp_path, tables).counts["unchanged"] == 60
        transaction.set_rollback(True)
    for code in codes:
        catalogue.item(code)
    report = come_in(tmp_path, tables)

    assert [one.sentence for one in report.problems if one.weight == "error"] == []
    assert report.counts["created"] == 60
    assert _words(out()) == _words(tables)


def test_a_full_item_is_unchanged_by_its_own_tables(tmp_path: Path) -> None:
    content = filled().model_copy(update={"implementing_body": BUREAU})
    draft(named(), content)
    report = come_in(tmp_path, out())

    assert [one.sentence for one in report.problems] == []
    assert [str(line.outcome) for line in report.items] == ["unchanged"]


def test_the_tables_of_one_item_over_another_change_the_columns_and_nothing_else(tmp_path: Path) -> None:
    new, old = filled("甲"), filled("乙")
    old = Content.model_validate(_with_the_names_of(new, old))
    tables = elsewhere(new)
    draft(named(), old)
    offering(new)
    come_in(tmp_path, tables)

    content = ItemVersion.objects.get(item__code="t-1").parsed
    assert _words(of(out())) == _words(tables)
    for name in NOT_CARRIED[""]:
        assert getattr(content, name) == getattr(old, name), name
    gone = {"name_en", "note_en", "answer_en", "fen", "unit", "key"}  # they went with the words they belonged to
    for field, names in NOT_CARRIED.items():
        for name in names - gone if field else ():
            assert _all(getattr(content, field), name) == _all(getattr(old, field), name), (field, name)


def test_what_the_tables_cannot_carry_is_listed_by_name() -> None:
    carried: dict[str, set[str]] = {"": set()}
    for table in cells.table()["tables"].values():
        for source, kind, _longest in table["columns"].values():
            where, *path = source.split(".")
            if where == "content" and kind in _BY_KIND:
                carried.setdefault(path[0], set()).update(_BY_KIND[kind])
            elif where == "content":
                carried.setdefault(path[0] if len(path) > 1 else "", set()).add(path[-1])
            elif where == "part":
                names = ("originals", "copies") if kind == "count" else (path[0],)
                carried.setdefault(table["rows"], set()).update(names)
    fields = set(Content.model_fields)
    assert fields - carried[""] - set(carried) == NOT_CARRIED[""]
    left = {name: set(_model(name).model_fields) - told for name, told in carried.items() if name}
    assert left == {name: names for name, names in NOT_CARRIED.items() if name}


def test_what_the_catalogue_keeps_beside_the_content_and_has_no_column_is_listed_by_name() -> None:
    columns = [source for table in cells.table()["tables"].values() for source, *_rest in table["columns"].values()]
    carried = {source.removeprefix("item.") for source in columns if source.startswith("item.")} | {"department"}

    assert {*ITEM} - carried == {
        *("code", "name_en", "area", "handle_kind", "local_code", "task_name", "source", "reason"),
    }


def test_every_column_is_read_back_or_follows_from_the_catalogue() -> None:
    told_only = {
        name
        for table in cells.table()["tables"].values()
        for name, (_source, kind, _longest) in table["columns"].items()
        if kind in cells.TOLD_ONLY
    }
    keys = {"task_code", "task_handle_item"}  # they say of the other tables to which item a row belongs
    assert told_only - keys <= KEPT_BY_THE_CATALOGUE
    assert not [source for table in cells.table()["tables"].values() for source, *_rest in table["columns"].values()
                if not source]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        Content(conditions=(Condition(text="1. 有场所；"), Condition(text="两行\n的条件。"), Condition(text="\\斜线"))),
        Content(conditions=(Condition(text="（一）年满十八周岁。"),)),
        Content(cooperating_bodies=("甲；乙", "丙\n丁", "戊")),
        Content(intermediaries=(Intermediary(name="测绘;评估"), Intermediary(name="审计"))),
        Content(legal_basis=(LegalBasis(law="国务院关于印发《某办法》的通知", article="第三条、第四条"),)),
        Content(legal_basis=(LegalBasis(law="甲》第一条", article="《乙"), LegalBasis(law="丙；", article="附件2；"))),
        Content(legal_basis=(LegalBasis(law="某县文件〔2020〕1号"), LegalBasis(law="行政许可法", article="第三条。"))),
        Content(delegation=(Delegation(source=PowerSource.HANDED_DOWN, giver="市局", taker="县局"),)),
        Content(
            materials=(
                Material(key="m_tm", name="同名", originals=1),
                Material(key="m_tm_2", name="同名", kind="copy", copies=2),
            )
        ),
        Content(promised={"text": "视情况而定"}),
    ],
)
def test_words_that_look_like_marks_come_back(tmp_path: Path, content: Content) -> None:
    tables = elsewhere(content)
    named()
    report = come_in(tmp_path, tables)

    assert [one.sentence for one in report.problems if "发布前" not in one.sentence] == []
    assert of(out()) == tables
    version = ItemVersion.objects.get()
    for name in ("conditions", "cooperating_bodies", "intermediaries", "legal_basis", "promised"):
        assert getattr(version.parsed, name) == getattr(content, name)


def test_an_empty_cell_of_ours_empties_and_one_from_above_does_not(tmp_path: Path) -> None:
    tables = elsewhere(Content(implementing_body=BUREAU))
    draft(named(), filled())
    sent_down = {name.replace("up_", "dn_"): rows for name, rows in tables.items()}
    come_in(tmp_path, sent_down)
    kept = ItemVersion.objects.get().parsed
    assert (kept.phone, len(kept.materials), kept.charged) == (filled().phone, 2, True)

    come_in(tmp_path, tables)
    emptied = ItemVersion.objects.get().parsed
    assert (emptied.phone, emptied.materials, emptied.charged) == ("", (), None)
    assert emptied.aliases == filled().aliases


def test_a_file_that_is_not_here_is_told_at_its_cell(tmp_path: Path) -> None:
    file = File(name="空白.pdf", digest="a" * 64)
    tables = elsewhere(Content(materials=(Material(key="m_a", name="申请书", blank=file),)))
    named()
    report = come_in(tmp_path, tables)

    (told,) = [one for one in report.problems if one.place.header == "form_guid"]
    assert (told.place.sheet, told.place.row, told.value) == ("up_task_general_material", 2, "a" * 64)
    assert "上传" in told.sentence
    assert ItemVersion.objects.get().parsed.materials[0].blank is None


def test_a_finer_need_stays_while_its_code_is_the_same(tmp_path: Path) -> None:
    draft(named(), Content(materials=(Material(key="m_a", name="申请书", need=Need.SITUATIONAL, name_en="Form"),)))
    tables = out()
    come_in(tmp_path, tables)
    assert ItemVersion.objects.get().parsed.materials[0].need == Need.SITUATIONAL

    tables["up_task_general_material"][0]["is_need"] = "1"
    come_in(tmp_path, tables)
    material = ItemVersion.objects.get().parsed.materials[0]
    assert (material.need, material.name_en, material.key) == (Need.OPTIONAL, "Form", "m_a")


def test_a_giver_of_whom_the_kind_of_trust_is_not_told_is_a_doubt(tmp_path: Path) -> None:
    tables = elsewhere(Content(implementing_body=BUREAU))
    tables["up_task_general_basic"][0]["entrust_name"] = "市局"
    named()
    report = come_in(tmp_path, tables)

    assert [one.place.header for one in report.problems if "委托" in one.sentence] == ["entrust_name"]
    (link,) = ItemVersion.objects.get().parsed.delegation
    assert (link.source, link.giver, link.taker) == ("5", "市局", "小城县市场监督管理局")


def test_states_and_contradictions_are_told_not_taken(tmp_path: Path) -> None:
    tables = elsewhere(Content(ways=(Way.WINDOW,), implementing_body=BUREAU))
    tables["up_task_general_basic"][0]["task_state"] = "5"
    tables["up_task_general_extend"][0] |= {"is_online": "1"}
    tables["up_task_general_extend"][0]["handle_type"] = "1"
    named()
    report = come_in(tmp_path, tables)

    unread = sorted(one.place.header for one in report.problems if one.weight == "unread")
    assert unread == ["handle_type", "task_state"]
    assert [one.place.header for one in report.problems if "handle_type）" in one.sentence] == ["is_online"]


def test_materials_come_in_the_order_of_their_number(tmp_path: Path) -> None:
    tables = elsewhere(Content(materials=tuple(Material(key=f"m_{n}", name=f"材料{n}") for n in range(12))))
    tables["up_task_general_material"].reverse()
    named()
    come_in(tmp_path, tables)

    assert [one.name for one in ItemVersion.objects.get().parsed.materials] == [f"材料{n}" for n in range(12)]


def test_a_full_item_comes_back_from_the_county_workbook_and_from_json(tmp_path: Path) -> None:
    content = filled()
    report = sheets.run(sheets.write(tmp_path / "a.xlsx", sheets.cells(content)))
    version = ItemVersion.objects.get()
    assert [one.sentence for one in report.problems if "发布前" not in one.sentence] == []
    assert version.parsed == content

    document = archive.document([version])
    document["items"][0]["code"] = "t-2"
    (tmp_path / "a.json").write_text(json.dumps(document, ensure_ascii=False))
    sheets.run(tmp_path / "a.json")
    assert ItemVersion.objects.get(item__code="t-2").parsed == content


def _words(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables without the columns that follow from the catalogue's own state."""
    return {
        name: [{key: text for key, text in row.items() if key not in KEPT_BY_THE_CATALOGUE} for row in rows]
        for name, rows in tables.items()
    }


def _model(name: str) -> type[Part]:
    found = parts_in(Content.model_fields[name].annotation)
    assert found is not None
    return found


def _all(value: Any, name: str) -> list[Any]:
    return [getattr(one, name) for one in (value if isinstance(value, tuple) else [value])]


def _with_the_names_of(new: Content, old: Content) -> dict[str, Any]:
    """The old content, its parts called as those of the new one."""
    told, names = old.model_dump(mode="json"), new.model_dump(mode="json")
    for field, key in _names():
        for part, other in zip(told[field], names[field], strict=True):
            part[key] = other[key]
    return told


def _names() -> Iterator[tuple[str, str]]:
    yield from (("materials", "name"), ("special_procedures", "name"), ("intermediaries", "name"), ("fees", "name"))
    yield from (("questions", "question"), ("conditions", "text"), ("legal_basis", "law"), ("legal_basis", "article"))
