"""Many letters as one PDF for the printer, in their order. The copy carries no signature: the register and the code on
each page answer for it."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf


def bound(letters: Iterable[bytes], *, both_sides: bool) -> bytes:
    """One PDF of all pages. With `both_sides` every letter begins on a sheet of its own: a blank page stands behind an
    odd last one."""
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for content in letters:
            with pikepdf.open(io.BytesIO(content)) as letter:
                for page in letter.pages:
                    # The field of the signature belongs to the file that was signed.
                    if "/Annots" in page:
                        del page.Annots
                whole.pages.extend(letter.pages)
                if both_sides and len(letter.pages) % 2:
                    whole.add_blank_page(page_size=(595, 842))
        whole.save(out)
    return out.getvalue()
