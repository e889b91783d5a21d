"""Hearings (听证): rights told, asked for within five days, held within twenty, notice seven days before, a chair who
does not examine the case, a signed record that the decision follows (行政许可法第四十六条至第四十八条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import calendar as calendars
from yichuang.base.limits import Due
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import deadlines, deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, Hearing, Hold, InterestedParty, Opinion, Procedure, Rule, Side
from yichuang.cases.pausing import letters, touched
from yichuang.cases.pausing.procedures import (
    BY_LAW,
    Kind,
    checked_text,
    hold_clock,
    open_holds,
    recounting,
    release,
    told_of,
)
from yichuang.offices.mandates import Warrant, running
from yichuang.offices.models import Duty, Posting, Power
from yichuang.people.actors import Actor
from yichuang.people.models import Account


class NoHearing(Refused):
    """The step of a hearing is not possible now: not told, told before, too late, too early."""

    code = "no_hearing"


def tell_rights(*, case: Case, matter: str, by: Actor, at: datetime) -> Case:
    """Before deciding what directly touches important interests, tell the applicant and whoever is named as touched
    that they may ask for a hearing, and until when (XKF 47)."""
    matter = checked_text(matter, field="matter", longest=500, sentence=_("请写明听证的事项。"))
    with transaction.atomic():
        case, warrant = _examiners(case, "tell_hearing_rights", by=by, at=at)
        require_untold(case)
        hearing = Hearing.objects.create(case=case, matter=matter, told_at=at, apply_by=ask_until(case, at=at))
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(case=case, name="tell_hearing_rights", by=by, at=at, mandate_id=mandate_id)
        for party in (None, *_interested(case)):
            letters.hearing_rights(case, hearing, to=party, by=by, mandate_id=mandate_id, at=at)
    return case


def ask_until(case: Case, *, at: datetime) -> datetime:
    """Until when whoever is told at `at` may ask for a hearing (XKF 47: five days)."""
    return _by_rule(case, Rule.Kind.HEARING_REQUEST, at=at).at


def ask(*, case: Case, of: int | None = None, by: Actor, at: datetime) -> Case:
    """The applicant, or the one among those told whose row is `of`, asks for a hearing in time (XKF 47)."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        told = touched.speaker(case, of, by=by, at=at)
        name, side = ("ask_hearing_as_touched", Side.INTERESTED) if told else ("ask_hearing", Side.APPLICANT)
        life_cycle.require(case, name)
        hearing = require_open_for_requests(case, at=at)
        require_unwaived(hearing, told)
        _asked(case, hearing, side, at=at)
        life_cycle.move(case=case, name=name, by=by, at=at, detail={"side": str(side)})
    return case


def take_request(*, case: Case, side: str, by: Actor, at: datetime) -> Case:
    """A request on paper from the applicant or from somebody whose interests are touched (XKF 47)."""
    if side not in (Side.APPLICANT, Side.INTERESTED):
        raise Invalid(_("请选择由谁申请听证。"), field="side")
    with transaction.atomic():
        case, warrant = _examiners(case, "take_hearing_request", by=by, at=at)
        hearing = require_somebody(case, at=at)
        if side == Side.APPLICANT:
            require_unwaived(hearing, None)
        _asked(case, hearing, Side(side), at=at)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(
            case=case, name="take_hearing_request", by=by, at=at, mandate_id=mandate_id, detail={"side": side}
        )
    return case


def require_open_for_requests(case: Case, *, at: datetime) -> Hearing:
    """The rights were told, nobody has asked yet, and the time has not run out. One statement."""
    hearing = hearing_of(case)
    if hearing is None or hearing.apply_by is None:
        raise NoHearing(_("这件办件没有告知听证权利，不能申请听证。"))
    if hearing.asked_at or hearing.called_at:
        raise NoHearing(_("听证已经申请，行政机关正在组织。"))
    if at > hearing.apply_by:
        raise NoHearing(_("申请听证的期限（被告知之日起五日内，《行政许可法》第四十七条）已经届满。"))
    return hearing


def require_somebody(case: Case, *, at: datetime) -> Hearing:
    """Somebody who may still ask for the hearing has not waived it. Two statements."""
    hearing = require_open_for_requests(case, at=at)
    if hearing.is_waived:
        raise NoHearing(_("申请人和利害关系人都已经声明放弃听证。"))
    return hearing


def require_unwaived(hearing: Hearing, told: InterestedParty | None) -> Hearing | InterestedParty:
    """The hearing that may still be asked for was not waived by the applicant, or by this one of those told."""
    if told is None and hearing.waived_at:
        raise NoHearing(_("申请人已经声明放弃听证，不能再申请听证。"))
    if told is not None and told.waived_at:
        raise NoHearing(_("这位利害关系人已经声明放弃听证。"), field="of")
    return told or hearing


def require_untold(case: Case) -> None:
    """There is no hearing yet. One statement."""
    if hearing_of(case) is not None:
        raise NoHearing(_("这件办件的听证权利已经告知。"))


def require_uncalled(case: Case) -> Hearing | None:
    """No hearing was called yet. One statement."""
    hearing = hearing_of(case)
    if hearing is not None and hearing.called_at:
        raise NoHearing(_("听证已经通知。"))
    return hearing


def hearing_of(case: Case) -> Hearing | None:
    """The hearing of the case, read once."""
    found: Hearing | None = getattr(case, "hearing", None)
    return found


def _asked(case: Case, hearing: Hearing, side: Side, *, at: datetime) -> None:
    hearing.asked_at, hearing.asked_by = at, side
    hearing.organise_by = _by_rule(case, Rule.Kind.HEARING_ORGANISING, at=at).at
    hearing.save(update_fields=["asked_at", "asked_by", "organise_by"])


def call(
    *,
    case: Case,
    held_at: datetime,
    place: str,
    chair: Account,
    matter: str = "",
    is_public: bool = True,
    by: Actor,
    at: datetime,
) -> Case:
    """Call the hearing: notice seven days before, an announcement when it is public; the clock stops (XKF 45, 48).

    What was asked for is not counted from the request on: the twenty days to organise it are time that it needs.
    Without a request it is held on the body's own initiative, and then `matter` is needed (XKF 46).
    """
    place = checked_text(place, field="place", longest=200, sentence=_("请填写听证的地点。"))
    with transaction.atomic():
        case, warrant = _examiners(case, "call_hearing", by=by, at=at)
        hearing = _to_be_called(case, matter)
        _check_time(case, hearing, held_at, at=at)
        _check_chair(case, chair, at=at)
        kind = Kind(Procedure.HEARING, "", BY_LAW)
        since, why = hearing.asked_at, hearing.matter
        hearing.hold = hold_clock(case, kind, until=held_at, reason=why, since=since, by=by, at=at)
        hearing.called_at, hearing.held_at, hearing.place = at, held_at, place
        hearing.chair, hearing.is_public = chair, is_public
        hearing.save()
        mandate_id = standing.mandate_id(warrant)
        changes = recounting(case, told_of(hearing.hold))
        life_cycle.move(case=case, name="call_hearing", by=by, at=at, mandate_id=mandate_id, **changes)
        for party in (None, *_interested(case)):
            letters.hearing_notice(case, hearing, to=party, by=by, mandate_id=mandate_id, at=at)
        if is_public:
            letters.hearing_announcement(case, hearing, by=by, mandate_id=mandate_id, at=at)
    return case


def _to_be_called(case: Case, matter: str) -> Hearing:
    hearing = require_uncalled(case)
    if hearing is None:
        words = checked_text(matter, field="matter", longest=500, sentence=_("请写明听证的事项。"))
        return Hearing(case=case, matter=words)
    return hearing


def _check_time(case: Case, hearing: Hearing, held_at: datetime, *, at: datetime) -> None:
    if abs(held_at - at) > deadlines.FARTHEST:
        raise Invalid(_("听证的时间太远，请填写一年以内的时间。"), field="held_at")
    rule = _rule(case, Rule.Kind.HEARING_NOTICE, at=at)
    first, day = timezone.localdate(at), timezone.localdate(held_at)
    calendar = calendars.load(case.centre.region_code)
    if held_at <= at or calendar.working_days_between(first, day) < rule.length:
        earliest = calendar.add_working_days(first, rule.length)
        raise Invalid(
            _("听证的时间、地点应当在举行的 %(days)s 日前通知（《行政许可法》第四十八条），最早可以定在 %(earliest)s。")
            % {"days": rule.length, "earliest": earliest.isoformat()},
            field="held_at",
        )
    if hearing.organise_by and held_at > hearing.organise_by:
        raise Invalid(
            _("听证应当在申请之日起二十日内组织（《行政许可法》第四十七条），最迟 %(latest)s。")
            % {"latest": timezone.localdate(hearing.organise_by).isoformat()},
            field="held_at",
        )


def possible_chairs(case: Case, *, at: datetime) -> QuerySet[Account]:
    """The officers of the department who may chair: none who examined or accepted the case (XKF 48). One statement."""
    posts = Posting.objects.filter(running(timezone.localdate(at)), department=case.department_id)
    posts = posts.filter(duty__in=[Duty.EXAMINER, Duty.CHIEF_APPROVER, Duty.HEAD])
    examined = Opinion.objects.filter(case=case, step=Opinion.Step.EXAMINATION).values("by")
    found = Account.objects.filter(pk__in=posts.values("account")).exclude(pk__in=examined)
    return found.exclude(Q(pk=case.accepted_by_id)).order_by("pk")


def _check_chair(case: Case, chair: Account, *, at: datetime) -> None:
    if standing.is_own_case(case, chair):
        raise Invalid(_("主持人与这件办件有直接利害关系，应当回避，请另选一位。"), field="chair")
    if not possible_chairs(case, at=at).filter(pk=chair.pk).exists():
        raise Invalid(
            _("听证由审查这件办件以外的工作人员主持（《行政许可法》第四十八条），请另选一位。"), field="chair"
        )


def record(*, case: Case, attendees: Sequence[str], statements: str, by: Actor, at: datetime) -> Case:
    """The chair lays down the record, to be signed by those who took part; the clock goes on (XKF 48).

    `attendees` are the sides that came (`Side`): the record names nobody before it is signed.
    """
    statements = checked_text(statements, field="statements", longest=20_000, sentence=_("请写明听证的内容。"))
    present = [str(Side(one).label) for one in attendees if one in Side.values]
    if not present:
        raise Invalid(_("请选择参加听证的各方。"), field="attendees")
    with transaction.atomic():
        case, warrant = _examiners(case, "record_hearing", by=by, at=at)
        hearing = require_held(case, by=by, at=at)
        mandate_id = standing.mandate_id(warrant)
        letter = letters.hearing_record(case, hearing, present, statements, by=by, mandate_id=mandate_id, at=at)
        hearing.recorded_at, hearing.record_number = at, letter.number
        hearing.save(update_fields=["recorded_at", "record_number"])
        hold = hearing.hold or Hold()
        release(case, hold, result=letter.number, by=by, at=at)
        name = "end_procedure" if open_holds(case).exists() else "record_hearing"
        changes = recounting(case, told_of(hold))
        life_cycle.move(case=case, name=name, by=by, at=at, mandate_id=mandate_id, **changes)
    return case


def require_held(case: Case, *, by: Actor, at: datetime) -> Hearing:
    """The hearing that was called and whose hour has come, asked for by its chair. One statement."""
    hearing = hearing_of(case)
    if hearing is None or hearing.recorded_at or hearing.called_at is None or hearing.held_at is None:
        raise NoHearing(_("没有已经通知的听证。"))
    if at < hearing.held_at:
        raise NoHearing(_("听证还没有到举行的时间，不能制作笔录。"))
    if by.account is None or hearing.chair_id != by.account.pk:
        raise NoHearing(_("听证笔录由听证主持人制作。"))
    return hearing


def _examiners(case: Case, name: str, *, by: Actor, at: datetime) -> tuple[Case, Warrant]:
    case = deeming.locked(case, at=at)
    life_cycle.require(case, name)
    return case, standing.require_power(case, Power.EXAMINE, by=by, at=at)


def _interested(case: Case) -> list[InterestedParty]:
    return list(InterestedParty.objects.filter(case=case).select_related("party").order_by("id"))


def _rule(case: Case, kind: Rule.Kind, *, at: datetime) -> Rule:
    found = timing.rule(case, kind, at=at)
    if found is None:
        raise Invalid(_("本中心还没有设定“%(kind)s”，请联系中心管理员设定。") % {"kind": kind.label}, field="rule")
    return found


def _by_rule(case: Case, kind: Rule.Kind, *, at: datetime) -> Due:
    return timing.due_after(case, timing.limit_of(_rule(case, kind, at=at)), at=at)
