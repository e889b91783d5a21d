"""Complete acceptance over HTTP against the floor: the same rows written by pgbench to the same server in the same run.

Each request is a whole acceptance at the counter: the form of a real item, three files that were uploaded before, an
Idempotency-Key; it answers with an accepted case, its number, both clocks, the notice written, sealed and queued, and
the row in the journal. Each applicant applies over and over, every time for another place of business, so each INSERT
of a case, here and there, finds the one before. The web server runs as in production; everybody shares this machine's
cores, the clients too. No worker draws the letters meanwhile, neither here nor for pgbench. Prints JSON lines.

    python bench/accept.py [--clients 8] [--seconds 20] [--departments 8] [--threads 4] [--without-key]
"""

import argparse
import io
import itertools
import json
import os
import re
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ground import THREADS, Line, ground, percentile, request, say, web

ITEM = "dev-002"
ANSWERS = {
    "has_name": "使用名称",
    "business_name": "安阳县好味道副食店",
    "operation": "个人经营",
    "premises": "安阳县柏庄镇文明大道中段12号",
    "premises_right": "租赁",
    "business_scope": "食品销售；日用百货零售",
    "employees": 2,
    "phone": "13800138000",
}
CLERKS = ("liu.mei", "wang.xiuying", "zhang.weidong", "liu.fengxia", "chen.changjiang", "yang.cuiping")
WRITES = re.compile(r"^\s*(INSERT|UPDATE)|base_journal_turn|nextval|procrastinate_defer", re.IGNORECASE)


@dataclass(frozen=True)
class Client:
    """A clerk with a token, and the body of what he accepts over and over."""

    token: str
    body: bytes


def arrange(clients: int, departments: int) -> list[Client]:
    """The item, once for each department; clerks with tokens and uploads; applicants."""
    from yichuang.base import clock
    from yichuang.documents.receiving import receive_upload
    from yichuang.offices.models import Mandate
    from yichuang.people import actors, tokens
    from yichuang.people.models import Account

    at = clock.now()
    lent = Mandate.objects.filter(kind="acceptance", all_items=True, revoked_at=None).order_by("pk")
    items = [_publish(mandate.grantor, at) for mandate in lent[:departments]]
    made = []
    for turn in range(clients):
        clerk = Account.objects.get(username=CLERKS[turn % len(CLERKS)])
        actor = actors.of(clerk, at=at)
        item, keys = items[turn % len(items)]
        files = [
            receive_upload(stream=io.BytesIO(_pdf(turn * 10 + n)), name=f"{n}.pdf", by=actor, at=at) for n in range(3)
        ]
        body = {
            "item": item,
            "applicant": str(_applicant(turn, at)),
            "accept": True,
            "again": "另一处经营场所",
            "answers": ANSWERS,
            "materials": [{"key": key, "file": str(f.pk)} for key, f in zip(keys, files, strict=True)],
        }
        token = tokens.make(clerk, name="bench", by=actors.SYSTEM, at=at)
        made.append(Client(token, json.dumps(body, ensure_ascii=False).encode()))
    return made


def _publish(department: Any, at: Any) -> tuple[str, list[str]]:
    from django.utils import timezone

    from yichuang.catalogue.content import TimeLimit
    from yichuang.catalogue.models import Item, ItemVersion
    from yichuang.catalogue.queries import version_on
    from yichuang.catalogue.revising import publishing, writing
    from yichuang.people.actors import SYSTEM

    real = version_on(ITEM, timezone.localdate(at))
    content = real.parsed.model_copy(
        update={"promised": TimeLimit(length=1, unit="working_days", text="1个工作日"), "processing": "promised"}
    )
    keys = [material.key for material in content.materials]
    code = f"bench-{department.code}"
    if not ItemVersion.objects.filter(item__code=code).exists():
        item = writing.new_item(
            code=code, department=department, centre=department.centre, subject_area="企业开办", by=SYSTEM, at=at
        )
        assert isinstance(item, Item)
        version = writing.new_version(item=item, name=real.name, content=content, by=SYSTEM, at=at)
        publishing.publish(version=version, effective_from=timezone.localdate(at), by=SYSTEM, at=at)
    return code, keys


def _applicant(turn: int, at: Any) -> Any:
    from yichuang.people import registering
    from yichuang.people.actors import SYSTEM
    from yichuang.web.demo.many.people import identity_number

    return registering.register_person(
        name="张三", document_type="identity_card", number=identity_number(7_000_000 + turn), by=SYSTEM, at=at
    ).pk


def _pdf(serial: int) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842 + serial))
        document.save(out)
    return out.getvalue()


def load(port: int, clients: list[Client], seconds: float, *, with_key: bool) -> tuple[list[float], float, list[str]]:
    """Every client asks again and again; milliseconds of each answer, how long it took, the numbers given."""
    times: list[list[float]] = [[] for _ in clients]
    numbers: list[list[str]] = [[] for _ in clients]
    end = time.perf_counter() + seconds
    run = os.urandom(4).hex()

    def ask(turn: int, client: Client) -> None:
        line = Line(port)
        for count in itertools.count():
            key = f"{run}-{turn}-{count}" if with_key else ""
            sent = time.perf_counter()
            status, body = line.ask(request("POST", "/api/v1/cases", token=client.token, body=client.body, key=key))
            got = time.perf_counter()
            if status != 201:
                raise SystemExit(f"{status} {body.decode()}")
            times[turn].append((got - sent) * 1000)
            numbers[turn].append(json.loads(body)["number"])
            if got > end:
                return

    began = time.perf_counter()
    threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chained = itertools.chain.from_iterable
    return list(chained(times)), time.perf_counter() - began, list(chained(numbers))


def check(numbers: list[str]) -> None:
    """What was answered is what is there: one case a number, with both clocks, notice and journal."""
    from yichuang.base.journal import Entry
    from yichuang.cases.models import Case, CaseMaterial
    from yichuang.documents.models import Letter

    assert len(set(numbers)) == len(numbers)
    cases = Case.objects.filter(number__in=numbers, state="accepted")
    assert cases.filter(statutory_due_at__isnull=False, promised_due_at__isnull=False).count() == len(numbers)
    assert CaseMaterial.objects.filter(case__in=cases).count() == 3 * len(numbers)
    assert Letter.objects.filter(subject_id__in=numbers, seal_use__isnull=False).count() == len(numbers)
    assert Entry.objects.filter(subject_kind="case", subject_id__in=numbers).count() == len(numbers)


def floor(clients: list[Client], seconds: int, *, with_key: bool) -> tuple[float, int]:
    """Transactions a second of pgbench with the same writes; how many statements each has."""
    from django.conf import settings

    from config.accounts import program

    with tempfile.TemporaryDirectory(prefix="yichuang-pgbench-") as room:
        scripts, statements = [], 0
        for turn, client in enumerate(clients):
            text, statements = script(client, with_key=with_key)
            path = Path(room) / f"{turn}.sql"
            path.write_text(text, encoding="utf-8")
            scripts += ["-f", str(path)]
        database = settings.DATABASES["default"]
        command = [program("pgbench"), "-n", "-M", "simple", "-c", str(len(clients)), "-j", "2", "-T", str(seconds)]
        command += [*scripts, "-h", str(database["HOST"]), "-U", str(database["USER"]), str(database["NAME"])]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", told.stdout)
    if told.returncode or not found:
        raise SystemExit(told.stderr[-2000:])
    return float(found.group(1)), statements


def script(client: Client, *, with_key: bool) -> tuple[str, int]:
    """The writes of one real acceptance as a pgbench script: its own statements, with fresh keys each time."""
    writes, made = captured(client, with_key=with_key)
    lines = ["BEGIN;"]
    lines.append(
        "SELECT uuidv7() AS case_id, uuidv7() AS letter_id, uuidv7() AS key_id, md5(random()::text) AS code,"
        " nextval('cases_case_number') + 5000000000 AS serial \\gset"
    )
    for statement in writes:
        text = statement.replace("\n", " ")
        for value, variable in made.items():
            text = text.replace(value, variable)
        lines.append(_gathering(text))
    return "\n".join([*lines, "COMMIT;", ""]), len(writes)


def _gathering(text: str) -> str:
    """The statement with what later ones need from it."""
    if "base_journal_turn" in text:
        return f"{text.replace(', previous FROM', ', 1 AS turn FROM')} \\gset"
    if "base_counter" in text or "offices_sealuse" in text:
        return f"{text} \\gset"
    return f"{text};"


def captured(client: Client, *, with_key: bool) -> tuple[list[str], dict[str, str]]:
    """The statements of one acceptance that write, and which of their values must be fresh each time."""
    import psycopg
    from django.db import connection
    from django.test import Client as Browser

    from yichuang.base.journal import Entry
    from yichuang.cases.models import Case
    from yichuang.documents.models import Letter

    seen: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if WRITES.search(sql):
            seen.append(psycopg.ClientCursor(connection.connection).mogrify(sql, params))
        return execute(sql, params, many, context)

    key = f"floor-{os.urandom(6).hex()}"
    headers = {"Authorization": f"Bearer {client.token}"} | ({"Idempotency-Key": key} if with_key else {})
    for _warm in range(2):
        seen.clear()
        with connection.execute_wrapper(note):
            answer = Browser(headers=headers).post("/api/v1/cases", client.body, content_type="application/json")
        assert answer.status_code == 201, answer.content
        headers |= {"Idempotency-Key": key + "-again"} if with_key else {}
    case = Case.objects.get(number=answer.json()["number"])
    letter = Letter.objects.get(subject_id=case.number)
    entry = Entry.objects.get(subject_id=case.number)
    last = re.findall(r"\d+", letter.number)[-1]
    fresh = {
        f"{letter.number}": letter.number.removesuffix(f"{last}号") + "' || :last || '号",
        case.pk.hex: ":case_id",
        str(letter.pk): ":letter_id",
        letter.pk.hex: ":letter_id",
        case.number: f"{case.number[:14]}:serial",
        letter.verification_code: ":code",
        f"VALUES ({entry.seq}, {entry.epoch}, {entry.xid}::text": "VALUES (:seq, :epoch, ':xid'::text",
        f", {letter.seal_use_id}, NULL, 0": ", :id, NULL, 0",
    }
    for statement in seen:
        if found := re.search(r"INSERT INTO base_key .*VALUES \('([0-9a-f]{32})'", statement):
            fresh |= {found.group(1): ":key_id", key + "-again": f"{key}:serial"}
    return seen, fresh


def main() -> None:
    """Measure, check, measure the floor, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--departments", type=int, default=8)
    parser.add_argument("--threads", type=int, default=THREADS, help="of each of the two workers")
    parser.add_argument("--without-key", action="store_true")
    parser.add_argument("--keep", default="", help="a data directory to keep for the next run")
    options = parser.parse_args()
    with_key = not options.without_key
    with ground(keep=options.keep):
        clients = arrange(options.clients, options.departments)
        with web(options.threads) as port:
            load(port, clients, 3, with_key=with_key)
            times, seconds, numbers = load(port, clients, options.seconds, with_key=with_key)
        check(numbers)
        rate = len(times) / seconds
        say(
            bench="accept",
            clients=options.clients,
            departments=options.departments,
            threads=options.threads,
            idempotency_key=with_key,
            acceptances=len(times),
            per_second=round(rate, 1),
            median_ms=round(percentile(times, 0.5), 2),
            p95_ms=round(percentile(times, 0.95), 2),
            p99_ms=round(percentile(times, 0.99), 2),
        )
        tps, statements = floor(clients, options.seconds, with_key=with_key)
        say(bench="accept", floor="pgbench", clients=options.clients, statements=statements, tps=round(tps, 1))
        say(bench="accept", ratio=round(rate / tps, 3), aim=0.2)


if __name__ == "__main__":
    main()
