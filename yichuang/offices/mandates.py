"""Power to act: asking for it, and the instruments that lend it (件1, 件2, 件3)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import journal, plain, text
from yichuang.base.refusal import Invalid, Refused
from yichuang.offices import saying
from yichuang.offices.models import ALLOWED_POWERS, Centre, Department, Duty, Mandate, MandateKind, Posting, Power
from yichuang.offices.rights import Lack, Missing, Warrant, find_warrant
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Role

__all__ = [
    "NoMandate",
    "Powers",
    "Warrant",
    "about_to_expire",
    "file_mandate",
    "instruments",
    "powers_of",
    "require",
    "revoke_mandate",
]

# Instruments that can serve come first, so the rest only says which of the others came nearest.
MOST_LOOKED_AT = 50


# Both are written out, because every act of every officer asks them.
_POSTINGS = """
WHERE account_id = %(account)s AND since <= %(on)s AND (until IS NULL OR until > %(on)s)
  AND (department_id = %(department)s OR (department_id IS NULL AND centre_id = %(centre)s))
"""
_MANDATES = """
WHERE grantor_id = %(department)s AND (grantee_account_id = %(account)s OR grantee_centre_id = %(centre)s)
ORDER BY since <= %(on)s AND until > %(on)s AND (revoked_at IS NULL OR revoked_at > %(at)s)
  AND (all_items OR item_codes @> ARRAY[%(item)s]::varchar[]) DESC, until DESC, id DESC
LIMIT %(most)s
"""


class NoMandate(Refused):
    """The actor has no right to this act, for this item, here and today."""

    code = "no_mandate"

    def __init__(self, sentence: str, *, lack: Lack, mandate: Mandate | None = None) -> None:
        super().__init__(sentence)
        self.lack = lack
        self.mandate = mandate


class NotFiled(Refused):
    """The instrument cannot be put on file, or is not running."""

    code = "mandate_not_filed"


def require(*, power: Power, item_code: str, department: Department, by: Actor, at: datetime) -> Warrant:
    """The warrant under which `by` may use `power` on an item of `department` now; one statement or two, three for a
    refusal.

    Asked inside every act; the warrant's mandate goes into the journal. Raises NoMandate with a sentence that names
    the missing or expired instrument and whom to ask. Source: 行政许可法 art. 24 (delegation), and the three
    instruments of the centre (domain rows 12–18).
    """
    return powers_of(item_code=item_code, department=department, by=by, at=at).require(power)


def powers_of(*, item_code: str, department: Department, by: Actor, at: datetime) -> "Powers":
    """Everything `by` may do now with an item of `department`; two statements at most, however often it is asked, and
    one more to say whom to ask."""
    return Powers(item_code=item_code, department=department, by=by, at=at)


class Powers:
    """The rights of one actor to one item at one moment."""

    def __init__(self, *, item_code: str, department: Department, by: Actor, at: datetime) -> None:
        self.item_code = item_code
        self.department = department
        self.by = by
        self.at = at

    def require(self, power: Power) -> Warrant:
        """The warrant for `power`. Raises NoMandate."""
        found = self._find(power)
        if isinstance(found, Missing):
            sentence = saying.why_not(found, power=power, department=self.department, whom=self._whom)
            raise NoMandate(sentence, lack=found.lack, mandate=found.mandate)
        return found

    def may(self, power: Power) -> bool:
        return isinstance(self._find(power), Warrant)

    def _find(self, power: Power) -> Warrant | Missing:
        return find_warrant(
            power=power,
            item_code=self.item_code,
            department=self.department,
            postings=self._postings,
            roles=self.by.roles,
            mandates=lambda: self._mandates,
            at=self.at,
        )

    @cached_property
    def _whom(self) -> str:
        return saying.whom_to_ask(self.department, on=timezone.localdate(self.at))

    @cached_property
    def _postings(self) -> list[Posting]:
        if self.by.account is None or not self.by.is_staff:
            return []
        asked = {
            "account": self.by.account.pk,
            "department": self.department.pk,
            "centre": self.department.centre_id,
            "on": timezone.localdate(self.at),
        }
        return plain.found(Posting, _POSTINGS, asked)

    @cached_property
    def _mandates(self) -> list[Mandate]:
        asked = {
            "account": self.by.account.pk if self.by.account is not None else None,
            "department": self.department.pk,
            "centre": self.department.centre_id,
            "item": self.item_code,
            "most": MOST_LOOKED_AT,
            "on": timezone.localdate(self.at),
            "at": self.at,
        }
        return plain.found(Mandate, _MANDATES, asked)


def running(on: date) -> Q:
    """Rows with `since` and an exclusive, perhaps empty `until` that are in force on `on`."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))


@transaction.atomic
def file_mandate(
    *,
    kind: MandateKind,
    number: str,
    grantor: Department,
    grantee_account: Account | None = None,
    grantee_centre: Centre | None = None,
    powers: Collection[Power],
    level: int | None = None,
    item_codes: Sequence[str] = (),
    all_items: bool = False,
    since: date,
    until: date,
    signed_on: date,
    scan_digest: str = "",
    by: Actor,
    at: datetime,
) -> Mandate:
    """The centre takes an instrument on file (备案). `until` is the first day without the power; there must be one.

    `scan_digest` is the SHA-256 of the scanned original, empty while it is not yet scanned. Raises Invalid or NotFiled.
    """
    by.must_have(Role.MANAGER)
    mandate = Mandate(
        kind=kind,
        number=text.clean(number, field="number", longest=60, label=_("文书编号")),
        grantor=grantor,
        grantee_account=grantee_account,
        grantee_centre=grantee_centre,
        powers=sorted(set(powers)),
        level=level,
        all_items=all_items,
        item_codes=sorted(set(item_codes)),
        since=since,
        until=until,
        signed_on=signed_on,
        filed_on=timezone.localdate(at),
        scan_digest=scan_digest,
    )
    _check(mandate)
    return _filed(mandate, by, at)


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, reason: str, by: Actor, at: datetime) -> Mandate:
    """Ends an instrument at once, for a reason. What was done under it stays done. Raises NotFiled when it is ended."""
    by.must_have(Role.MANAGER)
    reason = text.clean(reason, field="reason", longest=200, label=_("撤销理由"))
    if not reason:
        raise Invalid(_("请写明撤销理由。"), field="reason")
    ended = Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=at, revoked_reason=reason)
    if not ended:
        raise NotFiled(_("该委托文书已经撤销，无需再次办理。"))
    mandate.revoked_at, mandate.revoked_reason = at, reason
    journal.write(
        act="offices.mandate_revoked",
        subject=_subject(mandate),
        by=by,
        at=at,
        mandate_id=mandate.pk,
        centre_id=mandate.grantor.centre_id,
        detail={"reason": reason},
    )
    return mandate


def about_to_expire(on: date, *, days: int = 30) -> QuerySet[Mandate]:
    """Instruments in force on `on` that end within `days` days, the next to end first."""
    ending = Mandate.objects.filter(since__lte=on, until__gt=on, until__lte=on + timedelta(days=days), revoked_at=None)
    return ending.select_related("grantor", "grantee_account", "grantee_centre").order_by("until", "pk")


def instruments(ids: Collection[int]) -> dict[int, Mandate]:
    """These instruments by key, with the department that gave each. One statement, or none."""
    return Mandate.objects.select_related("grantor").in_bulk(ids)


def _filed(mandate: Mandate, by: Actor, at: datetime) -> Mandate:
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
    except IntegrityError:
        raise NotFiled(_("该部门已有相同编号的委托文书，请核对编号。"), field="number")
    told = {"kind": mandate.kind, "number": mandate.number, "powers": mandate.powers}
    journal.write(
        act="offices.mandate_filed",
        subject=_subject(mandate),
        by=by,
        at=at,
        mandate_id=mandate.pk,
        centre_id=mandate.grantor.centre_id,
        detail=told | {"grantor": mandate.grantor.code},
    )
    return mandate


def _check(mandate: Mandate) -> None:
    """What an instrument must say, said in sentences before the database says it in errors."""
    if not mandate.number:
        raise Invalid(_("请填写文书编号。"), field="number")
    if not mandate.powers or not set(mandate.powers) <= set(ALLOWED_POWERS[mandate.kind]):
        allowed = _("、").join(str(power.label) for power in ALLOWED_POWERS[mandate.kind])
        sentence = _("《%(kind)s》可以授予的权限是：%(allowed)s。请重新选择。")
        raise Invalid(sentence % {"kind": mandate.get_kind_display(), "allowed": allowed}, field="powers")
    if mandate.all_items == bool(mandate.item_codes):
        raise Invalid(_("请选择“全部事项”，或者逐项列出事项，二者选一。"), field="item_codes")
    if mandate.until <= mandate.since or mandate.until <= mandate.filed_on:
        raise Invalid(_("委托期限的截止日期应晚于开始日期和备案日期，请核对文书。"), field="until")
    if mandate.signed_on > mandate.filed_on:
        raise Invalid(_("签署日期不能晚于备案日期，请核对文书。"), field="signed_on")
    if mandate.kind == MandateKind.APPROVAL:
        _check_chief_approver(mandate)
    elif mandate.grantee_centre is None or mandate.grantee_account is not None or mandate.level is not None:
        sentence = _("《%(kind)s》的受托人是政务服务中心，不指定个人和授权等级。")
        raise Invalid(sentence % {"kind": mandate.get_kind_display()}, field="grantee")
    elif mandate.grantee_centre.pk != mandate.grantor.centre_id:
        raise Invalid(_("受托的政务服务中心应当是该部门入驻的中心。"), field="grantee")


def _check_chief_approver(mandate: Mandate) -> None:
    if mandate.grantee_account is None or mandate.grantee_centre is not None or mandate.level not in (1, 2):
        raise Invalid(
            _("《审批服务授权委托书》应写明首席审批员本人和授权等级（一级：决定；二级：初审）。"), field="grantee"
        )
    if mandate.level == 2 and Power.DECIDE in mandate.powers:
        raise Invalid(_("二级授权只有初审权，不能授予“作出审批决定”。"), field="powers")
    posts = Posting.objects.filter(
        Q(until=None) | Q(until__gt=mandate.filed_on),
        account=mandate.grantee_account,
        department=mandate.grantor,
        duty=Duty.CHIEF_APPROVER,
    )
    if not posts.exists():
        raise Invalid(_("此人不是该部门派驻的首席审批员，请先登记岗位再备案授权。"), field="grantee")


def _subject(mandate: Mandate) -> journal.Subject:
    return journal.Subject("mandate", str(mandate.pk))
