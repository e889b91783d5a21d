"""Applications about a certificate that there already is: change, renewal, cancellation (XKF 49, 50, 70)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import timing
from yichuang.cases.afterwards import certificates
from yichuang.cases.afterwards.certificates import Standing
from yichuang.cases.models import Case, Certificate, Purpose, Rule
from yichuang.cases.models.case import UNDECIDED_STATES
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import in_force, version_on
from yichuang.people.models import Party

ENDED = (Standing.CHANGED, Standing.RENEWED, Standing.REVOKED, Standing.WITHDRAWN, Standing.CANCELLED)


class CannotContinue(Refused):
    """The certificate is not such that it could be changed, renewed or cancelled."""

    code = "cannot_continue"


def version_for(certificate: Certificate, purpose: str, *, on: date) -> ItemVersion:
    """The guide under which this is applied for: the handle item of that kind, else the item of the certificate.

    Two statements at most. Raises NotOffered.
    """
    item = certificate.item
    if item.implementation_id is not None and item.handle_kind != purpose:
        beside = ItemVersion.objects.filter(in_force(on), status="published")
        found = beside.filter(item__implementation=item.implementation_id, item__handle_kind=purpose)
        code = found.order_by("item__code").values_list("item__code", flat=True).first()
        if code is not None:
            return version_on(code, on)
    return version_on(item.code, on)


def possible(certificate: Certificate, *, on: date) -> list[Purpose]:
    """What may be applied for today, without looking whether somebody already has. No statement of its own."""
    found = []
    for purpose in Purpose:
        try:
            require_standing(certificate, purpose, on=on)
        except CannotContinue:
            continue
        found.append(purpose)
    return found


def require_standing(certificate: Certificate, purpose: str, *, on: date) -> None:
    """The certificate counts, as far as this wants it to. Raises CannotContinue."""
    stands = certificates.standing(certificate, on=on)
    number, label = certificate.number, stands.label
    if stands in ENDED:
        raise CannotContinue(
            _("证照 %(number)s %(standing)s，不能再变更、延续或者注销。请选择现在有效的证照。")
            % {"number": number, "standing": label},
            field="certificate",
        )
    if stands == Standing.EXPIRED and purpose != Purpose.CANCELLATION:
        raise CannotContinue(
            _("证照 %(number)s 已过有效期，不能延续或者变更，请重新申请。") % {"number": number}, field="certificate"
        )
    if purpose == Purpose.RENEWAL and certificate.valid_until is None:
        raise CannotContinue(_("证照 %(number)s 长期有效，不需要延续。") % {"number": number}, field="certificate")


def named(number: str, *, holder: Party) -> Certificate:
    """The newest certificate of that number which is the holder's own. Anybody else's does not exist here."""
    typed = "" if "\x00" in number else number.strip()
    found = certificates.with_events().filter(number=typed, holder=holder).order_by("-id").first() if typed else None
    if found is None:
        raise CannotContinue(
            _("没有找到申请人名下编号为 %(number)s 的证照，请核对编号和持证人。") % {"number": number[:80]},
            field="certificate",
        )
    return found


def check(
    former: Certificate | None, purpose: str, *, version: ItemVersion, applicant: Party, on: date
) -> list[Refused]:
    """What is wrong with naming this certificate in this application; nothing when all is right."""
    if former is None and not purpose:
        return []
    if former is None or purpose not in Purpose.values:
        return [Invalid(_("请选择要变更、延续或者注销的证照，并说明是哪一种。"), field="certificate")]
    if former.holder_id != applicant.pk:
        return [CannotContinue(_("这份证照不在申请人名下，只能由持证人申请。"), field="certificate")]
    try:
        require_standing(former, purpose, on=on)
        wanted = version_for(former, purpose, on=on)
    except Refused as refused:
        return [refused]
    if wanted.item_id != version.item_id:
        sentence = _("这份证照的%(purpose)s请按“%(item)s”申请。")
        return [Invalid(sentence % {"purpose": Purpose(purpose).label, "item": wanted.name}, field="certificate")]
    return []


def hold(former: Certificate | None, purpose: str, *, on: date) -> None:
    """Lock the certificate for the application that is about to name it, and look again whether it counts: one
    application at a time is about it. Four statements, none for an ordinary application. Raises CannotContinue."""
    if former is None:
        return
    require_standing(_locked(former.pk), purpose, on=on)
    waiting = Case.objects.filter(former=former, state__in=UNDECIDED_STATES).values_list("number", flat=True).first()
    if waiting:
        raise CannotContinue(
            _("这份证照已经有一件申请正在办理（%(number)s），请等它办完，或者先撤回。") % {"number": waiting},
            field="certificate",
        )


def _locked(pk: UUID) -> Certificate:
    """The certificate as it stands now, locked until the transaction ends. Raises CannotContinue."""
    if not Certificate.objects.select_for_update().filter(pk=pk).exists():
        raise CannotContinue(_("这份证照的出件已经收回，等重新出件以后再申请。"), field="certificate")
    return certificates.with_events().get(pk=pk)


def require_still(former: Certificate, purpose: str, *, on: date) -> None:
    """What was revoked, withdrawn, cancelled or went on otherwise meanwhile cannot be renewed or changed any more; of
    what ran out nothing is left to change. A renewal that was asked for while it ran may still be granted."""
    stands = certificates.standing(_locked(former.pk), on=on)
    if stands in ENDED or (stands == Standing.EXPIRED and purpose == Purpose.CHANGE):
        raise CannotContinue(
            _("原证照 %(number)s %(standing)s，不能准予。") % {"number": former.number, "standing": stands.label}
        )


def apply_by(certificate: Certificate, rule: Rule | None) -> date | None:
    """The last day on which a renewal is applied for in time; None where no rule of the centre says so (XKF 50)."""
    if rule is None or certificate.valid_until is None:
        return None
    return certificate.valid_until - timedelta(days=rule.length)


def is_late(case: Case) -> bool:
    """Whether a renewal was applied for after the last day: the law then does not renew by itself. One statement."""
    if case.purpose != Purpose.RENEWAL or case.former is None:
        return False
    last = apply_by(case.former, timing.rule(case, Rule.Kind.RENEWAL, at=case.submitted_at))
    return last is not None and timezone.localdate(case.submitted_at) > last


LATE_EFFECT = (
    "延续申请是在法律规定的期限之后提出的（《行政许可法》第五十条）：本机关照常受理和审查，"
    "但有效期届满前没有作出决定的，不视为准予延续；届满后、决定前，不得从事被许可的活动。"
)


def notice_of(case: Case) -> str:
    """What the receipt and the applicant's page say of a renewal that comes late; empty for every other case."""
    return LATE_EFFECT if is_late(case) else ""


def renewed_by_law_at(case: Case) -> datetime | None:
    """When an undecided renewal counts as granted: when the former certificate's last day is over (XKF 50)."""
    if case.purpose != Purpose.RENEWAL or case.former is None or case.former.valid_until is None or is_late(case):
        return None
    day_after = case.former.valid_until + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day_after, datetime.min.time()))
