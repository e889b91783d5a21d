"""What an editor must not publish (指南编制规则). Pure.

Sources: 优化营商环境条例第三十五条 (no catch-all material), 行政许可法第五十八、五十九条 (no fee without basis),
国办函〔2016〕108号 (promised limits do not exceed statutory ones).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.catalogue import forms
from yichuang.catalogue.conditions import evaluating as conditions
from yichuang.catalogue.content import Content, Material, TimeLimit, each_material
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.revising.consistency import conflicts
from yichuang.catalogue.rules import calendar_days, longest_lawful

_WHO_ASKS = r"(?:.{0,30}?(?:规定|要求|认为必要|认为需要|需要|需|应当)(?:提供|提交|报送)?的)?"
_CATCH_ALL = re.compile(
    rf"^{_WHO_ASKS}(?:其他|其它|有关|相关|相应|必要|别的)的?(?:有关|相关|必要|证明|证件|申请|申报|书面|补充|说明|性)*"
    r"(?:、|和|及|以及|或者)?(?:材料|资料|文件|证件|证明|手续|证明材料|证明文件)(?:等)?$"
)


class LongerThanLaw(Invalid):
    """A promised limit longer than the statutory one."""

    code = "promised_longer_than_statutory"


class CatchAll(Invalid):
    """A material that names nothing: 「其他材料」, 「有关材料」."""

    code = "catch_all_material"


def is_catch_all(name: str) -> bool:
    """Whether a material name spells nothing out, so that anything could be demanded under it."""
    return _CATCH_ALL.match(name.strip().rstrip("。；;")) is not None


def defects(content: Content) -> list[Refused]:
    """Everything that forbids publishing this content; empty when nothing does."""
    found: list[Refused] = [
        *_material_defects(content.materials),
        *_key_defects(content),
        *_limit_defects(content),
        *_fee_defects(content),
        *_condition_defects(content),
    ]
    try:
        forms.check_schema(content.form)
    except Refused as refused:
        found.append(refused)
    return found


def gaps(content: Content) -> list[Refused]:
    """What the law wants every guide to say and this one does not: it may not pass review without.

    安阳市政务服务条例第十三条、优化营商环境条例第三十五条: name, basis, conditions, materials, standard of review,
    procedure, limit. What contradicts itself or the law is told with it (`consistency.conflicts`).
    """
    told: list[tuple[str, bool, str]] = [
        ("legal_basis", bool(content.legal_basis), _("没有设定依据，请写明法律、法规及条款。")),
        ("conditions", bool(content.conditions), _("没有受理条件；没有条件的，请写明“无”。")),
        ("review_standard", bool(content.review_standard), _("没有审查标准，请写明按什么标准审查。")),
        ("steps", bool(content.steps), _("没有办理程序，请写明经过哪些环节。")),
        ("promised", content.promised is not None, _("没有承诺办结时限，请填写。")),
        ("result", content.result is not None, _("没有办理结果，请写明发给什么证照或者文书。")),
        ("item_type", bool(content.item_type), _("没有事项类型，请选择。")),
        ("service_objects", bool(content.service_objects), _("没有服务对象，请选择。")),
    ]
    missing: list[Refused] = [Invalid(sentence, field=field) for field, there, sentence in told if not there]
    return [*missing, *conflicts(content)]


def _material_defects(materials: Sequence[Material]) -> Iterator[Refused]:
    for material in each_material(materials):
        if is_catch_all(material.name):
            sentence = _("材料“%(name)s”是兜底条款，请逐项写明具体材料（优化营商环境条例第三十五条）。")
            yield CatchAll(sentence % {"name": material.name}, field="materials")
        if material.need == Need.ONE_OF and len(material.children) < 2:
            yield Invalid(_("材料“%(name)s”是择一提交，请至少列出两种。") % {"name": material.name}, field="materials")


def _key_defects(content: Content) -> Iterator[Refused]:
    materials = [material.key for material in each_material(content.materials)]
    situations = [situation.key for situation in content.situations]
    for field, keys in (("materials", materials), ("situations", situations)):
        twice = sorted(key for key, times in Counter(keys).items() if times > 1)
        if twice:
            yield Invalid(_("标识“%(keys)s”重复，请改为不同的标识。") % {"keys": "、".join(twice)}, field=field)


def _limit_defects(content: Content) -> Iterator[Refused]:
    keys = {situation.key for situation in content.situations}
    for field, limit in (("statutory", content.statutory), ("promised", content.promised)):
        if limit is None:
            continue
        if (limit.length is None or limit.unit is None) and not limit.by_situation:
            yield Invalid(_("时限“%(text)s”没有数值和单位，请填写。") % {"text": limit.text[:60]}, field=field)
        for key in sorted(set(limit.by_situation) - keys):
            yield Invalid(_("时限引用的情形“%(key)s”不存在，请核对。") % {"key": key}, field=field)
    if content.promised is not None and content.statutory is not None:
        yield from longer_than_law(content.promised, content.statutory)


def longer_than_law(promised: TimeLimit, statutory: TimeLimit) -> Iterator[Refused]:
    """Promises longer than the law allows: the general one without extension, those of a situation with it."""
    if promised.length is not None and calendar_days(promised) > _lawful(statutory):
        yield _longer(promised, statutory)
    for limit in promised.by_situation.values():
        if calendar_days(limit) > longest_lawful(statutory):
            yield _longer(limit, statutory)


def _lawful(statutory: TimeLimit) -> float:
    return max([calendar_days(statutory), *(calendar_days(limit) for limit in statutory.by_situation.values())])


def _longer(promised: TimeLimit, statutory: TimeLimit) -> LongerThanLaw:
    sentence = _("承诺时限“%(promised)s”长于法定时限“%(statutory)s”，请缩短承诺时限。")
    return LongerThanLaw(sentence % {"promised": promised.text, "statutory": statutory.text}, field="promised")


def _fee_defects(content: Content) -> Iterator[Refused]:
    for fee in content.fees:
        if fee.fen != 0 and not (fee.basis or content.fee_basis):
            yield Invalid(
                _("收费项目“%(name)s”没有依据，请写明法律、行政法规依据（行政许可法第五十八条）。")
                % {"name": fee.name},
                field="fees",
            )


def _condition_defects(content: Content) -> Iterator[Refused]:
    situations = [situation.key for situation in content.situations]
    written = [("materials", material.when) for material in each_material(content.materials)]
    written += [("conditions", condition.when) for condition in content.conditions]
    for field, expression in written:
        if expression is not None:
            yield from _bad_condition(expression, situations, content.form, field)
    for place, situation in enumerate(content.situations):
        if situation.when is not None:
            yield from _bad_condition(situation.when, situations[:place], {}, "situations")


def _bad_condition(expression: str, situations: Sequence[str], form: dict[str, Any], field: str) -> Iterator[Refused]:
    """What is wrong with a condition. A question may depend only on situations that stand before it."""
    try:
        conditions.check(expression, situations=situations, form=form, field=field)
    except conditions.BadCondition as refused:
        yield refused
