"""Sentences about missing power: which instrument is missing or over, and whom to ask by name."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.offices.models import Department, Duty, Mandate, MandateKind, Posting, Power
from yichuang.offices.rights import LENT_POWERS, OWN_POWERS, Lack, Missing
from yichuang.people.models import Role


def why_not(missing: Missing, *, power: Power, department: Department, whom: str) -> str:
    """What happened and what to do next, for the officer who was refused. `whom` as `whom_to_ask` gives it."""
    told = {
        "power": power.label,
        "department": str(department),
        "duty": missing.duty.label if missing.duty else "",
        "role": Role(missing.duty).label if missing.duty else "",
        "who": _who_may(power),
        "whom": whom,
    }
    return _sentence(missing, power) % (told | _instrument(missing.mandate))


def whom_to_ask(department: Department, *, on: date) -> str:
    """Who speaks for the department: its head of that day by name, and its telephone. One statement."""
    heads = Posting.objects.filter(department=department, duty=Duty.HEAD, since__lte=on).exclude(until__lte=on)
    names = _("、").join(heads.order_by("substitute_for", "pk").values_list("account__display_name", flat=True))
    phone = department.phone
    told = {"name": names, "phone": phone}
    if names and phone:
        return _("部门负责人%(name)s，电话 %(phone)s") % told
    if names:
        return _("部门负责人%(name)s，电话见政务服务中心通讯录") % told
    return _("部门负责人，电话 %(phone)s") % told if phone else _("部门负责人，电话见政务服务中心通讯录")


def _who_may(power: Power) -> str:
    """Everybody by whose post or instrument this can be done, in the words of a list."""
    duties = [duty for duty, powers in OWN_POWERS.items() if power in powers]
    own = [str(Role(duty).label) for duty in duties]
    lent = {kind: level for (kind, level), powers in LENT_POWERS.items() if power in powers}
    if MandateKind.APPROVAL in lent and Duty.CHIEF_APPROVER not in duties:
        first = lent[MandateKind.APPROVAL] == 1
        own.append(
            _("持有一级《审批服务授权委托书》（件1）的首席审批员")
            if first
            else _("持有《审批服务授权委托书》（件1）的首席审批员")
        )
    if MandateKind.ACCEPTANCE in lent:
        own.append(_("受委托的综合窗口"))
    return _("、").join(own)


def _sentence(missing: Missing, power: Power) -> str:
    if missing.lack == Lack.NO_INSTRUMENT:
        return _no_instrument(missing)
    if missing.lack == Lack.OTHER_POWERS and missing.mandate is not None and missing.mandate.level == 2:
        return _level_two(power)
    return str(_SENTENCES[missing.lack])


_SENTENCES = {
    Lack.NO_POST: gettext_lazy(
        "您今天没有在“%(department)s”的岗位，不能“%(power)s”。请交由该部门的%(who)s办理；"
        "应当由您办理的，请联系中心管理员登记岗位（%(whom)s）。"
    ),
    Lack.NO_ROLE: gettext_lazy(
        "您在岗的“%(duty)s”职责没有相应的角色，不能“%(power)s”。请联系安全管理员授予角色“%(role)s”。"
    ),
    Lack.NOT_THIS_DUTY: gettext_lazy(
        "您的职责“%(duty)s”不能“%(power)s”。请交由“%(department)s”的%(who)s办理（%(whom)s）。"
    ),
    Lack.OTHER_POWERS: gettext_lazy(
        "《%(kind)s》%(number)s 没有授予“%(power)s”的权限。"
        "请联系“%(department)s”（%(whom)s）补充委托并向政务服务中心备案，或者交由该部门的%(who)s办理。"
    ),
    Lack.OTHER_ITEMS: gettext_lazy(
        "《%(kind)s》%(number)s 没有包括这个事项，不能“%(power)s”。"
        "请联系“%(department)s”（%(whom)s）补充委托并向政务服务中心备案。"
    ),
    Lack.REVOKED: gettext_lazy(
        "《%(kind)s》%(number)s 已于 %(revoked)s 撤销，不能“%(power)s”。"
        "请联系“%(department)s”（%(whom)s）重新出具并向政务服务中心备案。"
    ),
    Lack.EXPIRED: gettext_lazy(
        "《%(kind)s》%(number)s 的有效期到 %(last)s 为止，已经到期，不能“%(power)s”。"
        "请联系“%(department)s”（%(whom)s）续签并向政务服务中心备案。"
    ),
    Lack.NOT_YET: gettext_lazy(
        "《%(kind)s》%(number)s 自 %(since)s 起生效，现在还不能“%(power)s”。"
        "急需办理的，请联系“%(department)s”（%(whom)s）。"
    ),
}


def _no_instrument(missing: Missing) -> str:
    if missing.duty == Duty.CHIEF_APPROVER:
        return _(
            "“%(department)s”没有向您出具《审批服务授权委托书》（件1），不能“%(power)s”。"
            "请联系该部门（%(whom)s）出具并向政务服务中心备案。"
        )
    return _(
        "“%(department)s”没有出具《“综窗受理”委托书》（件2）或者《政务服务事项委托协议书》（件3），综合窗口不能“%(power)s”。"
        "请联系该部门（%(whom)s）出具并向政务服务中心备案。"
    )


def _level_two(power: Power) -> str:
    """Level two never lends more than the review, so that no second paper of this level would help."""
    if power == Power.DECIDE:
        return _(
            "《%(kind)s》%(number)s 为二级授权，只有初审权，不能“%(power)s”。"
            "请提出初审意见，报“%(department)s”负责人或者集体决定（%(whom)s）。"
        )
    return _(
        "《%(kind)s》%(number)s 为二级授权，只有初审权，不能“%(power)s”。"
        "请交由“%(department)s”的%(who)s办理（%(whom)s）。"
    )


def _instrument(mandate: Mandate | None) -> dict[str, str]:
    if mandate is None:
        return {}
    revoked = mandate.revoked_at
    return {
        "kind": mandate.get_kind_display(),
        "number": mandate.number,
        "since": _day(mandate.since),
        "last": _day(mandate.until - timedelta(days=1)),
        "revoked": _day(timezone.localdate(revoked)) if revoked else "",
    }


def _day(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}
