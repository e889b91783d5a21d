"""An intermediary begins: only what the guide lists, and no clock stops."""

from datetime import date
from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import intermediaries, life_cycle, queries, testing
from yichuang.cases.intermediaries import AtWork, NotListed
from yichuang.cases.models import Case, IntermediaryWork, State
from yichuang.cases.standing import OwnCase
from yichuang.catalogue.content import Intermediary
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Account

NOW = testing.moment(day=1)
LISTED = (Intermediary(name="验资", basis="《民办非企业单位登记管理暂行条例》第九条"), Intermediary(name="检测"))


def accepted() -> Case:
    return testing.accepted(testing.licence(intermediaries=LISTED))


def begin(case: Case, account: Account | None = None, **parts: Any) -> Case:
    told: dict[str, Any] = {
        "service": "验资",
        "agency": "小城会计师事务所",
        "ordered_by": "applicant",
        "since": date(2026, 2, 27),
    }
    by = testing.officer(account or town.liu_mei(), NOW)
    return intermediaries.begin(case=case, by=by, at=NOW, **(told | parts))


def test_the_clerk_notes_it_and_no_clock_stops() -> None:
    case = accepted()
    before = (case.due_at, case.statutory_due_at)
    noted = begin(case)
    assert (noted.state, noted.due_at, noted.statutory_due_at) == (State.ACCEPTED, *before)
    assert not noted.holds.exists()
    entry = queries.history(noted).get(act="case.intermediary_begun")
    assert entry.detail == {"service": "验资", "ordered_by": "applicant", "since": "2026-02-27"}
    assert entry.mandate_id is not None


def test_before_acceptance_the_time_when_the_law_accepts_stays() -> None:
    case = testing.submitted(testing.licence(intermediaries=LISTED), at=NOW)
    assert case.deemed_at is not None
    assert begin(case).deemed_at == case.deemed_at


def test_an_examiner_notes_it_too() -> None:
    begin(accepted(), town.zhao_gang(), ordered_by="authority")
    assert IntermediaryWork.objects.get().ordered_by == "authority"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"service": "评估"}, "service"),
        ({"agency": " "}, "agency"),
        ({"agency": "长" * 101}, "agency"),
        ({"ordered_by": "nobody"}, "ordered_by"),
        ({"since": date(2026, 3, 4)}, "since"),
        ({"since": date(1, 1, 1)}, "since"),
    ],
)
def test_what_is_not_listed_or_cannot_be_is_refused_at_its_field(parts: dict[str, Any], field: str) -> None:
    with pytest.raises((NotListed, Invalid)) as refused:
        begin(accepted(), **parts)
    assert refused.value.field == field
    assert not IntermediaryWork.objects.exists()


def test_where_the_guide_lists_none_none_can_be_demanded() -> None:
    with pytest.raises(NotListed, match="没有列出中介服务"):
        begin(testing.accepted())


def test_the_same_service_is_not_at_work_twice() -> None:
    case = accepted()
    begin(case)
    with pytest.raises(AtWork):
        begin(case)
    begin(case, service="检测")


def test_after_the_decision_it_is_too_late() -> None:
    case = testing.decided(testing.licence(intermediaries=LISTED), at=testing.moment())
    with pytest.raises(life_cycle.WrongState):
        begin(case)


def test_whoever_may_neither_accept_nor_examine_notes_nothing() -> None:
    case = accepted()
    offices.posting(town.chen_jie(), Duty.CLERK, department=offices.department())
    with pytest.raises(NoMandate):
        begin(case, town.chen_jie())


def test_nobody_notes_it_in_his_own_case() -> None:
    case = accepted()
    Account.objects.filter(pk=town.liu_mei().pk).update(party=case.applicant)
    with pytest.raises(OwnCase):
        begin(case, Account.objects.get(pk=town.liu_mei().pk))
