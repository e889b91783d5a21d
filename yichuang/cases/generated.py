"""The rows of generated cases, as text for COPY. Runs in worker processes: it knows a plan and asks no database."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from yichuang.base import cipher, journal
from yichuang.base.calendar import WorkingCalendar
from yichuang.base.cipher import Place
from yichuang.base.limits import ZONE, Limit, OfficeHours
from yichuang.base.sealed import blind_index
from yichuang.cases import deadlines
from yichuang.cases.models import State

COMPLETE_EVERY: Final = 20
"""One case in so many has materials, opinions, decision and history."""
DAYS: Final = 730
OPEN_DAYS: Final = 45
"""Older cases have ended: a centre that works has no older ones."""
_NULL: Final = r"\N"
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
    answers: dict[str, Any]
    instant: bool
    statutory: Limit | None
    promised: Limit | None
    hours: OfficeHours
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Staff:
    """The accounts that acted."""

    accounts: tuple[int, ...]


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
    staff: Staff


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


def make(chunk: Chunk) -> Made:
    """The rows of a chunk: table → (columns, number of rows, text for COPY)."""
    assert _plan is not None  # noqa: S101 — `begin` comes first
    return _Maker(_plan, chunk).made()


def sample_answers(form: Mapping[str, Any]) -> dict[str, Any]:
    """Something in every required field of a form."""
    properties = form.get("properties", {})
    return {key: _sample(properties.get(key, {})) for key in form.get("required", ())}


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


def _uuid(at_ms: int, bits: int) -> UUID:
    """A UUID of version 7 for that millisecond."""
    return UUID(int=(at_ms << 80) | (7 << 76) | ((bits >> 62 & 0xFFF) << 64) | (2 << 62) | (bits & (2**62 - 1)))


@dataclass
class _Rows:
    """Lines for one table."""

    columns: str
    lines: list[str] = field(default_factory=list)


class _Maker:
    def __init__(self, plan: Plan, chunk: Chunk) -> None:
        self.plan = plan
        self.chunk = chunk
        self.random = random.Random(f"{plan.seed}/{chunk.first}")  # noqa: S311 — trial data, not secrets
        self.journal_numbers = iter(chunk.journal_numbers)
        self.rows = {table: _Rows(columns) for table, columns in _COLUMNS.items()}
        self.span = DAYS * 86_400

    def made(self) -> Made:
        for number in range(*self._share_of_parties()):
            self._party(number)
        for index in range(self.chunk.first, self.chunk.first + self.chunk.count):
            self._case(index)
        return {
            table: (rows.columns, len(rows.lines), "".join(rows.lines).encode())
            for table, rows in self.rows.items()
            if rows.lines
        }

    def _share_of_parties(self) -> tuple[int, int]:
        first, count, plan = self.chunk.first, self.chunk.count, self.plan
        return first * plan.parties // plan.cases, (first + count) * plan.parties // plan.cases

    # --- persons and organisations ---------------------------------------------------------------------------------

    def _party_id(self, number: int) -> UUID:
        """Known by its number alone, so that any worker can name any applicant."""
        began = int((self.plan.at - timedelta(days=DAYS + 1)).timestamp() * 1000)
        return _uuid(began + number % 86_400_000, self.plan.first_party + number)

    def _party(self, number: int) -> None:
        serial = self.plan.first_party + number
        pk = str(self._party_id(number))
        pick = self.random.random
        if serial % 7 == 0:
            kind, document, paper = "organisation", "credit_code", credit_code(serial)
            name = f"安阳{_char(_GIVEN, pick())}{_char(_GIVEN, pick())}{_TRADES[serial % 8]}有限公司"
        else:
            kind, document, paper = "natural", "identity_card", identity_number(serial)
            name = _char(_SURNAMES, pick()) + _char(_GIVEN, pick()) + (_char(_GIVEN, pick()) if serial % 3 else "")
        phone = f"1{38 + serial % 8:02d}{serial % 100_000_000:08d}"
        self.rows["people_party"].lines.append(
            f"{pk}\t{kind}\t{_seal(name, 'people_party', 'name', pk)}\t{_bytes(blind_index(name, kind='name'))}"
            f"\t{document}\t{_seal(paper, 'people_party', 'number', pk)}"
            f"\t{_bytes(blind_index(paper, kind='number'))}"
            f"\t{_seal(phone, 'people_party', 'phone', pk)}\t{_bytes(blind_index(phone, kind='phone'))}"
            f"\t{self.plan.at - timedelta(days=DAYS + 1)}\n"
        )

    # --- cases -----------------------------------------------------------------------------------------------------

    def _case(self, index: int) -> None:
        plan, pick = self.plan, self.random.random
        sort = plan.sorts[int(pick() ** 2 * len(plan.sorts))]  # some items are asked for far more often than others
        submitted = self._submitted(index)
        age = (plan.at - submitted).days
        way = _way(age, pick(), instant=sort.instant)
        bits = self.random.getrandbits(74)
        pk = _uuid(int(submitted.timestamp() * 1000), bits)
        local = submitted.astimezone(ZONE)
        number = f"{sort.region}{local:%Y%m%d}{(plan.first_number + index) % 1_000_000:06d}"
        accepted = submitted + timedelta(minutes=20 + int(pick() * 200)) if way.accepted else None
        statutory, promised, due = _due(sort, accepted.astimezone(ZONE).date()) if accepted else (None, None, None)
        decided = _within(accepted, due, pick(), plan.at) if accepted and way.decided else None
        completed = decided + timedelta(hours=2) if decided and way.completed else None
        ended = _ended(way, submitted, decided, plan.at)
        open_due = None if ended else due or submitted + timedelta(days=1)
        applicant = self._party_id(int(pick() * plan.parties))
        clerk = plan.staff.accounts[int(pick() * len(plan.staff.accounts))]
        facts = _Facts(sort, pk, number, way, submitted, accepted, decided, completed, ended)
        channel = ("online", "counter", "counter", "api")[bits & 3]
        answers = _seal_json({**sort.answers, "note": number[-6:]}, "cases_case", "answers", str(pk))
        self.rows["cases_case"].lines.append(
            f"{pk}\t{number}\t{sort.item_id}\t{sort.version_id}\t{sort.department_id}\t{sort.centre_id}"
            f"\t{sort.zone_id or _NULL}\t{applicant}\t{applicant}\t{channel}\t{way.state}\t[]\t{answers}\t{submitted}"
            f"\t{accepted or _NULL}\t{clerk if accepted else _NULL}\t{decided or _NULL}\t{completed or _NULL}"
            f"\t{ended or _NULL}\t{way.outcome if decided else ''}\t{statutory or _NULL}\t{promised or _NULL}"
            f"\t{open_due or _NULL}\tf\t{open_due - timedelta(days=1) if open_due else _NULL}\t{way.version}\n"
        )
        if index % COMPLETE_EVERY == 0:
            self._complete(facts, clerk)

    def _submitted(self, index: int) -> datetime:
        """The later the index, the later the application, within office hours."""
        plan = self.plan
        moment = plan.at - timedelta(seconds=self.span * (plan.cases - index) / plan.cases)
        local = moment.astimezone(ZONE)
        day = local.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=max(0, local.weekday() - 4))
        return min(day + timedelta(milliseconds=int(self.random.random() * 28_800_000)), moment).astimezone(UTC)

    def _complete(self, case: _Facts, clerk: int) -> None:
        """Everything that a case page shows."""
        for key, name in case.sort.materials:
            self.rows["cases_casematerial"].lines.append(
                f"{case.pk}\t{key}\t{_text(name)}\t1\t0\tt\t{case.submitted}\n"
            )
        staff = self.plan.staff.accounts
        first, second = staff[clerk % len(staff)], staff[(clerk + 1) % len(staff)]
        if case.way.examined and case.accepted:
            for officer in (first, second):
                self.rows["cases_opinion"].lines.append(
                    f"{case.pk}\texamination\t{case.way.outcome}\t经审查，申请材料属实。\t{officer}\t{case.accepted}\n"
                )
        if case.decided:
            self.rows["cases_decision"].lines.append(
                f"{case.pk}\t{case.way.outcome}\t{'不符合法定条件。' if case.way.outcome == 'refused' else ''}"
                f"\t{staff[(clerk + 2) % len(staff)]}\t{case.decided}\n"
            )
        previous, before = journal.GENESIS, ""
        for version, (act, after, at, kind) in enumerate(case.acts(), start=1):
            who = clerk if kind == "staff" else 0
            detail = {"from": before, "to": after, "version": version}
            previous, before = self._entry(case, act, at, kind, who, detail, previous), after

    def _entry(
        self, case: _Facts, act: str, at: datetime, kind: str, who: int, detail: dict[str, Any], previous: bytes
    ) -> bytes:
        entry = journal.Entry(
            seq=next(self.journal_numbers),
            epoch=self.plan.epoch,
            xid=self.plan.xid,
            at=at,
            act=f"case.{act}",
            subject_kind="case",
            subject_id=case.number,
            who_kind=kind,
            who_id=str(who),
            centre_id=case.sort.centre_id,
            detail=detail,
            previous_hash=previous,
        )
        entry.hash = entry.computed_hash()
        self.rows["base_entry"].lines.append(
            f"{entry.seq}\t{entry.epoch}\t{entry.xid}\t{at}\t{entry.act}\tcase\t{case.number}\t{kind}\t{who}"
            f"\t{case.sort.centre_id}\t{_text(json.dumps(detail))}\t{_bytes(previous)}\t{_bytes(entry.hash)}\n"
        )
        return entry.hash


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


@dataclass(frozen=True)
class _Facts:
    sort: Sort
    pk: UUID
    number: str
    way: _Way
    submitted: datetime
    accepted: datetime | None
    decided: datetime | None
    completed: datetime | None
    ended: datetime | None

    def acts(self) -> Iterator[tuple[str, str, datetime, str]]:
        """The history: act, state after it, when, by whom."""
        yield "apply", State.SUBMITTED, self.submitted, "public"
        if self.accepted:
            yield "accept", State.ACCEPTED, self.accepted, "staff"
            if self.way.examined:
                for minutes, act in enumerate(("begin_examining", "give_opinion", "give_opinion"), start=1):
                    yield act, State.EXAMINING, self.accepted + timedelta(minutes=minutes), "staff"
        if self.decided:
            yield "grant" if self.way.outcome == "granted" else "refuse", State.DECIDED, self.decided, "staff"
        if self.completed:
            yield "issue", State.COMPLETED, self.completed, "staff"
        if self.ended and self.way.state == State.DELIVERED:
            yield "deliver", State.DELIVERED, self.ended, "staff"
        elif self.ended:
            kind = "public" if self.way.state == State.WITHDRAWN else "staff"
            yield "withdraw" if kind == "public" else "decline", self.way.state, self.ended, kind


def _within(accepted: datetime, due: datetime | None, chance: float, latest: datetime) -> datetime:
    """Decided some time before the due date, now and then after it."""
    last = due or accepted + timedelta(days=3)
    return min(accepted + (last - accepted) * chance * 1.02 + timedelta(minutes=5), latest)


def _ended(way: _Way, submitted: datetime, decided: datetime | None, latest: datetime) -> datetime | None:
    if way.state == State.DELIVERED and decided:
        return min(decided + timedelta(days=2), latest)
    return min(submitted + timedelta(days=1), latest) if way.state in (State.DECLINED, State.WITHDRAWN) else None


_clocks: dict[tuple[int, date], tuple[datetime | None, datetime | None, datetime | None]] = {}


def _due(sort: Sort, day: date) -> tuple[datetime | None, datetime | None, datetime | None]:
    """Both clocks and the earlier of them, for acceptance at nine on that day; reckoned once for each item and day."""
    key = (sort.item_id, day)
    if key not in _clocks:
        both = deadlines.clocks(
            statutory=sort.statutory,
            promised=sort.promised,
            accepted_at=datetime(day.year, day.month, day.day, 9, tzinfo=ZONE),
            calendar=sort.calendar,
            hours=sort.hours,
        )
        _clocks[key] = (
            both.statutory.at if both.statutory else None,
            both.promised.at if both.promised else None,
            both.next.at if both.next else None,
        )
    return _clocks[key]


def _char(letters: str, chance: float) -> str:
    return letters[int(chance * len(letters))]


def _bytes(value: bytes) -> str:
    return rf"\\x{value.hex()}"


def _text(value: str) -> str:
    return value.replace("\\", r"\\").replace("\t", " ").replace("\n", r"\n")


def _seal(value: str, table: str, column: str, row: str) -> str:
    return _bytes(cipher.seal(value.encode(), Place(table, column, row)))


def _seal_json(value: Any, table: str, column: str, row: str) -> str:
    return _bytes(cipher.seal(_json(value), Place(table, column, row)))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


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
