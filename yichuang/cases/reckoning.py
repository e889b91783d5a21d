"""Every date of a case with its account: by what law, from when, how long, each day counted or left out and why.

For the applicant, the clerk and the court alike: whoever doubts a date finds here all that it was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yichuang.base import calendar as calendars
from yichuang.base.explaining import explain, length_words
from yichuang.base.limits import DayCount, Due, Limit, Stop, Stopped, Unit, due
from yichuang.cases import timing
from yichuang.cases.models import Case, Correction, Extension, Forwarding, Hearing, Hold, Rule
from yichuang.catalogue.content import TimeLimit
from yichuang.catalogue.rules import limit_for
from yichuang.offices.queries import office_hours

BY_LAW = "《行政许可法》"


@dataclass(frozen=True)
class Reckoning:
    """One date of a case and what it is made of. `due` is empty while the clock stands still.

    `key` names it for machines; `start_words` says what happened at `start`; `note` is what else must be known.
    """

    key: str
    title: str
    law: str
    start: datetime
    start_words: str
    limit: Limit
    days: list[DayCount]
    due: datetime | None
    provisional: bool
    note: str = ""

    @property
    def length(self) -> str:
        """The limit in words."""
        return length_words(self.limit.length, self.limit.unit)

    @property
    def left_out(self) -> list[DayCount]:
        """The days that do not count, each with its reason."""
        return [one for one in self.days if not one.counted]

    @property
    def counted(self) -> int:
        """How many days count."""
        return sum(one.counted for one in self.days)


def of(case: Case) -> list[Reckoning]:
    """Every date that the case has or had, in the order of its way. A bounded number of statements."""
    return [*_before_acceptance(case), *_decision(case), *_hearing(case), *_pauses(case), *_afterwards(case)]


def sources(found: list[Reckoning], case: Case) -> list[str]:
    """The notices on which the days off among all these days rest. One statement."""
    days = [one.date for reckoning in found for one in reckoning.days]
    return calendars.sources(case.centre.region_code, since=min(days), until=max(days)) if days else []


def _before_acceptance(case: Case) -> Iterator[Reckoning]:
    review = timing.rule(case, Rule.Kind.REVIEW, at=case.submitted_at)
    if review is not None:
        limit = timing.limit_of(review)
        yield _reckoned(case, "review", _("受理审查"), review.basis, case.submitted_at, _("收到申请"), limit, stops=())
    for notice in Correction.objects.filter(case=case).order_by("round"):
        rule = timing.rule(case, Rule.Kind.CORRECTION, at=notice.told_at)
        if rule is not None:
            title = _("第 %(n)s 次补正") % {"n": notice.round}
            words = _("告知补正")
            limit = timing.limit_of(rule)
            key = f"correction-{notice.round}"
            yield _reckoned(case, key, title, rule.basis, notice.told_at, words, limit, stops=())


def _decision(case: Case) -> Iterator[Reckoning]:
    """The two clocks of the decision. The time before acceptance is not part of them: they begin with it."""
    if case.accepted_at is None:
        return
    statutory, promised = timing.limits(case, at=case.accepted_at)
    published = limit_for(case.item_version.parsed, case.situations)
    stops = timing.stops(case)
    if promised is not None:
        law = _basis(published.promised, _promise_of(case))
        missed = _("超过承诺日期没有办结的，应当向社会说明原因（《优化营商环境条例》第三十六条）。")
        yield _reckoned(
            case,
            "promised",
            _("承诺办结"),
            law,
            case.accepted_at,
            pgettext("step", "受理"),
            promised,
            stops,
            note=missed,
        )
    longer = timing.with_extension(case, statutory)
    if longer is not None:
        law = _basis(published.statutory, f"{BY_LAW}第四十二条")
        note = _extension_of(case) if longer != statutory else ""
        yield _reckoned(
            case, "statutory", _("法定办结"), law, case.accepted_at, pgettext("step", "受理"), longer, stops, note=note
        )


def _basis(published: TimeLimit | None, otherwise: str) -> str:
    return (published.basis or published.text if published else "") or otherwise


def _promise_of(case: Case) -> str:
    rule = timing.rule(case, Rule.Kind.DECISION, at=case.accepted_at) if case.accepted_at else None
    return rule.basis if rule else _("事项公布的承诺时限")


def _extension_of(case: Case) -> str:
    granted = Extension.objects.filter(case=case, granted=True).first()
    if granted is None:
        return ""
    limit = length_words(granted.length, granted.unit)
    on = timezone.localdate(granted.answered_at) if granted.answered_at else ""
    return _("%(on)s 经本机关负责人批准延长 %(limit)s（%(basis)s），已经算在内。") % {
        "on": on,
        "limit": limit,
        "basis": granted.basis,
    }


def _hearing(case: Case) -> Iterator[Reckoning]:
    """By when a hearing may be asked for, and by when it must be held. The rule of the day on which each began."""
    hearing: Hearing | None = getattr(case, "hearing", None)
    kinds = Rule.Kind
    begun = (
        (kinds.HEARING_REQUEST, hearing.told_at if hearing else None, _("告知听证权利"), _("申请听证")),
        (kinds.HEARING_ORGANISING, hearing.asked_at if hearing else None, _("申请听证"), _("组织听证")),
    )
    for kind, start, words, title in begun:
        rule = timing.rule(case, kind, at=start) if start else None
        if rule is not None and start is not None:
            yield _reckoned(case, str(kind), title, rule.basis, start, words, timing.limit_of(rule), stops=())
    sent: Forwarding | None = getattr(case, "forwarding", None)
    if sent is not None and case.accepted_at is not None:
        rule = timing.rule(case, kinds.LOWER_REVIEW, at=case.accepted_at)
        if rule is not None:
            note = _("%(day)s 转报%(body)s。") % {"day": timezone.localdate(sent.sent_at), "body": sent.to_body}
            limit, title = timing.limit_of(rule), _("转报前的审查")
            words = pgettext("step", "受理")
            yield _reckoned(
                case, str(kinds.LOWER_REVIEW), title, rule.basis, case.accepted_at, words, limit, (), note=note
            )


def _pauses(case: Case) -> Iterator[Reckoning]:
    """What a special procedure was told to take. How long it took is in the days of the two clocks."""
    told = Hold.objects.filter(case=case, stops_clock=True, expected_until__isnull=False)
    calendar = calendars.load(case.centre.region_code)
    for hold in told.order_by("since", "id"):
        assert hold.expected_until is not None  # noqa: S101 - asked for above
        first, last = timezone.localdate(hold.since), timezone.localdate(hold.expected_until)
        limit = Limit(max(calendar.working_days_between(first, last), 1), Unit.working_days)
        if hold.until is None:
            note = _("正在进行，两个办结期限暂停计算。")
        else:
            note = _("%(day)s 结束。") % {"day": timezone.localdate(hold.until)}
        title = _("%(title)s预计结束") % {"title": hold.title}
        yield _reckoned(case, f"hold-{hold.pk}", title, hold.basis, hold.since, _("书面告知"), limit, (), note=note)


def _afterwards(case: Case) -> Iterator[Reckoning]:
    if case.decided_at is None:
        return
    rule = timing.rule(case, Rule.Kind.DELIVERY, at=case.decided_at)
    if rule is not None:
        limit = timing.limit_of(rule)
        yield _reckoned(case, "delivery", _("颁发、送达"), rule.basis, case.decided_at, _("作出决定"), limit, stops=())


def _reckoned(
    case: Case,
    key: str,
    title: str,
    law: str,
    start: datetime,
    start_words: str,
    limit: Limit,
    stops: tuple[Stop, ...],
    *,
    note: str = "",
) -> Reckoning:
    hours = office_hours(case.centre_id, timezone.localdate(start))
    calendar = calendars.load(case.centre.region_code)
    days = explain(start, limit, calendar, stops, hours)
    ends: Due | None = None
    try:
        ends = due(start, limit, calendar, stops, hours)
    except Stopped as stopped:
        note = f"{stopped}{note}"
    return Reckoning(
        key,
        title,
        law,
        start,
        start_words,
        limit,
        days,
        ends.at if ends else None,
        bool(ends and ends.provisional),
        note,
    )
