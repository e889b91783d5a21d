"""The department behind the window examines an accepted case (行政许可法第三十四条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import life_cycle, queries, standing
from yichuang.cases.models import Case, Hearing, Opinion, Outcome
from yichuang.offices.mandates import Warrant
from yichuang.offices.models import Power
from yichuang.people.actors import Actor


def begin(*, case: Case, by: Actor, at: datetime) -> Case:
    """An officer of the department takes the case up."""
    with transaction.atomic():
        case = queries.locked(case)
        life_cycle.require(case, "begin_examining")
        standing.require_power(case, Power.EXAMINE, by=by, at=at)
        life_cycle.move(case=case, name="begin_examining", by=by, at=at)
    return case


def give_opinion(*, case: Case, recommends: str, text: str, by: Actor, at: datetime) -> Case:
    """One officer writes what he found. Two officers must have done so before a decision (XKF 34(3))."""
    words = checked_words(recommends, text)
    with transaction.atomic():
        case = queries.locked(case)
        life_cycle.require(case, "give_opinion")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        require_fresh_eyes(case, by=by)
        return write_down(
            case, "give_opinion", Opinion.Step.EXAMINATION, recommends, words, by=by, warrant=warrant, at=at
        )


def write_down(
    case: Case, name: str, step: Opinion.Step, recommends: str, words: str, *, by: Actor, warrant: Warrant, at: datetime
) -> Case:
    """Put an opinion into the case, with the move that it makes. The case is locked by the caller."""
    mandate_id = standing.mandate_id(warrant)
    Opinion.objects.create(
        case=case,
        step=step,
        recommends=recommends,
        text=words,
        by_id=warrant.posting.account_id,
        mandate_id=mandate_id,
        at=at,
    )
    detail = {"recommends": recommends}
    life_cycle.move(case=case, name=name, by=by, at=at, mandate_id=mandate_id, detail=detail)
    return case


def require_fresh_eyes(case: Case, *, by: Actor) -> None:
    """The second opinion comes from a second officer (XKF 34(3)), and none from who chairs its hearing (XKF 48). Two
    statements."""
    if Hearing.objects.filter(case=case, chair=by.account).exists():
        raise standing.SamePerson(_("您主持这件办件的听证，审查意见须由其他工作人员提出。"))
    if Opinion.objects.filter(case=case, by=by.account).exists():
        raise standing.SamePerson(_("您已经对这件办件提过意见。第二份意见请由另一位工作人员提出。"))


def checked_words(recommends: str, text: str) -> str:
    """The text of an opinion, cleaned; refuses an unknown recommendation and an empty text."""
    if recommends not in Outcome.values:
        raise Invalid(_("请选择建议“准予”或者“不予”。"), field="recommends")
    words = clean(text, field="text", longest=2000, multiline=True)
    if not words:
        raise Invalid(_("请写明审查意见。"), field="text")
    return words
