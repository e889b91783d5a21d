"""Which case follows which (一链办理): the next of the same applicant, for an item that the guides call related.

Which case it follows is said when it is applied for and never changes, so no chain leads back to itself. Where the
guide wants the result of the former first, the application may be made at once and waits before acceptance: nothing is
due and no limit runs, for the applicant chose to hand it in before it is complete, and was told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import queries, timing
from yichuang.cases.models import Case, Hold, Outcome, State
from yichuang.cases.models.case import UNDECIDED_STATES
from yichuang.catalogue.content import Content, Related, each_material
from yichuang.catalogue.kinds import RelatedOrder
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import published
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class NotRelated(Refused):
    """The one case cannot follow the other: another applicant's, or items that have nothing to do with each other."""

    code = "not_related"


class WaitsForFormer(Refused):
    """The result of the case that it follows must be there first."""

    code = "waits_for_former"


@dataclass(frozen=True)
class Linked:
    """A case before or after this one in its chain; whether whoever looks may open it."""

    case: Case
    before: bool
    may_open: bool


def onward(case: Case, *, on: date) -> list[ItemVersion]:
    """The items that can be applied for next, as the guide of the case names them and the list of that day offers them.
    One statement, none where the guide names none."""
    names = _after(case)
    if not names:
        return []
    return list(published(on, centre=case.centre).filter(name__in=names).exclude(item=case.item))


@dataclass(frozen=True)
class Next:
    """A related item to go on to; whether its application would wait for the result of this case."""

    version: ItemVersion
    waits: bool


def offered_next(case: Case, *, at: datetime) -> list[Next]:
    """Where the applicant can go on to, without what he has begun from here already. Two statements at most."""
    versions = onward(case, on=timezone.localdate(at))
    if not versions:
        return []
    begun = set(Case.objects.filter(follows=case).values_list("item_id", flat=True))
    return [Next(one, awaited(case, one) is not None) for one in versions if one.item_id not in begun]


def relation(former: Case, version: ItemVersion) -> Related | None:
    """How the guide of the next item, or else that of the former case, names the other; None when neither does."""
    for one in version.parsed.related:
        if one.name == former.item_version.name:
            return one
    return Related(name=former.item_version.name) if version.name in _after(former) else None


def _after(case: Case) -> set[str]:
    """What its guide names as related, without what should have been there before it."""
    return {one.name for one in case.item_version.parsed.related if one.order != RelatedOrder.BEFORE}


def check(follows: Case | None, *, version: ItemVersion, applicant: Party) -> list[Refused]:
    """What is wrong with an application that says it follows this case. No statement of its own."""
    if follows is None:
        return []
    if follows.applicant_id != applicant.pk or follows.centre_id != version.item.centre_id:
        return [NotRelated(_("只能接着同一申请人在本中心的办件办，请核对前一件的办件编号和申请人。"), field="follows")]
    if follows.item_id == version.item_id or relation(follows, version) is None:
        sentence = _("“%(next)s”和“%(former)s”不是相关事项，不能接着办；请不填前一件，直接申请。")
        told = {"next": version.name, "former": follows.item_version.name}
        return [NotRelated(sentence % told, field="follows")]
    return []


def is_pending(former: Case) -> bool:
    """Whether its result may still come."""
    granted = former.outcome == Outcome.GRANTED
    return former.state in UNDECIDED_STATES or (granted and former.is_open and former.completed_at is None)


def pending() -> Q:
    """The same, asked of the database."""
    granted = Q(outcome=Outcome.GRANTED, ended_at__isnull=True, completed_at__isnull=True)
    return Q(state__in=UNDECIDED_STATES) | granted


def is_there(former: Case) -> bool:
    """Whether what it was to bring is there."""
    granted = former.outcome == Outcome.GRANTED
    return granted and former.completed_at is not None and former.state != State.TERMINATED


def awaited(follows: Case | None, version: ItemVersion) -> Related | None:
    """What the guide wants of the former case first and what may still come; None when nothing is waited for."""
    if follows is None or not is_pending(follows):
        return None
    named = relation(follows, version)
    return named if named is not None and named.order == RelatedOrder.BEFORE else None


def paper_of(named: Related | None, content: Content) -> list[str]:
    """The key of the material that the result of the related item stands for; none when the guide does not say."""
    if named is None or not named.paper:
        return []
    return [one.key for one in each_material(content.materials) if one.name == named.paper][:1]


def refuse_awaiting(follows: Case | None, version: ItemVersion) -> None:
    """What waits for another case is taken in, and cannot be accepted yet. Raises WaitsForFormer."""
    if follows is not None and awaited(follows, version) is not None:
        raise _waits(follows)


def require_not_waiting(case: Case) -> None:
    """No statement for a case that follows none. Raises WaitsForFormer."""
    if case.follows is not None and timing.waits_for_former(case):
        raise _waits(case.follows)


def _waits(former: Case) -> WaitsForFormer:
    sentence = _(
        "要先有办件 %(number)s（%(item)s）的结果才能受理。可以先收件，那一件办结后系统自动接着办，申请人不用再来。"
    )
    return WaitsForFormer(sentence % {"number": former.number, "item": former.item_version.name}, field="follows")


def begin_waiting(case: Case, named: Related | None, *, by: Actor, at: datetime) -> None:
    """The application has come in and waits for what the guide wants first. One statement, none when nothing does."""
    if named is None or case.follows is None:
        return
    Hold.objects.create(
        case=case,
        kind=Hold.Kind.PARENT,
        name=case.follows.number,
        basis=f"“{case.item_version.name}”办事指南：须先办成“{named.name}”",
        reason="申请人自愿在前一件办结以前提出申请；前一件的结果到了以后，受理的期限才开始计算。",
        stops_clock=False,
        since=at,
        set_by=by.account,
    )


def notice_of(case: Case, named: Related | None) -> str:
    """What the receipt says to whoever applied before the result is there; empty for every other case."""
    if named is None or case.follows is None:
        return ""
    return (
        f"本申请须先办成“{named.name}”（办件{case.follows.number}）。那一件的结果出来以前，本件已经收下，"
        "受理期限不开始计算；结果出来以后，系统自动放入本件材料，受理期限从那时起算。"
    )


def told_of(case: Case) -> dict[str, Any]:
    """The link, for the journal."""
    return {"follows": case.follows.number} if case.follows is not None else {}


def linked(case: Case, *, by: Actor, at: datetime) -> list[Linked]:
    """What this case follows, and what follows it. One statement, a few more where there is any."""
    around = list(queries.with_context().filter(Q(pk=case.follows_id) | Q(follows=case)).order_by("id"))
    if not around:
        return []
    seen = Case.objects.filter(queries.visible_to(by, at=at), pk__in=[one.pk for one in around])
    open_to_him = set(seen.values_list("pk", flat=True))
    return [Linked(one, one.pk == case.follows_id, one.pk in open_to_him) for one in around]
