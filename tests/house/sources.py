"""The files of the house, read once, for the tests that look at them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "yichuang"
NOT_OURS = {".git", ".venv", ".test-data", "data", "node_modules", "vendor", "__pycache__", "migrations"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def files(*patterns: str, below: Path = CODE) -> list[Path]:
    """Every file below a directory that is written by us."""
    found = (path for pattern in patterns for path in below.rglob(pattern) if path.is_file())
    return sorted(path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts[:-1]))


def modules(*, with_tests: bool = False) -> list[Path]:
    return [path for path in files("*.py") if with_tests or "tests" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def package_of(path: Path) -> str:
    """The package of `yichuang` a file belongs to."""
    return path.relative_to(CODE).parts[0]
