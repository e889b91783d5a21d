"""Trying a draft: situations, form, materials, and what would come of it. By the rules of real applications; it keeps
nothing, everything tried stands in the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from yichuang.base.counting import Due
from yichuang.base.refusal import Refused
from yichuang.cases import timing
from yichuang.cases.rules import Given, complaints, material_titles
from yichuang.catalogue import rules
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.conditions.saying import explained, known_of
from yichuang.catalogue.content import Condition, Content, Material, Step
from yichuang.catalogue.forms import form_errors
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.models import ItemVersion
from yichuang.people.models import DocumentType, PartyKind
from yichuang.web.kit.refusals import each, put_on
from yichuang.web.kit.schema_forms import AnswersForm, form_for, shown
from yichuang.web.portal import answers

PEOPLE: Final = (
    (PartyKind.NATURAL, DocumentType.IDENTITY_CARD),
    (PartyKind.NATURAL, DocumentType.PASSPORT),
    (PartyKind.NATURAL, DocumentType.RESIDENCE_PERMIT),
    (PartyKind.NATURAL, DocumentType.HK_MACAO_PERMIT),
    (PartyKind.NATURAL, DocumentType.TAIWAN_PERMIT),
    (PartyKind.NATURAL, DocumentType.FOREIGN_PERMANENT),
    (PartyKind.ORGANISATION, DocumentType.CREDIT_CODE),
)


@dataclass(frozen=True)
class Asked:
    """A material that is asked for: why, and whether it was ticked as handed in."""

    material: Material
    why: str
    pieces: Sequence[Material]
    ticked: frozenset[str]

    @property
    def is_choice(self) -> bool:
        """Whether one of the pieces is enough."""
        return bool(self.material.children) and len(self.pieces) > 1 and self.material.need == "one_of"


class Trial:
    """One walk. `data` is what was sent; `checking` says that the result was asked for."""

    def __init__(self, version: ItemVersion, data: QueryDict | None, *, at: datetime, on: date, english: bool) -> None:
        self.version, self.at, self.on, self.english = version, at, on, english
        self.data = data if data is not None else QueryDict()
        self.checking = "check" in self.data

    @property
    def content(self) -> Content:
        """What the draft says."""
        return self.version.parsed

    @cached_property
    def situations(self) -> list[str]:
        """The situations chosen, without those of a branch since left."""
        return answers.chosen(self.content, self.data.getlist("s"))

    @property
    def questions(self) -> list[answers.Question]:
        """The questions that are asked after these answers."""
        return answers.questions(self.content, self.situations)

    @property
    def people(self) -> list[tuple[str, str, bool]]:
        """Who may be tried as the applicant: value, label, whether chosen."""
        objects = self.content.service_objects
        usual = PEOPLE[0] if not objects or ServiceObject.NATURAL in objects else PEOPLE[-1]
        chosen = self.data.get("who", str(PEOPLE.index(usual)))
        return [
            (str(place), f"{PartyKind(kind).label} · {DocumentType(document).label}", str(place) == chosen)
            for place, (kind, document) in enumerate(PEOPLE)
        ]

    @cached_property
    def applicant(self) -> Applicant:
        """The applicant as conditions see him."""
        place = next((int(value) for value, _label, chosen in self.people if chosen), 0)
        kind, document = PEOPLE[place]
        return Applicant(kind=kind, document_type=document)

    @cached_property
    def form(self) -> AnswersForm | None:
        """The application form; with what is wrong beside its fields when the result was asked for."""
        if not self.content.form.get("properties"):
            return None
        form = form_for(self.content.form, english=self.english)(self.data or None, prefix="a")
        if self.checking and form.is_bound and form.is_valid():
            for refused in self._form_errors(form):
                put_on(form, refused)
        return form

    def _form_errors(self, form: AnswersForm) -> list[Refused]:
        return form_errors(self.content, form.answers(), on=self.on)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was answered, as JSON values."""
        return self.form.answers() if self.form is not None and self.form.is_bound and not self.form.errors else {}

    @cached_property
    def _typed(self) -> dict[str, Any]:
        """What was answered so far, right or wrong: it already chooses materials."""
        if not self.content.form.get("properties") or not self.data:
            return {}
        form = form_for(self.content.form)(self.data, prefix="a")
        return form.answers() if form.is_valid() else {}

    @cached_property
    def wanted(self) -> list[Material]:
        """The materials that are asked for in this walk."""
        return rules.materials_for(self.content, self._typed, self.situations, self.applicant)

    @property
    def asked(self) -> list[Asked]:
        """The same with the reason for each."""
        known = known_of(self.content)
        ticked = frozenset(self.data.getlist("m"))
        return [
            Asked(one, explained(one.when, known) or _("所有人都要交"), one.children or (one,), ticked)
            for one in self.wanted
        ]

    @property
    def conditions(self) -> list[Condition]:
        """The conditions of acceptance that hold."""
        return rules.conditions_for(self.content, self._typed, self.situations, self.applicant)

    @cached_property
    def wrong(self) -> list[str]:
        """Everything that would be told at once; empty before the result is asked for, or when nothing is wrong."""
        if not self.checking:
            return []
        found = rules.situation_errors(self.content, self.situations)
        form = self.form
        told = [str(error) for errors in form.errors.values() for error in errors] if form is not None else []
        asked = set(self._keys(self.wanted))
        given = [Given(key=key, originals=1) for key in dict.fromkeys(self.data.getlist("m")) if key in asked]
        found += complaints(self.wanted, given, names=material_titles(self.content))
        return [*(str(one) for refused in found for one in each(refused)), *told]

    def _keys(self, materials: Sequence[Material]) -> list[str]:
        return [key for one in materials for key in (one.key, *self._keys(one.children))]

    @property
    def passed(self) -> bool:
        """Whether it was asked what would come of it, and all is right."""
        return self.checking and not self.wrong

    @property
    def limits(self) -> rules.Limits:
        """The limits that count."""
        return rules.limit_for(self.content, self.situations)

    @cached_property
    def due(self) -> Due | None:
        """By when it would be decided if it were accepted now."""
        return timing.decided_by(self.version, self.situations, accepted_at=self.at)

    @property
    def steps(self) -> Sequence[Step]:
        """Who would handle it."""
        return self.content.steps

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The answers in words."""
        return shown(self.content.form, self.answers, english=self.english)
