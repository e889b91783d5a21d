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
    about_cases = "Case" in path.read_text("utf-8")
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state" and _names_a_case(target.value):
                yield node.lineno
        if about_cases and isinstance(node, ast.Call) and _writes_cases(node):
            yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr" and "'state'" in ast.unparse(node):
            yield node.lineno


def _names_a_case(value: ast.expr) -> bool:
    return "case" in ast.unparse(value).lower()


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
