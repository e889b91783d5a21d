"""One cell of an office's table into the field of its item; what cannot be read is told at the cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from yichuang.base.numerals import whole_number
from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.catalogue import bundled
from yichuang.catalogue.guides import codes, limit_words
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.kinds import ExerciseLevel, ItemType
from yichuang.catalogue.revising.checking import is_catch_all
from yichuang.catalogue.sheets import phrases
from yichuang.catalogue.sheets.cells import choice_of
from yichuang.catalogue.sheets.entries import ITEM, Entry
from yichuang.catalogue.sheets.problems import Place, Problems, Weight

_LINES: Final = ("place", "hours", "phone", "supervision_phone", "fee_basis")
_LONGEST: Final = {"review_standard": 5000}
_CODES: Final = ("phone", "supervision_phone", "national_code", "local_code", "task_code", "catalog_code", "code")


@dataclass(frozen=True, slots=True)
class Hand:
    """A cell as it was written: its text, the unit in its header, what it was, where it stands, whose it is."""

    text: str
    unit: str
    was: str
    place: Place
    item: str

    @property
    def says_none(self) -> bool:
        """无, / and the like."""
        return self.text.strip() in bundled.load("sheets/by_hand")["none"]


def take(field: str, cell: Hand, entry: Entry, problems: Problems) -> None:
    """Put what the cell says into the entry. An empty cell says nothing: what the catalogue has stays."""
    if not cell.text:
        if field == "name":
            problems.add(cell.place, "", _("没有事项名称，请补上。"), item=cell.item)
        return
    if _is_spoilt(field, cell, problems):
        return
    try:
        if field in ITEM:
            longest = 200 if field == "name" else 100
            entry.item[field] = clean(
                " ".join(cell.text.split()), field=field, longest=longest, label=cell.place.header
            )
        else:
            entry.parts.update(_parts(field, cell, problems))
    except Refused as refused:
        problems.add(cell.place, cell.text, str(refused), item=cell.item)


def _is_spoilt(field: str, cell: Hand, problems: Problems) -> bool:
    if cell.was == "broken":
        problems.add(cell.place, cell.text, _("单元格是公式错误，请改为文字后再导入。"), item=cell.item)
    elif cell.was == "rounded":
        sentence = _("长编码存成了数字，已经丢失末尾的数位。请把单元格改为文本格式，重新填写。")
        problems.add(cell.place, cell.text, sentence, item=cell.item)
    elif cell.was == "number" and field in _CODES:
        sentence = _("编码或者电话存成了数字，开头的 0 可能已经丢失，请核对。")
        problems.add(cell.place, cell.text, sentence, weight=Weight.DOUBT, item=cell.item)
    elif cell.was == "date" and field in ("statutory", "promised"):
        sentence = _("单元格是日期，可能是“5-7”一类的文字被表格软件改成了日期。请改为文本格式，重新填写。")
        problems.add(cell.place, cell.text, sentence, item=cell.item)
        return True
    return cell.was in ("broken", "rounded")


def _parts(field: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    text = clean(cell.text, field=field, longest=20_000, multiline=True, label=cell.place.header)
    if field in _LINES:
        return {field: clean("；".join(text.split("\n")), field=field, longest=500, label=cell.place.header)}
    if field in _LONGEST:
        return {field: clean(text, field=field, longest=_LONGEST[field], multiline=True, label=cell.place.header)}
    return _READERS[field](text, cell, problems)


def _limit(text: str, cell: Hand, problems: Problems) -> dict[str, Any] | None:
    if cell.says_none:
        return None
    told = limit_words.read(text, unit=cell.unit)
    if told is None:
        sentence = _("看不出时限是多少，没有读取。请写成“5个工作日”“30日”“2小时”“即时”这样。")
        problems.add(cell.place, text, sentence, item=cell.item)
        return None
    if told.doubt:
        problems.add(cell.place, text, told.doubt, weight=Weight.DOUBT, item=cell.item)
    shown = text if whole_number(text) is None else f"{text.strip()}{cell.unit or '个工作日'}"
    return {"length": told.length, "unit": told.unit, "text": " ".join(shown.split())[:500], "excluded": told.excluded}


def _materials(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    found = [] if cell.says_none else phrases.materials(text)
    for material in found:
        if is_catch_all(material["name"]):
            sentence = _("“%(name)s”是兜底材料，未采用；请写明具体材料") % {"name": material["name"]}
            problems.add(cell.place, material["name"], sentence, weight=Weight.DOUBT, item=cell.item)
    return {"materials": [one for one in found if not is_catch_all(one["name"]) and _fits(one["name"], cell, problems)]}


def _fits(name: str, cell: Hand, problems: Problems) -> bool:
    if len(name) > 500:
        problems.add(cell.place, name, _("太长，最多 %(most)s 个字，请缩短。") % {"most": 500}, item=cell.item)
    return len(name) <= 500


def _fees(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    if text.strip() in bundled.load("sheets/by_hand")["free"]:
        return {"charged": False, "fees": []}
    found = phrases.fees(text)
    if any(one.get("fen") is None for one in found):
        sentence = _("金额没有读成数字，原文保存在“收费标准”，请核对。")
        problems.add(cell.place, text, sentence, weight=Weight.DOUBT, item=cell.item)
    return {"charged": True, "fees": found}


def _steps(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    found = phrases.steps(text)
    if any(len(one["name"]) > 60 for one in found) or len(found) > 12:
        return {"flow": clean(text, field="flow", longest=5000, multiline=True, label=cell.place.header)}
    return {"steps": found}


def _objects(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    notes = Notes()
    objects, said = codes.service_objects(text, notes=notes)
    _told(notes, cell, problems)
    return {"service_objects": objects, "service_objects_text": said[:500]}


def _processing(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    notes = Notes()
    kind, told = codes.processing(text, None, None, notes=notes)
    _told(notes, cell, problems)
    return {"processing": kind} if told else {}


def _told(notes: Notes, cell: Hand, problems: Problems) -> None:
    for sentence in (*(reason for _path, reason in notes.unread), *notes.doubts):
        problems.add(cell.place, cell.text, sentence, weight=Weight.DOUBT, item=cell.item)


def _visits(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    found = re.search(r"\d{1,2}|[零一两二三四五]", text)
    number = whole_number(found.group()) if found else None
    if number is None:
        problems.add(cell.place, text, _("应当是整数，请改正。"), item=cell.item)
    return {"visits": number}


def _charged(text: str, cell: Hand, problems: Problems) -> dict[str, Any]:
    return {"charged": text.strip() not in bundled.load("sheets/by_hand")["free"]}


_READERS: Final[dict[str, Callable[[str, Hand, Problems], dict[str, Any]]]] = {
    "statutory": lambda text, cell, problems: {"statutory": _limit(text, cell, problems)},
    "promised": lambda text, cell, problems: {"promised": _limit(text, cell, problems)},
    "materials": _materials,
    "fees": _fees,
    "charged": _charged,
    "steps": _steps,
    "service_objects": _objects,
    "processing": _processing,
    "visits": _visits,
    "item_type": lambda text, cell, problems: {"item_type": choice_of(ItemType).read(text)},
    "exercise_level": lambda text, cell, problems: {"exercise_level": choice_of(ExerciseLevel).read(text)},
    "aliases": lambda text, cell, problems: {"aliases": phrases.listed(text.replace("、", "\n"))},
    "legal_basis": lambda text, cell, problems: {"legal_basis": phrases.bases(text)},
    "conditions": lambda text, cell, problems: {
        "conditions": [{"text": one} for one in phrases.listed(text, semicolons=False)]
    },
    "result": lambda text, cell, problems: {"result": None if cell.says_none else phrases.result(text)},
}
