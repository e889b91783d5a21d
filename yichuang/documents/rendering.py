"""From a letter's row to its PDF: set by typst, signed, stored, and only then named in the row.

Drawing may happen several times (the job and a reader at once); the row takes the first PDF and keeps it.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import logging
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import pikepdf
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.documents import signing, store
from yichuang.documents.models import Letter
from yichuang.documents.page import Addressee, page_of

TEMPLATES: Final = Path(__file__).parent / "letters"
log = logging.getLogger(__name__)

FONTS: Final = ("pylopdf_fonts_zh_cn",)
"""Noto Serif SC (宋) and Noto Sans SC, which nearly every letter is content with."""
EVERY_FONT: Final = (*FONTS, "cvttf_NotoSansCJK_Regular")
"""The whole of Noto CJK behind them, for characters such as 𠮷."""


class LetterLost(Refused):
    """The letter was drawn and signed once, and its PDF is gone or damaged; it is never drawn a second time."""

    code = "letter_lost"


@functools.cache
def compiler(packages: tuple[str, ...] = FONTS) -> typst.Compiler:
    """The compiler with the fonts of these packages, kept warm in this process. It reads nothing outside `letters/`.

    The packages are mere folders with fonts and are not imported.
    """
    specs = [find_spec(name) for name in packages]
    folders = [folder for spec in specs if spec for folder in spec.submodule_search_locations or ()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def render(letter: Letter) -> bytes:
    """The letter as PDF (PDF/A-2b), not yet signed. The same row always gives the same page.

    Wants `department`, `addressee`, `wording` and `seal_use.seal` at hand. What people wrote travels as
    JSON, never as markup.
    """
    page = page_of(letter, addressee_of(letter), zone=ZoneInfo(settings.TIME_ZONE), site=settings.PUBLIC_ADDRESS)
    template, inputs = layout_of(letter.kind), {"letter": json.dumps(page, ensure_ascii=False)}
    made_at = int(letter.issued_at.timestamp())

    def compiled(packages: tuple[str, ...], **standard: Any) -> bytes:
        pdf = compiler(packages).compile(template, format="pdf", sys_inputs=inputs, timestamp=made_at, **standard)
        return cast(bytes, pdf)

    # PDF/A forbids a character that no font can draw: then every font is tried, and for an emoji or a very rare 汉字
    # the letter must come even so. The character stays in the text of the file and shows as an empty box.
    for packages in (FONTS, EVERY_FONT):
        with contextlib.suppress(typst.TypstError):
            return compiled(packages, pdf_standards="a-2b")
    log.warning("letter %s is no PDF/A", letter.pk)
    return compiled(EVERY_FONT)


def layout_of(kind: str) -> Path:
    """The layout of this kind: its own where the page is a form, otherwise the common one."""
    own = TEMPLATES / f"{kind}.typ"
    return own if own.exists() else TEMPLATES / "letter.typ"


def addressee_of(letter: Letter) -> Addressee:
    """The addressee's name in full, the number of an organisation in full, that of a person masked."""
    party = letter.addressee
    number = str(party.number) if party.is_natural else party.number.open()
    return Addressee(name=party.name.open(), document_label=party.get_document_type_display(), document_number=number)


def ensure(letter_id: UUID, *, at: datetime) -> Letter:
    """The letter with its PDF in the store. Draws it when nobody has; may be run again and by several at once.

    Three statements when there is something to do, one when there is not.
    """
    letter = Letter.objects.select_related("department", "addressee", "wording", "seal_use__seal").get(pk=letter_id)
    if letter.digest is not None:
        return letter
    unsigned = render(letter)
    signed = signing.sign(unsigned, reason=str(letter), at=at)
    digest = store.put_bytes(signed)
    pages = _pages(unsigned)
    drawn = Letter.objects.filter(pk=letter_id, digest=None).update(
        digest=digest, pages=pages, rendered_at=at, signed=True
    )
    if not drawn:
        # Somebody else was first. His PDF counts; ours stays behind in the store, named by nothing.
        return Letter.objects.get(pk=letter_id)
    letter.digest, letter.pages, letter.rendered_at, letter.signed = digest, pages, at, True
    return letter


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def pdf_of(letter: Letter, *, at: datetime) -> bytes:
    """The signed PDF, drawn now when the reader comes before the job. Raises LetterLost."""
    ready = letter if letter.digest is not None else ensure(letter.pk, at=at)
    try:
        with store.open(ready.digest or "", verify=True) as stream:
            return stream.read()
    except (store.Missing, store.Corrupt):
        raise LetterLost(
            _("文书 %(number)s 的文件已丢失或者损坏，请联系中心管理员从备份恢复。") % {"number": letter.number}
        )
