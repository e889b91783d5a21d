"""An import that the program itself cannot carry out does not run for ever on the page of its uploader."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from yichuang.catalogue import bundled, jobs
from yichuang.catalogue.models import ImportRun
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At
from yichuang.web.desk.tests.test_tables import book, upload

pytestmark = pytest.mark.usefixtures("staffed")


def test_a_fault_of_the_program_is_told_to_the_uploader(
    at_desk: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)
    manager = at_desk(town.qian_yan())
    assert upload(manager, book(tmp_path)).status_code == 302
    run = ImportRun.objects.latest("id")
    monkeypatch.setattr(bundled, "DEPARTMENTS", tmp_path / "lost.json")

    with pytest.raises(FileNotFoundError):
        jobs.import_tables(run_id=str(run.pk))

    page = manager.get(reverse("desk:table_run", args=[run.pk])).content.decode()
    run.refresh_from_db()
    assert not run.is_running
    assert "程序出错" in page
