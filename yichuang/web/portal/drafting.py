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

from yichuang.cases import going_on, queries
from yichuang.cases.applying import application_of
from yichuang.cases.library import Library, Paper
from yichuang.cases.models import Draft
from yichuang.cases.rules import missing
from yichuang.catalogue import rules
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.content import Content, Material
from yichuang.catalogue.forms import form_errors
from yichuang.catalogue.kinds import Need
from yichuang.documents.models import StoredFile
from yichuang.people.models import Party
from yichuang.web.portal import promising


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


def wanted_materials(draft: Draft, answers: Mapping[str, Any]) -> list[Material]:
    """The materials this applicant hands in under these situations and answers."""
    content = draft.item_version.parsed
    return rules.materials_for(content, answers, draft.situations, Applicant.of(draft.applicant))


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
        application = application_of(draft)
        lacking = len(missing(wanted, application.materials, promises=application.promises))
        left = ngettext("还缺 %(n)d 样", "还缺 %(n)d 样", lacking) % {"n": lacking}
        found.append(_task(draft, _("上传材料"), "portal:draft_materials", done=not lacking, left=left))
    if promising.offered(draft, wanted) is not None:
        chosen = len(application_of(draft).promises)
        state = _("已选 %(n)d 样") % {"n": chosen} if chosen else _("可以不选")
        address = reverse("portal:draft_promises", args=[draft.pk])
        found.append(Task(_("后补和承诺"), address, done=True, state=state))
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


def place_of(draft: Draft, field: str) -> str:
    """The address of the step, and in it of the input, where what a refusal names is put right; empty for none."""
    head, _dot, rest = field.partition(".")
    if field == "situations":
        return reverse("portal:draft_situations", args=[draft.pk])
    if head == "materials":
        return f"{reverse('portal:draft_materials', args=[draft.pk])}#m-{rest}"
    if head in draft.item_version.parsed.form.get("properties", {}):
        return f"{reverse('portal:draft_form', args=[draft.pk])}#id_{field}"
    return "#again" if field == "again" else ""


@dataclass(frozen=True)
class Slot:
    """One place to upload to: a material, or one part or alternative of it; with what lies there already, and what
    was handed in before and may lie there again."""

    material: Material
    files: Sequence[StoredFile]
    needed: bool
    choice_of: str = ""
    errors: Sequence[str] = ()
    again: Sequence[Paper] = ()
    taken: Sequence[Paper] = ()


def slots(
    draft: Draft, *, errors: Mapping[str, Sequence[str]] | None = None, library: Library | None = None
) -> list[Slot]:
    """Every place to upload to, in the order of the guide. One statement for the files; with `library` three more."""
    ids = [UUID(one) for kept in draft.materials.values() for one in kept]
    files = {file.pk: file for file in queries.files(ids)}
    found: list[Slot] = []
    wanted = wanted_materials(draft, answers_of(draft))
    lying = library.papers(wanted) if library else {}
    for material in wanted:
        one_of = material.need == Need.ONE_OF
        needed = rules.must_be_handed_in(material)
        for piece in material.children or (material,):
            kept = [files[UUID(one)] for one in draft.materials.get(piece.key, ()) if UUID(one) in files]
            choice = material.name if one_of and material.children else ""
            asked = one_of or piece is material or rules.must_be_handed_in(piece)
            part_needed = needed and asked and not piece.shared
            papers = lying.get(piece.key, ())
            again = [paper for paper in papers if paper.file not in kept]
            taken = [paper for paper in papers if paper.file in kept]
            found.append(Slot(piece, kept, part_needed, choice, (errors or {}).get(piece.key, ()), again, taken))
    return found


# Which fields hold what the centre already has: the applicant's own data, and those of the person who fills the form.
# A field can also say so itself: `"x-prefill": "applicant.phone"`.
_OF_APPLICANT = {"phone": "phone", "address": "address", "credit_code": "number"}
_OF_ORGANISATION = dict.fromkeys(("unit_name", "operator_name", "company_name", "business_name"), "name")
_OF_REPRESENTATIVE = {
    "representative": "name",
    "representative_name": "name",
    "representative_phone": "phone",
    "representative_identity_number": "number",
}
_OF_CONTACT = {"contact_name": "name", "contact_phone": "phone"}


def prefilled(content: Content, applicant: Party, contact: Party | None) -> tuple[dict[str, str], dict[str, str]]:
    """Values that the centre already has, by field, and where each comes from. `contact` is who fills the form."""
    values: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name, piece in content.form.get("properties", {}).items():
        holder, kind = _holder(name, str(piece.get("x-prefill", "")), applicant, contact)
        if holder is not None and kind in ("phone", "address") and not _may_be_shown(holder):
            continue
        sealed = getattr(holder, kind, None) if holder is not None and kind else None
        if holder is not None and sealed is not None:
            values[name] = str(sealed.open())
            sources[name] = _("实名信息") if holder.is_natural else _("企业登记信息")
    return values, sources


def known(draft: Draft, contact: Party | None) -> tuple[dict[str, Any], dict[str, str]]:
    """What need not be typed, by field, and where each comes from: what the centre has, and what was answered in the
    case that this one follows."""
    values, sources = prefilled(draft.item_version.parsed, draft.applicant, contact)
    if draft.follows is None:
        return dict(values), sources
    carried = going_on.carried(draft.follows, draft.item_version.parsed)
    told = _("办件 %(number)s") % {"number": draft.follows.number}
    return values | carried, sources | dict.fromkeys(carried, told)


def _may_be_shown(party: Party) -> bool:
    """What the centre was told of an organisation is not shown to somebody who only says that he represents it."""
    return party.is_natural or party.representative is None or party.representative_proved


def _holder(name: str, wish: str, applicant: Party, contact: Party | None) -> tuple[Party | None, str]:
    """Whose data the field asks for, and which."""
    if wish.startswith("applicant."):
        kind = wish.removeprefix("applicant.")
        return applicant, kind if kind in ("name", "number", "phone", "address") else ""
    if name in _OF_CONTACT:
        return contact, _OF_CONTACT[name]
    if not applicant.is_natural:
        if name in _OF_REPRESENTATIVE:
            return applicant.representative, _OF_REPRESENTATIVE[name]
        return applicant, _OF_ORGANISATION.get(name) or _OF_APPLICANT.get(name, "")
    return applicant, _OF_APPLICANT.get(name, "") if name != "credit_code" else ""
