"""Extension (延长审批): more time by law, once, granted by the head of the body and told to the applicant
(行政许可法第四十二条).

The promise is not extended: missing it has to be explained in public (优化营商环境条例第三十六条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deadlines, deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, Extension, Rule
from yichuang.cases.pausing import letters
from yichuang.cases.pausing.procedures import checked_text, recounting
from yichuang.cases.steps import seats
from yichuang.catalogue.content import Content
from yichuang.catalogue.kinds import ItemType
from yichuang.catalogue.rules import limit_for
from yichuang.offices.mandates import Warrant
from yichuang.offices.models import Duty, Power
from yichuang.people.actors import Actor


class CannotExtend(Refused):
    """There is no law by which this limit could be extended, it was extended before, or it has run out."""

    code = "cannot_extend"


class NotTheHead(Refused):
    """The head of the body, and nobody in his place by delegation, extends a limit."""

    code = "not_the_head"


@dataclass(frozen=True)
class Allowed:
    """The extension that the law provides for a case. `by_government`: the government of the same level approves it."""

    limit: Limit
    total: bool
    basis: str
    by_government: bool


def allowed_for(case: Case, *, at: datetime) -> Allowed:
    """By how much the statutory limit of the case may be extended: as its item says, else the centre's rule for
    licences. Raises `CannotExtend`. Three statements at most."""
    statutory = timing.limits(case, at=case.accepted_at or at)[0]
    if statutory is None or case.statutory_due_at is None:
        raise CannotExtend(_("本事项没有法定办结时限，没有可以延长的期限。承诺期限不能延长。"))
    found = _of_item(case) or _by_rule(case, at=at)
    if found is None:
        raise CannotExtend(_("本事项没有可以延长办理期限的法律规定，请在期限内作出决定。"))
    if deadlines.extended(statutory, found.limit, total=found.total) is None:
        raise CannotExtend(_("事项公布的延长期限与法定时限的单位不同，无法相加。请联系事项管理员核对。"))
    return found


def _of_item(case: Case) -> Allowed | None:
    published = limit_for(case.item_version.parsed, case.situations).statutory
    own = published.extension if published else None
    if published is None or own is None:
        return None
    basis = own.text or published.basis or _LAW
    return Allowed(Limit(own.length, Unit(own.unit)), own.total, basis[:300], "人民政府" in own.approver)


_LAW = "《行政许可法》第四十二条"


def _by_rule(case: Case, *, at: datetime) -> Allowed | None:
    content = case.item_version.parsed
    if content.item_type != ItemType.LICENCE:
        return None
    joint = is_joint(content)
    found = timing.rule(case, Rule.Kind.JOINT_EXTENSION if joint else Rule.Kind.EXTENSION, at=at)
    return Allowed(timing.limit_of(found), False, found.basis, joint) if found else None


def is_joint(content: Content) -> bool:
    """Whether the item is handled as a unit, jointly or in one place by several departments (XKF 26(2), 42(2)).

    A guide has no field for it. It is taken from the steps that the version declares: in one of them several
    departments act side by side. A cooperating body that is only named helps, and makes nothing joint; nor does one
    department that countersigns.
    """
    return any(len(set(step.departments)) > 1 for step in content.steps)


def ask(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """An examiner asks the head of the body for more time, with the reason, before the limit runs out (XKF 42)."""
    reason = checked_text(reason, field="reason", sentence=_("请写明为什么在期限内不能作出决定。"))
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "ask_extension")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        allowed = require_possible(case, at=at)
        assert case.statutory_due_at is not None  # noqa: S101 - `allowed_for` refuses a case without it
        Extension.objects.create(
            case=case,
            length=allowed.limit.length,
            unit=allowed.limit.unit,
            total=allowed.total,
            basis=allowed.basis,
            reason=reason,
            asked_by_id=warrant.posting.account_id,
            asked_at=at,
            due_before=case.statutory_due_at,
        )
        detail = {"days": allowed.limit.length, "unit": str(allowed.limit.unit)}
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(case=case, name="ask_extension", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def require_possible(case: Case, *, at: datetime) -> Allowed:
    """The extension that may be asked for now. Four statements at most."""
    require_extensible(case, at=at)
    return allowed_for(case, at=at)


def require_extensible(case: Case, *, at: datetime) -> None:
    """Asked in time, and not granted or asked before. One statement."""
    if case.statutory_due_at is not None and case.statutory_due_at < at:
        raise CannotExtend(_("法定办结期限已经届满，不能再延长。请尽快作出决定，并向申请人说明逾期的原因。"))
    said = list(Extension.objects.filter(case=case).values_list("granted", flat=True))
    if True in said:
        raise CannotExtend(_("这件办件的期限已经延长过一次，不能再次延长。"))
    if None in said:
        raise CannotExtend(_("延长申请已经提出，正在等待负责人审批。"))


def grant(*, case: Case, answer: str = "", government_approval: str = "", by: Actor, at: datetime) -> Case:
    """The head of the body extends the limit: a new date by law, and a notice that says who, until when and why.

    Joint handling is extended by the government of the same level: the head enters the paper by which it did.
    """
    answer = clean(answer, field="answer", longest=2000, multiline=True)
    government_approval = clean(government_approval, field="government_approval", longest=100)
    with transaction.atomic():
        case, asked, warrant = _before_the_head(case, "extend", by=by, at=at)
        asked.due_before = require_still_running(case, at=at)
        if allowed_for(case, at=at).by_government and not government_approval:
            raise Invalid(
                _("联合、集中办理的期限由本级人民政府负责人批准延长，请填写批准文件的名称和文号。"),
                field="government_approval",
            )
        _answer(asked, granted=True, answer=answer, government_approval=government_approval, warrant=warrant, at=at)
        changes = recounting(case, {"days": asked.length, "unit": asked.unit})
        asked.due_after = changes["statutory_due_at"]
        asked.save(update_fields=["due_before", "due_after"])
        mandate_id, principal = standing.mandate_id(warrant), seats.principal_of(warrant)
        changes["detail"] |= seats.told_of(principal)
        life_cycle.move(case=case, name="extend", by=by, at=at, mandate_id=mandate_id, **changes)
        letters.extension_form(case, asked, said=answer, by=by, mandate_id=mandate_id, at=at)
        letters.extension_notice(case, asked, in_place_of=principal, by=by, mandate_id=mandate_id, at=at)
    return case


def require_still_running(case: Case, *, at: datetime) -> datetime:
    """When the limit runs out that is to be made longer; one that is over cannot be."""
    if case.statutory_due_at is None or case.statutory_due_at < at:
        raise CannotExtend(_("法定办结期限已经届满，不能再批准延长，只能不予延长。"))
    return case.statutory_due_at


def require_grantable(case: Case, *, warrant: Warrant, by: Actor, at: datetime) -> None:
    """A request waits for this head of the body, and the limit still runs. One statement."""
    require_asked(case, warrant=warrant, by=by)
    require_still_running(case, at=at)


def refuse(*, case: Case, answer: str, by: Actor, at: datetime) -> Case:
    """The head of the body gives no more time, and says why; the limit stays as it was."""
    answer = checked_text(answer, field="answer", sentence=_("请写明不予延长的理由。"))
    with transaction.atomic():
        case, asked, warrant = _before_the_head(case, "refuse_extension", by=by, at=at)
        _answer(asked, granted=False, answer=answer, government_approval="", warrant=warrant, at=at)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(case=case, name="refuse_extension", by=by, at=at, mandate_id=mandate_id)
        letters.extension_form(case, asked, said=answer, by=by, mandate_id=mandate_id, at=at)
    return case


def _before_the_head(case: Case, name: str, *, by: Actor, at: datetime) -> tuple[Case, Extension, Warrant]:
    case = deeming.locked(case, at=at)
    life_cycle.require(case, name)
    warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
    return case, require_asked(case, warrant=warrant, by=by), warrant


def require_asked(case: Case, *, warrant: Warrant, by: Actor) -> Extension:
    """The request that waits for the head of the body, who did not make it himself. One statement."""
    if warrant.posting.duty != Duty.HEAD:
        raise NotTheHead(_("延长期限须由本行政机关负责人批准（《行政许可法》第四十二条），请交由部门负责人办理。"))
    asked = Extension.objects.filter(case=case, granted__isnull=True).first()
    if asked is None:
        raise CannotExtend(_("没有等待审批的延长申请，请先由审查人员提出。"))
    if by.account is not None and asked.asked_by_id == by.account.pk:
        raise standing.SamePerson(_("延长申请由您提出，须由另一位负责人批准。"))
    return asked


def _answer(
    asked: Extension, *, granted: bool, answer: str, government_approval: str, warrant: Warrant, at: datetime
) -> None:
    asked.granted, asked.answer, asked.government_approval = granted, answer, government_approval
    asked.answered_by_id, asked.answered_at = warrant.posting.account_id, at
    asked.save(update_fields=["granted", "answer", "government_approval", "answered_by", "answered_at"])
