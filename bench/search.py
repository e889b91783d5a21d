"""Finding an item: how often the right one is among the first three, and how long it takes with many items.

The questions (`search_questions.json`) were written before the search was tuned; a third of them was kept aside
(`held_out`) and is told apart. A third set (`search_outsider.json`) was written by somebody who knew only the names
of the items, neither the synonyms nor the other questions; no synonym may ever be made from it. Ten of its questions
have no right item: for them the search should find nothing or say that it guesses.

What is generated: the names of 1,133 real items (`search_names.json`: its source is named there), then each of them
with five acts (新办, 变更, 延续, 补证, 注销), then each for ten towns without and with the acts, until the catalogue is
full. Two forms of it are measured, and both are told:

- `list`, as a county keeps its list. The acts and the towns of one matter stand under one entry of the basic
  catalogue, as the national lists have it, and the search folds them as the page does. Left out is what bears the
  very name of an item that is asked for: a name that, but for what stands in brackets, is the name or an everyday
  name of a real item of the demonstration. For such a pair no order is right or wrong, and counting it as a miss (as
  the only form of this benchmark did at first) measures the copy, not the search. A name that says the same in other
  words stays in, and counts as a miss. Measured is what the page shows: life events and windows take places, too.
- `hard`, the first form of this benchmark: nothing is left out, every generated item stands alone, nothing is folded.
  So dozens of items may bear the very name that is looked for, and a part of its misses is no fault of the ranking.

Prints JSON lines.

    python bench/search.py [--items 10000] [--keep DIR] [--tuning] [--failures] [--http]

With `--items 0` only the real items are measured. With `--keep`, the directory is left in the form `list`.
"""

import argparse
import json
import os
import re
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ground import Line, ground, percentile, request, say, web

HERE = Path(__file__).resolve().parent
AIM_HITS, AIM_MS = 0.90, 50
ACTS = {
    "": "other",
    "（新办）": "first",
    "（变更）": "change",
    "（延续）": "renewal",
    "（补证）": "replacement",
    "（注销）": "cancellation",
}
TOWNS = ("柏庄镇", "白璧镇", "曲沟镇", "水冶镇", "铜冶镇", "善应镇", "伦掌镇", "崔家桥镇", "辛村镇", "韩陵镇")


def read(name: str) -> Any:
    """A file beside this one."""
    return json.loads((HERE / name).read_text("utf-8"))


def names() -> Iterator[tuple[str, str, str]]:
    """Names of items without end, each with the matter it belongs to and its act: the real ones, then the same for
    each act, then for each town."""
    real = read("search_names.json")["names"]
    yield from ((name, name, "") for name in real)
    for act in list(ACTS)[1:]:
        yield from ((name + act, name, act) for name in real)
    for town in TOWNS:
        for act in ACTS:
            yield from ((f"{town}{name}{act}", name, act) for name in real)


def bare(name: str) -> str:
    """A name without what stands in brackets, as it is compared with another."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\([^()]*\)|\s", "", plain)


def fill(wanted: int) -> None:
    """As many published items as wanted, beside the real ones, and those of the other form. Rows go in directly: what
    is measured is the search. Codes: `bench-c…` bears the name of a real item and `bench-x…` stands in its place."""
    from yichuang.catalogue.models import Item, ItemVersion

    real = ItemVersion.objects.filter(status="published")
    taken = {bare(name) for one in real for name in (one.name, *one.parsed.aliases)}
    missing = wanted - Item.objects.count()
    chosen: list[tuple[str, str, str, str]] = []
    copies = alone = 0
    for number, (name, matter, act) in enumerate(names()):
        copy = bare(matter) in taken
        if number >= missing and (copy or alone == missing):
            if alone == missing:
                break
            continue
        copies, alone = copies + copy, alone + (not copy)
        mark = "c" if copy else "x" if number >= missing else ""
        chosen.append((f"bench-{mark}{number:05}", name, matter, act))
    _create(chosen)
    say(bench="search", generated=missing, matters=len({matter for *_, matter, _act in chosen}), left_out=copies)


def _create(chosen: Sequence[tuple[str, str, str, str]]) -> None:
    from yichuang.base import clock
    from yichuang.catalogue.content import Content, digest_of, to_json
    from yichuang.catalogue.models import BasicItem, Implementation, Item, ItemVersion
    from yichuang.offices.models import Department

    departments, at = list(Department.objects.order_by("code")), clock.now()
    areas = sorted(set(Item.objects.values_list("subject_area", flat=True)))
    stored = to_json(Content())
    matters = list(dict.fromkeys(matter for *_, matter, _act in chosen))
    of = {one: departments[number % len(departments)] for number, one in enumerate(matters)}
    basics = dict(zip(matters, BasicItem.objects.bulk_create(BasicItem(name=one) for one in matters), strict=True))
    powers = Implementation.objects.bulk_create(
        Implementation(department=of[one], basic=basics[one], name=one) for one in matters
    )
    power = dict(zip(matters, powers, strict=True))
    items, versions = [], []
    for number, (code, name, matter, act) in enumerate(chosen):
        items.append(
            Item(
                code=code, department=of[matter], centre=of[matter].centre, implementation=power[matter],
                handle_kind=ACTS[act], subject_area=areas[number % len(areas)], created_at=at,
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


def arrange(shown: str, hidden: str) -> None:
    """Let the search see the items whose codes begin with `shown`, and not those whose codes begin with `hidden`."""
    from yichuang.catalogue.finding import entering
    from yichuang.catalogue.models import ItemVersion, SearchEntry

    SearchEntry.objects.filter(version__item__code__startswith=hidden).delete()
    new = ItemVersion.objects.filter(item__code__startswith=shown).exclude(item__code__startswith=hidden)
    entering.enter_all(new.exclude(pk__in=SearchEntry.objects.values("version")).select_related("item__department"))
    _analyse()


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def places(questions: Sequence[Mapping[str, Any]], times: list[float], form: str) -> list[int]:
    """For each question the place of the right item among what is shown, 0 when it is not there."""
    from django.utils import timezone

    from yichuang.base import clock
    from yichuang.catalogue.finding import searching, ways
    from yichuang.offices.models import Centre

    found, today, centre = [], timezone.localdate(clock.now()), Centre.objects.get()
    for one in questions:
        began = time.perf_counter()
        asked = searching.understood(one["question"], on=today, centre=centre)
        hits = searching.search(asked, on=today, centre=centre, limit=20, fold=form != "hard")
        shown = hits if form == "hard" else ways.answer(asked, hits, centre=centre, on=today).found
        times.append((time.perf_counter() - began) * 1000)
        codes = [hit.version.item.code if isinstance(hit, searching.Hit) else "" for hit in shown]
        found.append(next((place for place, code in enumerate(codes, 1) if code in one["codes"]), 0))
    return found


def tell(questions: Sequence[Mapping[str, Any]], found: Sequence[int], **facts: Any) -> float:
    """Hits at 1 and at 3 as one line; returns the latter."""
    at3 = sum(0 < place <= 3 for place in found) / len(found)
    at1 = sum(place == 1 for place in found) / len(found)
    say(bench="search", **facts, questions=len(questions), hits_at_1=round(at1, 3), hits_at_3=round(at3, 3))
    return at3


def measure(questions: list[dict[str, Any]], size: int, failures: bool, form: str) -> tuple[float, float]:
    """Hits whole, by kind and by part, and the time; returns hits at 3 and the 95th percentile."""
    times: list[float] = []
    places(questions[:40], [], form)
    found = places(questions, times, form)
    pairs = list(zip(questions, found, strict=True))
    parts = {"all": pairs}
    for held_out in (False, True):
        parts["held out" if held_out else "tuning"] = [pair for pair in pairs if pair[0]["held_out"] is held_out]
    for kind in sorted({one["kind"] for one in questions}):
        parts[kind] = [pair for pair in pairs if pair[0]["kind"] == kind]
    for part, some in parts.items():
        if some:
            tell([one for one, _place in some], [place for _one, place in some], items=size, form=form, part=part)
    if failures:  # never of the part that is kept aside
        for one, place in pairs:
            if not 0 < place <= 3 and not one["held_out"]:
                say(
                    bench="search",
                    items=size,
                    form=form,
                    missed=one["question"],
                    kind=one["kind"],
                    codes=one["codes"],
                    place=place,
                )
    p95 = percentile(times, 0.95)
    say(bench="search", items=size, form=form, median_ms=round(percentile(times, 0.5), 1), p95_ms=round(p95, 1),
        most_ms=round(max(times), 1))  # fmt: skip
    return sum(0 < place <= 3 for place in found) / len(found), p95


def measure_outsider(questions: Sequence[Mapping[str, Any]], size: int, failures: bool, form: str) -> None:
    """Hits at 1 and 3 of those of the outsider's questions that have a right item, whole and by kind."""
    asked = [one for one in questions if one["codes"]]
    found = places(asked, [], form)
    tell(asked, found, items=size, form=form, part="outsider")
    for kind in sorted({one["kind"] for one in asked}):
        some = [(one, place) for one, place in zip(asked, found, strict=True) if one["kind"] == kind]
        tell([one for one, _ in some], [place for _, place in some], items=size, form=form, part=f"outsider: {kind}")
    if failures:
        for one, place in zip(asked, found, strict=True):
            if not 0 < place <= 3:
                say(bench="search", items=size, form=form, part="outsider", missed=one["question"], kind=one["kind"],
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

        real = Item.objects.exclude(code__startswith="bench-").count()
        size = max(real, options.items)
        if not Item.objects.filter(code__startswith="bench-").exists():
            hits, p95 = measure(questions, real, options.failures, "list")
            measure_outsider(outsider, real, options.failures, "list")
            measure_nothing(outsider, real)
            if size > real:
                fill(size)
        if size > real:
            for form, shown, hidden in (("hard", "bench-", "bench-x"), ("list", "bench-", "bench-c")):
                arrange(shown, hidden)
                hits, p95 = measure(questions, size, options.failures, form)
                measure_outsider(outsider, size, options.failures, form)
        say(bench="search", items=size, form="list", hits_at_3=round(hits, 3), aim_hits_at_3=AIM_HITS,
            p95_ms=round(p95, 1), aim_ms=AIM_MS)  # fmt: skip
        if not options.tuning and options.http:
            over_http(questions, size)


if __name__ == "__main__":
    main()
