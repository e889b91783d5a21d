"""Acts of a manager who imports a table at the desk: upload it, look at the dry run, confirm. The jobs do the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.catalogue import jobs
from yichuang.catalogue.guides.importing import LARGEST_FILE, UnreadableFile
from yichuang.catalogue.models import ImportRun
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Role

if TYPE_CHECKING:
    from yichuang.offices.models import Centre, Department

KEPT: Final = timedelta(days=30)
"""How long the file of an import is kept; the report stays."""


class NotTried(Refused):
    """Only what was tried out can be confirmed, and only once."""

    code = "not_tried"


def upload(
    *,
    centre: Centre,
    name: str,
    data: bytes,
    department: Department | None = None,
    to_review: bool = False,
    all_or_nothing: bool = False,
    by: Actor,
    at: datetime,
) -> ImportRun:
    """Keep a table that is to be imported, and have it tried out. `department` is whose items are that name none.

    Raises NotAllowed, UnreadableFile, Invalid.
    """
    by.must_have(Role.MANAGER)
    if by.account is None:
        raise NotAllowed(_("命令行请用 import_items 导入。"))
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(_("文件超过 20 MB，请分成几个文件再导入。"), field="file")
    if not data:
        raise UnreadableFile(_("文件是空的，请核对后再导入。"), field="file")
    with transaction.atomic():
        run = ImportRun.objects.create(
            centre=centre,
            name=clean(name, field="file", longest=200, label=_("文件名")),
            file=data,
            uploaded_by=by.account,
            uploaded_at=at,
            department=department,
            to_review=to_review,
            all_or_nothing=all_or_nothing,
        )
        _note("catalogue.table_uploaded", run, by=by, at=at)
        jobs.defer_import(run.pk)
    return run


def confirm(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Have a table imported that was tried out; by whoever uploaded it. Raises NotAllowed, NotTried."""
    by.must_have(Role.MANAGER)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if by.account is None or fresh.uploaded_by_id != by.account.pk:
            raise NotAllowed(_("请由上传表格的人员确认导入。"))
        if fresh.state != ImportRun.State.TRIED or fresh.file is None:
            raise NotTried(_("只有试运行完成的表格可以导入，请刷新后再看，或者重新上传。"))
        fresh.state = ImportRun.State.CONFIRMED
        fresh.save(update_fields=["state"])
        _note("catalogue.table_confirmed", fresh, by=by, at=at)
        jobs.defer_import(fresh.pk)
    return fresh


def forget(*, at: datetime) -> int:
    """Remove the files of imports that are older than `KEPT`; tells how many."""
    return ImportRun.objects.filter(uploaded_at__lt=at - KEPT, file__isnull=False).update(file=None)


def _note(act: str, run: ImportRun, *, by: Actor, at: datetime) -> None:
    detail = {"name": run.name, "to_review": run.to_review, "all_or_nothing": run.all_or_nothing}
    subject = journal.Subject("import", str(run.pk))
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=run.centre_id, detail=detail)
