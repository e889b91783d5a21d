"""Finding an item: how often the right one is among the first three, and how long it takes with many items.

The questions (`search_questions.json`) were written before the search was tuned; a third of them was kept aside
(`held_out`) and is told apart. A third set (`search_outsider.json`) was written by somebody who knew only the names
of the items, neither the synonyms nor the other questions; no synonym may ever be made from it. Ten of its questions
have no right item: for them the search should find nothing or say that it guesses. The other items of the large
catalogue are made of real names (`search_names.json`: its source is named there) with the acts and the towns that
real lists have. Prints JSON lines.

    python bench/search.py [--items 10000] [--keep DIR] [--tuning] [--failures] [--http]

With `--items 0` only the real items are measured.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ground import Line, ground, percentile, request, say, web

HERE = Path(__file__).resolve().parent
AIM_HITS, AIM_MS = 0.90, 50
ACTS = ("", "（新办）", "（变更）", "（延续）", "（补证）", "（注销）")
TOWNS = ("柏庄镇", "白璧镇", "曲沟镇", "水冶镇", "铜冶镇", "善应镇", "伦掌镇", "崔家桥镇", "辛村镇", "韩陵镇")


def read(name: str) -> Any:
    """A file beside this one."""
    return json.loads((HERE / name).read_text("utf-8"))


def names() -> Iterator[str]:
    """Names of items without end: the real ones, then the same for each act, then for each town."""
    real = read("search_names.json")["names"]
    yield from real
    for act in ACTS[1:]:
        yield from (name + act for name in real)
    for town in TOWNS:
        for act in ACTS:
            yield from (f"{town}{name}{act}" for name in real)


def fill(wanted: int) -> None:
    """As many published items as wanted, beside the real ones. Rows go in directly: what is measured is the search."""
    from yichuang.base import clock
    from yichuang.catalogue.content import Content, digest_of, to_json
    from yichuang.catalogue.finding import entering
    from yichuang.catalogue.models import Item, ItemVersion
    from yichuang.offices.models import Department

    departments, at = list(Department.objects.order_by("code")), clock.now()
    areas = sorted(set(Item.objects.values_list("subject_area", flat=True)))
    missing, stored = wanted - Item.objects.count(), to_json(Content())
    items, versions = [], []
    for number, name in zip(range(max(0, missing)), names(), strict=False):
        department = departments[number % len(departments)]
        items.append(
            Item(
                code=f"bench-{number:05}", department=department, centre=department.centre,
                subject_area=areas[number % len(areas)], created_at=at,
            )
        )  # fmt: skip
        versions.append(
            ItemVersion(
                item=items[-1], number=1, name=name[:200], status="published", effective_from=date(2026, 1, 1),
                content=stored, content_digest=digest_of(stored), created_at=at, published_at=at,
            )
        )  # fmt: skip
    Item.objects.bulk_create(items, batch_size=2000)
    ItemVersion.objects.bulk_create(versions, batch_size=2000)
    entering.enter_all(versions)
    _analyse()


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def places(questions: Sequence[Mapping[str, Any]], times: list[float]) -> list[int]:
    """For each question the place of the right item among the hits, 0 when it is not there."""
    from django.utils import timezone

    from yichuang.base import clock
    from yichuang.catalogue.finding import searching

    found, today = [], timezone.localdate(clock.now())
    for one in questions:
        began = time.perf_counter()
        hits = searching.search(one["question"], on=today, limit=20)
        times.append((time.perf_counter() - began) * 1000)
        codes = [hit.version.item.code for hit in hits]
        found.append(next((place for place, code in enumerate(codes, 1) if code in one["codes"]), 0))
    return found


def tell(questions: Sequence[Mapping[str, Any]], found: Sequence[int], **facts: Any) -> float:
    """Hits at 1 and at 3 as one line; returns the latter."""
    at3 = sum(0 < place <= 3 for place in found) / len(found)
    at1 = sum(place == 1 for place in found) / len(found)
    say(bench="search", **facts, questions=len(questions), hits_at_1=round(at1, 3), hits_at_3=round(at3, 3))
    return at3


def measure(questions: list[dict[str, Any]], size: int, failures: bool) -> tuple[float, float]:
    """Hits whole, by kind and by part, and the time; returns hits at 3 and the 95th percentile."""
    times: list[float] = []
    places(questions[:40], [])
    found = places(questions, times)
    pairs = list(zip(questions, found, strict=True))
    parts = {"all": pairs}
    for held_out in (False, True):
        parts["held out" if held_out else "tuning"] = [pair for pair in pairs if pair[0]["held_out"] is held_out]
    for kind in sorted({one["kind"] for one in questions}):
        parts[kind] = [pair for pair in pairs if pair[0]["kind"] == kind]
    for part, some in parts.items():
        if some:
            tell([one for one, _place in some], [place for _one, place in some], items=size, part=part)
    if failures:  # never of the part that is kept aside
        for one, place in pairs:
            if not 0 < place <= 3 and not one["held_out"]:
                say(
                    bench="search",
                    items=size,
                    missed=one["question"],
                    kind=one["kind"],
                    codes=one["codes"],
                    place=place,
                )
    p95 = percentile(times, 0.95)
    say(bench="search", items=size, median_ms=round(percentile(times, 0.5), 1), p95_ms=round(p95, 1),
        most_ms=round(max(times), 1))  # fmt: skip
    return sum(0 < place <= 3 for place in found) / len(found), p95


def measure_outsider(questions: Sequence[Mapping[str, Any]], size: int, failures: bool) -> None:
    """Hits at 1 and 3 of those of the outsider's questions that have a right item, whole and by kind."""
    asked = [one for one in questions if one["codes"]]
    found = places(asked, [])
    tell(asked, found, items=size, part="outsider")
    for kind in sorted({one["kind"] for one in asked}):
        some = [(one, place) for one, place in zip(asked, found, strict=True) if one["kind"] == kind]
        tell([one for one, _ in some], [place for _, place in some], items=size, part=f"outsider: {kind}")
    if failures:
        for one, place in zip(asked, found, strict=True):
            if not 0 < place <= 3:
                say(bench="search", items=size, part="outsider", missed=one["question"], kind=one["kind"],
                    codes=one["codes"], place=place)  # fmt: skip


def measure_nothing(questions: Sequence[Mapping[str, Any]], size: int) -> None:
    """How many of the outsider's questions without a right item are answered as such; only true of the real items."""
    empty = [one["question"] for one in questions if not one["codes"]]
    misled = {words: top for words in empty if (top := _taken_for(words))}
    say(bench="search", items=size, part="outsider: no such item", questions=len(empty),
        nothing_or_a_guess=len(empty) - len(misled))  # fmt: skip
    for words, top in misled.items():
        say(bench="search", items=size, part="outsider", sure_of=top, question=words)


def _taken_for(words: str) -> str:
    """The first item shown for these words, when the page does not say that it guesses."""
    from django.utils import timezone

    from yichuang.base import clock
    from yichuang.catalogue.finding import searching

    hits = searching.search(words, on=timezone.localdate(clock.now()), limit=1)
    return "" if searching.is_weak(hits) else hits[0].version.name


def over_http(questions: Sequence[Mapping[str, Any]], size: int) -> None:
    """The same questions through the web server, by the API and by the page, one after another."""
    from urllib.parse import quote

    with web() as port:
        for name, path in (("api", "/api/v1/items?q="), ("page", "/items/?q=")):
            line, times = Line(port), []
            asked = [request("GET", path + quote(one["question"])) for one in questions]
            for one in [*asked[:40], *asked]:
                sent = time.perf_counter()
                status, _body = line.ask(one)
                times.append((time.perf_counter() - sent) * 1000)
                assert status == 200, status
            p95 = percentile(times[40:], 0.95)
            say(bench="search", items=size, over=name, median_ms=round(percentile(times[40:], 0.5), 1),
                p95_ms=round(p95, 1))  # fmt: skip


def main() -> None:
    """The real items alone, then among many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--keep", default="", help="a data directory to keep for the next run")
    parser.add_argument("--tuning", action="store_true", help="only the questions that may be looked at")
    parser.add_argument("--failures", action="store_true", help="tell each of those that missed")
    parser.add_argument("--http", action="store_true", help="also through the web server")
    options = parser.parse_args()
    os.environ.setdefault("YICHUANG_DB_POOL", "2")
    questions = [one for one in read("search_questions.json") if not (options.tuning and one["held_out"])]
    outsider = read("search_outsider.json")
    with ground(keep=options.keep):
        from yichuang.catalogue.models import Item

        size = Item.objects.count()
        hits, p95 = measure(questions, size, options.failures)
        measure_outsider(outsider, size, options.failures)
        measure_nothing(outsider, size)
        if size < options.items:
            size = options.items
            fill(size)
            hits, p95 = measure(questions, size, options.failures)
            measure_outsider(outsider, size, options.failures)
        say(bench="search", items=size, hits_at_3=round(hits, 3), aim_hits_at_3=AIM_HITS, p95_ms=round(p95, 1),
            aim_ms=AIM_MS)  # fmt: skip
        if not options.tuning and options.http:
            over_http(questions, size)


if __name__ == "__main__":
    main()
