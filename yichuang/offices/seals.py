"""Seals: their register, and the ledger of every use."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal, text
from yichuang.base.refusal import Refused
from yichuang.offices.mandates import running
from yichuang.offices.models import Department, Mandate, Seal, SealKind, SealUse
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Role


class NoSeal(Refused):
    """There is no seal of the kind in force, or the actor may not use it."""

    code = "no_seal"


# One statement, so that a letter costs no more: the line is written only when the seal is in force today and the user
# has the right to it. Without an instrument he must be posted in the department whose seal it is. Under one, it must
# lend the use of seals; 件2 and 件3 reach the approval seal only for handing out what is already decided (issue).
_USE = """
INSERT INTO offices_sealuse (seal_id, letter_number, subject_kind, subject_id, by_id, mandate_id, at)
SELECT s.id, %(letter_number)s, %(subject_kind)s, %(subject_id)s, %(by)s, %(mandate)s, %(at)s
FROM offices_seal s
WHERE s.department_id = %(department)s AND s.kind = %(kind)s
  AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s)
  AND CASE
    WHEN %(system)s THEN TRUE
    WHEN %(mandate)s::bigint IS NULL THEN EXISTS (
      SELECT FROM offices_posting p
      WHERE p.account_id = %(by)s AND p.department_id = s.department_id
        AND p.since <= %(on)s AND (p.until IS NULL OR p.until > %(on)s))
    ELSE EXISTS (
      SELECT FROM offices_mandate m
      WHERE m.id = %(mandate)s AND m.grantor_id = s.department_id AND 'use_seal' = ANY (m.powers)
        AND m.level IS DISTINCT FROM 2
        AND (m.grantee_account_id IS NULL OR m.grantee_account_id = %(by)s)
        AND m.since <= %(on)s AND m.until > %(on)s AND (m.revoked_at IS NULL OR m.revoked_at > %(at)s)
        AND (m.kind = 'approval' OR s.kind = 'acceptance' OR 'issue' = ANY (m.powers)))
  END
RETURNING id, seal_id, (
  SELECT json_build_object(
    'kind', m.kind, 'number', m.number, 'signed_on', m.signed_on, 'centre', c.name,
    'head', (
      SELECT string_agg(h.display_name, '、' ORDER BY p.id)
      FROM offices_posting p JOIN people_account h ON h.id = p.account_id
      WHERE p.department_id = m.grantor_id AND p.duty = 'head' AND p.substitute_for_id IS NULL
        AND p.since <= %(on)s AND (p.until IS NULL OR p.until > %(on)s)))::text
  FROM offices_mandate m LEFT JOIN offices_centre c ON c.id = m.grantee_centre_id WHERE m.id = %(mandate)s)
"""


@dataclass(frozen=True)
class Lent:
    """The instrument under which a seal was used, as a letter names it: `head` is who heads the department that lends
    the power (several are joined), `centre` the one it is lent to, empty when it is lent to the officer himself."""

    kind: str
    number: str
    signed_on: str
    head: str
    centre: str


def use(
    *,
    department: Department,
    kind: SealKind,
    letter_number: str,
    subject: journal.Subject,
    by: Actor,
    mandate: Mandate | int | None,
    at: datetime,
) -> tuple[SealUse, Lent | None]:
    """One line of the seal ledger (用印登记) for one letter; one statement.

    Inside an act that already has its warrant, whose `mandate` is given and told back as a letter names it. Raises
    NoSeal when the department has no seal of the kind in force, or the actor or his instrument has no use of it.
    """
    mandate_id = mandate.pk if isinstance(mandate, Mandate) else mandate
    row = {
        "letter_number": letter_number,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "by": by.account.pk if by.account is not None else None,
        "mandate": mandate_id,
        "at": at,
        "on": timezone.localdate(at),
        "department": department.pk,
        "kind": str(kind),
        "system": by.is_system,
    }
    with connection.cursor() as cursor:
        cursor.execute(_USE, row)
        written = cursor.fetchone()
    if written is None:
        raise _why_not(department, kind, timezone.localdate(at))
    pk, seal_id, lent = written
    line = SealUse(
        pk=pk,
        seal_id=seal_id,
        letter_number=letter_number,
        subject_kind=subject.kind,
        subject_id=subject.id,
        by=by.account,
        mandate_id=mandate_id,
        at=at,
    )
    return line, Lent(**{key: value or "" for key, value in json.loads(lent).items()}) if lent else None


@transaction.atomic
def register_seal(
    *,
    department: Department,
    kind: SealKind,
    wording: str,
    since: date,
    by: Actor,
    at: datetime,
    keeper: Account | None = None,
    filed_with: str = "",
) -> Seal:
    """Enters a seal that is on file with the centre. A department has one of a kind in force at a time."""
    by.must_have(Role.MANAGER)
    seal = Seal(
        department=department,
        kind=kind,
        text=text.clean(wording, field="wording", longest=100, label=_("印文")),
        since=since,
        keeper=keeper,
        filed_with=text.clean(filed_with, field="filed_with", longest=100, label=_("备案机关")),
    )
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        raise NoSeal(_("该部门已有同类印章在用，请先办理停用。"), field="kind")
    _record("offices.seal_registered", seal, by, at)
    return seal


@transaction.atomic
def retire_seal(*, seal: Seal, until: date, by: Actor, at: datetime) -> Seal:
    """Takes a seal out of use: `until` is the first day without it."""
    by.must_have(Role.MANAGER)
    if until < timezone.localdate(at):
        raise NoSeal(_("停用日期不能早于今天。"), field="until")
    if not Seal.objects.filter(pk=seal.pk, until=None).update(until=until):
        raise NoSeal(_("该印章已经停用，无需再次办理。"))
    seal.until = until
    _record("offices.seal_retired", seal, by, at)
    return seal


def _why_not(department: Department, kind: SealKind, on: date) -> NoSeal:
    told = {"department": str(department), "kind": kind.label}
    if Seal.objects.filter(running(on), department=department, kind=kind).exists():
        return NoSeal(_("您的岗位或者委托文书没有使用“%(department)s”%(kind)s的权限，请联系该部门补充授权。") % told)
    return NoSeal(_("“%(department)s”没有在用的%(kind)s，请联系该部门刻制并向政务服务中心备案。") % told)


def _record(act: str, seal: Seal, by: Actor, at: datetime) -> None:
    subject = journal.Subject("seal", str(seal.pk))
    detail = {"department": seal.department.code, "kind": seal.kind}
    journal.write(act=act, subject=subject, by=by, at=at, centre_id=seal.department.centre_id, detail=detail)
