"""A hearing waived (放弃听证): whoever was told that he may ask for one declares that he does not.

The five days of 行政许可法第四十七条 protect him; when the applicant and everybody named as touched have declared so,
the decision need not wait for their end. A declaration holds: whoever made it cannot ask any more.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.cases import deeming, life_cycle, standing
from yichuang.cases.models import Case, Hearing, InterestedParty, Side
from yichuang.cases.pausing import touched
from yichuang.cases.pausing.hearing import require_open_for_requests, require_unwaived
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


def waive(*, case: Case, of: int | None = None, by: Actor, at: datetime) -> Case:
    """The applicant, or the one among those told whose row is `of`, declares that he asks for no hearing (XKF 47)."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        told = touched.speaker(case, of, by=by, at=at)
        name, side = ("waive_hearing_as_touched", Side.INTERESTED) if told else ("waive_hearing", Side.APPLICANT)
        life_cycle.require(case, name)
        _set(require_unwaived(require_open_for_requests(case, at=at), told), at=at)
        life_cycle.move(case=case, name=name, by=by, at=at, detail={"side": str(side)})
    return case


def take_waiver(*, case: Case, of: int | None, by: Actor, at: datetime) -> Case:
    """A declaration on paper of the applicant, or of the one among those told whose row is `of` (XKF 47)."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "take_hearing_waiver")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        told = _interested(case, of) if of else None
        _set(require_unwaived(require_open_for_requests(case, at=at), told), at=at)
        side = Side.INTERESTED if of else Side.APPLICANT
        life_cycle.move(
            case=case,
            name="take_hearing_waiver",
            by=by,
            at=at,
            mandate_id=standing.mandate_id(warrant),
            detail={"side": str(side)},
        )
    return case


def who_may_waive(case: Case) -> list[InterestedParty]:
    """Those named as touched who have not waived the hearing, in the order in which they were told. One statement."""
    return list(InterestedParty.objects.filter(case=case, waived_at__isnull=True).order_by("id"))


def _interested(case: Case, of: int) -> InterestedParty:
    found = InterestedParty.objects.filter(case=case, pk=of).first()
    if found is None:
        raise Invalid(_("请选择申请人或者已经告知的利害关系人。"), field="of")
    return found


def _set(row: Hearing | InterestedParty, *, at: datetime) -> None:
    row.waived_at = at
    row.save(update_fields=["waived_at"])
