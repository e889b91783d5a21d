"""What an applicant may choose in a draft: papers that follow later, papers for which a promise stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yichuang.cases.models import Draft
from yichuang.catalogue.content import Material, Promise, Tolerance, each_material


@dataclass(frozen=True)
class Offered:
    """The materials of a draft for which there is a choice, with what the guide says of it."""

    later: Sequence[Material]
    promisable: Sequence[Material]
    tolerance: Tolerance | None
    promise: Promise | None


def offered(draft: Draft, wanted: Sequence[Material]) -> Offered | None:
    """What may be chosen for those of the wanted papers that are not uploaded yet; None when there is no choice."""
    content = draft.item_version.parsed
    absent = [one for one in each_material(wanted) if not draft.materials.get(one.key)]
    later = [one for one in absent if content.tolerance and one.tolerable]
    promisable = [one for one in absent if content.promise and one.promisable]
    return Offered(later, promisable, content.tolerance, content.promise) if later or promisable else None


def chosen(draft: Draft, wanted: Sequence[Material]) -> Offered | None:
    """Of what is offered, what the applicant chose; None when he chose nothing."""
    all_ = offered(draft, wanted)
    if all_ is None:
        return None
    later = [one for one in all_.later if one.key in draft.later]
    promisable = [one for one in all_.promisable if one.key in draft.promised]
    return replace(all_, later=later, promisable=promisable) if later or promisable else None
