"""An instant item (即办件) that is sent the long way: somebody says why, and supervision reads it."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import examining, queries, testing, undoing
from yichuang.cases.models import Case, State
from yichuang.offices import testing as offices
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db
WHY = "申请内容与登记信息不一致，需要核实"


def begun(case: Case, why: str = WHY) -> Case:
    at = testing.moment(hour=11)
    return examining.begin(case=case, why_not_at_once=why, by=testing.officer(town.zhao_gang(), at), at=at)


@pytest.mark.parametrize("why", ["", "  ", "长" * 501])
def test_nobody_sends_it_the_long_way_without_a_reason(why: str) -> None:
    case = testing.accepted(testing.licence("spot", instant=True))
    with pytest.raises(Invalid) as refused:
        begun(case, why)
    assert refused.value.field == "why_not_at_once"
    assert Case.objects.get(pk=case.pk).state == State.ACCEPTED


def test_the_reason_stands_on_the_list_until_the_step_is_taken_back() -> None:
    case = begun(testing.accepted(testing.licence("spot", instant=True)))
    assert [one.why_not_at_once for one in queries.not_at_once(offices.centre())] == [WHY]
    at = testing.moment(hour=12)
    undoing.take_back(case=case, reason="看错了", by=testing.officer(town.zhao_gang(), at), at=at)
    assert not queries.not_at_once(offices.centre()).exists()


def test_other_items_ask_for_none_and_keep_none() -> None:
    assert begun(testing.accepted()).why_not_at_once == ""
