"""Sizes, private modules, forbidden names, forbidden words: the shape of the house."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import CODE, ROOT, files, modules, package_of, relative, tree

LONGEST_FILE, MEDIAN_FILE, LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_TEMPLATE = 600, 120, 40, 25, 120
FORBIDDEN_MODULES = {"utils", "helpers", "services", "managers", "signals", "constants", "mixins"}
SKIPS = re.compile(r"\b(pytest\.mark\.(skip|skipif|xfail)|pytest\.(skip|xfail)|unittest\.skip\w*)\b")
# Kept in pieces, so that this file does not name what it forbids.
HOMES = re.compile(r"(?<![\w.])/(?:root|home|Users)/[\w.]")
REGISTRY_HOSTS = re.compile(
    r"https?://[\w.-]*(pypi|npmjs|mirrors?|artifactory|nexus|tuna|aliyun)[\w.-]*", re.IGNORECASE
)


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with its length: from its first line to its last, without the docstring."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
            yield f"{relative(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1 - docstring


def _is_page(path: Path) -> bool:
    return package_of(path) == "web" and "pages" in path.parts


def test_no_file_is_too_long() -> None:
    long = [f"{relative(path)}: {n}" for path in modules(with_tests=True) if (n := _lines(path)) > LONGEST_FILE]
    assert not long, long


def test_files_are_short_in_the_middle() -> None:
    sizes = [n for path in modules() if (n := _lines(path)) and path.name != "__init__.py"]
    assert statistics.median(sizes) <= MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    long = [f"{name}: {n}" for path in modules() for name, n in _functions(path) if n > LONGEST_FUNCTION]
    assert not long, long


def test_no_view_is_too_long() -> None:
    long = [f"{name}: {n}" for path in modules() if _is_page(path) for name, n in _functions(path) if n > LONGEST_VIEW]
    assert not long, long


def test_no_template_is_too_long() -> None:
    long = [f"{relative(path)}: {n}" for path in files("*.html") if (n := _lines(path)) > LONGEST_TEMPLATE]
    assert not long, long


def test_no_module_is_called_what_says_nothing() -> None:
    wrong = [relative(path) for path in files("*.py") if path.stem in FORBIDDEN_MODULES]
    assert not wrong, wrong


def imports(module: ast.Module) -> Iterator[tuple[str, int]]:
    """What a module imports, wherever it does so, and the line."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)


def test_private_modules_are_imported_only_in_their_own_package() -> None:
    wrong = [
        f"{relative(path)}:{line} {name}"
        for path in modules(with_tests=True)
        for name, line in imports(tree(path))
        if name.startswith("yichuang.")
        and (parts := name.split("."))[1] != package_of(path)
        and any(part.startswith("_") and not part.startswith("__") for part in parts[2:])
    ]
    assert not wrong, wrong


def test_no_test_is_skipped() -> None:
    tests = [*modules(with_tests=True), *files("*.py", below=ROOT / "tests")]
    wrong = [relative(path) for path in tests if SKIPS.search(path.read_text("utf-8")) and path != Path(__file__)]
    assert not wrong, wrong


def _texts() -> list[Path]:
    kinds = ("*.py", "*.html", "*.md", "*.toml", "*.js", "*.css", "*.json", "*.sh", "*.service", "*.timer", "*.conf")
    places = [CODE, ROOT / "config", ROOT / "tests", ROOT / "tools", ROOT / "docs", ROOT / "deploy", ROOT / "bench"]
    top = [ROOT / name for name in ("run", "test", "conftest.py", "manage.py", "pyproject.toml", ".ci/run")]
    top += [*ROOT.glob("*.md"), *ROOT.glob("*.lock")]
    return [*top, *(path for place in places if place.exists() for path in files(*kinds, below=place))]


def test_no_file_names_a_machine_or_a_registry() -> None:
    wrong = [
        f"{relative(path)}: {found.group()}"
        for path in _texts()
        for pattern in (HOMES, REGISTRY_HOSTS)
        if (found := pattern.search(path.read_text("utf-8")))
    ]
    assert not wrong, wrong
