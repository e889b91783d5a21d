"""How long a letter takes: cold (a fresh process after its imports, fonts loaded on the way), then warm, then signed.
Prints JSON lines, wall and processor time in milliseconds; needs no database.

    python bench/letter.py [RUNS]
"""

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_for_tests")

AT = datetime(2026, 3, 5, 2, 20, tzinfo=UTC)


def page(serial: int) -> dict[str, Any]:
    """The data of an ordinary acceptance notice, as the register would give it."""
    from zoneinfo import ZoneInfo

    from yichuang.documents import codes, shipped
    from yichuang.documents.models import Letter
    from yichuang.documents.page import Addressee, page_of
    from yichuang.offices.models import Department, Seal, SealUse

    department = Department(name="安阳县市场监督管理局", short_name="安市监", kind="government", phone="0372-0000000")
    letter = Letter(
        kind="acceptance_notice",
        department=department,
        number=f"安市监受〔2026〕{serial}号",
        subject_id=f"41052220260305{serial:06d}",
        item_name="食品经营许可（新办）",
        facts={
            "statutory_due": "2026-04-02T17:30:00+08:00",
            "promised_due": "2026-03-12T17:30:00+08:00",
            "materials": [{"name": name} for name in ("申请书", "营业执照", "设备布局图")],
            "query_code": "K7QM3XWZ9ABCD",
        },
        edition=shipped.EDITION,
        verification_code=codes.new_code(),
        issued_at=AT,
        seal_use=SealUse(seal=Seal(text=department.name + "行政审批专用章")),
    )
    addressee = Addressee(f"小城县好味道餐饮有限公司{serial}店", "统一社会信用代码", "91410522MA00000000")
    return page_of(letter, addressee, zone=ZoneInfo("Asia/Shanghai"), site="https://example.gov.cn")


def draw(serial: int) -> tuple[float, bytes]:
    """Milliseconds from the row's data to the PDF, and the PDF."""
    from yichuang.documents import rendering

    began = time.perf_counter()
    inputs = {"letter": json.dumps(page(serial), ensure_ascii=False)}
    pdf = rendering.compiler().compile(
        rendering.layout_of("acceptance_notice"),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="a-2b",
        timestamp=int(AT.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return (time.perf_counter() - began) * 1000, pdf


def one_process() -> None:
    """Print what a fresh process needs for its first letter, for the next twenty, and for their signatures."""
    import django

    django.setup()
    import segno  # noqa: F401 - part of the imports

    from yichuang.documents import rendering, signing  # noqa: F401

    began = time.process_time()
    cold, pdf = draw(1)
    cold_cpu = (time.process_time() - began) * 1000
    warm = [draw(serial)[0] for serial in range(2, 22)]
    signing.sign(pdf, reason="bench", at=AT)
    signatures = []
    for _each in range(10):
        began = time.perf_counter()
        signing.sign(pdf, reason="bench", at=AT)
        signatures.append((time.perf_counter() - began) * 1000)
    told = {
        "cold": cold,
        "cold_cpu": cold_cpu,
        "warm": statistics.median(warm),
        "sign": statistics.median(signatures),
        "bytes": len(pdf),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def main(runs: int) -> None:
    results = []
    for _run in range(runs):
        done = subprocess.run([sys.executable, __file__, "--one"], capture_output=True, text=True, check=True)
        results.append(json.loads(done.stdout))
    for what in ("cold", "cold_cpu", "warm", "sign"):
        times = [result[what] for result in results]
        line = {"bench": "letter", "what": f"{what}_ms", "median": round(statistics.median(times), 1)}
        sys.stdout.write(json.dumps(line | {"best": round(min(times), 1), "worst": round(max(times), 1)}) + "\n")
    sys.stdout.write(json.dumps({"bench": "letter", "what": "bytes", "median": results[0]["bytes"]}) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--one"]:
        one_process()
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 7)
