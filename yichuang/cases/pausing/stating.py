"""A statement in writing (陈述、申辩): the applicant, and whoever was told that the case touches him, speak for
themselves before the decision, without coming to the office (行政许可法第三十六条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import deeming, life_cycle, queries
from yichuang.cases.models import Case, InterestedParty, Side, Statement, StatementFile
from yichuang.cases.pausing import touched
from yichuang.cases.pausing.interested import note_heard
from yichuang.cases.pausing.procedures import checked_text
from yichuang.documents.models import FileState, StoredFile
from yichuang.people.actors import Actor

LONGEST: Final = 20_000
MOST_FILES: Final = 20
MOST: Final = 20
"""Statements of one side by this door; whoever has more to say comes to be heard."""


class SaidEnough(Refused):
    """So many statements were made already."""

    code = "said_enough"


def state(
    *, case: Case, words: str, files: Sequence[UUID] = (), of: int | None = None, by: Actor, at: datetime
) -> Case:
    """The applicant, or the one among those told whose row is `of`, states and argues in writing (XKF 36).

    `files` are his own uploads. From now on he counts as heard; until the decision he may write again.
    """
    words = checked_text(words, field="words", longest=LONGEST, sentence=_("请写明陈述申辩的内容。"))
    found = _usable(files, by=by)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        told = touched.speaker(case, of, by=by, at=at)
        name, side = ("make_statement_as_touched", Side.INTERESTED) if told else ("make_statement", Side.APPLICANT)
        life_cycle.require(case, name)
        _require_few(case, told)
        made = Statement.objects.create(case=case, of=told, words=words, made_at=at)
        StatementFile.objects.bulk_create(StatementFile(statement=made, file=one) for one in found)
        if told:
            note_heard(told, at=at)
        detail = {"side": str(side), "files": len(found)}
        life_cycle.move(case=case, name=name, by=by, at=at, detail=detail)
    return case


def _require_few(case: Case, told: InterestedParty | None) -> None:
    if Statement.objects.filter(case=case, of=told).count() >= MOST:
        raise SaidEnough(_("已经提交了 %(most)s 份书面陈述。还要补充的，请到部门当面陈述。") % {"most": MOST})


def _usable(files: Sequence[UUID], *, by: Actor) -> list[StoredFile]:
    """His own uploads that passed the checks, each once. One statement."""
    wanted = list(dict.fromkeys(files))
    if len(wanted) > MOST_FILES:
        raise Invalid(_("一次最多附 %(most)s 个文件。") % {"most": MOST_FILES}, field="files")
    found = {one.pk: one for one in queries.files(wanted)}
    mine = {pk for pk, one in found.items() if (one.owner_kind, one.owner_id) == (by.who_kind, by.who_id)}
    if not all(pk in mine and found[pk].state == FileState.CLEAN for pk in wanted):
        raise Invalid(_("附件不存在或者没有通过安全检查，请重新上传。"), field="files")
    return [found[pk] for pk in wanted]
