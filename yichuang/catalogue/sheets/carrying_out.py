"""What a job does with a table uploaded at the desk: the dry run, then, once confirmed, the import itself."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.catalogue import bundled
from yichuang.catalogue.guides.importing import Departments
from yichuang.catalogue.models import ImportRun
from yichuang.catalogue.sheets.problems import TableReport
from yichuang.catalogue.sheets.taking_over import Mode, Setting, take_over_file
from yichuang.offices.models import Department
from yichuang.people import actors

OFTEN: Final = 20
"""After so many items the progress is written."""
State = ImportRun.State
_NEXT: Final = {State.WAITING: State.TRYING, State.CONFIRMED: State.IMPORTING}


def go_on(run_id: UUID, *, at: datetime) -> ImportRun:
    """Do the next step of a run. One that waits for nobody but a person is left alone."""
    run = ImportRun.objects.select_related("centre", "uploaded_by").get(pk=run_id)
    state = _NEXT.get(State(run.state), State(run.state))
    if state not in (State.TRYING, State.IMPORTING):
        return run
    _save(run, state=state, done=0)
    try:
        report = _run(run, trying=state == State.TRYING, at=at)
    except Refused as refused:
        _save(run, state=State.UNREADABLE, why=str(refused)[:500])
        return run
    except Exception:
        # Whoever uploaded it is told, and whoever keeps the system finds the reason in the log.
        sentence = _("处理这个文件时程序出错，可能只完成了一部分。请核对后重新上传，并告诉系统管理员。")
        _save(run, state=State.UNREADABLE, why=sentence)
        raise
    _save(run, state=State.TRIED if state == State.TRYING else State.IMPORTED, report=report.as_dict())
    return run


def _run(run: ImportRun, *, trying: bool, at: datetime) -> TableReport:
    if run.file is None:
        raise Refused(_("上传的文件已经清除，请重新上传。"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(bytes(run.file))
        return take_over_file(
            path,
            setting=_setting(run, trying=trying, at=at),
            name=run.name,
            progress=lambda done, total: _progress(run, done, total),
        )


def _setting(run: ImportRun, *, trying: bool, at: datetime) -> Setting:
    rules = json.loads(bundled.DEPARTMENTS.read_text(encoding="utf-8"))
    return Setting(
        centre=run.centre,
        departments=Departments({one.code: one for one in Department.objects.filter(centre=run.centre)}, rules),
        mode=Mode.REVIEW if run.to_review else Mode.DRAFT,
        department=run.department,
        dry_run=trying,
        all_or_nothing=run.all_or_nothing,
        by=actors.of(run.uploaded_by, at=at),
        at=at,
    )


def _progress(run: ImportRun, done: int, total: int) -> None:
    if done % OFTEN == 0 or done in (1, total):
        _save(run, done=done, total=total)


def _save(run: ImportRun, **changed: object) -> None:
    for name, value in changed.items():
        setattr(run, name, value)
    run.save(update_fields=list(changed))
