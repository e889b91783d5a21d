"""Every date of a case with its account: by what law, from when, how long, each day counted or left out and why.

For the applicant, the clerk and the court alike: whoever doubts a date finds here all that it was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yichuang.base import calendar as calendars
from yichuang.base.explaining import explain, length_words
from yichuang.base.limits import DayCount, Due, Limit, Stop, Stopped, Unit, due
from yichuang.base.working_days import WorkingCalendar
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
    """Every date that the case has or had, in the order of its way. The number of statements grows with nothing that a
    case has many of."""
    known = _Known(case, calendars.load(case.centre.region_code), timing.rules_for(case))
    parts = (_before_acceptance, _decision, _hearing, _pauses, _afterwards)
    return [one for part in parts for one in part(known)]


@dataclass(frozen=True)
class _Known:
    """The case, and what every account of it needs, read once."""

    case: Case
    calendar: WorkingCalendar
    rules: timing.Rules


def sources(found: list[Reckoning], case: Case) -> list[str]:
    """The notices on which the days off among all these days rest. One statement."""
    days = [one.date for reckoning in found for one in reckoning.days]
    return calendars.sources(case.centre.region_code, since=min(days), until=max(days)) if days else []


def _before_acceptance(known: _Known) -> Iterator[Reckoning]:
    case = known.case
    review = known.rules.of(Rule.Kind.REVIEW, at=case.submitted_at)
    if review is not None:
        limit = timing.limit_of(review)
        yield _reckoned(known, "review", _("受理审查"), review.basis, case.submitted_at, _("收到申请"), limit, stops=())
    for notice in Correction.objects.filter(case=case).order_by("round"):
        rule = known.rules.of(Rule.Kind.CORRECTION, at=notice.told_at)
        if rule is not None:
            title = _("第 %(n)s 次补正") % {"n": notice.round}
            words = _("告知补正")
            limit = timing.limit_of(rule)
            key = f"correction-{notice.round}"
            yield _reckoned(known, key, title, rule.basis, notice.told_at, words, limit, stops=())


def _decision(known: _Known) -> Iterator[Reckoning]:
    """The two clocks of the decision. The time before acceptance is not part of them: they begin with it."""
    case = known.case
    if case.accepted_at is None:
        return
    statutory, promised = timing.limits(case, at=case.accepted_at)
    published = limit_for(case.item_version.parsed, case.situations)
    stops = timing.stops(case)
    if promised is not None:
        law = _basis(published.promised, _promise_of(known))
        missed = _("超过承诺日期没有办结的，应当向社会说明原因（《优化营商环境条例》第三十六条）。")
        yield _reckoned(
            known,
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
            known, "statutory", _("法定办结"), law, case.accepted_at, pgettext("step", "受理"), longer, stops, note=note
        )


def _basis(published: TimeLimit | None, otherwise: str) -> str:
    return (published.basis or published.text if published else "") or otherwise


def _promise_of(known: _Known) -> str:
    accepted_at = known.case.accepted_at
    rule = known.rules.of(Rule.Kind.DECISION, at=accepted_at) if accepted_at else None
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


_HEARING_COUNTS: Final = {
    Rule.Kind.HEARING_REQUEST: gettext_lazy("这几天算在办理期限里：没有人申请的，期限届满后即可作出决定。"),
    Rule.Kind.HEARING_ORGANISING: gettext_lazy(
        "从申请之日起到听证结束，不算在办理期限里（《行政许可法》第四十五条）；通知听证时从办理期限中扣除。"
    ),
}


def _hearing(known: _Known) -> Iterator[Reckoning]:
    """By when a hearing may be asked for, and by when it must be held. The rule of the day on which each began."""
    case = known.case
    hearing: Hearing | None = getattr(case, "hearing", None)
    kinds = Rule.Kind
    begun = (
        (kinds.HEARING_REQUEST, hearing.told_at if hearing else None, _("告知听证权利"), _("申请听证")),
        (kinds.HEARING_ORGANISING, hearing.asked_at if hearing else None, _("申请听证"), _("组织听证")),
    )
    for kind, start, words, title in begun:
        rule = known.rules.of(kind, at=start) if start else None
        if rule is not None and start is not None:
            limit, note = timing.limit_of(rule), str(_HEARING_COUNTS[kind])
            yield _reckoned(known, str(kind), title, rule.basis, start, words, limit, stops=(), note=note)
    sent: Forwarding | None = getattr(case, "forwarding", None)
    if sent is not None and case.accepted_at is not None:
        rule = known.rules.of(kinds.LOWER_REVIEW, at=case.accepted_at)
        if rule is not None:
            note = _("%(day)s 转报%(body)s。") % {"day": timezone.localdate(sent.sent_at), "body": sent.to_body}
            limit, title = timing.limit_of(rule), _("转报前的审查")
            words = pgettext("step", "受理")
            yield _reckoned(
                known, str(kinds.LOWER_REVIEW), title, rule.basis, case.accepted_at, words, limit, (), note=note
            )


def _pauses(known: _Known) -> Iterator[Reckoning]:
    """What a special procedure was told to take. How long it took is in the days of the two clocks."""
    case = known.case
    told = Hold.objects.filter(case=case, stops_clock=True, expected_until__isnull=False)
    for hold in told.order_by("since", "id"):
        assert hold.expected_until is not None  # noqa: S101 - asked for above
        first, last = timezone.localdate(hold.since), timezone.localdate(hold.expected_until)
        limit = Limit(max(known.calendar.working_days_between(first, last), 1), Unit.working_days)
        if hold.until is None:
            note = _("正在进行，两个办结期限暂停计算。")
        else:
            note = _("%(day)s 结束。") % {"day": timezone.localdate(hold.until)}
        title = _("%(title)s预计结束") % {"title": hold.title}
        yield _reckoned(known, f"hold-{hold.pk}", title, hold.basis, hold.since, _("书面告知"), limit, (), note=note)


def _afterwards(known: _Known) -> Iterator[Reckoning]:
    case = known.case
    if case.decided_at is None:
        return
    rule = known.rules.of(Rule.Kind.DELIVERY, at=case.decided_at)
    if rule is not None:
        limit = timing.limit_of(rule)
        yield _reckoned(known, "delivery", _("颁发、送达"), rule.basis, case.decided_at, _("作出决定"), limit, stops=())


def _reckoned(
    known: _Known,
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
    hours = office_hours(known.case.centre_id, timezone.localdate(start))
    days = explain(start, limit, known.calendar, stops, hours)
    ends: Due | None = None
    try:
        ends = due(start, limit, known.calendar, stops, hours)
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
