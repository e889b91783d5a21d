"""A room in which walks are made: each ends with the checks that the database keeps for the end, and is forgotten."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.law import coverage
from tests.law.coverage import WALKS
from tests.law.law import Forbidden
from yichuang.base.refusal import Refused
from yichuang.cases.models import Case


class Room(RuleBasedStateMachine):
    """One walk; what it did is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def all_cases(self) -> Iterable[Case]:
        """The cases whose histories tell what was reached."""
        return []

    def teardown(self) -> None:
        """The town forgets it all; what the database checks only in the end, it checks now."""
        try:
            for case in self.all_cases():
                coverage.count(case)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)


def agreed(
    what: str,
    law: Callable[[], object],
    program: Callable[[], object],
    *,
    at: datetime,
    tried: Counter[str],
    kept: bool = False,
) -> bool:
    """Whether the law allows it; the program must say the same. `kept`: what the act wrote stays though it refuses."""
    forbidden = refused = ""
    try:
        law()
    except Forbidden as because:
        forbidden = str(because)
    with transaction.atomic():
        try:
            program()
        except Refused as why:
            refused = f"{why.code} {why}"
            transaction.set_rollback(not kept)
    told = f"{what} at {at}: the law says {forbidden or 'yes'}, the program {refused or 'yes'}"
    assert bool(forbidden) == bool(refused), told
    tried[f"{what} {'forbidden' if forbidden else 'done'}"] += 1
    return not forbidden


def walk(room: type[Room], *, steps: int, tried: Counter[str], claims: Iterable[str] = (), share: float = 1) -> None:
    """Walk in this room, tell what was tried, and after a long walk that every act was reached that it claims. One in
    which walking is slow takes a `share` of the walks."""
    walks = max(min(WALKS, 5), round(WALKS * share))
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    found = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        print_blob=True,
        phases=[Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=checks,
    )
    before = coverage.reached.copy()
    run_state_machine_as_test(room, settings=found)
    print(f"{walks} walks:")
    for what in sorted(tried, key=lambda one: one.removeprefix("not ")):
        print(f"{tried[what]:6}  {what}")
    coverage.require(claims, since=before)
