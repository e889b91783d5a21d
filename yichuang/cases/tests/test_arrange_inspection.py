"""A visit is arranged: two officers at least, from every department that looks, told in writing, in time."""

from datetime import datetime, timedelta

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, queries, testing
from yichuang.cases.life_cycle import subject
from yichuang.cases.models import Case, CaseStep, Inspection
from yichuang.cases.steps import inspecting, late_teams
from yichuang.cases.steps.way import NotExamined, StepNotOpen
from yichuang.cases.tests import inspections as visits
from yichuang.offices import testing as offices
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.models import Role


def last_entry(case: Case) -> journal.Entry:
    return list(journal.history(subject(case)))[-1]


def test_the_applicant_is_told_in_writing_when_where_who_and_what() -> None:
    case = visits.arranged()
    letter = queries.letters_shown(case).get(kind="inspection_notice")
    assert letter.facts["place"] == "小城县东街1号"
    assert letter.facts["visitors"] == ["小城县市场监督管理局2名工作人员"]
    assert letter.facts["points"] == ["操作间面积", "冷藏设备"]
    assert "赵刚" not in str(letter.facts)


def test_the_clock_runs_and_the_step_stays_open() -> None:
    case = visits.to_be_visited()
    before = case.due_at
    case = visits.arranged(case)
    assert (case.state, case.due_at) == ("examining", before)
    assert not case.holds.exists()
    assert CaseStep.objects.get(case=case, kind="inspect").state == "open"


def test_one_officer_does_not_visit_alone() -> None:
    for team in ([town.zhao_gang()], [town.zhao_gang(), town.zhao_gang()]):
        with pytest.raises(Invalid, match="两名以上"):
            visits.arranged(team=team)


def test_who_is_not_of_the_department_does_not_visit() -> None:
    case = visits.to_be_visited()
    for other in (town.liu_mei(), testing.fire_officer(), town.qian_yan()):
        with pytest.raises(Invalid, match="不能参加勘验") as refused:
            visits.arranged(case, team=[town.zhao_gang(), other])
        assert refused.value.field == "team"


def test_the_applicant_does_not_visit_himself() -> None:
    applicant = town.staff("own.case", "张伟", Role.EXAMINER, party=town.zhang_wei().party)
    offices.posting(applicant, Duty.EXAMINER, department=offices.department())
    with pytest.raises(Invalid, match="张伟不能参加勘验"):
        visits.arranged(team=[town.zhao_gang(), applicant])


def test_departments_side_by_side_visit_together() -> None:
    case = visits.to_be_visited(visits.jointly_visited())
    fire, health = testing.fire_officer(), testing.health_officer()
    second = town.staff("fire.two", "消防二", Role.EXAMINER)
    offices.posting(second, Duty.EXAMINER, department=offices.department("fire"))
    with pytest.raises(Invalid, match="卫生局的工作人员参加"):
        visits.arranged(case, team=[fire, second], by=fire)
    case = visits.arranged(case, team=[fire, health], by=fire)
    assert Inspection.objects.get(case=case).steps.count() == 2
    letter = queries.letters_shown(case).get(kind="inspection_notice")
    assert letter.facts["visitors"] == ["小城县消防局1名工作人员", "小城县卫生局1名工作人员"]


def test_an_officer_of_another_department_arranges_nothing() -> None:
    case = visits.to_be_visited()
    with pytest.raises(NoMandate):
        visits.arranged(case, by=testing.fire_officer())


def test_before_its_turn_nothing_is_arranged() -> None:
    case = testing.examining_now(visits.visited_licence())
    with pytest.raises(StepNotOpen):
        visits.arranged(case)


def test_arranged_again_only_the_last_counts() -> None:
    case = visits.arranged(visits.arranged())
    assert list(Inspection.objects.order_by("id").values_list("state", flat=True)) == ["dropped", "arranged"]
    assert queries.letters_shown(case).filter(kind="inspection_notice").count() == 2


def test_after_five_days_the_journal_says_that_it_was_late() -> None:
    case = visits.to_be_visited()
    assert inspecting.arrange_by(case) == testing.moment(day=7, hour=17)
    late = testing.moment(day=10)
    case = inspecting.arrange(
        case=case,
        place="东街1号",
        visit_at=late + timedelta(days=1),
        team=[town.zhao_gang(), town.sun_li()],
        by=testing.officer(town.zhao_gang(), late),
        at=late,
    )
    assert last_entry(case).detail["late"] is True


def test_supervision_sees_who_has_no_team_in_time_and_whose_was_named_late() -> None:
    waiting, late = visits.to_be_visited(), testing.moment(day=10)
    offices.posting(town.he_jian(), Duty.SUPERVISOR)

    def told(at: datetime) -> list[late_teams.LateTeam]:
        return late_teams.late_teams(testing.officer(town.he_jian(), at), at=at)

    assert told(testing.moment(day=7)) == []
    assert [(one.case, one.due, one.visit) for one in told(late)] == [(waiting, inspecting.arrange_by(waiting), None)]
    by = testing.officer(town.zhao_gang(), late)
    team, then = [town.zhao_gang(), town.sun_li()], late + timedelta(days=1)
    inspecting.arrange(case=waiting, place="东街1号", visit_at=then, team=team, by=by, at=late)
    visits.arranged()
    assert [(one.case, one.visit.arranged_at) for one in told(late) if one.visit] == [(waiting, late)]


def test_in_time_it_says_nothing() -> None:
    assert "late" not in last_entry(visits.arranged()).detail


def test_no_decision_before_the_visit() -> None:
    case = visits.arranged()
    at = visits.AFTER
    with pytest.raises(NotExamined, match="现场核查"):
        deciding.decide(case=case, outcome="granted", by=testing.officer(town.wu_jun(), at), at=at)


@pytest.mark.parametrize(
    ("parts", "field"),
    [({"place": " "}, "place"), ({"place": "x" * 201}, "place"), ({"visit_at": visits.NOON}, "visit_at")],
)
def test_what_is_missing_is_named(parts: dict[str, object], field: str) -> None:
    said = {"place": "东街1号", "visit_at": visits.VISIT, "team": [town.zhao_gang(), town.sun_li()]} | parts
    case, by = visits.to_be_visited(), testing.officer(town.zhao_gang(), visits.NOON)
    with pytest.raises(Invalid) as refused:
        inspecting.arrange(case=case, by=by, at=visits.NOON, **said)  # type: ignore[arg-type]  # mixed on purpose
    assert refused.value.field == field
