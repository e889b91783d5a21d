"""The rule of power to act, without database: from posts and instruments to a warrant, or to what is missing.

Two roads lead to a power. *One's own*: an officer posted by the department acts by the department's own power, within
his duty. *A lent one*: under an instrument on file (件1 to a chief approver, 件2 or 件3 to the clerks of the centre),
within its items, powers and days. Role, post, scope and period must all be there (domain rows 12–18).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Literal

from django.utils import timezone

from yichuang.offices.models import Department, Duty, Mandate, MandateKind, Posting, Power
from yichuang.people.models import Role

FRONT_DESK = frozenset({Power.ACCEPT, Power.CORRECT, Power.DECLINE, Power.USE_SEAL, Power.ISSUE, Power.DELIVER})
EVERY_POWER = frozenset(Power)

OWN_POWERS: dict[str, frozenset[Power]] = {
    Duty.CLERK: FRONT_DESK,
    Duty.EXAMINER: FRONT_DESK | {Power.EXAMINE},
    Duty.CHIEF_APPROVER: (FRONT_DESK - {Power.USE_SEAL}) | {Power.EXAMINE},
    Duty.HEAD: EVERY_POWER,
}
"""What an officer posted by the department may do by its own power. Deciding is the head's; a chief approver decides,
reviews and seals only under 件1."""

LENT_POWERS: dict[tuple[str, int | None], frozenset[Power]] = {
    (MandateKind.APPROVAL, 1): frozenset({Power.DECIDE, Power.PRELIMINARY_REVIEW, Power.USE_SEAL}),
    (MandateKind.APPROVAL, 2): frozenset({Power.PRELIMINARY_REVIEW}),
    (MandateKind.ACCEPTANCE, None): FRONT_DESK,
    (MandateKind.AGREEMENT, None): FRONT_DESK,
}
"""The most that an instrument of a kind and level can lend; its own `powers` choose among these."""


class Lack(IntEnum):
    """What stands in the way; the greater, the nearer it came to a right, and the more useful it is to say."""

    NO_POST = 0
    NO_ROLE = 1
    NOT_THIS_DUTY = 2
    NO_INSTRUMENT = 3
    OTHER_POWERS = 4
    OTHER_ITEMS = 5
    REVOKED = 6
    EXPIRED = 7
    NOT_YET = 8


@dataclass(frozen=True)
class Warrant:
    """The right to one act: by the department's own power, or under an instrument that the journal then names."""

    kind: Literal["own", "mandate"]
    mandate: Mandate | None
    posting: Posting
    department: Department


@dataclass(frozen=True)
class Missing:
    """Why there is no warrant: what lacks, the duty it would be done under, and the instrument that came nearest."""

    lack: Lack
    duty: Duty | None = None
    mandate: Mandate | None = None


def find_warrant(
    *,
    power: Power,
    item_code: str,
    department: Department,
    postings: Iterable[Posting],
    roles: frozenset[Role],
    mandates: Callable[[], Sequence[Mandate]],
    at: datetime,
) -> Warrant | Missing:
    """The warrant for one act, own power before a lent one, or what is missing.

    `postings` are the posts of the actor that run today; `mandates()` are instruments of the department that name him
    or his centre, whatever their period, and is only called when own power does not suffice.
    """
    held = [post for post in postings if _belongs(post, department)]
    usable = [post for post in held if post.duty in roles]
    if not usable:
        return Missing(Lack.NO_ROLE, Duty(held[0].duty)) if held else Missing(Lack.NO_POST)
    for post in usable:
        if post.department_id == department.pk and power in OWN_POWERS.get(post.duty, ()):
            return Warrant("own", None, post, department)
    missing = Missing(Lack.NO_POST)
    for post in usable:
        found = _under_instrument(power, item_code, department, post, mandates, at)
        if isinstance(found, Warrant):
            return found
        missing = max(missing, found, key=lambda one: one.lack)
    return missing


def _belongs(post: Posting, department: Department) -> bool:
    """A post in the department itself, or one of the centre in which the department receives people."""
    if post.department_id is None:
        return post.centre_id == department.centre_id
    return post.department_id == department.pk


def _under_instrument(
    power: Power,
    item_code: str,
    department: Department,
    post: Posting,
    mandates: Callable[[], Sequence[Mandate]],
    at: datetime,
) -> Warrant | Missing:
    duty = Duty(post.duty)
    kinds = _kinds_for(post)
    if not any(power in most for (kind, _level), most in LENT_POWERS.items() if kind in kinds):
        return Missing(Lack.NOT_THIS_DUTY, duty)
    missing = Missing(Lack.NO_INSTRUMENT, duty)
    for mandate in mandates():
        if mandate.kind not in kinds or not _names(mandate, post):
            continue
        lack = lack_of(mandate, power=power, item_code=item_code, at=at)
        if lack is None:
            return Warrant("mandate", mandate, post, department)
        missing = max(missing, Missing(lack, duty, mandate), key=lambda one: one.lack)
    return missing


def _kinds_for(post: Posting) -> frozenset[str]:
    """Which instruments can serve this post: 件1 a chief approver, 件2 and 件3 a clerk whom the centre posts."""
    if post.duty == Duty.CHIEF_APPROVER:
        return frozenset({MandateKind.APPROVAL})
    if post.duty == Duty.CLERK and post.department_id is None:
        return frozenset({MandateKind.ACCEPTANCE, MandateKind.AGREEMENT})
    return frozenset()


def _names(mandate: Mandate, post: Posting) -> bool:
    if mandate.kind == MandateKind.APPROVAL:
        return mandate.grantee_account_id == post.account_id
    return mandate.grantee_centre_id == post.centre_id


def lack_of(mandate: Mandate, *, power: Power, item_code: str, at: datetime) -> Lack | None:
    """Why this instrument does not lend this power for this item at `at`; None when it does.

    The first day counts, `until` does not; a revocation works from its moment.
    """
    on = timezone.localdate(at)
    if power not in mandate.powers or power not in LENT_POWERS[mandate.kind, mandate.level]:
        return Lack.OTHER_POWERS
    if not mandate.all_items and item_code not in mandate.item_codes:
        return Lack.OTHER_ITEMS
    if mandate.revoked_at is not None and mandate.revoked_at <= at:
        return Lack.REVOKED
    return _lack_of_days(mandate, on)


def _lack_of_days(mandate: Mandate, on: date) -> Lack | None:
    if on < mandate.since:
        return Lack.NOT_YET
    return Lack.EXPIRED if on >= mandate.until else None
