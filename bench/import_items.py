"""How long a county's workbook takes to come in: written, read, tried, and imported (drafts, or published at once).

The items are made up but of ordinary size: eight materials, five steps, two fees, two limits each; the departments are
those of the demonstration. Prints JSON lines.

    python bench/import_items.py [--items 1000] [--keep DIR]
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ground import ground, say

AIM_SECONDS = 60
MATERIALS = ("申请书", "身份证明", "营业执照", "场所证明", "委托书", "设施清单", "人员名册", "管理制度")
STEPS = (("受理", "accept"), ("审查", "examine"), ("现场勘验", "inspect"), ("决定", "decide"), ("制证", "issue"))


def items(number: int) -> Iterator[tuple[dict[str, str], Any]]:
    """Items as a workbook tells them."""
    from yichuang.catalogue.content import Content
    from yichuang.catalogue.models import Item

    departments = sorted(set(Item.objects.values_list("department__code", flat=True)))
    for n in range(number):
        department = departments[n % len(departments)]
        content = Content.model_validate(
            {
                "item_type": "01",
                "service_objects": ["natural", "enterprise"],
                "implementing_body": "某局",
                "statutory": {"length": 20, "unit": "working_days", "text": "20个工作日"},
                "promised": {"length": 1 + n % 20, "unit": "working_days", "text": f"{1 + n % 20}个工作日"},
                "conditions": [{"text": f"符合第 {one} 项规定"} for one in range(1, 4)],
                "review_standard": "申请材料齐全、真实，符合法定形式。",
                "materials": [{"key": f"m_{one}", "name": f"{name}（{n}）"} for one, name in enumerate(MATERIALS)],
                "steps": [{"name": name, "kind": kind} for name, kind in STEPS],
                "charged": True,
                "fees": [{"name": name, "fen": 1000 + n, "basis": "某条例"} for name in ("工本费", "检测费")],
                "result": {"name": f"许可证（{n}）"},
                "legal_basis": [{"law": "中华人民共和国行政许可法", "article": f"第{n % 80}条"}],
                "questions": [{"question": "多久能办好？", "answer": "按承诺时限办理。"}],
                "place": "一楼综合窗口",
                "phone": "0372-0000000",
            }
        )
        yield {"code": f"bench-{n:05}", "name": f"经营许可第{n}号", "department": department, "area": "综合"}, content


def timed(what: str, act: Any, **facts: Any) -> Any:
    """Do it and say how long it took."""
    began = time.perf_counter()
    done = act()
    seconds = time.perf_counter() - began
    say(bench="import_items", what=what, seconds=round(seconds, 2), **facts)
    return done, seconds


def main(number: int, folder: Path) -> None:
    """Write the workbook, then bring it in again and again."""
    from yichuang.base import clock
    from yichuang.catalogue import bundled
    from yichuang.catalogue.management.commands.import_guides import centre_of, departments_of
    from yichuang.catalogue.sheets import workbook
    from yichuang.catalogue.sheets.taking_over import Mode, Setting, take_over_file
    from yichuang.people import actors

    path, centre = folder / "items.xlsx", centre_of("")
    departments = departments_of(centre, bundled.DEPARTMENTS)
    setting = Setting(centre, departments, Mode.DRAFT, by=actors.SYSTEM, at=clock.now())
    published = replace(setting, mode=Mode.PUBLISH, effective_from=date(2026, 1, 1))
    timed("write", lambda: workbook.write(path, items(number)), items=number)
    timed("dry run", lambda: take_over_file(path, setting=replace(published, dry_run=True)), items=number)
    report, seconds = timed("import and publish", lambda: take_over_file(path, setting=published), items=number)
    assert report.counts["created"] == number, [line.why for line in report.items if line.why][:3]
    again, _seconds = timed("import again", lambda: take_over_file(path, setting=published), items=number)
    assert again.counts["unchanged"] == number
    say(bench="import_items", aim_seconds=AIM_SECONDS, seconds=round(seconds, 2), met=seconds < AIM_SECONDS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--keep", default="", help="data directory to use and keep")
    options = parser.parse_args()
    with ground(keep=options.keep), TemporaryDirectory() as made:
        main(options.items, Path(made))
