"""What whoever asks for a letter gets: the signed PDF, or a copy that says on every page that it counts no more."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

import pikepdf
from django.conf import settings

from yichuang.documents.models import Letter
from yichuang.documents.rendering import TEMPLATES, compiler, pdf_of
from yichuang.documents.words import chinese_date


def copy_of(letter: Letter, *, at: datetime) -> bytes:
    """The letter to read, download or print. The copy of a revoked one bears no signature: only the original, which
    stays in the store, was ever signed. Raises LetterLost."""
    signed = pdf_of(letter, at=at)
    return signed if letter.revoked_at is None else _marked(signed, letter.revoked_at, letter.revoked_reason)


def _marked(signed: bytes, revoked_at: datetime, reason: str) -> bytes:
    day = chinese_date(revoked_at, ZoneInfo(settings.TIME_ZONE))
    inputs = {"mark": json.dumps({"day": day, "reason": reason}, ensure_ascii=False)}
    mark = cast(bytes, compiler().compile(TEMPLATES / "void.typ", format="pdf", sys_inputs=inputs))
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as copy, pikepdf.open(io.BytesIO(mark)) as over:
        for page in copy.pages:
            page.add_overlay(over.pages[0], None)
            if "/Annots" in page:
                del page["/Annots"]
        if "/AcroForm" in copy.Root:
            del copy.Root["/AcroForm"]
        copy.save(written, deterministic_id=True)
    return written.getvalue()
