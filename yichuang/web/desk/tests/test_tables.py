"""Tables on the desk: a manager uploads, looks at the dry run, confirms; drafts come out of it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from yichuang.base import clock
from yichuang.catalogue import jobs
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.models import ImportRun, Item, ItemVersion
from yichuang.catalogue.sheets import grid, runs
from yichuang.catalogue.sheets import testing as sheets
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
TABLES = "/desk/tables/"


@pytest.fixture
def manager(at_desk: At) -> Client:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return at_desk(town.qian_yan())


def upload(client: Client, data: bytes, name: str = "事项.xlsx", **more: Any) -> Any:
    return client.post(reverse("desk:tables"), {"file": SimpleUploadedFile(name, data), **more})


def book(tmp_path: Path, **item: str) -> bytes:
    return sheets.write(tmp_path / "a.xlsx", sheets.cells(None, **item)).read_bytes()


def tried(client: Client, data: bytes, **more: Any) -> ImportRun:
    assert upload(client, data, **more).status_code == 302
    run = ImportRun.objects.latest("id")
    jobs.import_tables(run_id=str(run.pk))
    run.refresh_from_db()
    return run


def test_an_upload_is_tried_out_by_a_job(manager: Client, tmp_path: Path) -> None:
    run = tried(manager, book(tmp_path))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'run_id' = %s", [str(run.pk)])
        assert cursor.fetchone() == (1,)
    assert (run.state, run.done, run.total, run.report["counts"]["created"]) == ("tried", 1, 1, 1)
    assert not Item.objects.filter(code="t-1").exists()


def test_the_confirmed_import_makes_drafts_and_links_to_them(manager: Client, tmp_path: Path) -> None:
    run = tried(manager, book(tmp_path))
    address = reverse("desk:table_run", args=[run.pk])
    assert manager.post(address).status_code == 302
    jobs.import_tables(run_id=str(run.pk))
    page = manager.get(address).content.decode()

    version = ItemVersion.objects.get(item__code="t-1")
    assert (version.status, version.written_by) == ("draft", town.qian_yan())
    assert reverse("desk:item", args=["t-1"]) in page


def test_a_run_is_confirmed_once_and_by_its_uploader(manager: Client, at_desk: At, tmp_path: Path) -> None:
    run = tried(manager, book(tmp_path))
    address = reverse("desk:table_run", args=[run.pk])
    manager.post(address)
    again = manager.post(address, follow=True)

    assert "试运行完成的表格" in again.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'run_id' = %s", [str(run.pk)])
        assert cursor.fetchone() == (2,)


def test_the_job_run_twice_changes_nothing(manager: Client, tmp_path: Path) -> None:
    run = tried(manager, book(tmp_path))
    jobs.import_tables(run_id=str(run.pk))

    assert ImportRun.objects.get(pk=run.pk).state == "tried"


def test_the_problems_are_shown_at_their_cells_and_filtered(manager: Client, tmp_path: Path) -> None:
    changed = sheets.put(sheets.cells(), "基本信息", "办件类型", "<b>马上办</b>")
    run = tried(manager, sheets.write(tmp_path / "a.xlsx", changed).read_bytes())
    address = reverse("desk:table_run", args=[run.pk])

    page = manager.get(address).content.decode()
    assert "基本信息!Q2" in page
    assert "&lt;b&gt;马上办" in page
    assert "基本信息!Q2" not in manager.get(f"{address}?weight=unread").content.decode()


def test_the_copy_marks_the_wrong_cells(manager: Client, tmp_path: Path) -> None:
    changed = sheets.put(sheets.cells(), "基本信息", "办件类型", "马上办")
    run = tried(manager, sheets.write(tmp_path / "a.xlsx", changed).read_bytes())
    answer = manager.get(reverse("desk:table_copy", args=[run.pk]))
    (tmp_path / "copy.xlsx").write_bytes(answer.content)

    first, *copies = grid.read(tmp_path / "copy.xlsx")
    assert [first.cell(2, at).text for at in (1, 2, 4)] == ["基本信息", "Q2", "马上办"]
    assert "基本信息 标注" in [one.name for one in copies]
    assert b"Content-Disposition" not in answer.content


def test_what_several_items_lack_stands_once_on_the_page_and_marks_every_cell(manager: Client, tmp_path: Path) -> None:
    cells = sheets.cells(catalogue.content(review_standard=""))
    for sheet, rows in sheets.cells(catalogue.content(review_standard=""), code="t-2").items():
        cells[sheet] += rows[1:]
    run = tried(manager, sheets.write(tmp_path / "a.xlsx", cells).read_bytes())
    page = manager.get(reverse("desk:table_run", args=[run.pk])).content.decode()
    assert page.count("发布前：没有审查标准") == 1
    assert "同样的还有 1 处" in page
    assert "t-2" in page

    answer = manager.get(reverse("desk:table_copy", args=[run.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        comments = [copy.read(name).decode() for name in copy.namelist() if name.startswith("xl/comments")]
    assert sum(one.count("没有审查标准") for one in comments) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"MZ\x90\x00" + bytes(200), "不是 XLSX"), (b"PK\x03\x04junk", "损坏"), (b"{}", "format")],
)
def test_what_cannot_be_read_is_told_on_the_page(manager: Client, data: bytes, words: str) -> None:
    run = tried(manager, data)

    assert run.state == "unreadable"
    assert words in manager.get(reverse("desk:table_run", args=[run.pk])).content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd.xlsx", "名\u202exslx.exe", "a" * 300 + ".xlsx", "<script>.xlsx"])
def test_a_hostile_name_does_no_harm(manager: Client, tmp_path: Path, name: str) -> None:
    answer = upload(manager, book(tmp_path), name=name)

    assert answer.status_code in (302, 422)
    assert "<script>" not in manager.get(TABLES).content.decode().split("</head>")[1].replace("<script ", "")


def test_an_empty_or_missing_file_is_refused(manager: Client) -> None:
    assert upload(manager, b"").status_code == 422
    assert manager.post(reverse("desk:tables")).status_code == 422


def test_a_stranger_run_is_not_found(manager: Client) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    for name in ("table_run", "table_progress", "table_copy"):
        assert manager.get(reverse(f"desk:{name}", args=[unknown])).status_code == 404


def test_the_progress_asks_for_the_page_when_it_is_done(manager: Client, tmp_path: Path) -> None:
    upload(manager, book(tmp_path))
    run = ImportRun.objects.latest("id")
    address = reverse("desk:table_progress", args=[run.pk])

    assert "HX-Refresh" not in manager.get(address)
    jobs.import_tables(run_id=str(run.pk))
    assert manager.get(address)["HX-Refresh"] == "true"


@pytest.mark.parametrize("kind", ["workbook", "table", "json", "national", "national-json"])
def test_the_items_in_force_are_exported(manager: Client, kind: str) -> None:
    catalogue.published_item("t-1")
    answer = manager.get(reverse("desk:table_export"), {"format": kind, "department": "market"})

    assert answer.status_code == 200
    if kind == "json":
        assert json.loads(answer.content)["items"][0]["code"] == "t-1"
    else:
        assert answer.content.startswith(b"PK")


def test_an_export_nobody_offers_is_not_found(manager: Client) -> None:
    assert manager.get(reverse("desk:table_export"), {"format": "exe"}).status_code == 404
    assert manager.get(reverse("desk:table_export"), {"format": "json", "area": "没有"}).status_code == 404


def test_who_is_no_manager_has_no_tables(at_desk: At) -> None:
    clerk = at_desk(town.liu_mei())
    assert clerk.get(TABLES).status_code == 403
    assert clerk.get(reverse("desk:table_export"), {"format": "json"}).status_code == 403


def test_an_uploaded_table_is_removed_after_some_days(manager: Client, tmp_path: Path) -> None:
    run = tried(manager, book(tmp_path))

    assert runs.forget(at=clock.now()) == 0
    assert runs.forget(at=clock.now() + timedelta(days=31)) == 1
    kept = ImportRun.objects.get(pk=run.pk)
    assert (kept.file, kept.report["counts"]["created"]) == (None, 1)
    assert manager.get(reverse("desk:table_copy", args=[run.pk])).status_code == 200


def test_a_table_without_departments_is_imported_for_the_one_that_was_chosen(manager: Client) -> None:
    table = "事项名称,承诺时限\n小餐饮备案,2小时\n".encode("gbk")
    department = offices.department()

    assert tried(manager, table).report["counts"]["refused"] == 1
    assert tried(manager, table, department=department.pk).report["counts"]["created"] == 1
