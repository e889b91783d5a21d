"""Tags of the desk: its navigation, by what the account may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from yichuang.people.actors import Actor
from yichuang.web.desk.story import state_tone
from yichuang.web.permissions import TABLE, may_use

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; the key that opens it after `g`; other pages during which it is marked."""

    page: str
    label: StrPromise
    key: str = ""
    also: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.page)

    def fits(self, path: str) -> int:
        """How much of the path is this page's: the entry that has most of it is the one that is open."""
        return max((len(one) for one in (self.address, *self.also) if path.startswith(one)), default=0)


@dataclass(frozen=True)
class Menu:
    """Pages that belong together. Without a label each of them stands by itself: what is wanted all day."""

    label: StrPromise | str
    entries: Sequence[Entry]


CATALOGUE = tuple(f"/desk/{one}/" for one in ("lists", "ledger", "tree", "materials", "tables", "life-events"))
MENUS = (
    Menu(
        "",
        (
            Entry("desk:work", pgettext_lazy("list", "办件"), "w", ("/desk/cases/",)),
            Entry("desk:counter", _("窗口收件"), "c"),
            Entry("desk:handing_out", _("窗口出件"), "h"),
            Entry("desk:hall", _("大厅"), "d"),
            Entry("desk:slips", _("物料转移"), "t"),
            Entry("desk:fees_day", _("日结")),
        ),
    ),
    Menu(
        _("文书和档案"),
        (
            Entry("desk:printing", _("打印文书")),
            Entry("desk:authority", _("授权委托书")),
            Entry("desk:archive", pgettext_lazy("page", "归档")),
            Entry("desk:reentry_costs", _("二次录入")),
            Entry("desk:wordings", _("文书文字")),
        ),
    ),
    Menu(
        _("核查和监管"),
        (
            Entry("desk:promise_checks", pgettext_lazy("move", "承诺核查")),
            Entry("desk:supervision", _("审管衔接")),
            Entry("desk:aftercare", _("数量限制和监管衔接")),
            Entry("desk:exclusions", pgettext_lazy("move", "信用修复")),
        ),
    ),
    Menu(
        _("机构和规则"),
        (
            Entry("desk:offices", _("窗口和人员")),
            Entry("desk:substitutes", _("AB角")),
            Entry("desk:mandates", _("委托文书")),
            Entry("desk:rules", _("办理规则")),
            Entry("desk:terms", _("送达规则和取件柜")),
        ),
    ),
    Menu(
        _("事项和检索"),
        (Entry("desk:items", _("事项目录"), "", CATALOGUE), Entry("desk:search_words", _("检索用词"))),
    ),
    Menu("", (Entry("desk:audit", _("审计")),)),
)


@register.inclusion_tag("desk/parts/nav.html", takes_context=True)
def desk_nav(context: template.Context) -> dict[str, Any]:
    """The pages that this account may use, in menus; a menu of one page is that page. The open page is marked."""
    actor, request = context.get("actor"), context.get("request")
    if not isinstance(actor, Actor):
        return {"menus": []}
    path = request.path if request else ""
    menus = [(menu.label, [one for one in menu.entries if may_use(TABLE[one.page], actor)]) for menu in MENUS]
    here = max((one for _label, links in menus for one in links), key=lambda one: one.fits(path), default=None)
    return {
        "menus": [(label if len(links) > 1 else "", links) for label, links in menus],
        "here": here if here and here.fits(path) else None,
    }


@register.filter
def tone_of(state: str) -> str:
    """The colour of a state."""
    return state_tone(state)
