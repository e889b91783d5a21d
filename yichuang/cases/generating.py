"""Many cases at once, to try the house under load: rows made in worker processes, laid in by COPY, in one transaction.

Everything is as the acts would leave it: sealed fields are sealed, due dates come from the calculator, the journal's
chains hold. Secondary indexes and foreign keys are taken off while the rows come in and put back afterwards, which
checks every row once more. For trial and measurement; never on an installation that serves people.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base import calendar as calendars
from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.cases import generated, timing
from yichuang.cases.generated import Chunk, Plan, Sort
from yichuang.cases.models import Case, CaseMaterial, Decision, Opinion
from yichuang.cases.rules import material_names
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import published
from yichuang.offices import windows
from yichuang.offices.queries import office_hours
from yichuang.people.models import Account, AccountKind, Party

CHUNK: Final = 5_000
TABLES: Final[tuple[type[models.Model], ...]] = (Party, Case, CaseMaterial, Opinion, Decision)
_MOST_ENTRIES: Final = 8
"""No generated case has more rows in the journal."""


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
    with transaction.atomic():
        plan = _plan(cases=cases, parties=parties, at=at, seed=seed)
        with _bare() as bare:
            rows = _lay_in(plan, _chunks(plan), workers=workers)
            laid = time.perf_counter()
            bare.restore()
    _tidy()
    ended = time.perf_counter()
    return Report(cases=cases, parties=parties, rows=rows, rows_seconds=laid - began, indexes_seconds=ended - laid)


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
        # Cases and persons of an earlier run keep their numbers: this one goes on behind them.
        cursor.execute("SELECT count(*) FROM people_party")
        (known,) = cursor.fetchone()
        cursor.execute("SELECT setval('cases_case_number', nextval('cases_case_number') + %s)", [cases])
        (last,) = cursor.fetchone()
    return Plan(
        seed=seed,
        cases=cases,
        parties=parties,
        first_party=known,
        first_number=last - cases,
        epoch=epoch,
        xid=int(xid),
        at=at,
        sorts=[_sort(version, at) for version in versions],
        accounts=tuple(one.pk for one in staff),
    )


def _sort(version: ItemVersion, at: datetime) -> Sort:
    """All that the cases of one item have in common."""
    item, content = version.item, version.parsed
    on = timezone.localdate(at)
    found = windows.for_item(
        item_code=item.code, department_id=item.department_id, subject_area=item.subject_area, on=on
    )
    model = Case(item=item, item_version=version, department=item.department, centre=item.centre)
    statutory, promised = timing.limits(model, at=at)
    return Sort(
        item_id=item.pk,
        version_id=version.pk,
        department_id=item.department_id,
        centre_id=item.centre_id,
        zone_id=found[0].zone_id if found else None,
        region=item.centre.region_code[:6],
        materials=tuple(list(material_names(content).items())[:3]),
        answers=generated.sample_answers(content.form),
        instant=content.processing == "instant",
        statutory=statutory,
        promised=promised,
        hours=office_hours(item.centre_id, on),
        calendar=calendars.load(item.centre.region_code),
    )


def _chunks(plan: Plan) -> Iterator[Chunk]:
    with connection.cursor() as cursor:
        for first in range(0, plan.cases, CHUNK):
            count = min(CHUNK, plan.cases - first)
            entries = (count // generated.COMPLETE_EVERY + 2) * _MOST_ENTRIES
            cursor.execute("SELECT nextval('base_entry_seq') FROM generate_series(1, %s)", [entries])
            numbers = [row[0] for row in cursor.fetchall()]
            yield Chunk(first=first, count=count, journal_numbers=numbers)


def _lay_in(plan: Plan, chunks: Iterator[Chunk], *, workers: int) -> int:
    """Copy what the workers make; returns the number of rows."""
    rows = 0
    with multiprocessing.get_context("fork").Pool(workers, initializer=generated.begin, initargs=(plan,)) as pool:
        for made in pool.imap_unordered(generated.make, list(chunks), chunksize=1):
            for table, (columns, count, data) in made.items():
                with (
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
                ):
                    copy.write(data)
                rows += count
    return rows


class _Bare:
    """The tables without what slows a bulk load down, and the statements that put it back."""

    def __init__(self) -> None:
        self.back: list[str] = []

    def strip(self) -> None:
        """Take off foreign keys and indexes that guard nothing but speed; primary keys and uniqueness stay."""
        names = [model._meta.db_table for model in TABLES]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(_FOREIGN_KEYS, [names])
            for table, name, definition in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
                self.back.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
            cursor.execute(_INDEXES, [names])
            for name, definition in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                self.back.insert(0, definition)

    def restore(self) -> None:
        """Put everything back; a row that breaks a foreign key fails the whole run."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            for statement in self.back:
                cursor.execute(statement)


_FOREIGN_KEYS: Final = """
SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
WHERE c.contype = 'f' AND c.conparentid = 0 AND c.conrelid = ANY (SELECT to_regclass(t) FROM unnest(%s::text[]) AS t)
"""
_INDEXES: Final = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (SELECT to_regclass(t) FROM unnest(%s::text[]) AS t) AND NOT i.indisunique
"""


@contextmanager
def _bare() -> Iterator[_Bare]:
    bare = _Bare()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    bare.strip()
    yield bare


def _tidy() -> None:
    """Statistics and visibility, as the server would have them after a quiet night."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in [*(model._meta.db_table for model in TABLES), journal.Entry._meta.db_table]:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("RESET statement_timeout")
