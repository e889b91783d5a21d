"""What can be looked at beside a case: scans and letters, each with the addresses of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from yichuang.cases.models import Case, CaseMaterial, SignedCopy
from yichuang.documents.models import FileState, Letter
from yichuang.web.kit.guide_words import names

MOST_PAGES = 30


@dataclass(frozen=True)
class Sheet:
    """One thing to look at. `pages` are pictures of its pages, `whole` the file itself, `signed` the copy of a
    letter that came back signed."""

    key: str
    title: str
    note: str
    pages: Sequence[str]
    whole: str
    at: datetime
    more: bool = False
    signed: SignedCopy | None = None


def of_material(case: Case, material: CaseMaterial) -> Sheet | None:
    """The scan that was handed in for a material; None when it was paper, or when the file did not pass the checks."""
    file = material.file
    if file is None or file.state != FileState.CLEAN:
        return None
    return Sheet(
        key=str(file.pk),
        title=names(case.item_version.parsed).get(("material", material.key), material.name),
        note=file.name,
        pages=[
            reverse("desk:file_page", args=[case.number, file.pk, page])
            for page in range(1, min(file.pages, MOST_PAGES) + 1)
        ],
        whole=reverse("desk:file", args=[case.number, file.pk]),
        at=material.given_at,
        more=file.pages > MOST_PAGES,
    )


def of_letter(case: Case, letter: Letter, signed: SignedCopy | None = None) -> Sheet:
    """A letter of the case. One that is not drawn yet has at least its first page."""
    return Sheet(
        key=str(letter.pk),
        title=letter.get_kind_display(),
        note=letter.number,
        pages=[
            reverse("desk:letter_page", args=[case.number, letter.pk, page])
            for page in range(1, min(letter.pages or 1, MOST_PAGES) + 1)
        ],
        whole=reverse("desk:letter", args=[case.number, letter.pk]),
        at=letter.issued_at,
        signed=signed,
    )
