"""What runs needs only what ./run installs: nothing of the tools for tests may be imported."""

import re
import sys
from importlib.metadata import packages_distributions

from tests.house.sources import ROOT, files, modules, relative, tree
from tests.house.test_shape import imports

OURS = {"config", "yichuang", "tools", "tests", "__future__"}
OPTIONAL = {"storages"}  # the extra for S3


def _locked() -> set[str]:
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    return {_normal(name) for name in names}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_installed_by_run() -> None:
    locked, providers = _locked(), packages_distributions()
    wrong = set()
    for path in [*modules(), *files("*.py", below=ROOT / "config")]:
        for name, _ in imports(tree(path)):
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top in OURS | OPTIONAL or path.name == "settings_for_tests.py":
                continue
            if not {_normal(found) for found in providers.get(top, [])} & locked:
                wrong.add(f"{relative(path)}: {top}")
    assert not wrong, f"not in requirements.lock: {sorted(wrong)}"
