"""What people write into one cell of their table, as parts of the content: materials, steps, bases, fees. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from yichuang.base.numerals import NUMERALS, folded, whole_number
from yichuang.catalogue.guides.keys import Keys
from yichuang.catalogue.kinds import ResultKind, StepKind

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_COUNTED = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})"
_MARK = rf"(?:[{_CIRCLED}]|[(（]{_COUNTED}[)）]|{_COUNTED}[.、．](?!\d))"
_BEGIN = re.compile(rf"^\s*{_MARK}\s*")
_WITHIN = re.compile(rf"(?<=[\s；;。，,])(?={_MARK})|(?=[{_CIRCLED}])")
_ENDS = " \t;；。,，、"
_COPIES = re.compile(rf"(复印件|原件|正本|副本)\s*(?:各)?\s*(\d{{1,2}}|[{NUMERALS}]{{1,3}})\s*[份张]")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_LAW = re.compile(r"《([^《》]{2,200})》(?:[(（][^()（）]{0,60}[)）])?\s*((?:第[^《；;。\n]{1,200})?)")
_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,2})?)\s*元(?:\s*/\s*|每)?([\u4e00-\u9fff]{1,4})?")
_ARROWS = re.compile(r"\s*(?:→|->|—+>?|⇒|>|、|，|,|；|;|\n)\s*")
_STEPS = {str(label): str(value) for value, label in StepKind.choices}


def listed(text: str, *, semicolons: bool = True) -> list[str]:
    """The entries of a list in one cell: by lines and by numbering, else by semicolons; without their numbers."""
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    if is_numbered(text):
        lines = [part for line in lines for part in _WITHIN.split(line)]
    elif semicolons:
        lines = [part for line in lines for part in re.split(r"[；;]", line)]
    found = (_BEGIN.sub("", line).strip(_ENDS) for line in lines)
    return [entry for entry in found if entry]


def is_numbered(text: str) -> bool:
    """Whether a text begins with the number of an entry: 1.、（一）、① …"""
    return _BEGIN.match(text) is not None


def materials(text: str) -> list[dict[str, Any]]:
    """The materials, each with the numbers of originals and copies that its name tells."""
    keys = Keys("m")
    found = []
    for name in listed(text):
        counts = {("copies" if what == "复印件" else "originals"): whole_number(n) for what, n in _COPIES.findall(name)}
        bare = _IN_BRACKETS.sub(lambda one: "" if _COPIES.search(one.group(1)) else one.group(), name).strip(_ENDS)
        told: dict[str, Any] = {"key": keys.make(bare), "name": bare, **counts}
        if "容缺" in name:
            told["tolerable"] = True
        found.append(told)
    return found


def steps(text: str) -> list[dict[str, Any]]:
    """The steps of the way: 受理→审查→决定, or a numbered list."""
    names = listed(text, semicolons=False) if is_numbered(text) else [part for part in _ARROWS.split(text) if part]
    cleaned = [_BEGIN.sub("", name).strip(_ENDS) for name in names]
    return [{"name": name, "kind": _STEPS.get(name, "")} for name in cleaned if name]


def bases(text: str) -> list[dict[str, Any]]:
    """The laws named, each with its article; a line that names none in brackets stays as it is."""
    found: list[dict[str, Any]] = []
    for line in listed(text):
        laws = [{"law": law.strip(), "article": article.strip(_ENDS + "：:")} for law, article in _LAW.findall(line)]
        found += laws or [{"law": line}]
    return found


def fees(text: str) -> list[dict[str, Any]]:
    """The fees: the amount in fen where one stands, and always the words."""
    found = []
    for line in listed(text):
        amount = _AMOUNT.search(folded(line))
        name = re.split(r"[:：\d]", line, maxsplit=1)[0].strip(_ENDS) or "收费"
        told: dict[str, Any] = {"name": name[:200], "standard": line}
        if amount and len(_AMOUNT.findall(folded(line))) == 1:
            told |= {
                "fen": int(Decimal(amount.group(1)) * 100),
                "unit": f"元/{amount.group(2)}" if amount.group(2) else "元",
            }
        found.append(told)
    return found


def result(text: str) -> dict[str, Any]:
    """The result, by the name of its paper."""
    name = (listed(text) or [text])[0].strip("《》")
    kinds = (("备案", ResultKind.RECORD), ("批复", ResultKind.APPROVAL), ("批文", ResultKind.APPROVAL))
    kind = next((kind for word, kind in kinds if word in name), None)
    return {
        "name": name,
        "kind": kind or (ResultKind.LICENCE if name.endswith(("证", "照", "证书")) else ResultKind.LETTER),
    }
