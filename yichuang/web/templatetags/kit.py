"""Tags of the kit: icons, dates in words, QR codes."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import segno
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yichuang.base import calendar, clock
from yichuang.base.calendar import WorkingCalendar
from yichuang.documents import codes
from yichuang.web.kit import times
from yichuang.web.kit.forms import KitForm, Note
from yichuang.web.kit.guide_words import names

register = template.Library()
_HAN = re.compile(r"[\u3400-\u9fff]")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon that decorates; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/tabler-icons/icons.svg"),
        name,
    )


def _now(context: template.Context) -> datetime:
    now = context.get("now")
    return now if isinstance(now, datetime) else clock.now()


def _calendar(context: template.Context, region: str) -> WorkingCalendar:
    """The working calendar, asked for once a request however many dates a page shows."""
    request = context.get("request")
    if request is None:
        return calendar.load(region)
    kept: dict[str, WorkingCalendar] = request.__dict__.setdefault("_calendars", {})
    if region not in kept:
        kept[region] = calendar.load(region)
    return kept[region]


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | datetime | None) -> SafeString | str:
    """`11月30日 周一`."""
    if value is None:
        return ""
    shown = timezone.localtime(value).date() if isinstance(value, datetime) else value
    words = times.day_text(shown, today=timezone.localtime(_now(context)).date())
    return format_html('<time datetime="{}">{}</time>', shown.isoformat(), words)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | None) -> SafeString | str:
    """`11月23日 周一 08:41`, or `今天 08:41`."""
    if value is None:
        return ""
    words = times.moment_text(value, now=_now(context))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag(takes_context=True)
def due(context: template.Context, value: datetime | None, region: str = "") -> SafeString | str:
    """`11月30日 周一（还有 5 个工作日）`, coloured and worded when it is near or past."""
    if value is None:
        return ""
    now, working = _now(context), _calendar(context, region)
    tone = times.left(value, now=now, calendar=working).tone
    words = times.due_text(value, now=now, calendar=working)
    return format_html(
        '<time datetime="{}" class="{}">{}</time>', value.isoformat(), f"is-{tone}" if tone else "", words
    )


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code as inline SVG, dark on white with its quiet zone."""
    svg = segno.make(text, error="m", micro=False).svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label or text, mark_safe(svg))  # noqa: S308 - segno's own drawing


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, thing: Any, attribute: str = "name") -> str:
    """`thing.name`, or `thing.name_en` when English is read and there is one."""
    chinese = str(getattr(thing, attribute, ""))
    if not context.get("english"):
        return chinese
    return str(getattr(thing, f"{attribute}_en", "")) or said(context, chinese)


@register.simple_tag(takes_context=True)
def said(context: template.Context, text: object) -> SafeString | str:
    """Words of the guide in `content`, in the reader's language; Chinese among English is marked as such.

    A screen reader has to know which language it is about to read.
    """
    chinese = str(text or "")
    if not context.get("english"):
        return chinese
    english = getattr(context.get("content"), "translated", {}).get(chinese, chinese)
    return format_html('<span lang="zh-CN">{}</span>', english) if _HAN.search(english) else english


@register.simple_tag(takes_context=True)
def called(context: template.Context, kind: str, key: str, chinese: str) -> SafeString | str:
    """A `material` or `field` of the guide in `content` as the reader's language calls it."""
    content = context.get("content")
    name = names(content).get((kind, key), chinese) if content and key else chinese
    return said(context, name)


@register.filter
def widget_kind(bound: Any) -> str:
    """How the kit draws a field: `single` (one box to tick), `several` (a group), `steps` (draws itself), `hidden`, or
    `input`."""
    kind = type(bound.field.widget).__name__
    known = {
        "CheckboxInput": "single",
        "RadioSelect": "several",
        "CheckboxSelectMultiple": "several",
        "RegionPicker": "steps",
        "Shelves": "steps",
        "HiddenInput": "hidden",
    }
    return known.get(kind, "input")


@register.filter
def note(bound: Any) -> Note:
    """What the kit says about a field: needed, prefilled from where, depending on what."""
    form = bound.form
    return form.note(bound.name) if isinstance(form, KitForm) else Note(needed=bound.field.required)


@register.filter
def in_groups(code: str) -> str:
    """A code in groups of four, to be copied by hand; whoever types it may leave the hyphens out."""
    return codes.grouped(code)


@register.filter
def label_of(value: Any) -> str:
    """The label of an enumeration's member in the reader's language."""
    return str(getattr(value, "label", value))
