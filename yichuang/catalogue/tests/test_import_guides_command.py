from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.tests.test_importing import guide
from yichuang.offices import testing as offices

pytestmark = pytest.mark.django_db


def run(tmp_path: Path, *entries: Any, **options: Any) -> str:
    department = offices.department()
    guides, rules = tmp_path / "guides.json", tmp_path / "departments.json"
    guides.write_text(json.dumps(entries), encoding="utf-8")
    rules.write_text(json.dumps({"areas": {"企业开办": department.code}}), encoding="utf-8")
    out = io.StringIO()
    call_command("import_guides", str(guides), departments=rules, stdout=out, **options)
    return out.getvalue()


def test_the_command_imports_and_reports(tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    said = run(tmp_path, guide(colour="red"), report=report)

    assert "t-1  小店设立登记  新建" in said
    assert "colour：不认识的字段，未读取" in said
    assert "新建 1，新版本 0，没有变化 0，未导入 0" in said
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["counts"]["created"] == 1
    assert written["items"][0]["not_read"] == [{"field": "colour", "reason": "不认识的字段，未读取"}]
    assert ItemVersion.objects.count() == 1


def test_the_command_ends_with_an_error_when_something_was_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 项没有导入"):
        run(tmp_path, guide(), guide("t-2", item_name=None))

    assert ItemVersion.objects.count() == 1


def test_a_dry_run_says_so(tmp_path: Path) -> None:
    assert "试运行，没有保存" in run(tmp_path, guide(), dry_run=True)
    assert ItemVersion.objects.count() == 0


def test_a_centre_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--centre"):
        run(tmp_path, guide(), centre="nowhere")


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="报告写不了"):
        run(tmp_path, guide(), report=tmp_path / "no" / "report.json")
