"""Keys for situations and materials, made from the sound of their names, so that they stay when the order changes."""

from __future__ import annotations

from collections.abc import Iterable

from yichuang.catalogue.finding.words import spoken


class Keys:
    """Gives each name a key of its own within one item."""

    def __init__(self, prefix: str, *, taken: Iterable[str] = ()) -> None:
        self._prefix = prefix
        self._taken: set[str] = set(taken)

    def make(self, name: str) -> str:
        """`m_djsqs` for 登记申请书; a number is added when the key is taken."""
        root = f"{self._prefix}_{spoken(name).initials[:30] or 'x'}"
        key, number = root, 1
        while key in self._taken:
            number += 1
            key = f"{root}_{number}"
        self._taken.add(key)
        return key
