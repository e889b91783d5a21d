"""The enumerations of the catalogue, by names of ours; `CODES` gives the national code of each where there is one.

Sources: GB/T 39046-2020 appendix A (A.1–A.7); where it is silent, the values that the exchange tables carry.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemType(TextChoices):
    """事项类型, GB/T 39046-2020 A.1."""

    POWER = "00", _("行政权力")
    LICENCE = "01", _("行政许可")
    PENALTY = "02", _("行政处罚")
    COMPULSION = "03", _("行政强制")
    LEVY = "04", _("行政征收")
    PAYMENT = "05", _("行政给付")
    INSPECTION = "06", _("行政检查")
    CONFIRMATION = "07", _("行政确认")
    AWARD = "08", _("行政奖励")
    ADJUDICATION = "09", _("行政裁决")
    OTHER_POWER = "10", _("其他行政权力")
    PUBLIC_SERVICE = "20", _("公共服务")


class ServiceObject(TextChoices):
    """服务对象, GB/T 39046-2020 A.4."""

    NATURAL = "natural", _("自然人")
    ENTERPRISE = "enterprise", _("企业法人")
    INSTITUTION = "institution", _("事业法人")
    SOCIAL_ORGANISATION = "social_organisation", _("社会组织法人")
    GOVERNMENT = "government", _("行政机关")
    OTHER = "other", _("其他组织")


class ExerciseLevel(TextChoices):
    """行使层级, GB/T 39046-2020 A.2."""

    STATE = "1", _("国家级")
    PROVINCE = "2", _("省级")
    CITY = "3", _("市级")
    COUNTY = "4", _("县级")
    TOWN = "5", _("镇（乡、街道）级")
    VILLAGE = "6", _("村（社区）级")
    GRADED = "7", _("分级管理")


class BodyKind(TextChoices):
    """实施主体性质, GB/T 39046-2020 A.3."""

    STATUTORY = "1", _("法定机关")
    AUTHORISED = "2", _("授权组织")
    ENTRUSTED = "3", _("受委托组织")
    OTHER = "9", _("其他")


class PowerSource(TextChoices):
    """权力来源 (`power_source` of the exchange tables)."""

    STATUTORY = "1", _("法定本级行使")
    HANDED_DOWN = "2", _("上级下放")
    AUTHORISED_ABOVE = "3", _("上级授权")
    AUTHORISED_BESIDE = "4", _("同级授权")
    ENTRUSTED_ABOVE = "5", _("上级委托")
    ENTRUSTED_BESIDE = "6", _("同级委托")


class HandleKind(TextChoices):
    """业务办理项: what is done under one implementation code (首次、变更、延续、注销 …)."""

    FIRST = "first", _("首次申请")
    CHANGE = "change", _("变更")
    RENEWAL = "renewal", _("延续")
    REPLACEMENT = "replacement", _("补证换证")
    CANCELLATION = "cancellation", _("注销")
    OTHER = "other", _("其他")


class Processing(TextChoices):
    """办件类型, GB/T 39046-2020 A.6: decided on the spot, or within a promised time."""

    INSTANT = "instant", _("即办件")
    PROMISED = "promised", _("承诺件")


class Way(TextChoices):
    """办理形式, GB/T 39046-2020 A.5."""

    WINDOW = "window", _("窗口办理")
    WEB = "web", _("电脑端网上办理")
    MOBILE = "mobile", _("移动端办理")
    COURIER = "courier", _("快递申请")
    OTHER = "other", _("其他")


class CrossScope(TextChoices):
    """通办范围: within which bounds any window takes the application (GB/T 39046-2020 table 4)."""

    NATION = "nation", _("全国")
    PROVINCES = "provinces", _("跨省")
    CITIES = "cities", _("跨市")
    COUNTIES = "counties", _("跨县")
    TOWNS = "towns", _("全镇")
    VILLAGES = "villages", _("全村")


class OnlineDepth(TextChoices):
    """网上办理深度: how far one gets without coming to the hall."""

    CONSULT = "1", _("互联网咨询")
    RECEIVE = "2", _("网上收件")
    PRE_REVIEW = "3", _("网上预审")
    ACCEPT = "4", _("网上受理")
    HANDLE = "5", _("网上办理")
    RESULT = "6", _("网上反馈结果")
    LICENCE = "7", _("电子证照反馈")
    OTHER = "9", _("其他")


class SystemLevel(TextChoices):
    """运行系统层级: whose system the item is handled in (GB/T 39046-2020 table 4)."""

    STATE = "state", _("国家级")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")


class Need(TextChoices):
    """材料必要性. `one_of`: any one of its children will do; `exempt`: not asked for when the data can be had."""

    REQUIRED = "required", _("必要")
    OPTIONAL = "optional", _("非必要")
    SITUATIONAL = "situational", _("按情形")
    ONE_OF = "one_of", _("择一")
    EXEMPT = "exempt", _("可免交")


class MaterialSource(TextChoices):
    """材料来源渠道: who makes the paper."""

    APPLICANT = "applicant", _("申请人自备")
    GOVERNMENT = "government", _("政府部门核发")
    INTERMEDIARY = "intermediary", _("中介机构出具")
    OTHER = "other", _("其他")


class RelatedOrder(TextChoices):
    """When a related item is handled: first, because its result is needed here, or afterwards."""

    BEFORE = "before", _("须先办成")
    AFTER = "after", _("可以接着办")


class StepKind(TextChoices):
    """环节: what is done at a step, in the order of the way."""

    ACCEPT = "accept", _("受理")
    EXAMINE = "examine", _("审查")
    INSPECT = "inspect", _("现场勘验")
    EXPERT_OPINION = "expert_opinion", _("专家意见")
    COUNTERSIGN = "countersign", _("会签")
    REVIEW = "review", _("审核")
    DECIDE = "decide", _("决定")
    ISSUE = "issue", _("制证发证")
    OTHER = "other", _("其他")


class ResultKind(TextChoices):
    """What the applicant takes home."""

    LICENCE = "licence", _("证照")
    APPROVAL = "approval", _("批文")
    LETTER = "letter", _("文书")
    RECORD = "record", _("备案")


class DeliveryWay(TextChoices):
    """送达方式: how the result reaches the applicant."""

    COUNTER = "counter", _("窗口自取")
    COURIER = "courier", _("邮寄送达")
    ELECTRONIC = "electronic", _("电子送达")
    DIRECT = "direct", _("直接送达")
    NOTICE = "notice", _("公告送达")


CODES: Final[dict[type[TextChoices], dict[str, str]]] = {
    ServiceObject: {
        ServiceObject.NATURAL: "1",
        ServiceObject.ENTERPRISE: "2",
        ServiceObject.INSTITUTION: "3",
        ServiceObject.SOCIAL_ORGANISATION: "4",
        ServiceObject.GOVERNMENT: "5",
        ServiceObject.OTHER: "6",
    },
    Processing: {Processing.INSTANT: "1", Processing.PROMISED: "2"},
    Way: {Way.WINDOW: "1", Way.WEB: "2", Way.MOBILE: "3", Way.COURIER: "4", Way.OTHER: "9"},
    CrossScope: {
        CrossScope.NATION: "1",
        CrossScope.PROVINCES: "2",
        CrossScope.CITIES: "3",
        CrossScope.COUNTIES: "4",
        CrossScope.TOWNS: "5",
        CrossScope.VILLAGES: "6",
    },
    MaterialSource: {
        MaterialSource.APPLICANT: "10",
        MaterialSource.GOVERNMENT: "20",
        MaterialSource.INTERMEDIARY: "30",
        MaterialSource.OTHER: "99",
    },
    DeliveryWay: {
        DeliveryWay.NOTICE: "2",
        DeliveryWay.COURIER: "4",
        DeliveryWay.ELECTRONIC: "5",
        DeliveryWay.COUNTER: "6",
        DeliveryWay.DIRECT: "7",
    },
}
"""National codes of the enumerations whose own values are names. The others carry the code as their value."""
