"""Typing a case into a system that cannot be reached (二次录入): all in the order of its screen, and the minutes.

The centre cannot end the second typing where a vertical network stays closed; it can make it short, and count it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yichuang.base.refusal import Refused
from yichuang.base.text import clean
from yichuang.cases import life_cycle, looking, queries, standing
from yichuang.cases.afterwards import mapping
from yichuang.cases.afterwards.bag import Member, zipped
from yichuang.cases.afterwards.packaging import ending_of, safe
from yichuang.cases.models import Case, Reentry, ReentryMapping
from yichuang.catalogue.forms import option_label, ordered_fields
from yichuang.catalogue.regions import full_name
from yichuang.documents.models import FileState
from yichuang.offices.models import Centre
from yichuang.people import reading
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import DocumentType
from yichuang.people.reading import Seen


class AlreadyTyping(Refused):
    """Somebody types this case into that system at this moment."""

    code = "already_typing"


class NotTyping(Refused):
    """Nobody has begun to type this case into that system."""

    code = "not_typing"


class NoMapping(Refused):
    """The case is not typed into such a system."""

    code = "no_mapping"


@dataclass(frozen=True)
class Field:
    """One field of the other screen with what is to be put there; empty when the case does not have it."""

    label: str
    value: str


def mapping_for(case: Case, key: int, *, at: datetime) -> ReentryMapping:
    """The screen of that key, if the case is typed into it today, or was begun with it. Raises NoMapping."""
    found = next((one for one in mapping.mappings_for(case, at=at) if one.pk == key), None)
    if found is not None:
        return found
    typed = Reentry.objects.filter(case=case).select_related("mapping").order_by("id")
    begun = next((one for one in typed if one.mapping_id == key), None)
    if begun is None:
        raise NoMapping(_("这件办件没有这个系统的对照表。"))
    return begun.mapping


def _require_reader(case: Case, *, by: Actor, at: datetime) -> None:
    """Refuse whoever does not see all of the applicant's data in this case."""
    by.must_have(*reading.READERS)
    standing.refuse_own_case(case, by)
    if queries.is_only_asked(case, by, at=at):
        raise NotAllowed(_("您的部门只办理这件办件的一个环节，二次录入由主办部门和窗口办理。"))


def fields_of(case: Case, screen: ReentryMapping, *, by: Actor, at: datetime) -> list[Field]:
    """Every field in the order of the other screen, with the applicant's data in full; on record as a reading.
    Raises NotAllowed."""
    _require_reader(case, by=by, at=at)
    looking.note(case, Seen.SCREEN, by=by, at=at)
    with override("zh-hans"):
        person = _person(case)
        answers = dict(case.answers.open()) if case.answers else {}
        form = dict(ordered_fields(case.item_version.parsed.form))
        return [Field(one["label"], _value(case, one, person, answers, form)) for one in screen.lines]


def _value(
    case: Case, line: Mapping[str, str], person: Mapping[str, str], answers: Mapping[str, Any], form: Mapping[str, Any]
) -> str:
    key = line["key"]
    match line["source"]:
        case mapping.CASE:
            return str(mapping.OF_CASE[key](case))
        case mapping.APPLICANT:
            return person[mapping.OF_APPLICANT[key]]
        case mapping.FORM:
            return words(answers.get(key), form.get(key, {}))
        case _:
            return key


def _person(case: Case) -> dict[str, str]:
    applicant = case.applicant
    full = reading.in_full(applicant)
    full["document_type"] = str(DocumentType(applicant.document_type).label)
    full["representative"] = reading.in_full(applicant.representative)["name"] if applicant.representative else ""
    return full


def words(value: Any, schema: Mapping[str, Any]) -> str:
    """An answer as it is typed: the words of a choice, several with 、 between them, rows one after another."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        inner = dict(ordered_fields(dict(schema)))
        return "，".join(f"{inner.get(k, {}).get('title', k)}：{words(v, inner.get(k, {}))}" for k, v in value.items())
    if isinstance(value, list):
        rows = [words(one, schema.get("items", {})) for one in value]
        return ("；" if any(isinstance(one, Mapping) for one in value) else "、").join(rows)
    if schema.get("x-format") == "region":
        return full_name(str(value))
    return option_label(dict(schema), value) if "enum" in schema else str(value)


def files_of(case: Case, screen: ReentryMapping, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """All files of the case as one ZIP, named as the other system wants them; on record as a reading."""
    _require_reader(case, by=by, at=at)
    looking.note(case, Seen.PAPERS, by=by, at=at)
    return zipped(list(named_files(case, screen)))


def named_files(case: Case, screen: ReentryMapping) -> Iterator[tuple[str, Member]]:
    """Every checked file that lies in the case, under the name that the rule gives it; a name that is cut to one that
    is there already begins with its number."""
    taken: set[str] = set()
    lying = [one for one in queries.materials_of(case) if one.file and one.file.state == FileState.CLEAN]
    for number, one in enumerate(lying, start=1):
        file = one.file
        assert file is not None  # noqa: S101 - those without were left out
        parts = {"办件编号": case.number, "序号": f"{number:02d}", "材料名": one.name}
        whole = safe(screen.file_name.format_map(parts))
        name = (safe(f"{number:02d}_{whole}") if whole in taken else whole) + ending_of(file.name)
        taken.add(whole)
        yield name, Member(name, file.digest, file.size)


def begin(*, case: Case, screen: ReentryMapping, by: Actor, at: datetime) -> Reentry:
    """Somebody begins to type the case into the other system: the minutes count from now."""
    with transaction.atomic():
        case = queries.locked(case)
        _require_reader(case, by=by, at=at)
        account = standing.account_of(by)
        if running(case, screen) is not None:
            raise AlreadyTyping(_("“%(system)s”正在录入，请先点“录完了”。") % {"system": screen.system})
        begun = Reentry.objects.create(case=case, mapping=screen, by=account, started_at=at)
        life_cycle.note(case=case, act="reentry_begun", by=by, at=at, detail={"system": screen.system})
    return begun


def finish(*, case: Case, screen: ReentryMapping, their_number: str = "", by: Actor, at: datetime) -> Reentry:
    """It is typed: the minutes that it cost are kept, with the number that the other system gave, if it gave one."""
    their_number = clean(their_number, field="their_number", longest=80)
    with transaction.atomic():
        case = queries.locked(case)
        _require_reader(case, by=by, at=at)
        open_one = running(case, screen)
        if open_one is None:
            raise NotTyping(_("“%(system)s”还没有开始录入，请先点“开始录入”。") % {"system": screen.system})
        open_one.finished_at, open_one.their_number = max(at, open_one.started_at), their_number
        open_one.save(update_fields=["finished_at", "their_number"])
        detail = {"system": screen.system, "minutes": open_one.minutes, "their_number": their_number}
        life_cycle.note(case=case, act="reentry_finished", by=by, at=at, detail=detail)
    return open_one


def running(case: Case, screen: ReentryMapping) -> Reentry | None:
    """The typing into this system that goes on now."""
    return Reentry.objects.filter(case=case, mapping__system=screen.system, finished_at=None).first()


@dataclass(frozen=True)
class Cost:
    """What typing again cost in one system and month: how many times, how many minutes, by how many people."""

    system: str
    month: date
    times: int
    minutes: int
    people: int


def costs(*, centre: Centre, since: date, until: date) -> Sequence[Cost]:
    """What typing again cost, by system and month of local time, the newest month first. One statement.

    `since` and `until` are days, `until` not included.
    """
    sql = (
        "SELECT mapping.system, date_trunc('month', entry.finished_at AT TIME ZONE %s)::date AS month, count(*), "
        "sum(ceil(extract(epoch FROM entry.finished_at - entry.started_at) / 60))::bigint, count(DISTINCT entry.by_id) "
        "FROM cases_reentry AS entry JOIN cases_reentrymapping AS mapping ON mapping.id = entry.mapping_id "
        "WHERE mapping.centre_id = %s AND (entry.finished_at AT TIME ZONE %s)::date >= %s "
        "AND (entry.finished_at AT TIME ZONE %s)::date < %s GROUP BY 1, 2 ORDER BY 2 DESC, 1"
    )
    zone = timezone.get_default_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(sql, [zone, centre.pk, zone, since, zone, until])
        return [Cost(*row) for row in cursor.fetchall()]
