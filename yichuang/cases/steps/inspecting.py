"""The department looks at the place (现场勘验): at least two officers visit, lay down what they found, and each stands
for it (行政许可法第三十四条第三款、第五十五条). The clock goes on running (安阳市政务服务条例第三十七条)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import conflicts, deadlines, deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, CaseStep, Inspection, Inspector, Part, Rule, SiteFinding
from yichuang.cases.steps import inspection_letters, seats
from yichuang.cases.steps.delegating import DUTIES, colleagues
from yichuang.cases.steps.laying import OFFICERS
from yichuang.cases.steps.way import Way
from yichuang.catalogue.kinds import StepKind
from yichuang.offices import mandates
from yichuang.offices.mandates import Warrant
from yichuang.offices.models import Department, Posting, Power
from yichuang.people import actors
from yichuang.people.actors import Actor
from yichuang.people.models import Account

ACT: Final = "inspect"
MOST_POINTS: Final = 50
MOST_OF_A_TEAM: Final = 20
WHOLE: Final = "现场情况"
"""What is looked at when the guide names no points."""
LIVE: Final = (Inspection.State.ARRANGED, Inspection.State.RECORDED)


class NoInspection(Refused):
    """There is no visit of which this could be said now: none arranged, another arranged instead, all confirmed."""

    code = "no_inspection"


class NotAnInspector(Refused):
    """He is not of the team that visits."""

    code = "not_an_inspector"


def arrange(
    *,
    case: Case,
    place: str,
    visit_at: datetime,
    team: Sequence[Account],
    points: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Case:
    """Say when and where who visits, and what is looked at; the applicant is told in writing (AY 37).

    A visit arranged before that not everybody has confirmed is dropped. Without `points` they are those of the guide.
    """
    place = clean(place, field="place", longest=200)
    if not place:
        raise Invalid(_("请填写勘验的地点。"), field="place")
    if visit_at <= at:
        raise Invalid(_("勘验的时间已经过去，请填写将来的时间。"), field="visit_at")
    if visit_at - at > deadlines.FARTHEST:
        raise Invalid(_("勘验的时间太远，请填写一年以内的时间。"), field="visit_at")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "arrange_inspection")
        way = Way(case)
        seat = seats.take(way, ACT, Power.EXAMINE, by=by, at=at)
        steps = way.open_for(ACT)
        departments = _checked_team(way, steps, team, at=at)
        looked_at = _checked_points(points) or points_of(case, steps[0])
        late = _is_late(case, at=at)
        _drop_what_stands(case)
        arranged = {"arranged_by": seat.warrant.posting.account, "arranged_at": at, "late": late}
        visit = Inspection.objects.create(case=case, place=place, visit_at=visit_at, points=looked_at, **arranged)
        visit.steps.set(steps)
        people = [Inspector(inspection=visit, account=one, department=departments[one.pk]) for one in team]
        Inspector.objects.bulk_create(people)
        mandate_id = standing.mandate_id(seat.warrant)
        detail = seat.told() | {"inspectors": len(team)} | ({"late": True} if late else {})
        life_cycle.move(case=case, name="arrange_inspection", by=by, at=at, mandate_id=mandate_id, detail=detail)
        inspection_letters.notice(case, visit, seat.step.department, by=by, mandate_id=mandate_id, at=at)
    return case


def _drop_what_stands(case: Case) -> None:
    for visit in Inspection.objects.filter(case=case, state__in=LIVE):
        visit.state, visit.done_at = Inspection.State.DROPPED, None
        visit.save(update_fields=["state"])


def arrange_with(*, case: Case, team: Sequence[str], at: datetime, **said: Any) -> Case:
    """The same, with the officers of these user names."""
    people = {one.username: one for one in Account.objects.filter(username__in=team)}
    if unknown := [name for name in team if name not in people]:
        raise Invalid(
            _("没有这个用户名的工作人员，请核对：%(names)s。") % {"names": "、".join(unknown)[:200]}, field="team"
        )
    return arrange(case=case, team=[people[name] for name in team], at=at, **said)


def record(
    *,
    case: Case,
    found: Sequence[str],
    finding: str,
    put_right_by: date | None = None,
    applicant_present: bool = False,
    statement: str = "",
    inspection: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """One of the team lays down what was found of each point and what it comes to, and so stands for it himself.

    Laid down again, the others confirm again. `inspection` is the visit it was written for, when it comes later from
    a device that had no line.
    """
    words = _checked_found(found)
    said = clean(statement, field="statement", longest=2000, multiline=True)
    _check_finding(finding, put_right_by, on=timezone.localdate(at))
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "record_inspection")
        way = Way(case)
        visit, me, warrant = require_inspector(way, inspection=inspection, by=by, at=at)
        _check_fits(visit, words, at=at)
        visit.found, visit.finding, visit.put_right_by = words, finding, put_right_by
        visit.applicant_present, visit.statement = applicant_present, said
        visit.recorded_by, visit.recorded_at, visit.state = me.account, at, Inspection.State.RECORDED
        visit.save()
        unconfirm(visit)
        _confirmed(way, me, at=at)
        mandate_id = standing.mandate_id(warrant)
        detail = _told(me) | {"finding": finding}
        life_cycle.move(case=case, name="record_inspection", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def confirm(*, case: Case, inspection: int | None = None, by: Actor, at: datetime) -> Case:
    """One of the team stands for the record as it is. With the last of them the record goes out and the step is done;
    what must be put right is visited again first."""
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "confirm_inspection")
        way = Way(case)
        visit, me, warrant = require_unconfirmed(way, inspection=inspection, by=by, at=at)
        _confirmed(way, me, at=at)
        mandate_id = standing.mandate_id(warrant)
        whole = not visit.team.filter(confirmed_at__isnull=True).exists()
        if whole:
            letter = inspection_letters.record(case, visit, by=by, mandate_id=mandate_id, at=at)
            visit.state, visit.done_at, visit.record_number = Inspection.State.DONE, at, letter.number
            visit.save(update_fields=["state", "done_at", "record_number"])
            if visit.finding != SiteFinding.PUT_RIGHT:
                _finish(way, visit, at=at)
        detail = _told(me) | ({"finding": visit.finding, "number": visit.record_number} if whole else {})
        life_cycle.move(case=case, name="confirm_inspection", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def _finish(way: Way, visit: Inspection, *, at: datetime) -> None:
    visited = set(visit.steps.values_list("pk", flat=True))
    for step in [one for one in way.open_for(ACT) if one.pk in visited]:
        way.finish(step, at=at)


def live(way: Way) -> Inspection | None:
    """The visit that is arranged or waits to be confirmed, for steps that are open. One statement, none without such
    a step."""
    open_ = way.open_for(ACT)
    if not open_:
        return None
    rows = Inspection.objects.filter(case=way.case, state__in=LIVE, steps__in=open_)
    return rows.select_related("recorded_by").distinct().first()


def require_inspector(
    way: Way, *, inspection: int | None = None, by: Actor, at: datetime
) -> tuple[Inspection, Inspector, Warrant]:
    """The visit under way and the seat of `by` in its team, with his right to examine, in force today.

    Raises NoInspection, NotAnInspector, OwnCase, NoMandate, SamePerson.
    """
    visit = live(way)
    if visit is None or inspection not in (None, visit.pk):
        raise over()
    team = visit.team.select_related("account", "department")
    me = next((one for one in team if by.account is not None and one.account_id == by.account.pk), None)
    if me is None:
        raise NotAnInspector(_("您不是这次勘验的人员。勘验记录由到现场的人员填写和确认。"))
    standing.refuse_own_case(way.case, by)
    conflicts.refuse_second_part(way.case, Part.EXAMINE, who=by.account, hands=way.hands)
    powers = mandates.powers_of(item_code=way.case.item.code, department=me.department, by=by, at=at)
    return visit, me, powers.require(Power.EXAMINE)


def over() -> NoInspection:
    """What whoever comes too late is told."""
    return NoInspection(_("这次勘验已经完成、退回或者另行安排，不能再补充。请刷新办件页面查看最新安排。"))


def require_unconfirmed(
    way: Way, *, inspection: int | None = None, by: Actor, at: datetime
) -> tuple[Inspection, Inspector, Warrant]:
    """The same, where there is a record that he has not confirmed yet."""
    visit, me, warrant = require_inspector(way, inspection=inspection, by=by, at=at)
    if visit.state != Inspection.State.RECORDED:
        raise NoInspection(_("勘验记录还没有填写，不能确认。"))
    if me.confirmed_at is not None:
        raise NoInspection(_("您已经确认这份勘验记录。"))
    return visit, me, warrant


def unconfirm(visit: Inspection) -> None:
    """What was confirmed is not what stands there now: everybody confirms again. One statement."""
    visit.team.update(confirmed_at=None)


def points_of(case: Case, step: CaseStep) -> list[str]:
    """What the guide says of the step, point by point; one point for everything when it says nothing."""
    steps = [one for one in case.item_version.parsed.steps if one.kind == StepKind.INSPECT]
    said = next((one.note for one in steps if one.name == step.name), "")
    parts = [part.strip(" 。.") for part in re.split(r"[\n；;]", said)]
    return [part[:200] for part in parts if part][:MOST_POINTS] or [WHOLE]


def arrange_by(case: Case) -> datetime | None:
    """By when the team must be named: within the rule's days from acceptance (XKF 55). Three statements at most."""
    if case.accepted_at is None:
        return None
    due = timing.due_by_rule(case, Rule.Kind.INSPECTION_TEAM, at=case.accepted_at)
    return due.at if due else None


def _is_late(case: Case, *, at: datetime) -> bool:
    first = not Inspection.objects.filter(case=case).exists()
    latest = arrange_by(case) if first else None
    return latest is not None and at > latest


def _checked_team(
    way: Way, steps: Sequence[CaseStep], team: Sequence[Account], *, at: datetime
) -> Mapping[int, Department]:
    """The department for which each of the team visits. A few statements for each of them."""
    wanted = max(OFFICERS, *(step.officers for step in steps))
    people = {one.pk: one for one in team}
    if not wanted <= len(people) <= MOST_OF_A_TEAM or len(people) != len(team):
        raise Invalid(
            _("现场核查应当指派两名以上工作人员（《行政许可法》第三十四条），这里须选 %(least)s 至 %(most)s 名。")
            % {"least": wanted, "most": MOST_OF_A_TEAM},
            field="team",
        )
    found = departments_of(steps, people.values(), on=timezone.localdate(at))
    for step in steps:
        if step.department not in found.values():
            raise Invalid(
                _("联合勘验须有%(department)s的工作人员参加，请补选。") % {"department": step.department}, field="team"
            )
    for one in team:
        _check_member(way, one, found.get(one.pk), at=at)
    return found


def departments_of(steps: Sequence[CaseStep], people: object, *, on: date) -> dict[int, Department]:
    """For which of the departments that inspect each of these accounts examines. One statement."""
    places = {step.department_id: step.department for step in steps}
    posts = Posting.objects.filter(mandates.running(on), duty__in=DUTIES, account__in=people, department__in=places)
    rows = posts.order_by("-id").values_list("account_id", "department_id")
    return {account: places[department] for account, department in rows}


def _check_member(way: Way, one: Account, department: Department | None, *, at: datetime) -> None:
    try:
        if department is None or not colleagues(way.open_for(ACT), on=timezone.localdate(at)).filter(pk=one.pk):
            raise NotAnInspector(_("不是办理部门负责审查的在岗人员。"))
        actor = actors.of(one, at=at)
        standing.refuse_own_case(way.case, actor)
        conflicts.refuse_second_part(way.case, Part.EXAMINE, who=one, hands=way.hands)
        mandates.require(power=Power.EXAMINE, item_code=way.case.item.code, department=department, by=actor, at=at)
    except Refused:
        raise Invalid(
            _(
                "%(name)s不能参加勘验：须是办理部门负责审查的在岗人员，本人的办件应当回避，受理、会签、审核、决定人员不兼任。"
            )
            % {"name": one.display_name},
            field="team",
        ) from None


def _checked_points(points: Sequence[str]) -> list[str]:
    words = [clean(one, field="points", longest=200) for one in points]
    kept = [one for one in words if one]
    if len(kept) > MOST_POINTS:
        raise Invalid(_("勘验要点最多 %(most)s 条，请合并。") % {"most": MOST_POINTS}, field="points")
    return kept


def _checked_found(found: Sequence[str]) -> list[str]:
    if len(found) > MOST_POINTS:
        raise Invalid(_("勘验要点最多 %(most)s 条，请合并。") % {"most": MOST_POINTS}, field="found")
    words = [clean(one, field="found", longest=1000, multiline=True) for one in found]
    if not all(words):
        raise Invalid(_("请逐条写明勘验看到的情况。"), field="found")
    return words


def _check_finding(finding: str, put_right_by: date | None, *, on: date) -> None:
    if finding not in SiteFinding.values:
        raise Invalid(_("请选择勘验结论：符合、不符合，或者限期改正。"), field="finding")
    if finding == SiteFinding.PUT_RIGHT and (put_right_by is None or put_right_by <= on):
        raise Invalid(_("限期改正的，请填写将来的改正期限。"), field="put_right_by")
    if finding != SiteFinding.PUT_RIGHT and put_right_by is not None:
        raise Invalid(_("只有限期改正的，才填写改正期限。"), field="put_right_by")


def _check_fits(visit: Inspection, words: Sequence[str], *, at: datetime) -> None:
    if len(words) != len(visit.points):
        raise Invalid(
            _("这次勘验有 %(points)s 条要点，请逐条写明看到的情况。") % {"points": len(visit.points)}, field="found"
        )
    if timezone.localdate(at) < timezone.localdate(visit.visit_at):
        raise NoInspection(_("还没有到勘验的日子，不能填写记录。提前勘验的，请重新安排时间。"))


def _confirmed(way: Way, me: Inspector, *, at: datetime) -> None:
    conflicts.take_part(way.case, Part.EXAMINE, who=me.account, hands=way.hands, at=at)
    me.confirmed_at = at
    me.save(update_fields=["confirmed_at"])


def _told(me: Inspector) -> dict[str, str]:
    return {"step": str(StepKind.INSPECT), "department": me.department.code}
