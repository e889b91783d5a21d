"""The acts of the window on a case that came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import accepting, correcting, correction_lines
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CorrectionLine
from yichuang.cases.rules import asked_of
from yichuang.catalogue.content import each_material
from yichuang.catalogue.rules import pieces
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, face_seen, shown_document, words
from yichuang.web.desk.forms.review import ReviewForm
from yichuang.web.kit import guide_words
from yichuang.web.kit.forms import dress, text


class Acceptance(ReviewForm):
    noun, moves = "acceptance", ("accept",)
    title, button = _("受理"), _("受理并出具受理通知书")
    done = _("已受理，受理通知书已经出具。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return accepting.accept(case=self.case, checks=self.checks(), by=by, at=at)


class Correction(ActForm):
    """One line for each material and field; a reason written in makes it part of the notice."""

    noun, moves = "correction", ("ask_correction",)
    title, button = _("补正告知"), _("一次性告知补正")
    done = _("补正告知书已经出具，列明了全部需要补正的内容。")

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: Case,
        marked: Mapping[tuple[str, str], str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, case=case, **kwargs)
        wrong = dict(marked or {}) | correction_lines.still_wrong(case)
        for (kind, key), name in self._things().items():
            field = text(name, longest=500, required=False, list="correction_reasons", autocomplete="off")
            field.initial = wrong.get((kind, key), "")
            field.widget.attrs["class"] = "form-control"
            self.fields[f"{kind}-{key}"] = field
        shared = [one for one in each_material(case.item_version.parsed.materials) if one.shared]
        for one in shared:
            if f"material-{one.key}" in self.fields:
                self.fields[f"anyway-{one.key}"] = _anyway(one.title)
        if case.corrections.exists():
            self.fields["why_again"] = words(
                _("为什么第一次没有告知"), rows=2, required=False, help_text=_("依法应当一次告知，再次告知会列入监督。")
            )

    def _things(self) -> dict[tuple[str, str], str]:
        """What this case was asked for: its materials, then every field of the form."""
        content = self.case.item_version.parsed
        answers = self.case.answers.open() if self.case.answers else {}
        asked = {m.key for m in pieces(asked_of(self.case, answers))}
        names = guide_words.names(content)
        return {(k, key): n for (k, key), n in names.items() if k == "field" or key in asked}

    @property
    def template(self) -> str:
        return "desk/parts/correction.html"

    def rows(self, kind: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{kind}-")]

    @property
    def again(self) -> forms.BoundField:
        return self["why_again"]

    @property
    def materials(self) -> list[forms.BoundField]:
        return self.rows("material")

    @property
    def answers(self) -> list[forms.BoundField]:
        return self.rows("field")

    @property
    def anyway(self) -> list[forms.BoundField]:
        return self.rows("anyway")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return correcting.ask_correction(
            case=self.case,
            defects=list(self._defects()),
            why_again=self.cleaned_data.get("why_again", ""),
            by=by,
            at=at,
        )

    def _defects(self) -> Iterator[Defect]:
        for name, reason in self.cleaned_data.items():
            kind, _dash, key = name.partition("-")
            if reason and kind == "material":
                yield Defect(reason, material_key=key, asked_anyway=self.cleaned_data.get(f"anyway-{key}", ""))
            elif reason and kind == "field":
                yield Defect(reason, field=key)


def _anyway(title: str) -> forms.ChoiceField:
    """Why a shared paper is asked for all the same."""
    choices = (("", _("（共享的材料要选原因）")), *CorrectionLine.Anyway.choices)
    label = _("为什么仍要申请人提交“%(name)s”") % {"name": title}
    field = forms.ChoiceField(label=label, choices=choices, required=False)
    dress(field)
    return field


class Declining(ActForm):
    noun, moves = "declining", ("decline",)
    title, button, grave = _("不予受理"), _("出具不予受理决定书"), True
    done = _("不予受理决定书已经出具，写明了理由和救济途径。")
    competent_body = text(_("有权受理的机关"), longest=200, help_text=_("依法应当向哪个机关申请。"))
    reasons = words(_("理由"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return accepting.decline(case=self.case, by=by, at=at, **self.cleaned_data)


class NotRequired(ActForm):
    noun, moves = "not_required", ("tell_not_required",)
    title, button, grave = _("告知不需许可"), _("出具不受理告知书"), True
    done = _("不受理告知书已经出具。")
    reasons = words(_("为什么不需要取得许可"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return accepting.tell_not_required(case=self.case, by=by, at=at, **self.cleaned_data)


class Withdrawal(ActForm):
    noun, moves, rare, grave = "withdrawal", ("withdraw_at_counter",), True, True
    title, button = _("收撤回申请"), _("撤回申请并出具确认书")
    done = _("申请已经撤回，撤回确认书已经出具，请申请人签字。")
    document_number = shown_document(_("来人证件号码"))
    face = face_seen()
    reason = words(_("为什么撤回"), rows=2, required=False)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = {key: value for key, value in self.cleaned_data.items() if key != "face"}
        return accepting.withdraw_at_counter(case=self.case, by=by, at=at, **said)
