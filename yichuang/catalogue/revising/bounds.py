"""What is too much for one guide: nobody could read it, and it would hold up whoever looks at it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.catalogue.content import LONGEST_CONTENT, MOST_PARTS, canonical
from yichuang.catalogue.labels import CONTENT

_DEEPEST: Final = 12
"""Materials within materials within materials, with their blank forms: each takes two levels."""


def must_be_readable(stored: Mapping[str, Any]) -> None:
    """Raises Invalid for a content that is too large, has too many parts in one list, or is nested too deep."""
    for name, value in stored.items():
        # The form is a matter of its own: see `forms`.
        for levels, parts in _lists(value) if name != "form" else ():
            told = {"field": CONTENT.get(name, name), "count": parts, "most": MOST_PARTS}
            if levels > _DEEPEST:
                raise Invalid(_("“%(field)s”的层次太多，请减少层次。") % told, field=name)
            if parts > MOST_PARTS:
                raise Invalid(_("“%(field)s”有 %(count)d 项，最多 %(most)d 项，请精简。") % told, field=name)
    size = len(canonical(dict(stored)).encode())
    if size > LONGEST_CONTENT:
        sentence = _("事项内容共 %(size)d 字节，最多 %(most)d 字节，请精简。")
        raise Invalid(sentence % {"size": size, "most": LONGEST_CONTENT}, field="content")


def _lists(value: Any) -> Iterator[tuple[int, int]]:
    """How deep each list lies and how many parts it has; without recursion, however deep it goes."""
    waiting = [(value, 1)]
    while waiting:
        here, level = waiting.pop()
        if isinstance(here, dict | list):
            yield level, len(here)
            waiting += ((part, level + 1) for part in (here.values() if isinstance(here, dict) else here))
