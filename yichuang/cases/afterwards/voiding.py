"""What follows for a case when what it granted counts no more (行政许可法第八、六十九、七十条).

Its letters say so to whoever reads or verifies them, and a result that nobody has yet is no longer handed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from yichuang.cases import life_cycle, queries
from yichuang.cases.models import Case, Ending, Revocation
from yichuang.documents import kinds
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.writing import revoke_letter
from yichuang.people.actors import Actor

GRANTING: Final = (
    LetterKind.GRANTING_DECISION,
    LetterKind.RENEWAL_DECISION,
    LetterKind.CHANGE_DECISION,
    LetterKind.RESULT,
)
"""The letters by which a case grants something."""


def void(
    case: Case,
    act: str,
    letter: Letter,
    *,
    detail: Mapping[str, Any],
    by: Actor,
    mandate_id: int | None,
    at: datetime,
) -> None:
    """By `letter` what the case granted is ended: the act goes into its history, and a case whose result nobody has
    yet is over. The caller holds the lock."""
    void_letters(case, letter, at=at)
    if life_cycle.may(case, act):
        over = {"ended_at": at, "due_at": None, "warn_at": None}
        life_cycle.move(case=case, name=act, by=by, at=at, mandate_id=mandate_id, detail=dict(detail), **over)
    else:
        life_cycle.note(case=case, act=act, by=by, at=at, mandate_id=mandate_id, detail=dict(detail))


def void_letters(case: Case, letter: Letter, *, at: datetime) -> None:
    """The letters by which the case granted something name the letter that ended it, and count no more."""
    reason = f"见{kinds.title_of(letter.kind, letter.facts)}（{letter.number}）"
    for one in queries.letters_of(case).filter(kind__in=GRANTING, revoked_at__isnull=True):
        revoke_letter(letter=one, reason=reason, at=at)


def voided_by(case: Case) -> Letter | None:
    """The letter that ended what the case granted, the last one; None while it stands. One statement, or none."""
    if not case.outcome:
        return None
    revoked = Revocation.objects.filter(case=case).values("letter")
    ended = Ending.objects.filter(certificate__case=case).values("letter")
    return Letter.objects.filter(Q(pk__in=revoked) | Q(pk__in=ended)).order_by("-issued_at").first()
