"""Certificates older than the system (系统启用前颁发的证照) come in from the centre's registers, so that they are
renewed, changed, ended and reminded of like any other.

Each gets a case of the channel `before`, which stands for the file that lies in the old archive: closed, with no dates
to keep, in no list of work and in no count of what came in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refusals, Refused, refusal_of
from yichuang.base.sealed import blind_index
from yichuang.cases import life_cycle
from yichuang.cases.afterwards import certificate_rows
from yichuang.cases.afterwards.certificate_rows import Row
from yichuang.cases.models import Case, Certificate, Channel, Outcome
from yichuang.cases.numbers import fresh_number
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import version_on
from yichuang.catalogue.sheets.problems import Place, Problem
from yichuang.people import registering
from yichuang.people.actors import Actor
from yichuang.people.models import Role

BATCH: Final = 100
"""Rows of one transaction."""


class NumberTaken(Refused):
    """The item has a certificate of that number already, which is another one."""

    code = "number_taken"


@dataclass
class Report:
    """What an import did or would do: certificates new, there already, and every problem by its cell."""

    new: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_certificates(*, path: Path, source: str = "", dry_run: bool = False, by: Actor, at: datetime) -> Report:
    """The register of a file: when one row has a problem, nothing comes in and every problem is told.

    Each certificate comes in whole, a hundred a transaction; an import that was broken off is run again and passes
    over those that are there. Raises UnreadableFile, NotAllowed.
    """
    by.must_have(Role.MANAGER)
    register = certificate_rows.read(path, source=source)
    report = Report(problems=register.problems)
    fresh = list(_new(register.rows, report, at=at))
    if dry_run or report.problems:
        report.new = len(fresh)
        return report
    for begin in range(0, len(fresh), BATCH):
        batch = fresh[begin : begin + BATCH]
        with transaction.atomic():
            for row, version in batch:
                inherit(row=row, version=version, by=by, at=at)
        report.new += len(batch)
    return report


def inherit(*, row: Row, version: ItemVersion, by: Actor, at: datetime) -> Certificate:
    """One certificate of the register: the holder as he is on file or entered now, the case, the certificate."""
    by.must_have(Role.MANAGER)
    issued = timezone.make_aware(datetime.combine(row.issued, time.min))
    with transaction.atomic():
        holder = registering.register_party(
            name=row.holder, document_type=row.document_type, number=row.document, by=by, at=at
        )
        item = version.item
        case = Case(
            number=fresh_number(region_code=item.centre.region_code, at=at),
            item=item,
            item_version=version,
            department=item.department,
            centre=item.centre,
            applicant=holder,
            channel=Channel.BEFORE,
            outcome=Outcome.GRANTED,
            submitted_at=issued,
            decided_at=issued,
            ended_at=issued,
        )
        life_cycle.move(case=case, name="inherit", by=by, at=at)
        return Certificate.objects.create(
            case=case,
            item=item,
            department=item.department,
            holder=holder,
            name=row.name or _name(version),
            number=row.number,
            valid_from=row.since,
            valid_until=row.until,
            issued_at=issued,
            source=row.source,
        )


def _name(version: ItemVersion) -> str:
    result = version.parsed.result
    return result.name if result and result.name else version.name


def _new(rows: Sequence[Row], report: Report, *, at: datetime) -> Iterator[tuple[Row, ItemVersion]]:
    """The rows that are good and not there yet, each with the guide of its item; what is wrong goes into the report."""
    today = timezone.localdate(at)
    checks = _Checks(versions={}, numbers={}, names={}, known=set(), today=today, at=at)
    for row in rows:
        found = [(key, refused) for key, refused in checks.of(row) if refused is not None]
        for key, refused in found:
            for one in refused.refusals if isinstance(refused, Refusals) else [refused]:
                report.problems.append(_problem(row, key, one))
        if found:
            continue
        if row.place in checks.known:
            report.known += 1
        else:
            yield row, checks.versions[row.item]


def _problem(row: Row, key: str, refused: Refused) -> Problem:
    key = {"name": "holder", "number": "document"}.get(refused.field, refused.field) if key == "holder" else key
    value = "" if key in certificate_rows.PERSONAL else str(getattr(row, key, ""))[:80]
    return Problem(row.cells.get(key) or row.cells.get("document") or row.place, value, str(refused))


@dataclass
class _Checks:
    """What is asked of each row, with what was learnt from the rows before it."""

    versions: dict[str, ItemVersion]
    numbers: dict[tuple[str, str], Row]
    names: dict[tuple[str, str], str]
    known: set[Place]
    today: date
    at: datetime

    def of(self, row: Row) -> Iterator[tuple[str, Refused | None]]:
        """Each check with the column that it is about."""
        yield "item", refusal_of(lambda: self._version(row))
        yield "number", refusal_of(lambda: self._number(row))
        yield "holder", refusal_of(lambda: self._holder(row))
        if row.issued > self.today:
            yield "issued", Refused(_("发证日期还没有到，请核对。"))

    def _version(self, row: Row) -> None:
        if row.item not in self.versions:
            self.versions[row.item] = version_on(row.item, self.today)

    def _number(self, row: Row) -> None:
        first = self.numbers.setdefault((row.item, row.number), row)
        if first is not row:
            raise NumberTaken(_("这个事项的这个编号在第 %(row)d 行已经有了，请核对。") % {"row": first.place.row})
        held = Certificate.objects.select_related("case", "holder")
        kept = held.filter(item__code=row.item, number=row.number, former=None).first()
        if kept is not None and not _is_same(kept, row):
            told = {"case": kept.case.number}
            raise NumberTaken(_("这个事项的这个编号已经登记为另一份证照（办件 %(case)s），请核对。") % told)
        if kept is not None:
            self.known.add(row.place)

    def _holder(self, row: Row) -> None:
        registering.check_party(name=row.holder, document_type=row.document_type, number=row.document, at=self.at)
        first = self.names.setdefault((row.document_type, row.document.strip().upper()), row.holder)
        if first != row.holder:
            raise registering.AnotherName(_("同一个证件号码在表里有两个名称，请核对。"), field="name")


def _is_same(kept: Certificate, row: Row) -> bool:
    """Whether an earlier run brought this very row in."""
    days = (kept.valid_from, kept.valid_until) == (row.since, row.until)
    whose = bytes(kept.holder.number_index) == blind_index(row.document, kind="number")
    return days and whose and kept.case.channel == Channel.BEFORE
