"""Photographs of a visit: pictures only, so many at most, each there once however often it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.cases import deadlines, deeming, life_cycle, standing
from yichuang.cases.models import Case, Inspection, Photograph
from yichuang.cases.steps import inspecting
from yichuang.cases.steps.way import Way
from yichuang.documents.models import StoredFile
from yichuang.people.actors import Actor

MOST: Final = 100
"""How many one visit may have."""
PICTURES: Final = ("image/jpeg", "image/png")


def add(
    *,
    case: Case,
    key: UUID,
    file: StoredFile,
    taken_at: datetime | None = None,
    inspection: int | None = None,
    by: Actor,
    at: datetime,
) -> Photograph:
    """Put a picture that one of the team has brought to the visit; under a `key` that is there already, nothing is
    done and the first one is answered. What others have confirmed they confirm again. A time at which it cannot have
    been taken shows that the phone's clock is wrong, and is left out.

    Raises Invalid, NoInspection, NotAnInspector and what the standing towards the case asks.
    """
    if file.media_type not in PICTURES:
        raise Invalid(_("现场照片应当是 JPEG 或者 PNG 图片，请重新选择。"), field="file")
    if (file.owner_kind, file.owner_id) != (by.who_kind, by.who_id):
        raise Invalid(_("没有找到这份文件，或者它不是由您上传的。"), field="file")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        there = Photograph.objects.filter(inspection__case=case, key=key, by=by.account).first()
        if there is not None:
            return there
        life_cycle.require(case, "record_inspection")
        visit, me, warrant = inspecting.require_inspector(Way(case), inspection=inspection, by=by, at=at)
        _require_room(visit)
        photograph = Photograph.objects.create(
            inspection=visit, key=key, file=file, by=me.account, taken_at=_likely(taken_at, at=at), at=at
        )
        visit.team.exclude(pk=me.pk).update(confirmed_at=None)
        mandate_id = standing.mandate_id(warrant)
        detail = {"digest": file.digest, "department": me.department.code}
        life_cycle.note(case=case, act="photograph_added", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return photograph


def _likely(taken_at: datetime | None, *, at: datetime) -> datetime | None:
    return taken_at if taken_at is not None and abs(at - taken_at) <= deadlines.FARTHEST else None


def _require_room(visit: Inspection) -> None:
    if visit.photographs.count() >= MOST:
        raise Invalid(_("一次勘验最多 %(most)s 张照片，请只留能说明问题的。") % {"most": MOST}, field="file")
