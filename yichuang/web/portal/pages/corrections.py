"""Answering a correction notice: one card for each thing, and one button for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yichuang.base.refusal import Refused
from yichuang.cases import correcting, correction_lines
from yichuang.cases.models import Case, Correction, CorrectionLine
from yichuang.cases.rules import Given
from yichuang.catalogue.content import Material
from yichuang.documents.models import StoredFile
from yichuang.documents.queries import upload_for
from yichuang.documents.receiving import receive_upload
from yichuang.web.kit.refusals import each, sentences
from yichuang.web.kit.request import Request
from yichuang.web.kit.schema_forms import AnswersForm, form_for
from yichuang.web.portal.pages.cases import open_correction, own

MOST_FILES = 50
"""Files of one card; more than any material has."""


@dataclass
class Card:
    """One thing to put right: a material to upload again, or a field of the form."""

    line: CorrectionLine
    inputs: Sequence[forms.BoundField] = ()
    kept: list[StoredFile] = field(default_factory=list)
    material: Material | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"material-{self.line.position}" if self.line.material_key else f"field-{self.line.position}"

    @property
    def kept_name(self) -> str:
        """The field that carries the files already uploaded and found good."""
        return f"kept-{self.line.position}"

    @property
    def refers_to(self) -> str:
        """How a refusal names it."""
        line = self.line
        return f"materials.{line.material_key}" if line.material_key else f"answers.{line.field}"


@require_http_methods(["GET", "POST"])
def correction(request: Request, number: str) -> HttpResponse:
    """Every item one card: what is wrong, why, and the place to put it right.

    A chosen file is looked at once (`do=look`) and kept; nothing goes back to the window before the button is pressed.
    """
    case = own(request, number)
    notice = open_correction(case)
    if notice is None:
        raise Http404
    lines = list(notice.lines.all())
    form = _form(request, case, lines)
    content = case.item_version.parsed
    cards = [
        Card(line, inputs_of(form, line.field), material=correction_lines.material_of(content, line.material_key))
        for line in lines
    ]
    left: list[str] = []
    if request.method == "POST":
        given = _given(request, cards)
        if request.POST.get("do") == "look" or "more" in request.POST:
            return _shown(request, case, notice, cards)
        left = _answer(request, case, cards, form, given)
        if not left and not any(card.errors for card in cards):
            messages.success(request, _("补正已提交，窗口会继续办理。"))
            return redirect("portal:case", number)
    return _shown(request, case, notice, cards, left)


def _shown(
    request: Request, case: Case, notice: Correction, cards: Sequence[Card], left: Sequence[str] = ()
) -> HttpResponse:
    context = {
        "content": case.item_version.parsed,
        "case": case,
        "centre": case.centre,
        "notice": notice,
        "cards": cards,
        "left": left,
        "section": "my",
    }
    status = 422 if left or any(card.errors for card in cards) else 200
    return render(request, "portal/correction.html", context, status=status)


def inputs_of(form: AnswersForm, field: str) -> list[forms.BoundField]:
    """The inputs of a field of the form: one, or those of a group."""
    return [form[name] for name, leaf in form.leaves.items() if leaf.path[0] == field]


def _form(request: Request, case: Case, lines: Sequence[CorrectionLine]) -> AnswersForm:
    schema = case.item_version.parsed.form
    asked = {line.field for line in lines if line.field}
    pieces = {name: piece for name, piece in schema.get("properties", {}).items() if name in asked}
    made = form_for({**schema, "properties": pieces}, english=request.LANGUAGE_CODE.startswith("en"))
    kept = case.answers.open() if case.answers else {}
    return made(request.POST if request.method == "POST" else None, initial=kept)


def _answer(
    request: Request, case: Case, cards: Sequence[Card], form: AnswersForm, given: Sequence[Given]
) -> list[str]:
    """Hand the answer in; what is wrong goes onto the cards, and what fits none is returned."""
    answers = form.answers() if form.is_valid() else {}
    for card in cards:
        card.errors += [str(error) for one in card.inputs for error in one.errors]
    if any(card.errors for card in cards):
        return []
    try:
        correcting.correct(case=case, materials=given, answers=answers, by=request.actor, at=request.now)
    except Refused as refused:
        return _spread(refused, cards)
    return []


def _spread(refused: Refused, cards: Sequence[Card]) -> list[str]:
    left = []
    for one in each(refused):
        names = (f"{one.field}.", f"answers.{one.field}.")
        card = next((card for card in cards if any(n.startswith(f"{card.refers_to}.") for n in names)), None)
        if card is None:
            left.append(str(one))
        else:
            card.errors.append(str(one))
    return left


def _given(request: Request, cards: Sequence[Card]) -> list[Given]:
    """The good files of every card: those kept from before, and those that came now."""
    for card in cards:
        if card.line.material_key:
            card.kept = [*_kept(request, card), *_received(request, card)]
    return [Given(key=card.line.material_key, file_id=file.pk) for card in cards for file in card.kept]


def _kept(request: Request, card: Card) -> Iterator[StoredFile]:
    for written in request.POST.getlist(card.kept_name)[:MOST_FILES]:
        with suppress(ValueError):
            file = upload_for(request.actor, UUID(written))
            if file is not None:
                yield file


def _received(request: Request, card: Card) -> Iterator[StoredFile]:
    for one in request.FILES.getlist(card.name)[:MOST_FILES]:
        try:
            yield receive_upload(stream=one, name=one.name or "", by=request.actor, at=request.now)
        except Refused as refused:
            card.errors += sentences(refused)
