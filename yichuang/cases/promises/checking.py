"""The later check whether a promise is kept (核查), as a task with its last day (国办发〔2020〕42号; AY 27, 28)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, Exclusion, Finding, Found, Promise
from yichuang.cases.promises import later_check, letters
from yichuang.offices.models import Power
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor

BROKEN: Final = (Found.UNKEPT, Found.FALSE)
CHECKERS: Final = 2
"""How many officers must have found the same (XKF 34(3))."""


class NothingToCheck(Refused):
    """There is no promise of this case whose check is still open."""

    code = "nothing_to_check"


class OrderStillRuns(Refused):
    """The applicant still has time to put right what he was ordered to."""

    code = "order_still_runs"


def check_promise(*, case: Case, found: str, text: str, by: Actor, at: datetime) -> Case:
    """One officer writes what he found. It counts when two officers found the same (XKF 34(3)).

    Kept: the promise is settled. False: the applicant's promises are not taken any more until his credit is repaired.
    While an order runs only "kept" can be found: whoever was given a day has all of it.
    """
    if found not in Found.values:
        raise Invalid(_("请选择核查结果。"), field="found")
    text = clean(text, field="text", longest=2000, multiline=True)
    if not text:
        raise Invalid(_("请写明核查了什么、怎么核查的、结论如何。"), field="text")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        promise = require_open(case, by=by)
        _leave_the_time_of_the_order(promise, found, at=at)
        Finding.objects.create(
            promise=promise, round=promise.round, found=found, text=text, by_id=warrant.posting.account_id, at=at
        )
        alike = Finding.objects.filter(promise=promise, round=promise.round, found=found).count()
        settled = alike >= CHECKERS
        if settled:
            _settle(promise, case, found, at=at)
        life_cycle.note(
            case=case,
            act="check_promise",
            by=by,
            at=at,
            mandate_id=standing.mandate_id(warrant),
            detail={"found": found, "settled": settled, "check": promise.round},
        )
    return case


def require_open(case: Case, *, by: Actor) -> Promise:
    """The promise that waits for a finding of this officer. Two statements."""
    promise = Promise.objects.filter(case=case, check_due_at__isnull=False, found="").first()
    if promise is None:
        raise NothingToCheck(_("这件办件没有待核查的承诺。"))
    if Finding.objects.filter(promise=promise, round=promise.round, by=by.account).exists():
        raise standing.SamePerson(_("您已经写过核查意见，还需要另一位工作人员核查。"))
    return promise


def _leave_the_time_of_the_order(promise: Promise, found: str, *, at: datetime) -> None:
    if found != Found.KEPT and promise.correct_by is not None and at <= promise.correct_by:
        raise OrderStillRuns(
            _("责令改正的期限到 %(until)s 才届满，届满以前只能记为已履行承诺。")
            % {"until": f"{timezone.localtime(promise.correct_by):%Y-%m-%d %H:%M}"},
            field="found",
        )


def _settle(promise: Promise, case: Case, found: str, *, at: datetime) -> None:
    promise.found, promise.found_at = found, at
    if found == Found.KEPT:
        promise.settled_at = at
    promise.save(update_fields=["found", "found_at", "settled_at"])
    if found == Found.FALSE:
        Exclusion.objects.get_or_create(case=case, defaults={"party": case.applicant, "since": at})


def order_to_keep(*, case: Case, requirements: str, correct_by: date, by: Actor, at: datetime) -> Case:
    """The promise was false or not kept: order to put it right, with the last day; then it is checked once more,
    within the time that the first check had, from the last day on.

    A false promise is always ordered to be put right before anything is revoked; one that was not kept may be (AY 28;
    国办发〔2020〕42号). One order is enough.
    """
    requirements = clean(requirements, field="requirements", longest=2000, multiline=True)
    if not requirements:
        raise Invalid(_("请写明要改正什么。"), field="requirements")
    if correct_by <= timezone.localdate(at):
        raise Invalid(_("改正的期限要晚于今天。"), field="correct_by")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        promise = require_broken(case)
        last = _last_moment(case, correct_by, at=at)
        promise.correct_by, promise.round = last, promise.round + 1
        promise.check_due_at = later_check.due(case, at=last) or last
        found, promise.found, promise.found_at = promise.found, "", None
        promise.save(update_fields=["correct_by", "check_due_at", "round", "found", "found_at"])
        mandate_id = standing.mandate_id(warrant)
        detail = {"until": timezone.localdate(last).isoformat()}
        life_cycle.note(case=case, act="order_to_keep", by=by, at=at, mandate_id=mandate_id, detail=detail)
        letters.order(case, promise, found=found, requirements=requirements, by=by, mandate_id=mandate_id, at=at)
    return case


def _last_moment(case: Case, day: date, *, at: datetime) -> datetime:
    """Close of business of that day; a day off ends with the next working day (民法典第二百零三条)."""
    days = (day - timezone.localdate(at)).days
    return timing.due_after(case, Limit(days, Unit.calendar_days), at=at).at


def require_broken(case: Case) -> Promise:
    """The promise that was found to be false or not kept, and was not yet ordered to be put right. One statement."""
    broken = Promise.objects.filter(case=case, found__in=BROKEN, settled_at__isnull=True, correct_by__isnull=True)
    promise = broken.first()
    if promise is None:
        raise NothingToCheck(_("这件办件没有不实或者未履行、还可以责令改正的承诺。"))
    return promise


def open_checks(actor: Actor, *, at: datetime) -> QuerySet[Promise]:
    """The promises of the actor's departments that wait for something, the first due on top."""
    if actor.account is None:
        return Promise.objects.none()
    departments = [one.pk for one in desk_of(actor.account, timezone.localdate(at)).departments]
    waiting = Promise.objects.filter(check_due_at__isnull=False, settled_at__isnull=True)
    mine = waiting.filter(case__department__in=departments).order_by("check_due_at", "id")
    return mine.select_related("case__item_version", "case__applicant", "case__department", "case__centre")
