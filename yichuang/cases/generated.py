"""The rows of generated cases, ready for COPY. Runs in worker processes: it knows a plan and asks no database."""

from __future__ import annotations

import gc
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from yichuang.base import cipher, journal
from yichuang.base.calendar import WorkingCalendar
from yichuang.base.limits import Limit, OfficeHours
from yichuang.cases import deadlines
from yichuang.cases.copying import HEAD, NULL, TAIL, constant, integer, moment, raw, row, text, truth
from yichuang.cases.copying import json as json_column
from yichuang.cases.models import State

COMPLETE_EVERY: Final = 100
"""One case in so many has materials, opinions, decision and history."""
DAYS: Final = 730
_MINUTE: Final = 60_000
_A_DAY: Final = 86_400_000
_BEIJING: Final = 8 * 3_600_000
OPEN_DAYS: Final = 45
"""Older cases have ended: a centre that works has no older ones."""
Made = dict[str, tuple[str, int, bytes]]


@dataclass(frozen=True)
class Sort:
    """All that the cases of one item have in common."""

    item_id: int
    version_id: int
    department_id: int
    centre_id: int
    zone_id: int | None
    region: str
    materials: tuple[tuple[str, str], ...]
    answers: str
    instant: bool
    statutory: Limit | None
    promised: Limit | None
    hours: OfficeHours
    calendar: WorkingCalendar

    @cached_property
    def columns(self) -> bytes:
        """The columns of a case that are the same for all of this item."""
        ids = (self.item_id, self.version_id, self.department_id, self.centre_id, self.zone_id)
        return b"".join(integer(one) for one in ids)


@dataclass(frozen=True)
class Plan:
    """What is to be made, and where the numbers begin."""

    seed: int
    cases: int
    parties: int
    first_party: int
    first_number: int
    epoch: int
    xid: int
    at: datetime
    sorts: list[Sort]
    accounts: tuple[int, ...]


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


def make(chunk: Chunk) -> Made:
    """The rows of a chunk: table → (columns, number of rows, bytes for COPY)."""
    assert _plan is not None  # noqa: S101 — `begin` comes first
    return _Maker(_plan, chunk).made()


def sample_answers(form: Mapping[str, Any]) -> str:
    """Something in every required field of a form, as JSON."""
    properties = form.get("properties", {})
    answers = {key: _sample(properties.get(key, {})) for key in form.get("required", ())}
    return json.dumps({"sample": True} | answers, ensure_ascii=False, separators=(",", ":"))


def _sample(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    return {"boolean": True, "array": [], "object": {}}.get(str(kind), "安阳县文明大道中段")


_SURNAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢唐许冯宋韩邓彭曹曾田萧潘袁蔡蒋余于杜叶程苏魏吕丁任沈𠮷"
)
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红玲芬燕彬凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳"
_TRADES: Final = ("商贸", "食品", "建材", "餐饮", "科技", "农业", "物流", "医药")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BORN: Final = date(1950, 1, 1)


def identity_number(serial: int) -> str:
    """The well-formed identity number of one generated person; another for each serial."""
    day, order = divmod(serial, 1000)
    body = f"410522{_BORN + timedelta(days=day):%Y%m%d}{order:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def credit_code(serial: int) -> str:
    """The well-formed unified social credit code of one generated company."""
    body = f"91410522{serial:09d}"
    total = sum(int(d) * w for d, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return body + _CREDIT_DIGITS[(31 - total % 31) % 31]


def _uuid(at: int, bits: int) -> bytes:
    """A UUID of version 7 for that millisecond."""
    number = (at << 80) | (7 << 76) | ((bits >> 62 & 0xFFF) << 64) | (2 << 62) | (bits & (2**62 - 1))
    return number.to_bytes(16, "big")


def _written(pk: bytes) -> str:
    text = pk.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


_days: dict[int, str] = {}


def _day(at: int) -> str:
    """The day of that millisecond in Beijing time, `20260302`."""
    number = (at + _BEIJING) // _A_DAY
    text = _days.get(number)
    if text is None:
        text = _days[number] = f"{date(1970, 1, 1) + timedelta(days=number):%Y%m%d}"
    return text


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC) + timedelta(milliseconds=at % 1000)


def _ms(at: datetime) -> int:
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


@dataclass
class _Rows:
    """The rows for one table, piece by piece."""

    columns: str
    count: int = 0
    pieces: list[bytes] = field(default_factory=list)

    def add(self, *pieces: bytes) -> None:
        self.count += 1
        self.pieces += pieces


class _Maker:
    def __init__(self, plan: Plan, chunk: Chunk) -> None:
        self.plan = plan
        self.chunk = chunk
        self.random = random.Random(f"{plan.seed}/{plan.first_number}/{chunk.first}")  # noqa: S311 — trial data, not secrets
        self.journal_numbers = iter(chunk.journal_numbers)
        self.rows = {table: _Rows(columns) for table, columns in _COLUMNS.items()}
        self.now = _ms(plan.at)
        self.began = self.now - (DAYS + 1) * _A_DAY
        self.seal = {column: cipher.sealer("people_party", column) for column in ("name", "number", "phone")}
        self.index = {kind: cipher.digester(kind) for kind in ("name", "number", "phone")}
        self.seal_answers = cipher.sealer("cases_case", "answers")

    def made(self) -> Made:
        for number in range(*self._share_of_parties()):
            self._party(number)
        for index in range(self.chunk.first, self.chunk.first + self.chunk.count):
            self._case(index)
        return {
            table: (rows.columns, rows.count, b"".join([HEAD, *rows.pieces, TAIL]))
            for table, rows in self.rows.items()
            if rows.count
        }

    def _share_of_parties(self) -> tuple[int, int]:
        first, count, plan = self.chunk.first, self.chunk.count, self.plan
        return first * plan.parties // plan.cases, (first + count) * plan.parties // plan.cases

    # --- persons and organisations ---------------------------------------------------------------------------------

    def _party_id(self, number: int) -> bytes:
        """Known by its number alone, so that any worker can name any applicant."""
        return _uuid(self.began + number % _A_DAY, self.plan.first_party + number)

    def _party(self, number: int) -> None:
        serial = self.plan.first_party + number
        pk = self._party_id(number)
        row, pick = _written(pk), self.random.random
        if serial % 7 == 0:
            kind, document, paper = "organisation", "credit_code", credit_code(serial)
            name = f"安阳{_char(_GIVEN, pick())}{_char(_GIVEN, pick())}{_TRADES[serial % 8]}有限公司"
        else:
            kind, document, paper = "natural", "identity_card", identity_number(serial)
            name = _char(_SURNAMES, pick()) + _char(_GIVEN, pick()) + (_char(_GIVEN, pick()) if serial % 3 else "")
        phone = f"1{38 + serial % 8:02d}{serial % 100_000_000:08d}"
        told = {"name": name.encode(), "number": paper.encode(), "phone": phone.encode()}
        lies = {
            column: raw(self.seal[column](value, row)) + raw(self.index[column](value))
            for column, value in told.items()
        }
        self.rows["people_party"].add(
            _TEN,
            raw(pk),
            constant(kind),
            lies["name"],
            constant(document),
            lies["number"],
            lies["phone"],
            moment(self.began),
        )

    # --- cases -----------------------------------------------------------------------------------------------------

    def _case(self, index: int) -> None:
        plan, pick = self.plan, self.random.random
        sort = plan.sorts[int(pick() ** 2 * len(plan.sorts))]  # some items are asked for far more often than others
        submitted = self._submitted(index)
        way = _way((self.now - submitted) // _A_DAY, pick(), instant=sort.instant)
        times = _times(sort, way, submitted, self.now, pick())
        bits = self.random.getrandbits(74)
        pk = _uuid(submitted, bits)
        number = f"{sort.region}{_day(submitted)}{(plan.first_number + index) % 1_000_000:06d}"
        applicant = raw(self._party_id(int(pick() * plan.parties)))
        clerk = plan.accounts[int(pick() * len(plan.accounts))]
        answers = f'{sort.answers[:-1]},"note":"{number[-6:]}"}}'.encode()
        self.rows["cases_case"].add(
            _TWENTY_SIX,
            raw(pk),
            text(number),
            sort.columns,
            applicant,
            applicant,
            constant(("online", "counter", "counter", "api")[bits & 3]),
            constant(way.state),
            _NO_SITUATIONS,
            raw(self.seal_answers(answers, _written(pk))),
            moment(submitted),
            moment(times.accepted),
            integer(clerk) if way.accepted else NULL,
            moment(times.decided),
            moment(times.completed),
            moment(times.ended),
            constant(way.outcome if way.decided else ""),
            moment(times.statutory),
            moment(times.promised),
            moment(times.due),
            _FALSE,
            moment(times.due - _A_DAY if times.due else None),
            integer(way.version, 4),
        )
        if index % COMPLETE_EVERY == 0:
            self._complete(_Facts(sort, pk, number, way, submitted, times), clerk)

    def _submitted(self, index: int) -> int:
        """The later the index, the later the application; within office hours of a weekday."""
        at = self.now - (self.plan.cases - index) * DAYS * _A_DAY // self.plan.cases
        day = (at + _BEIJING) // _A_DAY
        day -= max(0, (day + 3) % 7 - 4)  # 1 January 1970 was a Thursday
        return min(day * _A_DAY + 60 * _MINUTE + int(self.random.random() * 480 * _MINUTE), at)

    def _complete(self, case: _Facts, clerk: int) -> None:
        """Everything that a case page shows."""
        pk, times, staff = raw(case.pk), case.times, self.plan.accounts
        for key, name in case.sort.materials:
            counts = (integer(1, 2), integer(0, 2), truth(True))
            self.rows["cases_casematerial"].add(
                _SEVEN, pk, constant(key), constant(name), *counts, moment(case.submitted)
            )
        first, second, third = (staff[(clerk + n) % len(staff)] for n in range(3))
        outcome = constant(case.way.outcome)
        if case.way.examined:
            for officer in (first, second):
                words = (constant("examination"), outcome, constant("经审查，申请材料属实。"))
                self.rows["cases_opinion"].add(_SIX, pk, *words, integer(officer), moment(times.accepted))
        if case.way.decided:
            reasons = constant("不符合法定条件。" if case.way.outcome == "refused" else "")
            self.rows["cases_decision"].add(_FIVE, pk, outcome, reasons, integer(third), moment(times.decided))
        previous, before = journal.GENESIS, ""
        for version, (act, after, at, kind) in enumerate(case.acts(), start=1):
            who = clerk if kind == "staff" else 0
            detail = {"from": before, "to": after, "version": version}
            previous, before = self._entry(case, act, at, kind, who, detail, previous), after

    def _entry(
        self, case: _Facts, act: str, at: int, kind: str, who: int, detail: dict[str, Any], previous: bytes
    ) -> bytes:
        entry = journal.Entry(
            seq=next(self.journal_numbers),
            epoch=self.plan.epoch,
            xid=self.plan.xid,
            at=_moment(at),
            act=f"case.{act}",
            subject_kind="case",
            subject_id=case.number,
            who_kind=kind,
            who_id=str(who),
            centre_id=case.sort.centre_id,
            detail=detail,
            previous_hash=previous,
        )
        fingerprint = entry.computed_hash()
        self.rows["base_entry"].add(
            _THIRTEEN,
            integer(entry.seq),
            integer(entry.epoch, 4),
            integer(entry.xid),
            moment(at),
            constant(entry.act),
            constant("case"),
            text(case.number),
            constant(kind),
            text(str(who)),
            integer(case.sort.centre_id),
            json_column(json.dumps(detail)),
            raw(previous),
            raw(fingerprint),
        )
        return fingerprint


@dataclass(frozen=True)
class _Way:
    """How far a case went."""

    state: str
    version: int
    accepted: bool = False
    examined: bool = False
    decided: bool = False
    completed: bool = False
    outcome: str = "granted"


_OPEN: Final = (
    (0.18, _Way("submitted", 1)),
    (0.40, _Way("accepted", 2, accepted=True)),
    (0.70, _Way("examining", 5, accepted=True, examined=True)),
    (0.80, _Way("decided", 6, accepted=True, examined=True, decided=True)),
    (0.85, _Way("issuing", 7, accepted=True, examined=True, decided=True)),
    (1.01, _Way("completed", 7, accepted=True, examined=True, decided=True, completed=True)),
)
_ENDED: Final = (
    (0.03, _Way("declined", 2)),
    (0.06, _Way("withdrawn", 2)),
    (0.08, _Way("delivered", 8, accepted=True, examined=True, decided=True, completed=True, outcome="refused")),
    (1.01, _Way("delivered", 8, accepted=True, examined=True, decided=True, completed=True)),
)


def _way(age: int, chance: float, *, instant: bool) -> _Way:
    """A young case may be anywhere on its way; an old one has come to its end."""
    fresh = age < OPEN_DAYS and chance < (OPEN_DAYS - age) / OPEN_DAYS * (0.3 if instant else 0.8)
    scale = chance * 7919 % 1
    return next(way for limit, way in (_OPEN if fresh else _ENDED) if scale < limit)


class _Times(NamedTuple):
    """When what happened to a case, in milliseconds; `due` is what must be done next."""

    accepted: int | None
    decided: int | None
    completed: int | None
    ended: int | None
    statutory: int | None
    promised: int | None
    due: int | None


def _times(sort: Sort, way: _Way, submitted: int, now: int, chance: float) -> _Times:
    ended = min(submitted + _A_DAY, now) if way.state in (State.DECLINED, State.WITHDRAWN) else None
    if not way.accepted:
        return _Times(None, None, None, ended, None, None, None if ended else submitted + _A_DAY)
    accepted = min(submitted + 20 * _MINUTE + int(chance * 200 * _MINUTE), now)
    statutory, promised, due = _due(sort, (accepted + _BEIJING) // _A_DAY)
    decided = completed = None
    if way.decided:
        last = due or accepted + 3 * _A_DAY
        decided = min(max(accepted, int(accepted + (last - accepted) * chance * 1.02)), now)
    if way.completed and decided:
        completed = min(decided + 120 * _MINUTE, now)
    if way.state == State.DELIVERED and completed:
        ended = min(completed + 2 * _A_DAY, now)
    return _Times(accepted, decided, completed, ended, statutory, promised, None if ended else due)


@dataclass(frozen=True)
class _Facts:
    sort: Sort
    pk: bytes
    number: str
    way: _Way
    submitted: int
    times: _Times

    def acts(self) -> Iterator[tuple[str, str, int, str]]:
        """The history: act, state after it, when, by whom."""
        times = self.times
        yield "apply", State.SUBMITTED, self.submitted, "public"
        if times.accepted:
            yield "accept", State.ACCEPTED, times.accepted, "staff"
            if self.way.examined:
                for act in ("begin_examining", "give_opinion", "give_opinion"):
                    yield act, State.EXAMINING, times.accepted, "staff"
        if times.decided:
            yield "grant" if self.way.outcome == "granted" else "refuse", State.DECIDED, times.decided, "staff"
        if times.completed:
            yield "issue", State.COMPLETED, times.completed, "staff"
        if times.ended and self.way.state == State.DELIVERED:
            yield "deliver", State.DELIVERED, times.ended, "staff"
        elif times.ended:
            kind = "public" if self.way.state == State.WITHDRAWN else "staff"
            yield "withdraw" if kind == "public" else "decline", self.way.state, times.ended, kind


_clocks: dict[tuple[int, int], tuple[int | None, int | None, int | None]] = {}


def _due(sort: Sort, day: int) -> tuple[int | None, int | None, int | None]:
    """Both clocks and the earlier of them, for acceptance at nine on that day; reckoned once for each item and day."""
    known = _clocks.get((sort.item_id, day))
    if known is None:
        both = deadlines.clocks(
            statutory=sort.statutory,
            promised=sort.promised,
            accepted_at=_moment(day * _A_DAY + 60 * _MINUTE),
            calendar=sort.calendar,
            hours=sort.hours,
        )
        known = (
            _ms(both.statutory.at) if both.statutory else None,
            _ms(both.promised.at) if both.promised else None,
            _ms(both.next.at) if both.next else None,
        )
        _clocks[sort.item_id, day] = known
    return known


def _char(letters: str, chance: float) -> str:
    return letters[int(chance * len(letters))]


_FIVE, _SIX, _SEVEN, _TEN, _THIRTEEN, _TWENTY_SIX = (row(columns) for columns in (5, 6, 7, 10, 13, 26))
_NO_SITUATIONS: Final = json_column("[]")
_FALSE: Final = truth(False)
_COLUMNS: Final = {
    "people_party": "id, kind, name, name_index, document_type, number, number_index, phone, phone_index, created_at",
    "cases_case": "id, number, item_id, item_version_id, department_id, centre_id, zone_id, applicant_id,"
    " handed_in_by_id, channel, state, situations, answers, submitted_at, accepted_at, accepted_by_id, decided_at,"
    " completed_at, ended_at, outcome, statutory_due_at, promised_due_at, due_at, due_is_provisional, warn_at, version",
    "cases_casematerial": "case_id, key, name, originals, copies, original_seen, given_at",
    "cases_opinion": "case_id, step, recommends, text, by_id, at",
    "cases_decision": "case_id, outcome, reasons, by_id, at",
    "base_entry": "seq, epoch, xid, at, act, subject_kind, subject_id, who_kind, who_id, centre_id, detail,"
    " previous_hash, hash",
}
