"""What is done and what is left of a draft, as a list of tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yichuang.cases import queries
from yichuang.cases.applying import application_of
from yichuang.cases.models import Draft
from yichuang.cases.rules import missing
from yichuang.catalogue import rules
from yichuang.catalogue.conditions import Applicant
from yichuang.catalogue.content import Content, Material, Need
from yichuang.catalogue.forms import form_errors
from yichuang.documents.models import StoredFile
from yichuang.people.models import Party


@dataclass(frozen=True)
class Task:
    """One thing to do before the application can be sent."""

    title: str
    address: str
    done: bool
    state: str


def answers_of(draft: Draft) -> dict[str, Any]:
    """What was answered so far, in plain text: only for the person who typed it."""
    return dict(draft.answers.open()) if draft.answers else {}


def applicant_facts(party: Party) -> Applicant:
    """What conditions of the catalogue may ask about the applicant."""
    return Applicant(kind=party.kind, document_type=party.document_type)


def wanted_materials(draft: Draft, answers: Mapping[str, Any]) -> list[Material]:
    """The materials this applicant hands in under these situations and answers."""
    content = draft.item_version.parsed
    return rules.materials_for(content, answers, draft.situations, applicant_facts(draft.applicant))


def tasks(draft: Draft, *, on: date) -> list[Task]:
    """The tasks in order. The last, to check and send, is never done: it ends the draft."""
    content, answers = draft.item_version.parsed, answers_of(draft)
    found: list[Task] = []
    if content.situations:
        done = not rules.situation_errors(content, draft.situations)
        found.append(_task(draft, _("选择情形"), "portal:draft_situations", done=done))
    if content.form.get("properties"):
        wrong = len(form_errors(content, answers, on=on))
        left = ngettext("还有 %(n)d 处没填好", "还有 %(n)d 处没填好", wrong) % {"n": wrong}
        found.append(_task(draft, _("填写申请表"), "portal:draft_form", done=not wrong, left=left if answers else ""))
    wanted = wanted_materials(draft, answers)
    if wanted:
        lacking = len(missing(wanted, application_of(draft).materials))
        left = ngettext("还缺 %(n)d 样", "还缺 %(n)d 样", lacking) % {"n": lacking}
        found.append(_task(draft, _("上传材料"), "portal:draft_materials", done=not lacking, left=left))
    found.append(_task(draft, _("核对并提交"), "portal:draft_review", done=False))
    return found


def _task(draft: Draft, title: str, page: str, *, done: bool, left: str = "") -> Task:
    state = _("已完成") if done else left or _("未开始")
    return Task(title=title, address=reverse(page, args=[draft.pk]), done=done, state=state)


def next_address(draft: Draft, *, on: date, after: str = "") -> str:
    """The first task not yet done; with `after` (an address) the first one behind it."""
    listed = tasks(draft, on=on)
    places = [task.address for task in listed]
    start = places.index(after) + 1 if after in places else 0
    return next((task.address for task in listed[start:] if not task.done), listed[-1].address)


@dataclass(frozen=True)
class Slot:
    """One place to upload to: a material, or one part or alternative of it; with what lies there already."""

    material: Material
    files: Sequence[StoredFile]
    needed: bool
    choice_of: str = ""
    errors: Sequence[str] = ()


def slots(draft: Draft, *, errors: Mapping[str, Sequence[str]] | None = None) -> list[Slot]:
    """Every place to upload to, in the order of the guide. One statement for the files."""
    ids = [UUID(one) for kept in draft.materials.values() for one in kept]
    files = {file.pk: file for file in queries.files(ids)}
    found: list[Slot] = []
    for material in wanted_materials(draft, answers_of(draft)):
        one_of = material.need == Need.ONE_OF
        needed = rules.must_be_handed_in(material)
        for piece in material.children or (material,):
            kept = [files[UUID(one)] for one in draft.materials.get(piece.key, ()) if UUID(one) in files]
            choice = material.name if one_of and material.children else ""
            part_needed = needed and (one_of or piece is material or rules.must_be_handed_in(piece))
            found.append(Slot(piece, kept, part_needed, choice, (errors or {}).get(piece.key, ())))
    return found


def prefilled(content: Content, party: Party) -> tuple[dict[str, str], dict[str, str]]:
    """Values that the centre already has, by field, and where each comes from. A field asks for one by `x-prefill`."""
    origin = _("实名信息") if party.is_natural else _("企业登记信息")
    values: dict[str, str] = {}
    for name, piece in content.form.get("properties", {}).items():
        kind = str(piece.get("x-prefill", "")).removeprefix("applicant.")
        sealed = getattr(party, kind, None) if kind in ("name", "number", "phone", "address") else None
        if sealed is not None:
            values[name] = str(sealed.open())
    return values, dict.fromkeys(values, origin)
