"""Two items in a row (一链办理): who registers a business applies for the food licence in the same morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.cases import chaining, going_on
from yichuang.cases.models import Case, Certificate
from yichuang.catalogue.content import each_material
from yichuang.catalogue.kinds import RelatedOrder
from yichuang.catalogue.models import ItemVersion
from yichuang.web.demo import at_window, examination, results
from yichuang.web.demo.citizens import Settled
from yichuang.web.demo.story import apply


def pairs(versions: list[ItemVersion]) -> list[tuple[ItemVersion, ItemVersion]]:
    """Each item whose guide wants another first, with that one before it."""
    by_name = {one.name: one for one in versions}
    return [
        (by_name[named.name], version)
        for version in versions
        for named in version.parsed.related
        if named.order == RelatedOrder.BEFORE and named.name in by_name
    ]


def live(versions: list[ItemVersion], citizens: list[Settled], at: datetime) -> int:
    """One chain that waits for the former's result, one that has it. Returns how many cases there are."""
    for first, then in pairs(versions)[:1]:
        waiting, gone_on = citizens[0], citizens[1]
        examination.examined(before := apply(first, waiting, at, on_line=True))
        _next(then, waiting, before.case, before.now)
        story = apply(first, gone_on, at, on_line=True)
        case = _next(then, gone_on, story.case, at + timedelta(minutes=10))
        results.ready(story)
        going_on.go_on(case=case, at=story.later())
        return 4 + _shared(first, then, citizens, at)
    return 0


def _shared(first: ItemVersion, then: ItemVersion, citizens: list[Settled], at: datetime) -> int:
    """What the centre issued is called for, and not asked of who has it; somebody to whom it never issued that is asked
    for it with the reason. Returns how many cases there are."""
    shared = frozenset(one.key for one in each_material(then.parsed.materials) if one.shared)
    results.ready(story := apply(first, citizens[2], at, on_line=True))
    with_it = apply(then, citizens[2], story.later(), on_line=True, follows=story.case, without=shared)
    at_window.called_for(with_it)
    at_window.accepted(with_it)
    holders = set(Certificate.objects.filter(case__item=first.item).values_list("holder", flat=True))
    for one in [one for one in citizens if not holders & {one.person.pk, one.enterprise and one.enterprise.pk}][:1]:
        at_window.called_for(without := apply(then, one, at, on_line=True, without=shared))
        at_window.asked_anyway(without)
        return 3
    return 2


def _next(version: ItemVersion, citizen: Settled, former: Case, at: datetime) -> Case:
    paper = chaining.paper_of(chaining.awaited(former, version), version.parsed)
    return apply(version, citizen, at, on_line=True, follows=former, without=frozenset(paper)).case
