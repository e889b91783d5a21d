"""Builders for tests: files as people bring them, and the facts of a whole letter of each kind."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
from PIL import Image

from yichuang.base.journal import Subject
from yichuang.documents.models import Letter, LetterKind, StoredFile
from yichuang.documents.receiving import receive_upload
from yichuang.documents.samples import SAMPLES
from yichuang.documents.writing import write_letter
from yichuang.offices import testing as offices
from yichuang.offices.models import Department
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Party

MORNING = datetime(2026, 3, 5, 2, 20, tzinfo=UTC)
CASE = Subject("case", "41052220260305000012")


def letter(
    kind: LetterKind = LetterKind.ACCEPTANCE_NOTICE,
    *,
    department: Department | None = None,
    addressee: Party | None = None,
    by: Actor = actors.SYSTEM,
    at: datetime = MORNING,
    item_name: str = "食品经营许可（新办）",
    **facts: Any,
) -> Letter:
    """A whole letter of this kind; `facts` add to or replace the usual ones. Wants a transaction around it."""
    return write_letter(
        kind=kind,
        department=department or offices.department(),
        addressee=addressee or town.organisation(),
        subject=CASE,
        item_name=item_name,
        facts=SAMPLES[kind] | facts,
        by=by,
        mandate_id=None,
        at=at,
    )


def pdf(pages: int = 1) -> bytes:
    """An honest PDF with blank pages."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


def jpeg(width: int = 64, height: int = 48, **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG", **save)
    return out.getvalue()


def png(width: int = 64, height: int = 48, **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG", **save)
    return out.getvalue()


def stored_file(
    content: bytes | None = None, *, name: str = "材料.pdf", by: Actor = actors.SYSTEM, for_everyone: bool = False
) -> StoredFile:
    """A file that passed the checks."""
    return receive_upload(stream=io.BytesIO(content or pdf()), name=name, by=by, at=MORNING, for_everyone=for_everyone)
