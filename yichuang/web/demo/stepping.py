"""Cases on the way through their steps: two departments side by side, sent back, handed on, visits."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Protocol
from uuid import uuid4

from django.utils import timezone

from yichuang.base import calendar as calendars
from yichuang.cases import deciding, examining
from yichuang.cases.models import Case, CaseStep, Outcome, SiteFinding
from yichuang.cases.pausing import hearing
from yichuang.cases.steps import delegating, experts, inspecting, laying, photographs, returning
from yichuang.catalogue.kinds import StepKind
from yichuang.catalogue.models import ItemVersion
from yichuang.documents import receiving
from yichuang.offices.mandates import running
from yichuang.offices.models import Department, Duty, Posting
from yichuang.people import actors
from yichuang.people.actors import Actor
from yichuang.people.models import Account
from yichuang.web.demo import pictures
from yichuang.web.demo.staffing import decider

PLACE = "安阳县演示路1号门面房"
WHY_NOT_AT_ONCE = "申请内容与登记信息有一处不一致，需要部门核实后决定。"
WORDS = "材料齐全，符合本部门的条件。"


class Later(Protocol):
    """The time of the next act, so many working days and minutes on."""

    def __call__(self, *, days: int = 0, minutes: int = 25) -> datetime:
        """The time."""


Act = Callable[[Case, Later], object]


def has_steps_of_its_own(version: ItemVersion) -> bool:
    """Whether more than examining by the department itself stands before the decision."""
    way = laying.plan(version.parsed)
    return any(step.departments or step.kind not in (StepKind.EXAMINE, StepKind.DECIDE) for step in way)


def acts_for(version: ItemVersion) -> Sequence[Act]:
    """What is shown with this item: visits, experts or a review where it has them, else departments side by side."""
    kinds = {step.kind for step in laying.plan(version.parsed)}
    if StepKind.INSPECT in kinds:
        return (visit_arranged, visit_recorded, visited_and_done)
    if StepKind.EXPERT_OPINION in kinds:
        return (expert_asked, expert_answered)
    if StepKind.REVIEW in kinds:
        return (begun, reviewed, late)
    return (side_by_side, sent_back, handed_on)


def days_ago(act: Act) -> int:
    """How many working days ago its case began: what is late has had more time than the centre gives a step."""
    return 9 if act is late else 3


def begun(case: Case, later: Later) -> Case:
    """The first step has it: the chief approver's review, or the department."""
    at = later()
    by = actors.of(_officers(case.department, Duty.EXAMINER, at)[0], at=at)
    return examining.begin(case=case, why_not_at_once=WHY_NOT_AT_ONCE, by=by, at=at)


def reviewed(case: Case, later: Later) -> Case:
    """The chief approver has reviewed; what follows has a day of its own."""
    case = begun(case, later)
    if laying.plan(case.item_version.parsed)[0].kind != StepKind.REVIEW:
        case = _both_say(case, later)
    at = later()
    words = "申请材料齐全，符合法定形式，转下一环节办理。"
    by = decider(case, at=at)
    return deciding.propose(case=case, recommends=Outcome.GRANTED, text=words, by=by, at=at)


def late(case: Case, later: Later) -> None:
    """The step that is open has taken longer than it may."""
    if laying.plan(case.item_version.parsed)[0].kind == StepKind.REVIEW:
        reviewed(case, later)
    else:
        begun(case, later)


def expert_asked(case: Case, later: Later) -> Case:
    """A doctor of another department is asked."""
    case = begun(case, later)
    at = later()
    day = calendars.load(case.centre.region_code).add_working_days(timezone.localdate(at), 5)
    by = actors.of(_officers(case.department, Duty.EXAMINER, at)[0], at=at)
    question = "请根据病历和检查报告，提出残疾类别和等级的评定意见。"
    return experts.ask(case=case, question=question, due_on=day, expert=_doctor(case, at), by=by, at=at)


def expert_answered(case: Case, later: Later) -> None:
    """He has answered: the department examines."""
    case = expert_asked(case, later)
    at = later(minutes=60)
    by, asked = actors.of(_doctor(case, at), at=at), case.expert_opinions.get()
    words = "听力残疾三级，符合《残疾人残疾分类和分级》国家标准。"
    experts.enter(case=case, opinion=asked.pk, recommends=Outcome.GRANTED, text=words, by=by, at=at)


def _doctor(case: Case, at: datetime) -> Account:
    return _officers(Department.objects.get(centre=case.centre, code="health"), Duty.EXAMINER, at)[0]


def side_by_side(case: Case, later: Later) -> None:
    """Both departments have it; the first has spoken."""
    case = begun(case, later)
    _says(case, case.department, later)


def sent_back(case: Case, later: Later) -> None:
    """Both have spoken; the head asks the other department to look again."""
    case = begun(case, later)
    steps = list(CaseStep.objects.filter(case=case, position=1).select_related("department"))
    for step in steps:
        case = _says(case, step.department, later)
    other = next(step for step in steps if step.department_id != case.department_id)
    at = later()
    head = actors.of(_officers(case.department, Duty.HEAD, at)[0], at=at)
    returning.send_back(case=case, step=other.pk, reason="请补充对供水管网影响的意见。", by=head, at=at)


def handed_on(case: Case, later: Later) -> None:
    """An officer gives his seat to a colleague."""
    case = begun(case, later)
    at = later()
    giver, taker = _officers(case.department, Duty.EXAMINER, at)[:2]
    delegating.hand_on(case=case, to=taker, reason="明日起参加业务培训。", by=actors.of(giver, at=at), at=at)


def visit_arranged(case: Case, later: Later, *, days: int = 4) -> Case:
    """Two officers will come; the applicant is told."""
    case = begun(case, later)
    at = later()
    team = _officers(case.department, Duty.EXAMINER, at)[:2]
    day = calendars.load(case.centre.region_code).add_working_days(timezone.localdate(at), days)
    visit_at = at + (day - timezone.localdate(at)) + timedelta(minutes=20)
    points = ["经营场所面积和布局", "冷藏、消毒设施", "与申请材料是否一致"]
    by = actors.of(team[0], at=at)
    return inspecting.arrange(case=case, place=PLACE, visit_at=visit_at, team=team, points=points, by=by, at=at)


def visit_recorded(case: Case, later: Later) -> Case:
    """They came; one has laid down what they found, the other has still to confirm it."""
    case = visit_arranged(case, later, days=0)
    at = later(minutes=60)
    by = actors.of(_officers(case.department, Duty.EXAMINER, at)[0], at=at)
    for number in (1, 2):
        stream = io.BytesIO(pictures.sheet(f"现场照片{number}"))
        file = receiving.receive_upload(stream=stream, name=f"现场照片{number}.png", by=by, at=at)
        photographs.add(case=case, key=uuid4(), file=file, by=by, at=at)
    return inspecting.record(
        case=case,
        found=["面积和布局与平面图一致。", "冷藏柜两台、消毒柜一台，运行正常。", "与申请材料一致。"],
        finding=SiteFinding.CONFORM,
        applicant_present=True,
        statement="没有意见。",
        by=by,
        at=at,
    )


def visited_and_done(case: Case, later: Later) -> None:
    """Both stand for the record: it went out, and the case is examined."""
    case = visit_recorded(case, later)
    at = later()
    inspecting.confirm(case=case, by=actors.of(_officers(case.department, Duty.EXAMINER, at)[1], at=at), at=at)


def _both_say(case: Case, later: Later) -> Case:
    """Two officers of the department examine."""
    for officer in _officers(case.department, Duty.EXAMINER, later(minutes=1))[: laying.OFFICERS]:
        at = later()
        by = actors.of(officer, at=at)
        case = examining.give_opinion(case=case, recommends=Outcome.GRANTED, text=WORDS, by=by, at=at)
    return case


def _says(case: Case, department: Department, later: Later) -> Case:
    at = later()
    by = actors.of(_officers(department, Duty.EXAMINER, at)[0], at=at)
    return examining.give_opinion(case=case, recommends=Outcome.GRANTED, text=WORDS, by=by, at=at)


def _officers(department: Department, duty: Duty, at: datetime) -> list[Account]:
    posts = Posting.objects.filter(running(timezone.localdate(at)), duty=duty, department=department)
    own = posts.filter(substitute_for__isnull=True).select_related("account").order_by("id")
    return [post.account for post in own]


def call_hearing(case: Case, by: Actor, at: datetime) -> Case:
    """A hearing nine working days on, when somebody can chair it."""
    chair = hearing.possible_chairs(case, at=at).first()
    if chair is None:
        return case
    day = calendars.load(case.centre.region_code).add_working_days(timezone.localdate(at), 9)
    return hearing.call(
        case=case,
        matter="申请事项与相邻住户的重大利益关系",
        held_at=timezone.make_aware(datetime.combine(day, time(9, 30))),
        place="政务服务中心二楼会议室",
        chair=chair,
        by=by,
        at=at,
    )
