"""A case's state is written in one place: life_cycle.move."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import modules, relative, tree

WRITER = "yichuang/cases/life_cycle.py"
WRITES = {"update", "create", "bulk_create", "update_or_create", "get_or_create", "aupdate", "acreate"}
# Built anew with its first state, which is no move: the row comes to be in `apply`, and in the generator of bench.
BIRTHS = {"yichuang/cases/applying.py"}


def _writes_of_state(path: Path) -> Iterator[int]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign):
            targets = node.targets
        else:
            targets = [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
        yield from (target.lineno for target in targets if _is_state_of_a_case(target))
        if isinstance(node, ast.Call) and (_writes_cases(node) or _sets_state(node)):
            yield node.lineno


def _is_state_of_a_case(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "state" and "case" in ast.unparse(target.value).lower()


def _sets_state(call: ast.Call) -> bool:
    return getattr(call.func, "id", "") == "setattr" and "'state'" in ast.unparse(call)


def _writes_cases(call: ast.Call) -> bool:
    """Whether this is `….update(state=…)` or the like on a queryset of cases."""
    writes = isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    return writes and any(word.arg == "state" for word in call.keywords) and "case" in ast.unparse(call.func).lower()


def test_only_the_life_cycle_writes_a_state() -> None:
    wrong = [
        f"{relative(path)}:{line}"
        for path in modules()
        if relative(path) != WRITER and relative(path) not in BIRTHS
        for line in _writes_of_state(path)
    ]
    assert not wrong, f"use life_cycle.move: {wrong}"


def test_the_life_cycle_does_write_it() -> None:
    from tests.house.sources import ROOT

    assert list(_writes_of_state(ROOT / WRITER))
