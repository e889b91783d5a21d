"""Pages with few and with many cases: the guide, the work list of a clerk and of an examiner, the case page, an
applicant's own list. One person asks, page after page; the web server runs as in production. Prints JSON lines, last
the ratio of the 95th percentiles.

    python bench/pages.py [--sizes 10000,1000000] [--requests 300] [--workers 2]
"""

import argparse
import os
import random
import time
from collections.abc import Iterator
from typing import Any

from ground import Line, ground, percentile, request, say, web

AIM = 1.5


def cookie_of(account: Any) -> str:
    """A signed-in session."""
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(account)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def pages(requests: int) -> Iterator[tuple[str, list[bytes]]]:
    """Each kind of page with its requests, always others."""
    from django.urls import reverse

    from yichuang.cases.models import Decision
    from yichuang.catalogue.models import Item
    from yichuang.people import registering
    from yichuang.people.actors import SYSTEM
    from yichuang.people.models import Account

    chosen = random.Random(1)
    codes = list(Item.objects.order_by("code").values_list("code", flat=True))
    yield "guide", [request("GET", reverse("portal:guide", args=[chosen.choice(codes)])) for _ in range(requests)]

    decided = Decision.objects.order_by("-case_id").values_list("case__number", "case__department_id")[:20_000]
    departments = [department for _number, department in decided]
    department = max(set(departments), key=departments.count)
    examiner = _posted("examiner", department=department)
    clerk = _posted("clerk", window__zone=_busiest_zone())
    for name, account in (("work list, clerk", clerk), ("work list, examiner", examiner)):
        cookie = cookie_of(account)
        yield name, [request("GET", reverse("desk:work"), cookie=cookie) for _ in range(requests)]

    cookie = cookie_of(examiner)
    numbers = [number for number, of in decided if of == department]
    picked = [chosen.choice(numbers) for _ in range(requests)]
    yield "case page", [request("GET", reverse("desk:case", args=[number]), cookie=cookie) for number in picked]

    someone = _with_cases(5)
    mine = Account.objects.filter(party=someone, kind="public").first() or registering.register_account(
        username=f"bench{random.randrange(10**9)}", password=os.urandom(9).hex(), party=someone, by=SYSTEM,
        at=someone.created_at,
    )  # fmt: skip
    assert isinstance(mine, Account)
    cookie = cookie_of(mine)
    yield "my cases", [request("GET", reverse("portal:my"), cookie=cookie) for _ in range(requests)]


def _with_cases(number: int) -> Any:
    """An applicant with so many cases, whatever the size of the town: his page is then the same work."""
    from django.db.models import Count

    from yichuang.cases.models import Case
    from yichuang.people.models import Party

    newest = Case.objects.filter(applicant__kind="natural").order_by("-id").values_list("applicant_id", flat=True)
    among = Case.objects.filter(applicant__in=list(newest[:2000]))
    counted = among.values("applicant").annotate(n=Count("id")).filter(n=number).order_by("applicant")
    return Party.objects.get(pk=counted[0]["applicant"])


def _posted(duty: str, **where: Any) -> Any:
    from yichuang.offices.models import Posting

    return Posting.objects.filter(duty=duty, until=None, **where).select_related("account")[0].account


def _busiest_zone() -> int:
    from django.db.models import Count

    from yichuang.cases.models import Case
    from yichuang.offices.models import Posting

    manned = Posting.objects.filter(duty="clerk", until=None, window__isnull=False).values("window__zone")
    waiting = Case.objects.filter(state="submitted", zone__in=manned).values("zone").annotate(n=Count("id"))
    return int(waiting.order_by("-n")[0]["zone"])


def measure(port: int, name: str, asked: list[bytes], size: int) -> float:
    """Tell median and 95th percentile in milliseconds; returns the latter."""
    line = Line(port)
    for one in asked[:40]:
        line.ask(one)
    times = []
    for one in asked:
        sent = time.perf_counter()
        status, body = line.ask(one)
        times.append((time.perf_counter() - sent) * 1000)
        assert status == 200, (name, status, body[:300])
    p95 = percentile(times, 0.95)
    say(bench="pages", cases=size, page=name, median_ms=round(percentile(times, 0.5), 2), p95_ms=round(p95, 2))
    return p95


def run(size: int, requests: int, workers: int, keep: str) -> dict[str, float]:
    """Everything with so many cases."""
    with ground(keep=keep):
        from yichuang.base import clock
        from yichuang.cases.models import Case
        from yichuang.web.demo.many.making import generate

        if not Case.objects.exists():
            made = generate(cases=size, at=clock.now(), workers=workers)
            say(
                bench="generate", cases=made.cases, rows=made.rows, rows_seconds=round(made.rows_seconds, 1),
                indexes_seconds=round(made.indexes_seconds, 1), cases_per_second=round(made.cases / made.seconds),
            )  # fmt: skip
        with web() as port:
            return {name: measure(port, name, asked, size) for name, asked in pages(requests)}


def main() -> None:
    """Small, large, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,1000000")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2, help="processes that generate")
    parser.add_argument("--keep", default="", help="beginning of the names of data directories to keep")
    parser.add_argument("--only", type=int, default=0, help="one size alone, in this process")
    options = parser.parse_args()
    if options.only:
        keep = f"{options.keep}{options.only}" if options.keep else ""
        for name, p95 in run(options.only, options.requests, options.workers, keep).items():
            say(bench="pages", only=options.only, page=name, p95_ms=round(p95, 2))
        return
    found = [_elsewhere(int(size), options) for size in options.sizes.split(",")]
    for name, p95 in found[0].items():
        ratio = found[-1][name] / p95
        say(bench="pages", page=name, ratio_of_p95=round(ratio, 2), aim=AIM)


def _elsewhere(size: int, options: argparse.Namespace) -> dict[str, float]:
    """In a process of its own: Django is set up for one database."""
    import json
    import subprocess
    import sys

    command = [sys.executable, __file__, "--only", str(size), "--requests", str(options.requests)]
    command += ["--workers", str(options.workers), "--keep", options.keep]
    found = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for text in process.stdout or ():
            told = json.loads(text)
            if "only" in told:
                found[told["page"]] = told["p95_ms"]
            else:
                print(text, end="", flush=True)
    if process.returncode:
        raise SystemExit(process.returncode)
    return found


if __name__ == "__main__":
    main()
