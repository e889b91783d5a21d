"""Pages of scans and letters as pictures: whatever a file may hold, the officer's browser gets only pixels."""

from __future__ import annotations

import io
import threading
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # it brings no types
from PIL import Image

WIDTH: Final = 1100
"""Pixels of a page's width: sharp at the width of the viewer, also when enlarged."""

# PDFium is not safe for threads; the web server has several.
_one_at_a_time = threading.Lock()


class NoSuchPage(Exception):
    """The file has no such page."""


def page_of_pdf(content: bytes, page: int) -> bytes:
    """The page (from 1) of a PDF as PNG. Raises NoSuchPage."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(content)
        try:
            if not 1 <= page <= len(document):
                raise NoSuchPage
            sheet = document[page - 1]
            picture = sheet.render(scale=WIDTH / max(sheet.get_width(), 1), may_draw_forms=False).to_pil()
        finally:
            document.close()
    return _png(picture)


def of_image(content: bytes) -> bytes:
    """An image made anew from its pixels, no wider than the viewer needs."""
    with Image.open(io.BytesIO(content)) as image:
        picture = image.convert("RGB")
    picture.thumbnail((2 * WIDTH, 3 * WIDTH))
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
