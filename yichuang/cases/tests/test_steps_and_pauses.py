"""While the clock of a case stands still, so do its steps; afterwards they are due so much later."""

from yichuang.cases import queries, testing
from yichuang.cases.models import Case, CaseStep, State
from yichuang.cases.pausing import procedures
from yichuang.people import testing as town
from yichuang.people.models import Role

BEGUN, OVER = testing.moment(day=1), testing.moment(day=8)


def suspended() -> Case:
    case = testing.examining_now(testing.joint_licence())
    by = testing.officer(town.zhao_gang(), BEGUN)
    return procedures.begin(case=case, kind="testing", days=5, reason="送检", by=by, at=BEGUN)


def test_a_step_is_not_due_while_the_clock_stands_still() -> None:
    case = suspended()
    assert CaseStep.objects.get(case=case, state="open").due_at is None
    assert queries.overdue_steps(case.centre, at=testing.moment(day=60)).steps == []


def test_its_time_goes_on_afterwards() -> None:
    case = suspended()
    by = testing.officer(town.zhao_gang(), OVER)
    held = procedures.open_holds(case).get()
    case = procedures.end(case=case, hold=held.pk, result="合格", by=by, at=OVER)
    assert case.state == State.EXAMINING
    due = CaseStep.objects.get(case=case, state="open").due_at
    assert due is not None
    assert due.astimezone().date() == testing.moment(day=10).date()


def test_no_step_waits_on_a_list_meanwhile() -> None:
    suspended()
    by = testing.officer(town.zhao_gang(), BEGUN)
    assert queries.work_list(by, role=Role.EXAMINER, at=BEGUN, states=[State.EXAMINING]).cases == []
