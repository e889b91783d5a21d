"""What a reader of a guide has to tell: what was left out and why, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean


@dataclass(slots=True)
class Notes:
    """Filled while a guide is read. `unread`: (field path, reason); `doubts`: sentences for the editor."""

    unread: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def leave(self, path: str, reason: str) -> None:
        """A field that was not taken over."""
        self.unread.append((path, reason))

    def doubt(self, sentence: str) -> None:
        """Something taken over that an editor should look at."""
        self.doubts.append(sentence)

    def strangers(self, path: str, found: Mapping[str, Any], known: Iterable[str]) -> None:
        """Note every key that nobody reads."""
        for key in sorted(set(found) - set(known)):
            self.leave(f"{path}.{key}" if path else str(key)[:60], _("不认识的字段，未读取"))

    def text(self, path: str, value: object, *, longest: int = 500) -> str:
        """`value` as one line of text; empty when it is none. Something else than text is noted and left out."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.leave(path, _("不是文字，未读取"))
            return ""
        try:
            return " ".join(clean(str(value), field=path, longest=longest, multiline=True).split())
        except Invalid as refused:
            self.leave(path, str(refused))
            return ""

    def texts(self, path: str, value: object, *, longest: int = 500) -> list[str]:
        """A list of texts; a single text counts as a list of one."""
        if value is None:
            return []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.leave(path, _("不是列表，未读取"))
            return []
        found = [self.text(f"{path}[{at}]", part, longest=longest) for at, part in enumerate(value)]
        return [text for text in found if text]

    def mappings(self, path: str, value: object) -> list[tuple[str, dict[str, Any]]]:
        """The objects of a list, each with its path."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.leave(path, _("不是列表，未读取"))
            return []
        found = []
        for at, part in enumerate(value):
            if isinstance(part, dict):
                found.append((f"{path}[{at}]", part))
            else:
                self.leave(f"{path}[{at}]", _("不是“字段：值”的形式，未读取"))
        return found

    def mapping(self, path: str, value: object) -> dict[str, Any]:
        """An object, or an empty one when there is none."""
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self.leave(path, _("不是“字段：值”的形式，未读取"))
        return {}

    def count(self, path: str, value: object, *, most: int = 99) -> int | None:
        """A number of copies, visits …; null when it is not known or no such number."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.leave(path, _("不是 0 至 %(most)d 的整数，未读取") % {"most": most})
            return None
        return value
