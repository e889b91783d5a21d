"""Generated parts of the documents (between cog marks in README and docs): `check` them, or `update` them.

python tools/documents.py check|update
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "[[[" + "cog"


def generated() -> list[str]:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return sorted(str(page) for page in pages if MARK in page.read_text("utf-8"))


def main(order: str) -> int:
    if order not in {"check", "update"}:
        print(__doc__)
        return 2
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_for_tests")
    import django
    from cogapp import Cog

    django.setup()
    pages = generated()
    if not pages:
        return 0
    flags = (
        ["-r"] if order == "update" else ["--check", "--diff", "--check-fail-msg=Run: python tools/documents.py update"]
    )
    return Cog().main(["cog", "-P", "-n", "utf-8", *flags, *pages]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
