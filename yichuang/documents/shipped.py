"""The wordings that come with the program, by edition.

An edition is never changed afterwards: a letter that was written with it is drawn with it. A better wording comes as a
new edition, with all its files.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

from yichuang.documents.models import Letter

FOLDER: Final = Path(__file__).parent / "wordings"
EDITION: Final = "2026-11-01"
"""The edition that new letters are written with."""


@functools.cache
def shipped(kind: str, edition: str = EDITION) -> str:
    """The wording of `kind` in that edition; empty for a form of the house."""
    file = FOLDER / edition / f"{kind}.mustache"
    return file.read_text("utf-8") if file.exists() else ""


def wording_of(letter: Letter) -> str:
    """The wording the letter was written with: its department's or centre's, or that of an edition."""
    return letter.wording.text if letter.wording else shipped(letter.kind, letter.edition)
