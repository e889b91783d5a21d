"""Experts are asked as a step of examination that does not stop the clock (专家意见、技术审查; AY 37).

An expert is a member of staff who answers himself, or somebody from outside whose signed paper an officer enters.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import conflicts, deeming, life_cycle, standing
from yichuang.cases.examining import checked_words
from yichuang.cases.models import Case, ExpertOpinion, Part
from yichuang.cases.steps import seats
from yichuang.cases.steps.way import StepNotOpen, Way
from yichuang.catalogue.kinds import StepKind
from yichuang.documents.models import StoredFile
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.people.models import Account, AccountKind, Party
from yichuang.people.queries import account_named

ACT: Final = "hear_experts"


class NotTheExpert(Refused):
    """The opinion is another's to give."""

    code = "not_the_expert"


def ask(
    *,
    case: Case,
    question: str,
    due_on: date,
    expert: Account | None = None,
    party: Party | None = None,
    step: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Ask one expert a question, to be answered by a day. Either `expert`, of the staff, or `party`, from outside.

    Refuses whoever is on the applicant's side, is touched by the case, or has another part in it.
    """
    question = clean(question, field="question", longest=2000, multiline=True)
    if not question:
        raise Invalid(_("请写明要专家回答的问题。"), field="question")
    if due_on < timezone.localdate(at):
        raise Invalid(_("专家答复的日期已经过去，请填写今天或者以后的日期。"), field="due_on")
    if (expert is None) == (party is None):
        raise Invalid(_("请选择一位工作人员，或者填写一位外部专家。"), field="expert")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "ask_expert")
        way = Way(case)
        seat = seats.take(way, ACT, Power.EXAMINE, by=by, at=at, step_id=step)
        _refuse_partial(way, expert, party, by=by)
        asked = ExpertOpinion.objects.filter(step=seat.step)
        if asked.filter(account=expert, party=party).exists():
            raise Invalid(_("已经征求过这位专家的意见。"), field="expert")
        if expert is not None:
            conflicts.take_part(case, Part.EXPERT, who=expert, hands=way.hands, at=at)
        officer, who = seat.warrant.posting.account, {"account": expert, "party": party}
        ExpertOpinion.objects.create(
            case=case, step=seat.step, question=question, due_on=due_on, asked_by=officer, asked_at=at, **who
        )
        mandate_id = standing.mandate_id(seat.warrant)
        life_cycle.move(case=case, name="ask_expert", by=by, at=at, mandate_id=mandate_id, detail=seat.told())
    return case


def enter(
    *,
    case: Case,
    opinion: int,
    recommends: str,
    text: str,
    file: StoredFile | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """What an expert answers: entered by himself, or from the signed paper of one from outside, whose scan is `file`.

    When everybody who was asked has answered, and as many as the step wants, the step is done.
    """
    words = checked_words(recommends, text)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "enter_expert_opinion")
        way = Way(case)
        one, mandate_id = require_open(way, opinion, by=by, at=at)
        if one.account_id is None:
            _check_scan(file, by=by)
        one.recommends, one.text, one.file = recommends, words, file
        one.entered_by, one.answered_at = standing.account_of(by), at
        one.save()
        detail = {"step": str(StepKind.EXPERT_OPINION), "recommends": recommends}
        _finish_when_all_answered(way, one, at=at)
        name = "enter_expert_opinion"
        life_cycle.move(case=case, name=name, by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def of_staff(username: str) -> Account:
    """The member of staff of that user name, to be asked. Raises Invalid."""
    found = account_named(username)
    if found is None or found.kind != AccountKind.STAFF:
        raise Invalid(_("没有这个用户名的工作人员，请核对。"), field="expert")
    return found


def waiting_for(way: Way, *, by: Actor) -> list[ExpertOpinion]:
    """What `by` could enter: what he was asked himself, and what outside experts answer. One statement at most."""
    open_ = way.open_for(ACT)
    if not open_ or by.account is None:
        return []
    rows = ExpertOpinion.objects.filter(step__in=open_, answered_at__isnull=True)
    rows = rows.select_related("account", "party").order_by("id")
    return [one for one in rows if one.account_id in (None, by.account.pk)]


def require_open(way: Way, opinion: int | None, *, by: Actor, at: datetime) -> tuple[ExpertOpinion, int | None]:
    """The question that `by` may answer now, any when none is named, with the instrument he enters it by."""
    waiting = [one for one in waiting_for(way, by=by) if opinion in (None, one.pk)]
    if not waiting:
        open_ = way.open_for(ACT)
        if opinion is not None and ExpertOpinion.objects.filter(pk=opinion, step__in=open_, answered_at=None).exists():
            raise NotTheExpert(_("这份意见应当由被征求意见的专家本人提出。"))
        raise StepNotOpen(_("现在没有等待填写的专家意见。请刷新页面查看最新进度。"))
    one = waiting[0]
    if one.account_id is not None:
        standing.refuse_own_case(way.case, by)
        return one, None
    seat = seats.take(way, ACT, Power.EXAMINE, by=by, at=at, step_id=one.step_id)
    return one, standing.mandate_id(seat.warrant)


def _finish_when_all_answered(way: Way, one: ExpertOpinion, *, at: datetime) -> None:
    step = next(step for step in way.open if step.pk == one.step_id)
    asked = list(ExpertOpinion.objects.filter(step=step).values_list("answered_at", flat=True))
    if all(asked) and len(asked) >= step.officers:
        way.finish(step, at=at)


def _refuse_partial(way: Way, expert: Account | None, party: Party | None, *, by: Actor) -> None:
    """No expert who is concerned by the case, or an officer of it. Two statements."""
    person = expert.party_id if expert else party.pk if party else None
    case = way.case
    if person is not None and standing.is_concerned(case, person):
        raise Invalid(_("专家与这件办件有直接利害关系，应当回避，请另选一位。"), field="expert")
    if party is not None and Account.objects.filter(party=party, kind=AccountKind.STAFF).exists():
        raise Invalid(_("这位专家是本中心的工作人员，请从工作人员中选择。"), field="expert")
    if expert is None:
        return
    if by.account is not None and expert.pk == by.account.pk:
        raise Invalid(_("不能征求自己的意见，请另选一位。"), field="expert")
    if not expert.is_active or expert.kind != AccountKind.STAFF:
        raise Invalid(_("没有这个用户名的工作人员，请核对。"), field="expert")
    try:
        conflicts.refuse_second_part(case, Part.EXPERT, who=expert, hands=way.hands)
    except standing.SamePerson:
        raise Invalid(_("这位工作人员已经参与办理这件办件，不能同时担任专家，请另选一位。"), field="expert") from None


def _check_scan(file: StoredFile | None, *, by: Actor) -> None:
    if file is None:
        raise Invalid(_("请上传专家签名的书面意见扫描件。"), field="file")
    if (file.owner_kind, file.owner_id) != (by.who_kind, by.who_id):
        raise Invalid(_("没有找到这份文件，或者它不是由您上传的。"), field="file")
