"""Several texts in one national cell, and back without loss. Pure.

They are written as people write them (`甲;乙`, a condition a line, `《…法》第三条` a line) whenever that reads back as
the same. What would not (a semicolon within a name, a condition that begins with a number) is written with marks: an
entry a line, each after a backslash, a backslash within it doubled, a line break within it as `\\n`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from yichuang.catalogue.sheets import phrases

_ENDS: Final = "。；;，, "
_MARKED_LAW: Final = re.compile(r"\\《((?:[^\\]|\\[\\n])*)\\》(.*)")
Basis = Mapping[str, Any]


def write_lines(values: Iterable[str]) -> str:
    """Names, one after the other: `甲;乙`."""
    return _written(list(values), ";", read_lines)


def read_lines(text: str) -> list[str]:
    """The names in a cell, between semicolons or line ends."""
    if text.startswith("\\"):
        return _unmarked(text)
    return [one.strip() for one in text.replace("\n", ";").replace("；", ";").split(";") if one.strip()]


def write_conditions(values: Iterable[str]) -> str:
    """Conditions, one a line."""
    return _written(list(values), "\n", read_conditions)


def read_conditions(text: str) -> list[str]:
    """The conditions in a cell: by their numbers, else by lines, word for word."""
    if text.startswith("\\"):
        return _unmarked(text)
    if phrases.is_numbered(text):
        return phrases.listed(text, semicolons=False)
    return [line.strip() for line in text.split("\n") if line.strip()]


def write_bases(values: Sequence[tuple[str, str]]) -> str:
    """Laws, each with its article, one a line: `《行政许可法》第三条`."""
    plain = "\n".join(f"《{law}》{article}" for law, article in values)
    if [(one["law"], one.get("article", "")) for one in read_bases(plain)] == list(values):
        return plain
    return "\n".join(f"\\《{_marked(law)}\\》{_marked(article)}" for law, article in values)


def read_bases(text: str) -> list[dict[str, Any]]:
    """The laws in a cell, each with its article."""
    found: list[dict[str, Any]] = []
    for line in text.split("\n"):
        if marked := _MARKED_LAW.fullmatch(line):
            found.append({"law": _plain(marked.group(1)), "article": _plain(marked.group(2))})
        else:
            found += _basis(line.strip())
    return found


def _basis(line: str) -> list[dict[str, Any]]:
    """One line: one law whose name may quote another, else as people write several."""
    inner, rest = _within_marks(line)
    if not inner or "《" in rest:
        return phrases.bases(line)
    return [{"law": inner, "article": rest.strip(_ENDS)}]


def _within_marks(line: str) -> tuple[str, str]:
    """What stands between the first 《 and the 》 that belongs to it, and what follows."""
    depth = 0
    for at, sign in enumerate(line if line.startswith("《") else ""):
        depth += (sign == "《") - (sign == "》")
        if depth == 0:
            return line[1:at], line[at + 1 :]
    return "", ""


def _written(values: list[str], between: str, read: Callable[[str], list[str]]) -> str:
    plain = between.join(values)
    if read(plain) == values:
        return plain
    return "\n".join("\\" + _marked(one) for one in values)


def _marked(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _unmarked(text: str) -> list[str]:
    return [_plain(line.removeprefix("\\")) for line in text.split("\n")]


def _plain(text: str) -> str:
    return re.sub(r"\\([\\n])", lambda found: "\n" if found.group(1) == "n" else "\\", text)
