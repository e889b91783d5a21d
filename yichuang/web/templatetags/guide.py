"""Tags of the guide pages: laws, lengths of time, linked data."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yichuang.base.explaining import length_words as in_words
from yichuang.base.money import yuan
from yichuang.catalogue.content import LegalBasis, Span

register = template.Library()
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def law(context: template.Context, basis: LegalBasis) -> SafeString | str:
    """`《行政许可法》第四十二条`; for readers of English the translation first, the Chinese title beside it."""
    title = f"《{basis.law}》{basis.article}"
    if not context.get("english"):
        return title
    english = getattr(context.get("content"), "translated", {})
    translated = ", ".join(english[part] for part in (basis.law, basis.article) if part in english)
    return format_html('{} <span lang="zh-CN">{}</span>', translated, title)


@register.simple_tag
def length_words(span: Span) -> str:
    """`20 个工作日`."""
    return in_words(span.length, span.unit)


@register.simple_tag
def money(fen: int) -> str:
    """`1,234.50`."""
    return yuan(fen)


@register.simple_tag
def linked_data(described: dict[str, Any]) -> SafeString:
    """A block of JSON-LD. It is data, which no browser runs; no text in it can end the block."""
    written = json.dumps(described, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308 - escaped above
