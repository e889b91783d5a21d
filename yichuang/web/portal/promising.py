"""What an applicant may choose in a draft: papers that follow later, papers for which a promise stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yichuang.cases.models import Draft
from yichuang.catalogue import rules
from yichuang.catalogue.conditions.evaluating import Applicant
from yichuang.catalogue.content import Material, Promise, Tolerance, each_material


@dataclass(frozen=True)
class Offered:
    """The materials of a draft for which there is a choice, with what the guide says of it."""

    later: Sequence[Material]
    promisable: Sequence[Material]
    tolerance: Tolerance | None
    promise: Promise | None


def offered(draft: Draft) -> Offered | None:
    """What may be chosen for the papers that are not uploaded yet; None when there is nothing to choose."""
    content = draft.item_version.parsed
    answers = draft.answers.open() if draft.answers else {}
    who = Applicant(kind=draft.applicant.kind, document_type=draft.applicant.document_type)
    wanted = rules.materials_for(content, answers, draft.situations, who)
    absent = [one for one in each_material(wanted) if not draft.materials.get(one.key)]
    later = [one for one in absent if content.tolerance and one.tolerable]
    promisable = [one for one in absent if content.promise and one.promisable]
    return Offered(later, promisable, content.tolerance, content.promise) if later or promisable else None


def chosen(draft: Draft) -> Offered | None:
    """Of what is offered, what the applicant chose; None when he chose nothing."""
    all_ = offered(draft)
    if all_ is None:
        return None
    later = [one for one in all_.later if one.key in draft.later]
    promisable = [one for one in all_.promisable if one.key in draft.promised]
    return replace(all_, later=later, promisable=promisable) if later or promisable else None
