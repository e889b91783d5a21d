"""The words of guides for the code lists of GB/T 39046-2020."""

from __future__ import annotations

import re
from typing import Literal

from django.utils.translation import gettext as _

from yichuang.catalogue.content import TimeLimit
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.kinds import ExerciseLevel, ItemType, Processing, ResultKind, ServiceObject

_TYPES = {str(label): ItemType(value) for value, label in ItemType.choices}
_LEVELS = (
    ("国家", ExerciseLevel.STATE),
    ("省级", ExerciseLevel.PROVINCE),
    ("设区的市", ExerciseLevel.CITY),
    ("市级", ExerciseLevel.CITY),
    ("县级", ExerciseLevel.COUNTY),
    ("镇", ExerciseLevel.TOWN),
    ("街道", ExerciseLevel.TOWN),
    ("村", ExerciseLevel.VILLAGE),
    ("社区", ExerciseLevel.VILLAGE),
    ("分级", ExerciseLevel.GRADED),
)
_OBJECTS: tuple[tuple[str, tuple[ServiceObject, ...]], ...] = (
    ("企业化管理事业单位", (ServiceObject.INSTITUTION,)),
    ("企业退休人员", (ServiceObject.NATURAL,)),
    ("纳税人", (ServiceObject.NATURAL, ServiceObject.ENTERPRISE, ServiceObject.OTHER)),
    ("企业事业单位", (ServiceObject.ENTERPRISE, ServiceObject.INSTITUTION)),
    ("民办非企业", (ServiceObject.SOCIAL_ORGANISATION,)),
    ("事业单位", (ServiceObject.INSTITUTION,)),
    ("事业法人", (ServiceObject.INSTITUTION,)),
    ("社会团体", (ServiceObject.SOCIAL_ORGANISATION,)),
    ("社会组织", (ServiceObject.SOCIAL_ORGANISATION,)),
    ("基金会", (ServiceObject.SOCIAL_ORGANISATION,)),
    ("个体工商户", (ServiceObject.OTHER,)),
    ("合伙", (ServiceObject.OTHER,)),
    ("专业合作社", (ServiceObject.OTHER,)),
    ("事务所", (ServiceObject.OTHER,)),
    ("其他组织", (ServiceObject.OTHER,)),
    ("食堂", (ServiceObject.OTHER,)),
    ("行政机关", (ServiceObject.GOVERNMENT,)),
    ("企业", (ServiceObject.ENTERPRISE,)),
    ("法人", (ServiceObject.ENTERPRISE,)),
    ("单位", (ServiceObject.ENTERPRISE, ServiceObject.INSTITUTION, ServiceObject.SOCIAL_ORGANISATION)),
    ("客户", (ServiceObject.ENTERPRISE, ServiceObject.INSTITUTION, ServiceObject.OTHER)),
    ("非居民用户", (ServiceObject.ENTERPRISE, ServiceObject.INSTITUTION, ServiceObject.OTHER)),
    ("投资者", (ServiceObject.NATURAL, ServiceObject.ENTERPRISE)),
    ("抵押", (ServiceObject.NATURAL, ServiceObject.ENTERPRISE, ServiceObject.OTHER)),
    ("和个人", (ServiceObject.NATURAL,)),
    *((word, (ServiceObject.NATURAL,)) for word in ("自然人", "公民", "居民", "职工", "毕业生", "驾驶人", "老年人")),
)
_OBJECT_CODES = dict(zip("123456", ServiceObject, strict=True))
_SAID_IN_BRACKETS = re.compile(r"（[^（）]*）")


def item_type(raw: object, *, notes: Notes) -> ItemType | Literal[""]:
    """事项类型; words in brackets are a remark of the source."""
    text = notes.text("item_type", raw)
    if not text:
        return ""
    found = _TYPES.get(_SAID_IN_BRACKETS.sub("", text).strip())
    if found is None:
        notes.leave("item_type", _("不认识的事项类型“%(text)s”") % {"text": text})
        return ""
    return found


def service_objects(raw: object, *, notes: Notes) -> tuple[tuple[ServiceObject, ...], str]:
    """服务对象, as codes and in the words of the source. None means: not known, anyone may ask."""
    text = "、".join(notes.texts("service_object", raw))
    if not text:
        return (), ""
    found: set[ServiceObject] = set()
    codes = re.match(r"^[1-6](?:[,，、][1-6])*", text)
    if codes:
        found = {_OBJECT_CODES[code] for code in re.findall("[1-6]", codes.group())}
    rest = text
    for word, objects in _OBJECTS if not codes else ():
        if word in rest:
            found.update(objects)
            rest = rest.replace(word, "")
    if not found:
        notes.leave("service_object", _("看不出“%(text)s”属于哪种服务对象") % {"text": text})
    return tuple(one for one in ServiceObject if one in found), text


def exercise_level(raw: object, *, notes: Notes) -> ExerciseLevel | Literal[""]:
    """行使层级."""
    text = notes.text("exercise_level", raw)
    if not text:
        return ""
    for word, level in _LEVELS:
        if word in text:
            return level
    notes.leave("exercise_level", _("不认识的行使层级“%(text)s”") % {"text": text})
    return ""


def processing(
    raw: object, statutory: TimeLimit | None, promised: TimeLimit | None, *, notes: Notes
) -> tuple[Processing, bool]:
    """办件类型, and whether it was told: both kinds named means within the promised time."""
    text = notes.text("processing_type", raw)
    instant, promised_kind = "即办" in text, "承诺" in text
    if instant and promised_kind:
        notes.doubt(_("办件类型写为“%(text)s”，按承诺件导入；材料齐全的可以当场办结。") % {"text": text})
        return Processing.PROMISED, True
    if instant or promised_kind:
        return (Processing.INSTANT if instant else Processing.PROMISED), True
    if text:
        notes.leave("processing_type", _("不认识的办件类型“%(text)s”") % {"text": text})
    limit = promised or statutory
    on_the_spot = limit is not None and limit.unit == "instant" and not limit.by_situation
    return (Processing.INSTANT if on_the_spot else Processing.PROMISED), False


def result_kind(raw: object, *, notes: Notes) -> ResultKind:
    """结果类型: a paper that decides is an approval even when a licence comes with it."""
    text = notes.text("result.type", raw)
    for word, kind in (("批文", ResultKind.APPROVAL), ("证", ResultKind.LICENCE), ("备案", ResultKind.RECORD)):
        if word in text:
            return kind
    if text and not any(word in text for word in ("文书", "通知", "意见")):
        notes.leave("result.type", _("不认识的结果类型“%(text)s”") % {"text": text})
    return ResultKind.LETTER
