"""The words of the editor where a field has another name or needs a hint; all other names are in `catalogue.labels`."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.catalogue.labels import CONTENT, PARTS

NAMES: Final[dict[str, StrPromise]] = {
    "Fee.fen": _("金额（元）"),
    "Fee.unit": _("计量单位"),
    "Fee.name": _("收费项目名称"),
    "TimeLimit.text": _("指南上的写法"),
    "TimeLimit.length": _("时限"),
    "TimeLimit.by_situation": _("按情形另定的时限"),
    "TimeLimit.situation": _("情形"),
    "Step.kind": _("环节类型"),
    "Step.limit": _("指南上写的时限"),
    "Step.time": _("可以计算的时限"),
    "Result.kind": _("结果类型"),
    "Delegation.source": _("方式"),
    "LegalBasis.source": _("在哪里见到原文"),
    "Material.kind": _("原件或者复印件"),
    "Material.situation": _("指南上写的适用情形"),
    "Material.name": _("材料名称"),
    "Situation.when": _("什么时候问"),
    "Condition.text": _("条件"),
    "Condition.when": _("对谁适用"),
    "Material.when": _("什么时候要交"),
    "SpecialProcedure.limit": _("所需时间"),
    "Asked.asked": _("问题"),
    "Query.answers": _("答案"),
    "Query.only_one": _("只能选一个答案"),
    "Query.when": _("什么时候问这个问题"),
    "Reply.label": _("答案"),
    "Looked.doubts": _("没有见到原文的内容"),
    "Doubt.seen": _("已经对照原文核实"),
    "Doubt.seen_in": _("在哪里见到的（文件名、网址）"),
    "FormField.title": _("项目名称"),
    "FormField.title_en": _("英文名称"),
    "FormField.kind": _("填写什么"),
    "FormField.required": _("必填"),
    "FormField.help": _("填写说明"),
    "FormField.help_en": _("填写说明（英文）"),
    "FormField.heading": _("所在的小标题"),
    "FormField.heading_en": _("小标题（英文）"),
    "FormField.options": _("选项"),
    "FormField.dropdown": _("用下拉列表"),
    "FormField.shown_when": _("只在这些时候填写"),
    "FormField.shortest": _("最少几个字"),
    "FormField.longest": _("最多几个字"),
    "FormField.at_least": _("不小于"),
    "FormField.at_most": _("不大于"),
    "FormField.more_than": _("大于"),
    "FormField.fewest": _("最少几项"),
    "FormField.most": _("最多几项"),
    "FormField.pattern": _("格式（正则表达式）"),
    "FormField.pattern_help": _("格式不对时怎么说"),
    "FormField.autocomplete": _("浏览器自动填写的种类"),
    "FormField.prefill": _("从哪里带出"),
    "FormField.fields": _("组里的项目"),
    "FormOption.value": _("选项"),
    "FormOption.label_en": _("英文"),
    "ShownWhen.field": _("项目"),
    "Draft.name": _("名称"),
    "Draft.name_en": _("英文名称"),
    "Draft.audience": _("对象"),
    "Draft.about": _("一句话介绍"),
    "Draft.about_en": _("一句话介绍（英文）"),
    "Draft.words": _("百姓怎么说"),
    "Draft.questions": _("问题"),
    "Draft.items": _("要办的事项"),
    "Draft.elsewhere": _("别处还要办的"),
    "Draft.sources": _("编写依据"),
    "Question.text": _("问题"),
    "Question.text_en": _("英文问题"),
    "Question.several": _("可以选几个，也可以都不选"),
    "Question.when": _("什么时候问这个问题"),
    "Question.choices": _("答案"),
    "Choice.label": _("答案"),
    "Choice.label_en": _("英文答案"),
    "Wanted.item": _("事项"),
    "Wanted.when": _("什么时候要办"),
    "Wanted.situations": _("事项的情形"),
    "Wanted.stage": _("第几步"),
    "Follows.situation": _("情形"),
    "Follows.when": _("什么时候是这种情形"),
    "ShownWhen.answers": _("填的是（一行一个，任一个都行）"),
}
"""Names that differ from those of `labels`, by part and field."""

HINTS: Final[dict[str, StrPromise]] = {
    "Whole.aliases": _("一行一个，百姓平时怎么说就怎么写，供搜索使用"),
    "Whole.channels": _("一行一个"),
    "Whole.unverified": _("没有见到原文的内容"),
    "Whole.review_standard": _("按什么标准审查，一条一行"),
    "Whole.visits": _("申请人最多到现场几次；不用来填 0"),
    "TimeLimit.unit": _("行政许可法的“日”是工作日（第八十二条），其他法律的“日”是自然日"),
    "TimeLimit.start": _("从什么时候起算，不填为受理之日"),
    "TimeLimit.excluded": _("一行一个，例如：听证、检验、检测、鉴定"),
    "Fee.fen": _("例如 10.00；标准另定的不填"),
    "Fee.basis": _("没有法律、行政法规依据不得收费（行政许可法第五十八条）"),
    "Step.officers": _("审查、勘验依法不少于两人"),
    "Step.departments": _("并联办理的部门编码，一行一个；只有一个部门的不填"),
    "Material.name": _("逐项写明具体材料，不能写“其他材料”（优化营商环境条例第三十五条）"),
    "Material.shared": _("可以从哪个系统取得，取得到的不再要申请人提交"),
    "Material.children": _("一套材料的各份，或者择一提交的几种"),
    "Material.tolerable": _("先受理，在承诺的期限内补交"),
    "Promise.told": _("告知哪些法定条件和要求"),
    "FormField.prefill": _("例如 applicant.phone：申请人登记的手机号码"),
    "FormField.shown_when": _("不填就是一直要填写"),
    "Draft.words": _("一行一个，供搜索使用"),
    "Draft.sources": _("一行一个，例如文件名称和文号"),
    "Draft.elsewhere": _("不在本中心办的，告诉群众还有这件事"),
    "Question.choices": _("新写的答案保存以后，就可以用在后面的条件里"),
    "Wanted.item": _("填写编码或者名称，从列表里选"),
    "Wanted.stage": _("同一步的可以同时办；后一步要等前一步办好"),
    "Wanted.situations": _("新加的事项保存以后，就可以选它的情形"),
    "Former.measure": _("减环节、减材料、减时限采取了什么举措"),
}
"""A sentence below the name, where the name alone does not say what to write."""


_WRITTEN: Final = ("line", "text")
_NUMBERS: Final = ("integer", "number", "money")
_SEVERAL: Final = ("several", "repeating")
ONLY_FOR: Final[dict[str, tuple[str, ...]]] = {
    "FormField.options": ("one", "several"),
    "FormField.dropdown": ("one",),
    "FormField.shortest": (*_WRITTEN, "email"),
    "FormField.longest": (*_WRITTEN, "identity_number", "credit_code", "mobile", "email"),
    "FormField.pattern": _WRITTEN,
    "FormField.pattern_help": _WRITTEN,
    "FormField.autocomplete": (*_WRITTEN, "mobile", "email"),
    "FormField.prefill": (*_WRITTEN, "mobile", "identity_number", "credit_code"),
    "FormField.at_least": _NUMBERS,
    "FormField.at_most": _NUMBERS,
    "FormField.more_than": _NUMBERS,
    "FormField.fewest": _SEVERAL,
    "FormField.most": _SEVERAL,
    "FormField.fields": ("group", "repeating"),
}
"""Fields that say something only when `kind` is one of these."""


def only_for(model: str, field: str) -> tuple[str, ...] | None:
    """The kinds for which the field says something; None when for all."""
    return ONLY_FOR.get(f"{model}.{field}")


def name_of(model: str, field: str) -> str:
    """What a field is called on the page."""
    own = NAMES.get(f"{model}.{field}")
    if own is not None:
        return str(own)
    table = CONTENT if model in ("Content", "Whole") else PARTS
    return str(table.get(field) or PARTS.get(field) or CONTENT.get(field) or field)


def hint_of(model: str, field: str) -> str:
    """The sentence below it, or nothing."""
    return str(HINTS.get(f"{model}.{field}", ""))
