"""Port to what other bodies share (共享数据源). Which class stands behind it is a setting (`YICHUANG_REGISTER`).

By default it is this centre's own register of results: what its departments issued to the applicant, read from the
same database. No register outside this centre is reached by it, and none is pretended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from yichuang.cases import queries
from yichuang.cases.afterwards import certificates
from yichuang.cases.models import Case, Certificate
from yichuang.catalogue.content import Material
from yichuang.catalogue.rules import same_paper
from yichuang.documents import rendering, store
from yichuang.documents.models import FileState, Letter, LetterKind, StoredFile
from yichuang.people.actors import SYSTEM

MOST_LOOKED_AT: Final = 100
"""Certificates of one holder that a call looks through, the newest first."""


class Unreachable(Exception):
    """The register does not answer now."""


@dataclass(frozen=True)
class Found:
    """What a register has of the applicant: `keep` stores it as a file, `certificate` is it when this centre issued
    it."""

    keep: Callable[[datetime], StoredFile]
    certificate: Certificate | None = None


class Register(Protocol):
    """Where shared papers are looked up. Not called inside a transaction of an act."""

    def look_up(self, case: Case, material: Material, *, at: datetime) -> Found | None:
        """The paper `material` of the applicant of `case`, in force at that moment; `material.shared` names the
        register that the guide means. None: there is none. Raises Unreachable."""


class OwnResults:
    """The results that the departments of this centre issued, as they lie in its own database."""

    def look_up(self, case: Case, material: Material, *, at: datetime) -> Found | None:
        """The certificate in force that is this paper: by its own name, or by that of its item where the guide says
        that the item's result is this paper."""
        related = {one.name for one in case.item_version.parsed.related if one.paper == material.name}
        wanted = _paper_called(material.name)
        held = certificates.with_events().filter(holder=case.applicant, case__centre=case.centre)
        for one in held.select_related("case__item_version").order_by("-id")[:MOST_LOOKED_AT]:
            is_it = one.case.item_version.name in related or _paper_called(one.name) == wanted
            if not is_it or certificates.standing(one, on=timezone.localdate(at)) != certificates.Standing.IN_FORCE:
                continue
            letter = queries.letters_of(one.case).filter(kind=LetterKind.RESULT, revoked_at__isnull=True).last()
            if letter is not None:
                return Found(partial(as_file, letter, f"{one.name} {one.number}"), one)
        return None


def register() -> Register:
    """Where shared papers are looked up here (`YICHUANG_REGISTER`)."""
    found: Register = import_string(settings.SHARED_REGISTER)()
    return found


def _paper_called(name: str) -> str:
    return same_paper(Material(key="paper", name=name))


def as_file(letter: Letter, name: str, at: datetime) -> StoredFile:
    """A letter that a body issued, as a file that can lie in another case. It is drawn now when it was not before."""
    drawn = rendering.ensure(letter.pk, at=at)
    assert drawn.digest is not None  # noqa: S101 - it was drawn just now
    return StoredFile.objects.create(
        digest=drawn.digest,
        size=store.size(drawn.digest),
        media_type="application/pdf",
        name=f"{name[:196]}.pdf",
        owner_kind=SYSTEM.who_kind,
        owner_id=SYSTEM.who_id,
        state=FileState.CLEAN,
        pages=drawn.pages,
        uploaded_at=at,
    )
