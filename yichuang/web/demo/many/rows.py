"""The rows of generated cases, ready for COPY. Runs in worker processes: it knows a plan and asks no database.

A million rows are made of few pieces: what is the same for all cases of one item, or for all that went equally far, is
put into bytes once, and the columns stand in the order that lets these pieces follow one another.
"""

from __future__ import annotations

import gc
import random
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from yichuang.base import cipher, journal
from yichuang.base.canonical import canonical_json
from yichuang.cases.models import State
from yichuang.web.demo.many import people, ways
from yichuang.web.demo.many.copying import (
    HEAD,
    NULL,
    TAIL,
    TRUE,
    YEAR_2000,
    constant,
    integer,
    json,
    moment,
    raw,
    row,
)
from yichuang.web.demo.many.plan import A_DAY, BEIJING, MINUTE, Plan, Sort, milliseconds, moment_of, written_day
from yichuang.web.demo.many.ways import Times, Way

COMPLETE_EVERY: Final = 100
"""One case in so many has materials, opinions, decision and history."""
DAYS: Final = 730

_COLUMNS: Final = {
    "people_party": "id, created_at, kind, document_type, name, name_index, number, number_index, phone, phone_index",
    "cases_case": "id, number, submitted_at, applicant_id, handed_in_by_id, item_id, item_version_id, department_id,"
    " centre_id, zone_id, channel, state, outcome, version, situations, accepted_at, accepted_by_id, decided_at,"
    " completed_at, ended_at, statutory_due_at, promised_due_at, due_at, due_is_provisional, warn_at, answers",
    "cases_casematerial": "case_id, key, name, originals, copies, original_seen, given_at",
    "cases_casestep": "case_id, position, turn, name, kind, department_id, officers, unit, return_reason, state,"
    " opened_at, counted_from, done_at, due_at",
    "cases_opinion": "case_id, step, recommends, text, by_id, at",
    "cases_decision": "case_id, outcome, reasons, by_id, at",
    "base_entry": "seq, epoch, xid, at, act, subject_kind, subject_id, who_kind, who_id, centre_id, detail,"
    " previous_hash, hash",
}
_MATERIAL, _STEP, _OPINION, _DECISION, _ENTRY = (
    row(_COLUMNS[f"{table}"])
    for table in ("cases_casematerial", "cases_casestep", "cases_opinion", "cases_decision", "base_entry")
)
_party = struct.Struct("!2si16siq").pack
"""How the row of a party begins: the number of columns, id, created_at."""
_PARTY: Final = row(_COLUMNS["people_party"])
_case = struct.Struct("!2si16si20siqi16si16s").pack
"""How the row of a case begins: the number of columns, id, number, submitted_at, applicant and who handed in."""
_CASE: Final = row(_COLUMNS["cases_case"])
_CHANNELS: Final = tuple(constant(one) for one in ("online", "counter", "counter", "api"))


@dataclass(frozen=True)
class Copied:
    """Rows for one table, as COPY takes them."""

    columns: str
    count: int
    data: bytes


@dataclass(frozen=True)
class Chunk:
    """So many cases from `first` on, with numbers for their rows in the journal."""

    first: int
    count: int
    journal_numbers: Sequence[int]


_plan: Plan | None = None


def begin(plan: Plan) -> None:
    """Told to each worker process once."""
    global _plan
    _plan = plan
    gc.disable()  # rows refer to nothing in circles; looking for circles costs a tenth


def make(chunk: Chunk) -> dict[str, Copied]:
    """The rows of a chunk by table, in an order in which no row names a later one."""
    assert _plan is not None  # noqa: S101 — `begin` comes first
    return _Maker(_plan, chunk).made()


def _uuid(at: int, bits: int) -> bytes:
    """A UUID of version 7 for that millisecond."""
    number = (at << 80) | (7 << 76) | ((bits >> 62 & 0xFFF) << 64) | (2 << 62) | (bits & (2**62 - 1))
    return number.to_bytes(16, "big")


def _written(pk: bytes) -> str:
    text = pk.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass
class _Rows:
    """The rows for one table, piece by piece."""

    count: int = 0
    pieces: list[bytes] = field(default_factory=lambda: [HEAD])

    def add(self, *pieces: bytes) -> None:
        self.count += 1
        self.pieces += pieces


class _Maker:
    def __init__(self, plan: Plan, chunk: Chunk) -> None:
        self.plan = plan
        self.chunk = chunk
        self.random = random.Random(f"{plan.seed}/{plan.first_number}/{chunk.first}")  # noqa: S311 — trial data, not secrets
        self.journal_numbers = iter(chunk.journal_numbers)
        self.rows = {table: _Rows() for table in _COLUMNS}
        self.now = milliseconds(plan.at)
        self.began = self.now - (DAYS + 1) * A_DAY
        self.seal_name, self.seal_number, self.seal_phone = (
            cipher.sealer("people_party", column) for column in ("name", "number", "phone")
        )
        self.index_name, self.index_number, self.index_phone = (
            cipher.digester(kind) for kind in ("name", "number", "phone")
        )
        self.seal_answers = cipher.sealer("cases_case", "answers")

    def made(self) -> dict[str, Copied]:
        for number in range(*self._share_of_parties()):
            self._add_party(number)
        for index in range(self.chunk.first, self.chunk.first + self.chunk.count):
            self._add_case(index)
        return {
            table: Copied(_COLUMNS[table], rows.count, b"".join([*rows.pieces, TAIL]))
            for table, rows in self.rows.items()
            if rows.count
        }

    def _share_of_parties(self) -> tuple[int, int]:
        first, count, plan = self.chunk.first, self.chunk.count, self.plan
        return first * plan.parties // plan.cases, (first + count) * plan.parties // plan.cases

    def _party_id(self, number: int) -> bytes:
        """Known by its number alone, so that any worker can name any applicant."""
        return _uuid(self.began + number % A_DAY, self.plan.first_party + number)

    def _add_party(self, number: int) -> None:
        pk = self._party_id(number)
        row = _written(pk)
        one = people.person(self.plan.first_party + number, self.random)
        name, paper, phone = one.name.encode(), one.number.encode(), one.phone.encode()
        self.rows["people_party"].add(
            _party(_PARTY, 16, pk, 8, (self.began - YEAR_2000) * 1000),
            constant(one.kind),
            constant(one.document_type),
            raw(self.seal_name(name, row)),
            raw(self.index_name(name)),
            raw(self.seal_number(paper, row)),
            raw(self.index_number(paper)),
            raw(self.seal_phone(phone, row)),
            raw(self.index_phone(phone)),
        )

    def _add_case(self, index: int) -> None:
        plan, pick = self.plan, self.random.random
        sort = plan.sorts[int(pick() ** 2 * len(plan.sorts))]  # some items are asked for far more often than others
        submitted = self._submitted(index)
        way = ways.way_of((self.now - submitted) // A_DAY, pick(), instant=sort.instant)
        times = ways.times_of(sort, way, submitted, self.now, pick())
        bits = self.random.getrandbits(74)
        pk = _uuid(submitted, bits)
        day = written_day((submitted + BEIJING) // A_DAY)
        number = b"%b%b%06d" % (sort.region, day, (plan.first_number + index % plan.numbers) % 1_000_000)
        applicant = self._party_id(int(pick() * plan.parties))
        clerk = plan.accounts[int(pick() * len(plan.accounts))]
        answers = b'%b,"note":"%b"}' % (sort.answers, number[-6:])
        self.rows["cases_case"].add(
            _case(_CASE, 16, pk, 20, number, 8, (submitted - YEAR_2000) * 1000, 16, applicant, 16, applicant),
            sort.columns,
            _CHANNELS[bits & 3],
            way.columns,
            moment(times.accepted),
            integer(clerk) if way.accepted else NULL,
            moment(times.decided),
            moment(times.completed),
            moment(times.ended),
            times.due,
            raw(self.seal_answers(answers, _written(pk))),
        )
        complete = index % COMPLETE_EVERY == 0
        if way.state == State.EXAMINING:
            self._add_steps(sort, pk, times, examined=complete or bool(bits & 4))
        if complete:
            self._complete(_Facts(sort, pk, number.decode(), way, submitted, times), clerk)

    def _add_steps(self, sort: Sort, pk: bytes, times: ways.Times, *, examined: bool) -> None:
        """The ordinary way: two officers examine, then the decision; half of the cases wait for each."""
        began, due, add = moment(times.accepted), moment(times.due_at), self.rows["cases_casestep"].add
        for position, kind, officers, is_open, is_done in (
            (1, "examine", 2, not examined, examined),
            (2, "decide", 1, examined, False),
        ):
            state = "done" if is_done else "open" if is_open else "waiting"
            step = integer(position, 2) + integer(1, 2) + constant("") + constant(kind) + integer(sort.department_id)
            times_of_it = (began + began if is_open or is_done else NULL + NULL) + (began if is_done else NULL)
            more = integer(officers, 2) + constant("") + constant("") + constant(state)
            add(_STEP, raw(pk), step, more, times_of_it, due if is_open else NULL)

    def _submitted(self, index: int) -> int:
        """The later the index, the later the application; within office hours of a weekday."""
        at = self.now - (self.plan.cases - index) * DAYS * A_DAY // self.plan.cases
        day = (at + BEIJING) // A_DAY
        day -= max(0, (day + 3) % 7 - 4)  # 1 January 1970 was a Thursday
        return min(day * A_DAY + 60 * MINUTE + int(self.random.random() * 480 * MINUTE), at)

    def _complete(self, case: _Facts, clerk: int) -> None:
        """Everything that a case page shows."""
        pk, way, times, staff = raw(case.pk), case.way, case.times, self.plan.accounts
        for key, name in case.sort.materials:
            counts = integer(1, 2) + integer(0, 2) + TRUE
            self.rows["cases_casematerial"].add(
                _MATERIAL, pk, constant(key), constant(name), counts, moment(case.submitted)
            )
        first, second, third = (staff[(clerk + n) % len(staff)] for n in range(3))
        outcome = constant(way.outcome)
        if way.examined:
            for officer in (first, second):
                words = constant("examination") + outcome + constant("经审查，申请材料属实。")
                self.rows["cases_opinion"].add(_OPINION, pk, words, integer(officer), moment(times.accepted))
        if way.decided:
            reasons = constant("不符合法定条件。" if way.outcome == "refused" else "")
            self.rows["cases_decision"].add(_DECISION, pk, outcome, reasons, integer(third), moment(times.decided))
        self._add_history(case, clerk)

    def _add_history(self, case: _Facts, clerk: int) -> None:
        previous, before = journal.GENESIS, ""
        for version, step in enumerate(ways.history(case.way, case.submitted, case.times), start=1):
            entry = journal.Entry(
                seq=next(self.journal_numbers),
                epoch=self.plan.epoch,
                xid=self.plan.xid,
                at=moment_of(step.at),
                act=f"case.{step.act}",
                subject_kind="case",
                subject_id=case.number,
                who_kind=step.who_kind,
                who_id=str(clerk if step.who_kind == "staff" else 0),
                centre_id=case.sort.centre_id,
                detail={"from": before, "to": str(step.after), "version": version},
                previous_hash=previous,
            )
            entry.hash = entry.computed_hash()
            self._add_entry(entry, step.at)
            previous, before = entry.hash, str(step.after)

    def _add_entry(self, entry: journal.Entry, at: int) -> None:
        self.rows["base_entry"].add(
            _ENTRY,
            integer(entry.seq),
            integer(entry.epoch, 4),
            integer(entry.xid),
            moment(at),
            constant(entry.act),
            constant("case"),
            raw(entry.subject_id.encode()),
            constant(entry.who_kind),
            constant(entry.who_id),
            integer(entry.centre_id),
            json(canonical_json(entry.detail)),
            raw(bytes(entry.previous_hash)),
            raw(bytes(entry.hash)),
        )


@dataclass(frozen=True)
class _Facts:
    sort: Sort
    pk: bytes
    number: str
    way: Way
    submitted: int
    times: Times
