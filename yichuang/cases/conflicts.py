"""Which parts in a case one person may not hold together (不相容岗位相分离). The rule stands here and nowhere else.

What was written down of somebody is in `Hand`, where the database keeps one part a person; who accepted stands in the
case, who chairs in its hearing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.cases import standing
from yichuang.cases.models import Case, Hand, Hearing, Opinion, Part
from yichuang.catalogue.kinds import StepKind
from yichuang.people.models import Account

CONFLICTS: Final[Mapping[Part, frozenset[Part]]] = {
    Part.ACCEPT: frozenset({Part.CHAIR, Part.EXAMINE, Part.EXPERT, Part.COUNTERSIGN, Part.REVIEW, Part.DECIDE}),
    Part.EXAMINE: frozenset({Part.ACCEPT, Part.CHAIR, Part.EXPERT, Part.COUNTERSIGN, Part.REVIEW, Part.DECIDE}),
    Part.EXPERT: frozenset({Part.ACCEPT, Part.CHAIR, Part.EXAMINE, Part.COUNTERSIGN, Part.REVIEW, Part.DECIDE}),
    Part.CHAIR: frozenset({Part.ACCEPT, Part.EXAMINE, Part.EXPERT}),
    Part.COUNTERSIGN: frozenset({Part.ACCEPT, Part.EXAMINE, Part.EXPERT, Part.REVIEW, Part.DECIDE}),
    Part.REVIEW: frozenset({Part.ACCEPT, Part.EXAMINE, Part.EXPERT, Part.COUNTERSIGN, Part.DECIDE}),
    Part.DECIDE: frozenset({Part.ACCEPT, Part.EXAMINE, Part.EXPERT, Part.COUNTERSIGN, Part.REVIEW}),
}
"""For each part, what whoever holds it may not do besides. Who chairs a hearing has not examined (XKF 48)."""

PART_OF: Final[Mapping[str, Part]] = {
    StepKind.EXAMINE: Part.EXAMINE,
    StepKind.INSPECT: Part.EXAMINE,
    StepKind.EXPERT_OPINION: Part.EXAMINE,
    StepKind.OTHER: Part.EXAMINE,
    StepKind.COUNTERSIGN: Part.COUNTERSIGN,
    StepKind.REVIEW: Part.REVIEW,
    StepKind.DECIDE: Part.DECIDE,
}
"""What somebody is who acts at a step of that kind."""

_HELD: Final[Mapping[str, StrPromise]] = {
    Part.ACCEPT: _("这件办件由您受理"),
    Part.EXAMINE: _("您参加了这件办件的审查"),
    Part.EXPERT: _("您是这件办件的专家"),
    Part.CHAIR: _("您主持这件办件的听证"),
    Part.COUNTERSIGN: _("您参加了这件办件的会签"),
    Part.REVIEW: _("您已对这件办件提出初审意见"),
    Part.DECIDE: _("这件办件由您决定"),
}


def part_of(step_kind: str, opinion_kind: str) -> Part:
    """What somebody is who writes such an opinion at such a step: a proposal is a review wherever it is written."""
    return Part.REVIEW if opinion_kind == Opinion.Step.PRELIMINARY_REVIEW else PART_OF[step_kind]


def hands_of(case: Case) -> dict[int, Hand]:
    """Who had a hand in the case, by account. One statement."""
    return {hand.account_id: hand for hand in Hand.objects.filter(case=case)}


def refuse_second_part(case: Case, part: Part, *, who: Account | None, hands: Mapping[int, Hand]) -> None:
    """Refuse whoever holds a part that conflicts. `hands` are those of the case. Raises `SamePerson`. One statement at
    most, for the hearing."""
    if who is None:
        return
    held = [hands[who.pk].part] if who.pk in hands else []
    held += [Part.ACCEPT] if case.accepted_by_id == who.pk else []
    if Part.CHAIR in CONFLICTS[part]:
        hearing: Hearing | None = getattr(case, "hearing", None)
        held += [Part.CHAIR] if hearing and hearing.chair_id == who.pk else []
    for one in held:
        if one in CONFLICTS[part]:
            raise standing.SamePerson(
                _("%(held)s，%(wanted)s须由另一位有权人员办理（不相容岗位相分离）。")
                % {"held": _HELD[one], "wanted": part.label}
            )


def take_part(case: Case, part: Part, *, who: Account, hands: Mapping[int, Hand], at: datetime) -> None:
    """Write down that he had a hand in the case, if he may. One statement at most."""
    refuse_second_part(case, part, who=who, hands=hands)
    if who.pk not in hands:
        Hand.objects.create(case=case, account=who, part=part, at=at)
