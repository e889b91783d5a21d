"""Many cases at once, to try the house under load: rows made in worker processes, laid in by COPY, in one transaction.

Everything is as the acts would leave it: sealed fields are sealed, due dates come from the calculator, the journal's
chains hold. Secondary indexes and foreign keys are taken off while the rows come in and put back afterwards, which
checks every row once more. For trial and measurement; never on an installation that serves people.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import calendar as calendars
from yichuang.base import journal, partitions
from yichuang.base.limits import Limit
from yichuang.base.refusal import Refused
from yichuang.cases import timing
from yichuang.cases.models import Case, CaseMaterial, CaseStep, Decision, Opinion, Rule
from yichuang.cases.rules import material_names
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import published
from yichuang.offices import windows
from yichuang.offices.queries import office_hours
from yichuang.people.models import Account, AccountKind, Party
from yichuang.web.demo.many import rows, ways
from yichuang.web.demo.many.bare import bare
from yichuang.web.demo.many.plan import Pace, Plan, Sort, sample_answers
from yichuang.web.demo.many.rows import Chunk, Copied

CHUNK: Final = 5_000
TABLES: Final = [model._meta.db_table for model in (Party, Case, CaseMaterial, CaseStep, Opinion, Decision)]


class NothingToGenerateFrom(Refused):
    """The centre has no published items or no staff yet."""

    code = "nothing_to_generate_from"


@dataclass(frozen=True)
class Report:
    """What was made, and how long each part took (seconds)."""

    cases: int
    parties: int
    rows: int
    rows_seconds: float
    indexes_seconds: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.rows_seconds + self.indexes_seconds


def generate(*, cases: int, at: datetime, seed: int = 1, workers: int = 1) -> Report:
    """Make so many cases, spread over the last two years up to `at`; one applicant for every four.

    One in a hundred has everything that a case page shows: materials, opinions, decision and its history.
    Raises NothingToGenerateFrom.
    """
    parties = max(10, cases // 4)
    began = time.perf_counter()
    partitions.make_between("base_entry", first=(at - timedelta(days=rows.DAYS + 1)).date(), last=at.date())
    with transaction.atomic():
        plan = _plan(cases=cases, parties=parties, at=at, seed=seed)
        with bare(TABLES):
            count = _lay_in(plan, workers=workers)
            laid = time.perf_counter()
    _tidy()
    ended = time.perf_counter()
    return Report(cases=cases, parties=parties, rows=count, rows_seconds=laid - began, indexes_seconds=ended - laid)


def _plan(*, cases: int, parties: int, at: datetime, seed: int) -> Plan:
    versions = list(published(timezone.localdate(at)))
    staff = list(Account.objects.filter(kind=AccountKind.STAFF, is_active=True).order_by("pk")[:40])
    if not versions or len(staff) < 3:
        raise NothingToGenerateFrom(
            _("还没有已发布的事项和工作人员账号，请先运行 load_centre 和 import_guides，再生成办件。")
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, xid::text FROM base_journal_turn('generated', %s)", [str(seed)])
        epoch, xid = cursor.fetchone()
        # Cases and persons of an earlier run keep their numbers: this one goes on behind them. A day has a million
        # numbers, and a run takes as few as do for its fullest day, a Friday with the weekend's cases.
        numbers = cases // 100 + 10
        cursor.execute("SELECT count(*) FROM people_party")
        (known,) = cursor.fetchone()
        cursor.execute("SELECT setval('cases_case_number', nextval('cases_case_number') + %s)", [numbers])
        (last,) = cursor.fetchone()
    paces: dict[tuple[int, Limit | None, Limit | None], Pace] = {}
    return Plan(
        seed=seed,
        cases=cases,
        parties=parties,
        first_party=known,
        first_number=last - numbers,
        numbers=numbers,
        epoch=epoch,
        xid=int(xid),
        at=at,
        sorts=[_sort(version, at, paces) for version in versions],
        accounts=tuple(one.pk for one in staff),
    )


def _sort(version: ItemVersion, at: datetime, paces: dict[tuple[int, Limit | None, Limit | None], Pace]) -> Sort:
    """All that the cases of one item have in common. Items as fast as one another share a pace."""
    item, content, centre = version.item, version.parsed, version.item.centre
    on = timezone.localdate(at)
    found = windows.for_item(
        item_code=item.code, department_id=item.department_id, subject_area=item.subject_area, on=on
    )
    case = Case(item=item, item_version=version, department=item.department, centre=centre)
    limits, review = timing.limits(case, at=at), timing.rule(case, Rule.Kind.REVIEW, at=at)
    warning = timing.rule(case, Rule.Kind.WARNING, at=at)
    looked_at = timing.limit_of(review) if review else None
    pace = Pace(
        *limits,
        looked_at,
        warning.length if warning else 0,
        hours=office_hours(centre.pk, on),
        calendar=calendars.load(centre.region_code),
    )
    return Sort(
        item_id=item.pk,
        version_id=version.pk,
        department_id=item.department_id,
        centre_id=centre.pk,
        zone_id=found[0].zone_id if found else None,
        region=centre.region_code[:6].encode(),
        materials=tuple(list(material_names(content).items())[:3]),
        answers=sample_answers(content.form),
        instant=content.processing == "instant",
        pace=paces.setdefault((centre.pk, *limits), pace),
    )


def _chunks(plan: Plan) -> Iterator[Chunk]:
    with connection.cursor() as cursor:
        for first in range(0, plan.cases, CHUNK):
            count = min(CHUNK, plan.cases - first)
            entries = (count // rows.COMPLETE_EVERY + 2) * ways.MOST_STEPS
            cursor.execute("SELECT nextval('base_entry_seq') FROM generate_series(1, %s)", [entries])
            numbers = [row[0] for row in cursor.fetchall()]
            yield Chunk(first=first, count=count, journal_numbers=numbers)


def _lay_in(plan: Plan, *, workers: int) -> int:
    """Copy what the workers make; returns the number of rows."""
    count = 0
    with connection.cursor() as cursor:
        for made in _made(plan, workers):
            for table, copied in made.items():
                with cursor.copy(f"COPY {table} ({copied.columns}) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(copied.data)
                count += copied.count
    return count


def _made(plan: Plan, workers: int) -> Iterator[dict[str, Copied]]:
    """The chunks in their order; the workers are never more than a few ahead, so that memory stays small."""
    chunks = _chunks(plan)
    with multiprocessing.get_context("fork").Pool(workers, initializer=rows.begin, initargs=(plan,)) as pool:
        ahead = deque(pool.apply_async(rows.make, (chunk,)) for chunk in islice(chunks, 2 * workers + 1))
        while ahead:
            yield ahead.popleft().get()
            ahead.extend(pool.apply_async(rows.make, (chunk,)) for chunk in islice(chunks, 1))


def _tidy() -> None:
    """Statistics and visibility, as the server would have them after a quiet night."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in [*TABLES, journal.Entry._meta.db_table]:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("RESET statement_timeout")
