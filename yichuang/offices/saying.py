"""Sentences about missing power: which instrument is missing or over, and whom to ask."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.offices.models import Department, Duty, Mandate, Power
from yichuang.offices.rights import Lack, Missing


def why_not(missing: Missing, *, power: Power, department: Department) -> str:
    """What happened and what to do next, for the officer who was refused."""
    told = {
        "power": power.label,
        "department": str(department),
        "duty": missing.duty.label if missing.duty else "",
        "whom": _whom(department),
    }
    match missing.lack:
        case Lack.NO_POST:
            return (
                _("您没有派驻到“%(department)s”，不能办理该部门的事项。请交由该部门或者综合窗口在岗人员办理。") % told
            )
        case Lack.NO_ROLE:
            return _("您在岗的“%(duty)s”职责没有相应的角色，不能“%(power)s”。请联系安全管理员授予角色。") % told
        case Lack.NOT_THIS_DUTY:
            return _("您的职责“%(duty)s”不能“%(power)s”。请交由“%(department)s”有此权限的人员办理（%(whom)s）。") % told
        case Lack.NO_INSTRUMENT:
            return _no_instrument(missing) % told
    return _about(missing) % (told | _instrument(missing.mandate))


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


def _about(missing: Missing) -> str:
    """The sentence about the instrument that came nearest."""
    sentences = {
        Lack.OTHER_POWERS: _(
            "《%(kind)s》%(number)s 没有授予“%(power)s”的权限。请联系“%(department)s”（%(whom)s）办理。"
        ),
        Lack.OTHER_ITEMS: _(
            "《%(kind)s》%(number)s 没有包括这个事项，不能“%(power)s”。"
            "请联系“%(department)s”（%(whom)s）补充委托并向政务服务中心备案。"
        ),
        Lack.REVOKED: _(
            "《%(kind)s》%(number)s 已于 %(revoked)s 撤销，不能“%(power)s”。"
            "请联系“%(department)s”（%(whom)s）重新出具并向政务服务中心备案。"
        ),
        Lack.EXPIRED: _(
            "《%(kind)s》%(number)s 已于 %(until)s 到期，不能“%(power)s”。"
            "请联系“%(department)s”（%(whom)s）续签并向政务服务中心备案。"
        ),
        Lack.NOT_YET: _(
            "《%(kind)s》%(number)s 自 %(since)s 起生效，现在还不能“%(power)s”。"
            "急需办理的，请联系“%(department)s”（%(whom)s）。"
        ),
    }
    if missing.lack == Lack.OTHER_POWERS and missing.mandate is not None and missing.mandate.level == 2:
        return _(
            "《%(kind)s》%(number)s 为二级授权，只有初审权，不能“%(power)s”。"
            "请提出初审意见，报“%(department)s”负责人或者集体决定（%(whom)s）。"
        )
    return sentences[missing.lack]


def _instrument(mandate: Mandate | None) -> dict[str, str]:
    if mandate is None:
        return {}
    revoked = mandate.revoked_at
    return {
        "kind": mandate.get_kind_display(),
        "number": mandate.number,
        "since": _day(mandate.since),
        "until": _day(mandate.until),
        "revoked": _day(timezone.localdate(revoked)) if revoked else "",
    }


def _day(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _whom(department: Department) -> str:
    if department.phone:
        return _("电话 %(phone)s") % {"phone": department.phone}
    return _("电话见政务服务中心通讯录")
