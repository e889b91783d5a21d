"""Tags of the desk: its navigation, by what the account may use."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.people.actors import Actor
from yichuang.web.desk.story import state_tone
from yichuang.web.permissions import TABLE, may_use

register = template.Library()
PAGES = (
    ("desk:work", pgettext_lazy("list", "办件"), "w"),
    ("desk:promise_checks", pgettext_lazy("move", "承诺核查"), ""),
    ("desk:counter", _("窗口收件"), "c"),
    ("desk:handing_out", _("窗口出件"), "h"),
    ("desk:slips", _("物料转移"), "t"),
    ("desk:supervision", _("审管衔接"), ""),
    ("desk:aftercare", _("数量限制和监管衔接"), ""),
    ("desk:printing", _("打印文书"), ""),
    ("desk:archive", pgettext_lazy("page", "归档"), ""),
    ("desk:reentry_costs", _("二次录入"), ""),
    ("desk:authority", _("授权委托书"), ""),
    ("desk:hall", _("大厅"), "d"),
    ("desk:offices", _("窗口和人员"), ""),
    ("desk:substitutes", _("AB角"), ""),
    ("desk:mandates", _("委托文书"), ""),
    ("desk:rules", _("办理规则"), ""),
    ("desk:exclusions", pgettext_lazy("move", "信用修复"), ""),
    ("desk:items", _("事项目录"), ""),
    ("desk:wordings", _("文书文字"), ""),
    ("desk:search_words", _("检索用词"), ""),
    ("desk:audit", _("审计"), ""),
)

ALSO = {
    "desk:work": ("/desk/cases/",),
    "desk:items": (
        "/desk/lists/",
        "/desk/ledger/",
        "/desk/tree/",
        "/desk/materials/",
        "/desk/tables/",
        "/desk/life-events/",
    ),
}
"""Other pages during which a link is marked."""


@register.inclusion_tag("desk/parts/nav.html", takes_context=True)
def desk_nav(context: template.Context) -> dict[str, Any]:
    """Links to the pages that this account may use; the one that is open is marked."""
    actor, request = context.get("actor"), context.get("request")
    if not isinstance(actor, Actor):
        return {"links": []}
    path = request.path if request else ""
    links = []
    for name, label, key in PAGES:
        if may_use(TABLE[name], actor):
            address = reverse(name)
            here = path.startswith((address, *ALSO.get(name, ())))
            links.append({"address": address, "label": label, "key": key, "here": here})
    return {"links": links}


@register.filter
def tone_of(state: str) -> str:
    """The colour of a state."""
    return state_tone(state)
