"""Splitting and merging an item: the plans, and the day on which they take effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.revising import descending
from yichuang.catalogue.revising.descending import New
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import words
from yichuang.web.desk.forms.item_life import LifeForm
from yichuang.web.kit.forms import DateInput, text


def _lines(typed: str) -> list[tuple[str, str]]:
    """`编码 名称` on each line."""
    found = []
    for line in typed.splitlines():
        code, _space, rest = line.strip().partition(" ")
        if code:
            found.append((code, rest.strip()))
    return found


class Splitting(LifeForm):
    noun = "descent"
    title, button = _("拆分成几个事项"), _("开始拆分")
    done = _("已开始拆分。请逐个编制、提交、审核新事项，再回到这里一起生效。")
    into = words(
        _("新事项，每行一个：编码、空格、名称"),
        help_text=_("例如：dev-002a 个体工商户设立登记（餐饮）。内容从现在的版本抄过去，再分别修改。"),
    )
    reason = words(_("拆分的理由"), rows=2)

    def carry_out(self, *, by: Actor, at: Any) -> object:
        into = [New(code, name) for code, name in _lines(self.cleaned_data["into"])]
        return descending.split(item=self.item, into=into, reason=self.cleaned_data["reason"], by=by, at=at)


class Merging(LifeForm):
    noun = "descent"
    title, button = _("与其他事项合并"), _("开始合并")
    done = _("已开始合并。请编制、提交、审核新事项，再回到这里生效。")
    items = words(_("一起合并的事项编码，每行一个"), rows=2)
    code = text(_("新事项的编码"), longest=64)
    name = text(_("新事项的名称"), longest=200)
    reason = words(_("合并的理由"), rows=2)

    def carry_out(self, *, by: Actor, at: Any) -> object:
        given = self.cleaned_data
        into = New(given["code"], given["name"])
        return descending.merge(items=self._items(), into=into, reason=given["reason"], by=by, at=at)

    def _items(self) -> Sequence[Item]:
        codes = [code for code, _rest in _lines(self.cleaned_data["items"])]
        known = {item.code: item for item in Item.objects.filter(centre=self.item.centre_id, code__in=codes)}
        missing = [code for code in codes if code not in known]
        if missing:
            sentence = _now("没有编码为“%(codes)s”的事项，请核对。")
            raise Invalid(sentence % {"codes": "、".join(missing)[:200]}, field="items")
        return [self.item, *(known[code] for code in codes)]


class TakingEffect(LifeForm):
    noun = "descent"
    title, button = _("生效"), _("一起发布，原事项同日终止")
    done = _("已发布。到生效日，新事项开始受理，原事项终止。")
    effective_from = forms.DateField(label=_("生效日期"), widget=DateInput(), help_text=_("不能早于今天。"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["effective_from"].initial = self.at.date()

    def carry_out(self, *, by: Actor, at: Any) -> object:
        day = self.cleaned_data["effective_from"]
        return descending.take_effect(item=self.item, effective_from=day, by=by, at=at)


class CallingOff(LifeForm):
    noun, grave = "descent", True
    title, button = _("撤销"), _("撤销拆分或者合并")
    done = _("已撤销，新事项的草稿已作废。")
    reason = words(_("撤销的理由"), rows=2)

    def carry_out(self, *, by: Actor, at: Any) -> None:
        descending.call_off(item=self.item, reason=self.cleaned_data["reason"], by=by, at=at)


PLANS: Final[dict[str, type[LifeForm]]] = {"split": Splitting, "merge": Merging}
STEPS: Final[dict[str, type[LifeForm]]] = {"effect": TakingEffect, "off": CallingOff}
FORMS: Final[dict[str, type[LifeForm]]] = {**PLANS, **STEPS}


def made(kind: str, data: Any, *, version: ItemVersion, at: Any) -> LifeForm:
    """The form of one act; each has ids of its own, because several stand on one page."""
    return FORMS[kind](data, item=version.item, version=version, at=at, auto_id=f"{kind}_%s")
