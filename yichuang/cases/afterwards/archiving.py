"""Into the archive (归档): by the system when the centre's rule says so, or by hand; and handed over on a list.

The archive number (档号) is fonds-ZW·year-period-serial, as in 「ANYANG-ZW·2026-D30-00001」: the code of the centre
stands for the number of the fonds, ZW for papers of government service (政务服务), the year is that of archiving, and
the serial has no gap within centre and year.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yichuang.base.canonical import canonical_json
from yichuang.base.numbering import next_number
from yichuang.base.refusal import Refused, in_one
from yichuang.cases import life_cycle, queries, standing, timing
from yichuang.cases.afterwards import retention
from yichuang.cases.models import ArchiveRecord, Case, Keeping, RetentionRule, Rule, State
from yichuang.documents.models import FileState
from yichuang.people.actors import SYSTEM, Actor
from yichuang.people.models import Role

BATCH: Final = 200
"""How many cases are looked up at a time."""
BY_HAND: Final = (Role.CLERK, Role.MANAGER)
log = logging.getLogger(__name__)


class NotComplete(Refused):
    """Something is missing that must be in the archive; the sentence names all of it."""

    code = "not_complete"


class NotYet(Refused):
    """The time that the centre's rule leaves after delivery has not run out."""

    code = "not_yet"


def archive(*, case: Case, by: Actor = SYSTEM, at: datetime) -> Case:
    """Put the case into the archive: number, period, and the digest of its papers, which goes into the journal.

    The system does it when the rule's time is over, a clerk or manager by hand as soon as nothing is missing. Raises
    NotComplete, NotYet. (国务院令第716号第十二条：电子文件以电子形式归档.)
    """
    with transaction.atomic():
        case = queries.locked(case)
        period = require_possible(case, by=by, at=at)
        if by.is_system:
            _require_time_over(case, at=at)
        keeping = Keeping(period.keeping)
        ended = timezone.localdate(case.ended_at or at)
        record = ArchiveRecord(
            case=case,
            centre=case.centre,
            keeping=keeping,
            basis=period.basis,
            keep_until=retention.keep_until(keeping, ended=ended),
            contents=contents_of(case),
            archived_at=at,
        )
        _number(record, at=at)
        record.save()
        detail = {"number": record.number, "keeping": record.keeping, "contents": record.contents}
        life_cycle.move(case=case, name="archive", by=by, at=at, detail=detail, due_at=None, warn_at=None)
    return case


def require_possible(case: Case, *, by: Actor, at: datetime) -> RetentionRule:
    """The period for which the case would be kept; refuse whoever may not archive it, and what is not complete."""
    by.must_have(*BY_HAND)
    standing.refuse_own_case(case, by)
    if case.state == State.COMPLETED:
        raise NotComplete(_("结果还没有送达。请先送达，再归档。"))
    life_cycle.require(case, "archive")
    lacking = list(missing(case))
    period = retention.rule_for(case, at=at)
    if period is None:
        lacking.append(_("中心还没有设定这类事项的保管期限，请中心管理员在“归档”页面设定。"))
    if lacking or period is None:
        raise NotComplete(in_one(lacking))
    return period


def missing(case: Case) -> Iterator[str]:
    """What is not there yet, a sentence each. Three statements."""
    undrawn = [str(letter) for letter in queries.letters_of(case).filter(digest=None)]
    if undrawn:
        yield _("文书还没有制作完成：%(letters)s。稍后再试；一直没有的，请系统管理员查看文书任务。") % {
            "letters": _("、").join(undrawn)
        }
    unchecked = case.materials.exclude(file=None).exclude(file__state=FileState.CLEAN)
    names = list(unchecked.order_by("id").values_list("name", flat=True))
    if names:
        yield _("材料文件还没有检查通过：%(names)s。") % {"names": _("、").join(names)}
    moves = queries.history(case).filter(act__in=["case.papers_passed", "case.papers_received"])
    if moves.order_by("-seq").values_list("act", flat=True).first() == "case.papers_passed":
        yield _("纸质材料还在移交途中，没有签收。请先在“物料转移”签收。")


def contents_of(case: Case) -> str:
    """SHA-256 over the digests of all files and letters that lie in the case, in hexadecimal."""
    return digest_of(
        [str(one) for one in case.materials.exclude(file=None).values_list("file__digest", flat=True)],
        [str(one) for one in queries.letters_of(case).values_list("digest", flat=True)],
    )


def digest_of(materials: Sequence[str], letters: Sequence[str]) -> str:
    """The digest of a set of papers, whatever their order; the stand-alone verifier computes the same."""
    told: dict[str, Any] = {"materials": sorted(materials), "letters": sorted(letters)}
    return hashlib.sha256(canonical_json(told)).hexdigest()


def _require_time_over(case: Case, *, at: datetime) -> None:
    ended = case.ended_at or at
    rule = timing.due_by_rule(case, Rule.Kind.ARCHIVING, at=ended)
    if rule is None or rule.at > at:
        raise NotYet(_("办件 %(number)s 还没有到归档的时间。") % {"number": case.number})


def _number(record: ArchiveRecord, *, at: datetime) -> None:
    """The next number of the centre in this year; whoever archives there takes turns from here on."""
    record.year = timezone.localtime(at).year
    record.serial = next_number(series=f"archive:{record.centre_id}", year=record.year)
    fonds = record.centre.code.upper()
    record.number = f"{fonds}-ZW·{record.year}-{record.keeping}-{record.serial:05d}"


@dataclass
class Report:
    """What one run did: how many cases were archived, what some lack, and the numbers of those that failed."""

    done: int = 0
    incomplete: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def archive_all(*, at: datetime, most: int = 5000) -> Report:
    """Archive what has ended and whose time is over, the longest ended first, each case in a transaction of its own.

    At most `most` cases are looked at in one run. A case that somebody works on is left for the next run; one that
    lacks something is reported and does not stop the others.
    """
    report = Report()
    for pk, number in _ended(at, most):
        try:
            with transaction.atomic():
                free = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
                if free is not None:
                    archive(case=free, at=at)
                    report.done += 1
        except NotYet:
            continue
        except Refused as refused:
            report.incomplete[number] = str(refused)
        except Exception:
            # Whatever it is: it must not keep the others out of the archive.
            log.exception("archiving failed: case %s", number)
            report.failed.append(number)
    return report


def _ended(at: datetime, most: int) -> Iterator[tuple[UUID, str]]:
    """The cases that have ended and are not archived, a batch at a time."""
    sources = life_cycle.MOVES["archive"].sources
    ruled = Rule.objects.filter(kind=Rule.Kind.ARCHIVING).values("centre")
    waiting = Case.objects.filter(state__in=sources, ended_at__lt=at, centre__in=ruled).order_by("ended_at", "id")
    rows = list(waiting.values_list("ended_at", "id", "number")[: min(BATCH, most)])
    while rows and most > 0:
        yield from ((pk, number) for _ended_at, pk, number in rows)
        most -= len(rows)
        last, pk, _last_number = rows[-1]
        after = waiting.filter(Q(ended_at__gt=last) | Q(ended_at=last, id__gt=pk))
        rows = list(after.values_list("ended_at", "id", "number")[: min(BATCH, most)])
