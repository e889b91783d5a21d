"""Who reads a case reads somebody's data: each reading is put on record for that person to see.

Every door by which staff reach such data calls this, or an act that does; `web/tests` goes over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yichuang.cases.models import Case, InterestedParty, SignedCopy, Statement
from yichuang.documents.models import Letter, StoredFile
from yichuang.people import reading
from yichuang.people.actors import Actor
from yichuang.people.reading import Look, Seen


def note(case: Case, seen: Seen, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The applicant's data in this case was read. At most three statements."""
    reading.note([Look(case.applicant_id, case.number)], seen=seen, reason=reason, by=by, at=at)


def note_letters(letters: Iterable[Letter], *, by: Actor, at: datetime) -> None:
    """Letters were read, each of which names the applicant of its case and whom it is written to."""
    read = list(letters)
    looks = {Look(letter.addressee_id, letter.subject_id) for letter in read}
    cases = Case.objects.filter(number__in={letter.subject_id for letter in read})
    looks |= {Look(*row) for row in cases.values_list("applicant_id", "number")}
    reading.note(looks, seen=Seen.PAPERS, by=by, at=at)


def note_statements(case: Case, statements: Iterable[Statement], *, seen: Seen, by: Actor, at: datetime) -> None:
    """The words of the applicant, or of those whom the case touches, were read: each sees who read his."""
    parties = [one.of.party_id if one.of else case.applicant_id for one in statements]
    reading.note([Look(party, case.number) for party in parties], seen=seen, by=by, at=at)


def note_file(case: Case, file: StoredFile, *, by: Actor, at: datetime) -> None:
    """A file of the case was read: it is of whoever sent it with a statement or signed it for a letter to him, else of
    the applicant."""
    told = InterestedParty.objects.filter(case=case, statements__papers__file=file).values_list("party_id", flat=True)
    signed = SignedCopy.every.filter(case=case, file=file).values_list("letter__addressee_id", flat=True)
    parties = {*told, *signed} or {case.applicant_id}
    reading.note([Look(party, case.number) for party in parties], seen=Seen.PAPERS, by=by, at=at)
