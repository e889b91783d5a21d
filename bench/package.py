"""How long the package of a large case takes and how much memory: twenty papers of five megabytes, written as it is
sent, then verified by the stand-alone verifier. Prints JSON lines; needs no database.

    python bench/package.py [PAPERS] [MEGABYTES]
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_for_tests")
MEGABYTE = 2**20
WATCHED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    print(end.code, next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def say(**facts: Any) -> None:
    """One JSON line."""
    print(json.dumps(facts, ensure_ascii=False), flush=True)


def peak() -> float:
    """The most memory that this process has held, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def main(papers: int, megabytes: int) -> None:
    """Write the package to a file, piece by piece, and verify it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YICHUANG_TEST_DATA"] = folder
        import django

        django.setup()
        from yichuang.cases.afterwards.bag import Member, as_json, bag
        from yichuang.documents import store

        payload: list[Member] = []
        register: list[dict[str, str]] = []
        for number in range(papers):
            path, size = f"data/materials/{number:03d}.pdf", megabytes * MEGABYTE
            digest = store.put(io.BytesIO(os.urandom(size)))
            payload.append(Member(path, digest, size))
            register.append({"path": path, "digest": digest})
        empty: tuple[tuple[str, Any], ...] = (("case", {"number": "1"}), ("parties", []), ("letters", []))
        payload += [as_json(f"data/{name}.json", content) for name, content in (*empty, ("materials", register))]
        before, file = peak(), Path(folder) / "package.zip"
        began = time.perf_counter()
        made = bag("bench", info=[("Yichuang-Package", "own")], payload=payload)
        with file.open("wb") as out:
            for chunk in made.chunks():
                out.write(chunk)
        took = time.perf_counter() - began
        size = round(file.stat().st_size / MEGABYTE, 1)
        say(what="written", seconds=round(took, 2), megabytes=size, peak_before=before, peak=peak())
        began = time.perf_counter()
        command = [sys.executable, "-I", "-c", WATCHED, str(ROOT / "tools" / "verify_archive.py"), str(file)]
        told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()[-1]
        code, held = told.split()
        took = time.perf_counter() - began
        say(what="verified", seconds=round(took, 2), exit=int(code), peak=round(int(held) / 1024, 1))


if __name__ == "__main__":
    main(*map(int, (sys.argv[1:] + ["20", "5"][len(sys.argv) - 1 :])[:2]))
