"""Experts are asked and answer while the clock runs; none of them has another part in the case."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import deciding, queries, testing
from yichuang.cases.models import Case, CaseStep, ExpertOpinion
from yichuang.cases.standing import SamePerson
from yichuang.cases.steps import experts
from yichuang.cases.steps.experts import NotTheExpert
from yichuang.cases.steps.way import StepNotOpen
from yichuang.catalogue.content import Step
from yichuang.catalogue.kinds import StepKind
from yichuang.documents import receiving
from yichuang.documents import testing as documents
from yichuang.documents.models import StoredFile
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

NOON = testing.moment(hour=12)
DUE = date(2026, 3, 10)


def to_be_asked(officers: int = 1) -> Case:
    steps = (
        Step(name="承办", kind=StepKind.EXAMINE, officers=2),
        Step(name="专家评审", kind=StepKind.EXPERT_OPINION, officers=officers),
        Step(name="决定", kind=StepKind.DECIDE),
    )
    return testing.says(
        testing.examining_now(testing.licence("reviewed-licence", steps=steps)),
        town.zhao_gang(),
        town.sun_li(),
        at=testing.moment(hour=11, minute=30),
    )


def expert() -> Account:
    return Account.objects.filter(username="engineer").first() or town.staff("engineer", "高工", Role.EXAMINER)


def ask(case: Case, by: Account | None = None, **parts: Any) -> Case:
    said: dict[str, Any] = {"question": "技术方案是否可行", "due_on": DUE} | (parts or {"expert": expert()})
    return experts.ask(case=case, by=testing.officer(by or town.zhao_gang(), NOON), at=NOON, **said)


def enter(case: Case, by: Account, file: StoredFile | None = None, **parts: Any) -> Case:
    one = ExpertOpinion.objects.filter(case=case, answered_at__isnull=True).first()
    said: dict[str, Any] = {"recommends": "granted", "text": "可行", "opinion": one.pk if one else 1} | parts
    return experts.enter(case=case, file=file, by=testing.officer(by, NOON), at=NOON, **said)


def scan(by: Account) -> StoredFile:
    stream = BytesIO(documents.pdf())
    return receiving.receive_upload(stream=stream, name="意见.pdf", by=testing.officer(by, NOON), at=NOON)


def work_of(account: Account, role: Role = Role.EXAMINER, **asked: Any) -> list[Case]:
    return list(queries.work_list(testing.officer(account, NOON), role=role, at=NOON, **asked).cases)


def test_the_question_stands_in_the_experts_work_list_until_he_answers() -> None:
    case = to_be_asked()
    assert work_of(expert()) == []
    case = ask(case)
    assert (
        work_of(expert()) == work_of(expert(), states=["examining"]) == work_of(expert(), number=case.number) == [case]
    )
    assert work_of(expert(), states=["accepted"]) == work_of(expert(), number="9") == []
    enter(case, expert())
    assert work_of(expert()) == []


def test_a_clerk_who_is_asked_finds_it_among_his_work() -> None:
    clerk = town.staff("doctor", "医师", Role.CLERK)
    case = ask(to_be_asked(), expert=clerk)
    assert work_of(clerk, Role.CLERK) == [case]
    assert queries.case_for(testing.officer(clerk, NOON), case.number, at=NOON, asked_too=True) == case


def test_an_expert_of_the_staff_answers_himself_and_the_step_is_done() -> None:
    case = to_be_asked()
    before = case.due_at
    case = ask(case)
    assert (case.state, case.due_at) == ("examining", before)
    assert queries.case_for(testing.officer(expert(), NOON), case.number, at=NOON, asked_too=True) == case
    case = enter(case, expert())
    assert CaseStep.objects.get(case=case, kind="expert_opinion").state == "done"


def test_nobody_answers_for_an_expert_of_the_staff() -> None:
    with pytest.raises(NotTheExpert):
        enter(ask(to_be_asked()), town.zhao_gang())


def test_the_paper_of_an_outside_expert_is_entered_with_its_scan() -> None:
    case = ask(to_be_asked(), party=town.person("外部专家"))
    with pytest.raises(Invalid, match="扫描件"):
        enter(case, town.zhao_gang())
    with pytest.raises(Invalid, match="不是由您上传"):
        enter(case, town.zhao_gang(), scan(town.sun_li()))
    with pytest.raises((NoMandate, Refused)):
        enter(case, testing.fire_officer(), scan(testing.fire_officer()))
    case = enter(case, town.zhao_gang(), scan(town.zhao_gang()))
    assert CaseStep.objects.get(case=case, kind="expert_opinion").state == "done"


def test_the_step_waits_for_everybody_who_was_asked_and_for_as_many_as_it_wants() -> None:
    case = ask(to_be_asked(officers=2))
    case = enter(case, expert())
    assert CaseStep.objects.get(case=case, kind="expert_opinion").state == "open"
    case = ask(case, party=town.person("外部专家"))
    case = enter(case, town.zhao_gang(), scan(town.zhao_gang()))
    assert CaseStep.objects.get(case=case, kind="expert_opinion").state == "done"


def test_no_expert_has_another_part_in_the_case() -> None:
    case = to_be_asked()
    applicant = town.zhang_wei().party
    refused_ones: tuple[dict[str, Any], ...] = (
        {"expert": town.sun_li()},
        {"expert": town.liu_mei()},
        {"expert": town.zhao_gang()},
        {"party": applicant},
        {"expert": town.staff("own.case", "张伟", Role.EXAMINER, party=applicant)},
        {"party": None},
        {"expert": town.zhang_wei()},
    )
    for parts in refused_ones:
        with pytest.raises(Invalid) as refused:
            ask(case, **parts)
        assert refused.value.field == "expert"


def test_who_is_asked_as_an_expert_does_not_decide() -> None:
    case = ask(to_be_asked(), expert=town.zhou_min())
    case = enter(case, town.zhou_min())
    with pytest.raises(SamePerson, match="您是这件办件的专家"):
        deciding.decide(case=case, outcome="granted", by=testing.officer(town.zhou_min(), NOON), at=NOON)


def test_nobody_is_asked_twice_or_too_late_or_nothing() -> None:
    case = ask(to_be_asked())
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "expert"),
        ({"due_on": date(2026, 3, 1), "expert": expert()}, "due_on"),
        ({"question": " ", "expert": expert()}, "question"),
    )
    for parts, field in wrong:
        with pytest.raises(Invalid) as refused:
            ask(case, **parts)
        assert refused.value.field == field


def test_what_was_answered_is_not_answered_again() -> None:
    case = to_be_asked(officers=2)
    case = enter(ask(case), expert())
    for one in (ExpertOpinion.objects.get().pk, 0, 10**12):
        with pytest.raises(StepNotOpen):
            enter(case, expert(), opinion=one)
