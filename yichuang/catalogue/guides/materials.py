"""Situations and materials of a guide. A material that is asked for "by situation" gets a condition on situations.

Guides say the situation in words. The words are looked up in the overlay (curated, by guide), then among the declared
situations; what is found nowhere becomes a situation of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from yichuang.catalogue.content import Material, Situation
from yichuang.catalogue.guides.keys import Keys
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.revising.checking import is_catch_all

DECLARED = ("您办理的是哪种情形？可以多选", "Which of these apply to you? You may choose several")
ONE = ("请选择一种情形", "Choose one")
ADDED = ("有以下情形的，请勾选", "Tick what applies to you")
_NEEDS = {
    "必要": Need.REQUIRED,
    "非必要": Need.OPTIONAL,
    "按情形": Need.SITUATIONAL,
    "择一": Need.ONE_OF,
    "可免交": Need.EXEMPT,
    "容缺后补": Need.REQUIRED,
}
_Form = Literal["paper", "electronic", "either"]
_Kind = Literal["original", "copy", "original_and_copy", ""]
_FORMS: dict[str, tuple[_Form, _Kind]] = {
    "原件": ("either", "original"),
    "复印件": ("either", "copy"),
    "原件、复印件": ("either", "original_and_copy"),
    "原件和复印件": ("either", "original_and_copy"),
    "纸质": ("paper", ""),
    "电子": ("electronic", ""),
    "电子证照": ("electronic", ""),
    "纸质或电子": ("either", ""),
}
_KNOWN = {
    *("name", "required", "form", "original_count", "copy_count", "source", "situation", "note", "children", "shared"),
}
Overlay = Mapping[str, Any]
"""`texts`: {words: {"any" or "unless": [labels]}}; `materials`: {name: the same}; `one_of`: [names]; `choose_one`;
`rename`: {name: name}."""


class Situations:
    """The situations of one guide: declared ones first, then those that materials and limits bring along."""

    def __init__(self, labels: Sequence[str], overlay: Overlay, notes: Notes) -> None:
        self._keys = Keys("s")
        self._found: dict[str, Situation] = {}
        self._declared = list(dict.fromkeys(labels))
        self._notes = notes
        self._choose_one = bool(overlay.get("choose_one"))
        self._texts: Mapping[str, Any] = overlay.get("texts", {})
        for label in self._declared:
            self._add(label, DECLARED)

    def key_of(self, label: str) -> str:
        """The key of the situation with that label, or the one label that contains it; a new one if there is none."""
        if label in self._found:
            return self._found[label].key
        similar = [known for known in self._found if label in known or (len(known) > 2 and known in label)]
        if len(similar) == 1:
            return self._found[similar[0]].key
        self._notes.doubt(_("“%(label)s”不在情形列表中，已添加为情形。") % {"label": label})
        return self._add(label, ADDED).key

    def expression(self, words: str) -> str:
        """The condition, in CEL, for words such as 无法数据共享."""
        rule = self._texts.get(words)
        return self.any_or_unless(rule) if rule else f'"{self.key_of(words)}" in situations'

    def any_or_unless(self, rule: Mapping[str, Sequence[str]]) -> str:
        """`{"any": [labels]}` or `{"unless": [labels]}` in CEL."""
        tests = " || ".join(
            f'"{self.key_of(label)}" in situations' for label in rule.get("any", rule.get("unless", ()))
        )
        return tests if "any" in rule else f"!({tests})"

    def all(self, chosen_by_limits: set[str], *, must_choose: bool) -> tuple[Situation, ...]:
        """The situations. One must be chosen when a limit depends on them alone, or covers all that are declared."""
        declared = {self._found[label].key for label in self._declared}
        one = declared if self._choose_one or (declared and declared <= chosen_by_limits) else set()
        if must_choose:
            one = one | chosen_by_limits
        return tuple(
            found.model_copy(update={"only_one": True, "question": ONE[0], "question_en": ONE[1]})
            if found.key in one
            else found
            for found in self._found.values()
        )

    def _add(self, label: str, question: tuple[str, str]) -> Situation:
        found = Situation(key=self._keys.make(label), label=label, question=question[0], question_en=question[1])
        self._found[label] = found
        return found


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the materials of one guide. Catch-all materials are left out and noted: an editor has to spell them out."""

    situations: Situations
    overlay: Overlay
    english: Mapping[str, str]
    notes: Notes
    keys: Keys = field(default_factory=lambda: Keys("m"))

    def read(self, raw: object, path: str = "materials") -> tuple[Material, ...]:
        """The materials, with their parts."""
        found = []
        for here, entry in self.notes.mappings(path, raw):
            written = self.notes.text(f"{here}.name", entry.get("name")).removesuffix("（按情形）")
            name = self.overlay.get("rename", {}).get(written, written)
            if not name:
                self.notes.leave(here, _("材料没有名称，未采用"))
            elif is_catch_all(name):
                self.notes.leave(here, _("“%(name)s”是兜底材料，未采用；请写明具体材料") % {"name": name})
            else:
                found.append(self._one(here, entry, name, self.read(entry.get("children"), f"{here}.children")))
        return tuple(found)

    def _one(self, path: str, entry: Mapping[str, Any], name: str, children: tuple[Material, ...]) -> Material:
        notes = self.notes
        notes.strangers(path, entry, _KNOWN)
        words = notes.text(f"{path}.situation", entry.get("situation"))
        need, when = self._need_and_condition(path, entry, name, words)
        if need == Need.ONE_OF and len(children) < 2:
            notes.doubt(_("材料“%(name)s”写为择一，却没有列出几种，按必要导入。") % {"name": name})
            need = Need.REQUIRED
        form, kind = self._form(path, entry.get("form"))
        return Material(
            key=self.keys.make(name),
            name=name,
            name_en=self.english.get(name, ""),
            need=need,
            when=when,
            form=form,
            kind=kind,
            originals=notes.count(f"{path}.original_count", entry.get("original_count")),
            copies=notes.count(f"{path}.copy_count", entry.get("copy_count")),
            source=notes.text(f"{path}.source", entry.get("source")),
            note=notes.text(f"{path}.note", entry.get("note")),
            shared=notes.text(f"{path}.shared", entry.get("shared")),
            situation=words,
            tolerable=entry.get("required") == "容缺后补",
            children=children,
        )

    def _need_and_condition(
        self, path: str, entry: Mapping[str, Any], name: str, words: str
    ) -> tuple[Need, str | None]:
        written = entry.get("required")
        need = _NEEDS.get(written) if isinstance(written, str) else None
        if need is None:
            reason = _("不认识的必要性“%(need)s”，按必要导入")
            self.notes.leave(f"{path}.required", reason % {"need": str(written)[:40]})
            need = Need.REQUIRED
        when = self._condition(name, words)
        if name in self.overlay.get("one_of", ()):
            return Need.ONE_OF, when
        if when is not None and need == Need.REQUIRED:
            return Need.SITUATIONAL, when
        if when is None and need == Need.SITUATIONAL:
            self.notes.doubt(_("材料“%(name)s”按情形提交，却没有写明情形，按非必要导入。") % {"name": name})
            return Need.OPTIONAL, None
        return need, when

    def _condition(self, name: str, words: str) -> str | None:
        rule = self.overlay.get("materials", {}).get(name)
        if rule:
            return self.situations.any_or_unless(rule)
        return self.situations.expression(words) if words else None

    def _form(self, path: str, raw: object) -> tuple[_Form, _Kind]:
        if isinstance(raw, str) and raw.strip() in _FORMS:
            return _FORMS[raw.strip()]
        if raw is not None:
            self.notes.leave(f"{path}.form", _("不认识的材料形式“%(form)s”") % {"form": str(raw)[:40]})
        return "either", ""
