"""Items of which only so many are granted: the order of acceptance decides (行政许可法第五十七条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases.life_cycle import PENDING
from yichuang.cases.models import Case, Place, Quota
from yichuang.catalogue.models import Item
from yichuang.catalogue.queries import version_on
from yichuang.people.actors import Actor
from yichuang.people.models import Role

UNLIMITED = ("", "无", "无限制", "无数量限制", "不限", "否")
"""What a guide says where there is no limit."""


class NotYourTurn(Refused):
    """Somebody whose application was accepted before waits for his decision."""

    code = "not_your_turn"


class UsedUp(Refused):
    """As many were granted as there are."""

    code = "quota_used_up"


def is_limited(case: Case) -> bool:
    """Whether the guide under which the case runs says that only so many are granted."""
    return case.item_version.parsed.quantity_limit.strip() not in UNLIMITED


def set_quota(*, item: Item, number: int, since: date, until: date, basis: str, by: Actor, at: datetime) -> Quota:
    """The manager says how many of an item are granted in a period. The guide must tell that there is a limit.

    Raises Invalid: a period in the past, or one that overlaps another.
    """
    by.must_have(Role.MANAGER)
    basis = clean(basis, field="basis", longest=300)
    if not basis:
        raise Invalid(_("请写明数量限制的依据。"), field="basis")
    if not 1 <= number <= 1_000_000:
        raise Invalid(_("数量应当是 1 至 1000000 的整数。"), field="number")
    if since < timezone.localdate(at):
        raise Invalid(_("数量限制从今天或者以后的日期起适用，不能溯及既往。"), field="since")
    if until <= since:
        raise Invalid(_("止日应当晚于起日。"), field="until")
    if version_on(item.code, timezone.localdate(at)).parsed.quantity_limit.strip() in UNLIMITED:
        raise Invalid(_("办事指南没有写数量限制。请先修订指南，公布数量限制，再登记数量。"), field="item")
    with transaction.atomic():
        Item.objects.select_for_update().get(pk=item.pk)
        if Quota.objects.filter(item=item, since__lt=until, until__gt=since).exists():
            raise Invalid(_("这一段时间已经登记过数量，请选择另外的时间。"), field="since")
        made = Quota.objects.create(item=item, number=number, since=since, until=until, basis=basis)
        detail = {"number": number, "since": since.isoformat(), "until": until.isoformat(), "basis": basis}
        subject = journal.Subject("item", item.code)
        journal.write(act="cases.quota_set", subject=subject, by=by, at=at, centre_id=item.centre_id, detail=detail)
    return made


def in_force(item: Item, *, on: date) -> Quota | None:
    """How many of the item are granted in the period of that day, and how many were. One statement."""
    return Quota.objects.filter(item=item, since__lte=on, until__gt=on).first()


def take_place(case: Case, *, at: datetime) -> None:
    """Give an accepted case its place in the line, when its item is limited. Others cost nothing.

    `at` is when it counts as accepted. The quota's row is locked until the acceptance is done, so that there is one
    order and no gap. Called inside the transaction of the acceptance.
    """
    if not is_limited(case):
        return
    today = timezone.localdate(at)
    held = Quota.objects.select_for_update().filter(item_id=case.item_id, since__lte=today, until__gt=today).first()
    if held is None:
        return
    held.places += 1
    held.save(update_fields=["places"])
    Place.objects.create(quota=held, case=case, sequence=held.places, accepted_at=at)


def leave(case: Case) -> None:
    """An acceptance that is taken back leaves the line: accepted again, the case stands where it is accepted then."""
    if is_limited(case):
        Place.objects.filter(case=case).delete()


def _before(place: Place) -> QuerySet[Place]:
    return Place.objects.filter(quota_id=place.quota_id).filter(
        Q(accepted_at__lt=place.accepted_at) | Q(accepted_at=place.accepted_at, sequence__lt=place.sequence)
    )


def require_turn(case: Case) -> None:
    """Refuse to grant while somebody before waits, or when as many were granted as there are. Two statements."""
    place = place_of(case)
    if place is None:
        return
    first = _before(place).filter(case__state__in=PENDING).order_by("accepted_at", "sequence").first()
    if first is not None:
        raise NotYourTurn(
            _("有数量限制的许可按受理先后准予（行政许可法第五十七条）。办件 %(number)s 先受理，请先对它作出决定。")
            % {"number": Case.objects.values_list("number", flat=True).get(pk=first.case_id)}
        )
    if place.quota.granted >= place.quota.number:
        raise UsedUp(used_up_reason(place.quota))


def used_up_reason(quota: Quota) -> str:
    """The sentence with which those are refused for whom none is left."""
    return str(
        _("本期数量限制 %(n)s 个，已按受理先后全部准予他人（《行政许可法》第五十七条；%(basis)s）。")
        % {"n": quota.number, "basis": quota.basis}
    )


def count_granted(case: Case) -> None:
    """One less is left. The quota is locked first, so that two decisions at once cannot both take the last one."""
    if not is_limited(case):
        return
    place = Place.objects.filter(case=case).first()
    if place is None:
        return
    Quota.objects.select_for_update().get(pk=place.quota_id)
    require_turn(case)
    Quota.objects.filter(pk=place.quota_id).update(granted=F("granted") + 1)


@dataclass(frozen=True)
class InLine:
    """Where a case stands: its place, how many before it still wait, how many are left."""

    place: int
    waiting: int
    left: int
    quota: Quota


def place_of(case: Case) -> Place | None:
    """The case's place with its quota, if its item is limited. One statement, or none."""
    return Place.objects.select_related("quota").filter(case=case).first() if is_limited(case) else None


def in_line(case: Case) -> InLine | None:
    """What the applicant is shown. Three statements for a limited item, none for another."""
    place = place_of(case)
    if place is None:
        return None
    before = _before(place)
    waiting = before.filter(case__state__in=PENDING).count()
    left = max(place.quota.number - place.quota.granted, 0)
    return InLine(before.count() + 1, waiting, left, place.quota)
