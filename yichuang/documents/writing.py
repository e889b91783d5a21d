"""Writing a letter: its number, its seal, its row and the job that draws it, all in the transaction of the act.

Called by acts, inside their transaction; the act writes the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import numbering
from yichuang.base.journal import Subject
from yichuang.base.refusal import Refused
from yichuang.documents import authority, codes, jobs, kinds, reasoning, shipped
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.sheets import SHEETS
from yichuang.offices import seals
from yichuang.offices.models import Department, SealKind
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class LetterIncomplete(Refused):
    """The letter lacks something the law demands of it; the sentence names everything that is missing."""

    code = "letter_incomplete"


class LetterAlreadyRevoked(Refused):
    """The letter was revoked before."""

    code = "letter_already_revoked"


def write_letter(
    *,
    kind: LetterKind,
    department: Department,
    addressee: Party,
    subject: Subject,
    item_name: str,
    facts: Mapping[str, Any],
    by: Actor,
    mandate_id: int | None,
    at: datetime,
    seal: SealKind | None = None,
) -> Letter:
    """A numbered letter of `department` about `subject`, under the department's own seal (XKF 32, last paragraph):
    that of the kind, or `seal` for a letter that answers one which bore it.

    Four statements: number, seal ledger, row, job. The facts each kind needs stand in `kinds`, without personal data.
    Raises LetterIncomplete and NoReason before anything is written, and what the seal ledger raises.
    """
    told, today = _remedies(kind, department) | dict(facts), timezone.localdate(at)
    _require_whole(kind, told | {"item_name": item_name}, on=today)
    number = number_of(kind, department, today.year)
    use = None
    if seal := seal or SHEETS[kind].seal:
        use, lent = seals.use(
            department=department, kind=seal, letter_number=number, subject=subject, by=by, mandate=mandate_id, at=at
        )
        told |= authority.facts_of(lent, by=by)
    letter = Letter(
        kind=kind,
        department=department,
        year=today.year,
        number=number,
        addressee=addressee,
        subject_kind=subject.kind,
        subject_id=subject.id,
        item_name=item_name,
        facts=told,
        verification_code=codes.new_code(),
        edition=shipped.EDITION,
        issued_at=at,
        issued_by=by.account,
        seal_use=use,
    )
    _insert(letter, on=today)
    return letter


def _insert(letter: Letter, *, on: date) -> None:
    """The row and the job that draws it. The wording in force is asked for inside the INSERT so that it costs no
    statement, and read back only when somebody wants it."""
    letter.__dict__["wording_id"] = _wording_in_force(LetterKind(letter.kind), letter.department, on)
    letter.save(force_insert=True)
    del letter.__dict__["wording_id"]
    jobs.defer_rendering(letter.pk)


# Written out, because every letter asks it.
_WORDING = """
SELECT id FROM documents_wording
WHERE centre_id = %s AND kind = %s AND since <= %s AND (department_id = %s OR department_id IS NULL)
ORDER BY department_id NULLS LAST, since DESC
LIMIT 1
"""


def _wording_in_force(kind: LetterKind, department: Department, on: date) -> RawSQL:
    """The wording of `kind` on that day: the department's own before the centre's, the latest before the former."""
    return RawSQL(_WORDING, (department.centre_id, str(kind), on, department.pk))  # noqa: S611 - our own statement


def number_of(kind: LetterKind, department: Department, year: int) -> str:
    """The next 文号 of this department, kind and year, without a gap: "安审批受〔2026〕12号"."""
    nature = SHEETS[kind].nature
    serial = numbering.next_number(series=f"letter:{department.pk}:{kind}", year=year)
    return f"{department.short_name}{nature}〔{year}〕{serial}号"


def revoke_letter(*, letter: Letter, reason: str, at: datetime) -> Letter:
    """The letter no longer counts; its verification page says so from now on. Once only; one statement."""
    if not reason.strip():
        raise LetterIncomplete(_("请写明文书失效的原因。"), field="reason")
    done = Letter.objects.filter(pk=letter.pk, revoked_at=None).update(revoked_at=at, revoked_reason=reason)
    if not done:
        raise LetterAlreadyRevoked(_("文书 %(number)s 已经失效，无需再次办理。") % {"number": letter.number})
    letter.revoked_at, letter.revoked_reason = at, reason
    return letter


def _remedies(kind: LetterKind, department: Department) -> dict[str, Any]:
    known = {"review_body": department.review_body, "court": department.court}
    return known if SHEETS[kind].remedies else {}


def _require_whole(kind: LetterKind, facts: kinds.Facts, *, on: date) -> None:
    lacking = kinds.missing(kind, facts)
    if lacking:
        raise LetterIncomplete(
            _("不能出具%(letter)s，缺少：%(facts)s。请补充后再办理。")
            % {"letter": LetterKind(kind).label, "facts": _("、").join(str(fact.label) for fact in lacking)},
            field=lacking[0].key,
        )
    reasoning.require_reasons(kind, facts, on=on)
