"""What in a guide contradicts itself or the law (forbidden at review), and what a reviewer is told as advice. Pure.

Each sentence names its source. 许可法 is 行政许可法, 营商条例 is 优化营商环境条例, 安阳条例 is 安阳市政务服务条例.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.catalogue.content import Content, each_material
from yichuang.catalogue.kinds import (
    BodyKind,
    ItemType,
    MaterialSource,
    OnlineDepth,
    PowerSource,
    Processing,
    ResultKind,
    StepKind,
    Way,
)

_LICENCE_NAME: Final = re.compile(r"(?:证|执照|证书)(?:（.*）)?$")
_APPROVAL_NAME: Final = re.compile(r"(?:批复|批准书|决定书|批准文件)(?:（.*）)?$")
_LETTER_NAME: Final = re.compile(r"(?:意见|意见书|通知书|函)(?:（.*）)?$")
_ON_LINE: Final = (Way.WEB, Way.MOBILE)
_DEEP: Final = (OnlineDepth.HANDLE, OnlineDepth.RESULT, OnlineDepth.LICENCE)
_CATCH_ALL: Final = re.compile(r"其他(?:条件|要求|情形)[。；;]?$")
_NO_PROMISE: Final = {
    "国家安全": r"国家安全",
    "国家秘密": r"国家秘密|涉密",
    "公共安全": r"公共安全|爆炸|枪支|危险化学品|消防",
    "金融业务审慎监管": r"金融|银行|保险公司|证券",
    "生态环境保护": r"环境影响|生态环境|排污|危险废物",
    "人身健康、生命财产安全": r"医疗|药品|食品|放射|特种设备|安全生产",
    "重要涉外": r"涉外|外国人|出入境",
}


def conflicts(content: Content) -> list[Invalid]:
    """Everything that contradicts; a version with such a thing is not taken in for review."""
    return [
        *_speed(content),
        *_result(content),
        *_hall_and_web(content),
        *_materials(content),
        *_money(content),
        *_tolerance_and_promise(content),
        *_powers(content),
        *_steps(content),
    ]


def advice(content: Content) -> list[Invalid]:
    """What the reviewer should look at; nothing of it forbids."""
    return [*_promise_areas(content), *_for_the_reader(content), *_of_the_law(content)]


def _speed(content: Content) -> Iterator[Invalid]:
    """即办件 is decided on the spot, and what is decided on the spot is 即办件."""
    limit = content.promised
    if limit is None or limit.unit is None or limit.by_situation:
        return
    at_once = limit.unit in ("instant", "minutes", "hours")
    if content.processing == Processing.INSTANT and not at_once:
        yield Invalid(_("即办件应当当场办结，承诺时限请改为“即时”，或者把办件类型改为承诺件。"), field="processing")
    if content.processing == Processing.PROMISED and limit.unit == "instant":
        yield Invalid(_("承诺时限是即时办结，办件类型应当是即办件，请修改其中一项。"), field="processing")


def _result(content: Content) -> Iterator[Invalid]:
    result = content.result
    if result is None:
        return
    expected = next(
        (
            kind
            for pattern, kind in (
                (_APPROVAL_NAME, ResultKind.APPROVAL),
                (_LETTER_NAME, ResultKind.LETTER),
                (_LICENCE_NAME, ResultKind.LICENCE),
            )
            if pattern.search(result.name)
        ),
        None,
    )
    if expected is not None and result.kind not in (expected, ResultKind.RECORD):
        sentence = _("结果“%(name)s”从名称看属于“%(expected)s”，填写的类型却是“%(kind)s”，请改为一致。")
        told = {"name": result.name, "expected": expected.label, "kind": ResultKind(result.kind).label}
        yield Invalid(sentence % told, field="result")


def _hall_and_web(content: Content) -> Iterator[Invalid]:
    """The guide in the hall and the guide on the web are one text (安阳条例第十三条)."""
    ways, depth = content.ways, content.online.depth
    on_line = any(way in _ON_LINE for way in ways)
    if Way.WINDOW in ways and not content.place:
        yield Invalid(_("写明可以窗口办理，却没有办理地点，请填写（安阳市政务服务条例第十三条）。"), field="place")
    if on_line and depth in ("", OnlineDepth.CONSULT):
        yield Invalid(_("写明可以网上办理，却没有相应的网上办理深度，请填写或者改办理形式。"), field="online")
    if ways and not on_line and depth not in ("", OnlineDepth.CONSULT, OnlineDepth.OTHER):
        yield Invalid(_("网上办理深度与办理形式不一致：办理形式里没有网上办理，请改为一致。"), field="ways")
    if content.visits == 0 and ways and not on_line:
        yield Invalid(_("到现场次数是 0，办理形式里却没有网上办理，请改为一致。"), field="visits")
    if content.visits == 0 and depth and depth not in _DEEP:
        yield Invalid(_("到现场次数是 0，网上办理深度却不到“网上办理”，请改为一致。"), field="visits")


def _materials(content: Content) -> Iterator[Invalid]:
    """What is asked for twice is asked for once too often (安阳条例第二十三条)."""
    names = [one.name.strip() for one in content.materials if one.when is None]
    for name in sorted({name for name in names if names.count(name) > 1}):
        sentence = _("材料“%(name)s”列了两次，同一材料不得重复要求提交（安阳市政务服务条例第二十三条），请合并。")
        yield Invalid(sentence % {"name": name}, field="materials")
    for one in content.materials:
        if one.kind == "original" and one.copies:
            yield Invalid(
                _("材料“%(name)s”只要原件，却写了复印件份数，请改为一致。") % {"name": one.name}, field="materials"
            )
        if one.kind == "copy" and one.originals:
            yield Invalid(
                _("材料“%(name)s”只要复印件，却写了原件份数，请改为一致。") % {"name": one.name}, field="materials"
            )


def _money(content: Content) -> Iterator[Invalid]:
    if content.charged and not content.fees:
        yield Invalid(_("写明收费，却没有收费项目，请逐项列明标准和依据（行政许可法第五十九条）。"), field="fees")
    if content.charged is False and any(fee.fen for fee in content.fees):
        yield Invalid(_("写明不收费，收费项目里却有金额，请改为一致（行政许可法第五十八条）。"), field="charged")
    for one in content.intermediaries:
        if not one.basis:
            sentence = _(
                "中介服务“%(name)s”没有依据；没有法律、法规或者国务院决定依据的，不得作为审批条件（优化营商环境条例第四十三条）。"
            )
            yield Invalid(sentence % {"name": one.name}, field="intermediaries")


def _tolerance_and_promise(content: Content) -> Iterator[Invalid]:
    every = list(each_material(content.materials))
    tolerable, promisable = [one for one in every if one.tolerable], [one for one in every if one.promisable]
    if tolerable and content.tolerance is None:
        yield Invalid(
            _("有可以容缺的材料，却没有补交期限，请填写（安阳市政务服务条例第二十四条）。"), field="tolerance"
        )
    if content.tolerance is not None and not tolerable:
        yield Invalid(_("写明容缺受理，却没有指明哪些材料可以容缺，请在材料中勾选。"), field="materials")
    if promisable and content.promise is None:
        sentence = _("有可以承诺替代的材料，却没有告知和承诺的内容，请填写（国办发〔2020〕42号）。")
        yield Invalid(sentence, field="promise")


def _powers(content: Content) -> Iterator[Invalid]:
    entrusted = content.body_kind == BodyKind.ENTRUSTED or content.power_source in (
        PowerSource.ENTRUSTED_ABOVE,
        PowerSource.ENTRUSTED_BESIDE,
    )
    if entrusted and not content.delegation:
        sentence = _("由受委托的机关办理，请写明谁委托谁、依据哪份委托书（行政许可法第二十四条）。")
        yield Invalid(sentence, field="delegation")
    for earlier, later in zip(content.delegation, content.delegation[1:], strict=False):
        if earlier.taker != later.giver:
            sentence = _("权力传递的链条断了：“%(taker)s”承接之后，下一环由“%(giver)s”给出，请核对。")
            yield Invalid(sentence % {"taker": earlier.taker, "giver": later.giver}, field="delegation")


def _steps(content: Content) -> Iterator[Invalid]:
    for step in content.steps:
        if step.kind == StepKind.INSPECT and step.officers < 2:
            sentence = _(
                "环节“%(name)s”是实地核查，应当指派两名以上工作人员（行政许可法第三十四条第三款），请修改人数。"
            )
            yield Invalid(sentence % {"name": step.name}, field="steps")


def _promise_areas(content: Content) -> Iterator[Invalid]:
    """国办发〔2020〕42号: where a mistake could not be made good, a promise does not stand for a proof."""
    if content.promise is None and not any(one.promisable for one in each_material(content.materials)):
        return
    said = [content.power_content, content.review_standard, content.result.name if content.result else ""]
    said += [one.law for one in content.legal_basis] + [one.text for one in content.conditions]
    for area, pattern in _NO_PROMISE.items():
        if any(re.search(pattern, text) for text in said):
            sentence = _("似乎涉及%(area)s；直接涉及这类领域的，不适用告知承诺制（国办发〔2020〕42号），请核对。")
            yield Invalid(sentence % {"area": area}, field="promise")


def _for_the_reader(content: Content) -> Iterator[Invalid]:
    if not content.phone:
        yield Invalid(_("没有咨询电话，办事指南将显示中心的电话。"), field="phone")
    if not content.supervision_phone:
        yield Invalid(_("没有监督电话，请考虑填写。"), field="supervision_phone")
    if content.visits and content.online.depth in _DEEP and not content.visit_reason:
        yield Invalid(_("可以网上办理却仍要到现场，请写明必须到现场的原因。"), field="visit_reason")
    for condition in content.conditions:
        if _CATCH_ALL.search(condition.text.strip()):
            sentence = _("条件“%(text)s”是兜底表述，请尽量逐项写明（优化营商环境条例第三十五条）。")
            yield Invalid(sentence % {"text": condition.text[:40]}, field="conditions")
    for one in each_material(content.materials):
        if one.source_kind == MaterialSource.GOVERNMENT and not one.shared and not one.children:
            sentence = _("材料“%(name)s”由政府部门核发，能够共享取得的不应再要求提交（国务院令第716号），请核对。")
            yield Invalid(sentence % {"name": one.name}, field="materials")
    if content.unverified:
        sentence = _("还有 %(number)d 项内容没有对照来源核实。")
        yield Invalid(sentence % {"number": len(content.unverified)}, field="unverified")


def _of_the_law(content: Content) -> Iterator[Invalid]:
    if content.item_type == ItemType.LICENCE and content.statutory is None:
        sentence = _("行政许可没有写法定时限；法律、法规没有另外规定的，是二十个工作日（行政许可法第四十二条）。")
        yield Invalid(sentence, field="statutory")
    if content.item_type == ItemType.LICENCE and content.charged:
        sentence = _("实施行政许可原则上不收费，请核对收费的法律、行政法规依据（行政许可法第五十八条）。")
        yield Invalid(sentence, field="charged")
    if content.quantity_limit and not content.review_standard:
        sentence = _("有数量限制的，请写明按受理先后决定还是另有规定（行政许可法第五十七条）。")
        yield Invalid(sentence, field="quantity_limit")
