"""Taking in what people upload: measured, named, scanned, opened, kept — and only then entered."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.base import journal, text
from yichuang.base.refusal import Invalid
from yichuang.documents import checking, store
from yichuang.documents.checking import FileRefused
from yichuang.documents.models import FileState, StoredFile

LONGEST_NAME: Final = 200
SHOWN: Final = 40


def receive_upload(
    *, stream: IO[bytes], name: str, by: journal.Who, at: datetime, for_everyone: bool = False
) -> StoredFile:
    """Keep one uploaded file that passed every check; its row names who brought it, and whether it is a blank form or
    a sample for everyone.

    PDF, JPEG and PNG by content; the name's ending is only compared. At most `settings.UPLOAD_LIMIT` bytes, read as
    they come. Of an image a safe rendition without metadata is kept beside the original. The bytes are on the disk
    before the row; of a refused file nothing stays. Raises Invalid, FileRefused, FileInfected, ScannerAway.
    """
    name = clean_name(name)
    with tempfile.TemporaryDirectory(prefix="yichuang-upload-") as room:
        path, rendition = Path(room) / "upload", Path(room) / "rendition.jpg"
        size = _take_in(stream, path, name)
        with path.open("rb") as file:
            checking.scan(file, name=shown(name))
        found = checking.inspect(path, name=shown(name), rendition=rendition)
        _compare_ending(name, found.media_type)
        with path.open("rb") as file:
            digest = store.put(file)
        picture = store.put_bytes(rendition.read_bytes()) if found.rendition else ""
    row = StoredFile(
        digest=digest,
        size=size,
        media_type=found.media_type,
        name=name,
        owner_kind=by.who_kind,
        owner_id=by.who_id,
        state=FileState.CLEAN,
        pages=found.pages,
        for_everyone=for_everyone,
        rendition_digest=picture,
        uploaded_at=at,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        journal.write(
            act="file.received",
            subject=journal.Subject("file", str(row.pk)),
            by=by,
            at=at,
            detail={"digest": digest, "size": size, "type": found.media_type},
        )
    return row


def clean_name(name: str) -> str:
    """The last part of the name the browser told, fit to be shown and stored. Raises Invalid."""
    if len(name) <= 4096:
        name = re.split(r"[/\\]", name)[-1]
    cleaned = text.clean(name, field="file", longest=LONGEST_NAME, label=_("文件名"))
    if not cleaned.strip(". "):
        raise Invalid(_("文件没有名称，请给文件取名后重新上传。"), field="file")
    return cleaned


def shown(name: str) -> str:
    """The name as a sentence quotes it: a long one by its beginning and its end."""
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 12]}…{name[-11:]}"


def _take_in(stream: IO[bytes], path: Path, name: str) -> int:
    size = 0
    with path.open("xb") as file:
        for chunk in store.chunks(stream):
            size += len(chunk)
            if size > settings.UPLOAD_LIMIT:
                raise FileRefused(
                    _("文件“%(name)s”超过 %(limit)d MB。请压缩、降低扫描清晰度或者分成几份后重新上传。")
                    % {"name": shown(name), "limit": settings.UPLOAD_LIMIT // (1024 * 1024)},
                    field="file",
                )
            file.write(chunk)
    if not size:
        raise FileRefused(_("文件“%(name)s”是空的。请检查原文件后重新上传。") % {"name": shown(name)}, field="file")
    return size


ENDINGS: Final = {
    "application/pdf": {"pdf"},
    "image/jpeg": {"jpg", "jpeg", "jpe", "jfif"},
    "image/png": {"png"},
}


def _compare_ending(name: str, media_type: str) -> None:
    """A name that promises another kind of file is refused; a name without a known ending is not."""
    _stem, dot, ending = name.rpartition(".")
    ending = ending.lower()
    if dot and ending.isalnum() and len(ending) <= 5 and ending not in ENDINGS[media_type]:
        right = sorted(ENDINGS[media_type])[-1]
        raise FileRefused(
            _("文件“%(name)s”的扩展名与内容不符，内容是 %(right)s。请把扩展名改为 .%(right)s 后重新上传。")
            % {"name": shown(name), "right": right},
            field="file",
        )
