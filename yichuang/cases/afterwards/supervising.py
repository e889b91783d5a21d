"""What was permitted is told to whoever supervises it, and he signs that he knows (审管衔接, AY 16)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases import life_cycle
from yichuang.cases.afterwards.certificates import arranged_for
from yichuang.cases.models import Case, SupervisionNote
from yichuang.offices.queries import desk_of
from yichuang.people.actors import Actor
from yichuang.people.models import Role

OFFICERS = (Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)


class AlreadySeen(Refused):
    """Somebody of the department has signed before."""

    code = "already_seen"


class NotForYou(Refused):
    """The note is for another department."""

    code = "not_for_you"


def tell(case: Case, about: str, *, at: datetime) -> SupervisionNote:
    """Put the decision on the list of the department that supervises: the arranged one, else the one that decided.

    Two statements, inside the transaction of the decision.
    """
    arranged = arranged_for(case.item_id, on=timezone.localdate(at))
    supervisor = arranged.supervisor_id if arranged else None
    return SupervisionNote.objects.create(case=case, about=about, department_id=supervisor or case.department_id, at=at)


def notes_for(actor: Actor, *, at: datetime) -> QuerySet[SupervisionNote]:
    """The notes of the actor's departments; of the whole centre for managers and supervisors."""
    rows = SupervisionNote.objects.select_related(
        "case__item_version", "case__applicant", "case__department", "department", "seen_by"
    ).defer("case__item_version__content")
    if actor.account is None:
        return rows.none()
    desk = desk_of(actor.account, timezone.localdate(at))
    if actor.has(Role.MANAGER, Role.SUPERVISOR) and desk.centre is not None:
        return rows.filter(case__centre=desk.centre)
    if not actor.has(*OFFICERS):
        return rows.none()
    return rows.filter(department__in=[one.pk for one in desk.departments])


def sign(*, note: SupervisionNote, by: Actor, at: datetime) -> SupervisionNote:
    """An officer of the supervising department signs that he has seen the note. Once."""
    with transaction.atomic():
        held = SupervisionNote.objects.select_for_update(of=("self",)).select_related("case").get(pk=note.pk)
        departments = desk_of(by.account, timezone.localdate(at)).departments if by.account else ()
        if not by.has(*OFFICERS) or held.department_id not in {one.pk for one in departments}:
            raise NotForYou(_("这条通知要由监管部门的工作人员签收。"))
        if held.seen_at is not None:
            raise AlreadySeen(_("这条通知已经签收，无需再次办理。"))
        held.seen_at, held.seen_by = at, by.account
        held.save(update_fields=["seen_at", "seen_by"])
        life_cycle.note(case=held.case, act="supervision_seen", by=by, at=at, detail={"about": held.about})
    return held
