"""Intermediaries (中介服务): what one takes is noted with the case, apart from the time of the approval.

Only what the guide lists may be asked for; the applicant chooses freely whom he orders, and what the authority orders
it pays itself (优化营商环境条例第四十三条; 安阳市政务服务条例第三十条). Noting it stops no clock: what does so is a
special procedure (行政许可法第四十五条, `cases.pausing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, life_cycle, standing
from yichuang.cases.models import Case, IntermediaryWork, Orderer
from yichuang.offices import mandates
from yichuang.offices.mandates import Powers, Warrant
from yichuang.offices.models import Power
from yichuang.people.actors import Actor

EARLIEST = date(2000, 1, 1)
"""A day before this one is a slip of the pen."""


class NotListed(Refused):
    """The guide of the case does not list this service."""

    code = "not_listed"


class AtWork(Refused):
    """An intermediary is at this service already."""

    code = "intermediary_at_work"


class NotAtWork(Refused):
    """No intermediary is at this service."""

    code = "intermediary_not_at_work"


def begin(*, case: Case, service: str, agency: str, ordered_by: str, since: date, by: Actor, at: datetime) -> Case:
    """An intermediary has begun: which service of the list, who does it, who ordered it, from which day.

    Raises NotListed, AtWork, WrongState, Invalid.
    """
    agency = clean(agency, field="agency", longest=100)
    if not agency:
        raise Invalid(_("请写明中介服务机构的名称。"), field="agency")
    if ordered_by not in Orderer.values:
        raise Invalid(_("请选择由谁委托。"), field="ordered_by")
    _require_day(since, first=EARLIEST, field="since", at=at)
    with transaction.atomic():
        case, warrant = _locked(case, by=by, at=at)
        require_listed(case)
        if service not in services_of(case):
            raise NotListed(
                _("办事指南没有列出“%(service)s”，不能要求申请人办理。请从清单中选择。") % {"service": service[:60]},
                field="service",
            )
        if any(one.service == service for one in at_work(case)):
            raise AtWork(_("这项中介服务已经在进行，请先登记完成。"), field="service")
        IntermediaryWork.objects.create(
            case=case,
            service=service,
            agency=agency,
            ordered_by=ordered_by,
            since=since,
            noted_by=standing.account_of(by),
            noted_at=at,
        )
        detail = {"service": service, "ordered_by": ordered_by, "since": since.isoformat()}
        _note(case, "intermediary_begun", warrant, by=by, at=at, detail=detail)
    return case


def finish(*, case: Case, service: str, until: date, by: Actor, at: datetime) -> Case:
    """The intermediary has delivered, on this day. Raises NotAtWork, WrongState, Invalid."""
    with transaction.atomic():
        case, warrant = _locked(case, by=by, at=at)
        found = next((one for one in at_work(case) if one.service == service), None)
        if found is None:
            raise NotAtWork(_("这项中介服务没有在进行，请先登记开始。"), field="service")
        _require_day(until, first=found.since, field="until", at=at)
        found.until = until
        found.save(update_fields=["until"])
        detail = {"service": service, "until": until.isoformat(), "intermediary_days": str(found.days)}
        _note(case, "intermediary_back", warrant, by=by, at=at, detail=detail)
    return case


def services_of(case: Case) -> list[str]:
    """What the guide of the case lists."""
    return [one.name for one in case.item_version.parsed.intermediaries]


def of(case: Case) -> Sequence[IntermediaryWork]:
    """What intermediaries did for the case, the first first. One statement, none where the guide lists no service."""
    return list(case.intermediaries.order_by("since", "id")) if services_of(case) else []


def at_work(case: Case) -> Sequence[IntermediaryWork]:
    """What is not back yet. One statement at most."""
    return [one for one in of(case) if one.until is None]


def require_listed(case: Case) -> None:
    """Nothing may be asked for that the guide does not list. Raises NotListed."""
    if not services_of(case):
        raise NotListed(_("办事指南没有列出中介服务，不能要求申请人办理。"), field="service")


def require_at_work(case: Case) -> None:
    """Raises NotAtWork when nothing waits to come back."""
    if not at_work(case):
        raise NotAtWork(_("没有正在进行的中介服务。"), field="service")


def may(case: Case) -> bool:
    """Whether there is anything to note: the guide lists a service, and the case is not decided."""
    return case.state in life_cycle.UNDECIDED and bool(services_of(case))


def warrant_of(powers: Powers) -> Warrant:
    """Whoever examines the case notes it, and whoever accepts it. Raises NoMandate."""
    return powers.require(Power.EXAMINE if powers.may(Power.EXAMINE) else Power.ACCEPT)


def _locked(case: Case, *, by: Actor, at: datetime) -> tuple[Case, Warrant]:
    case = deeming.locked(case, at=at)
    standing.refuse_own_case(case, by)
    powers = mandates.powers_of(item_code=case.item.code, department=case.department, by=by, at=at)
    warrant = warrant_of(powers)
    if case.state not in life_cycle.UNDECIDED:
        raise life_cycle.WrongState(_("办件已经作出决定或者结束，不再登记中介服务。"))
    return case, warrant


def _require_day(day: date, *, first: date, field: str, at: datetime) -> None:
    last = timezone.localdate(at)
    if not first <= day <= last:
        told = {"first": first.isoformat(), "last": last.isoformat()}
        raise Invalid(_("请填写 %(first)s 至 %(last)s 之间的日期。") % told, field=field)


def _note(case: Case, act: str, warrant: Warrant, *, by: Actor, at: datetime, detail: dict[str, str]) -> None:
    life_cycle.note(case=case, act=act, by=by, at=at, mandate_id=standing.mandate_id(warrant), detail=detail)
