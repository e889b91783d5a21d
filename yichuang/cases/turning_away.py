"""A window may not refuse to receive: whoever is turned away before there is any case is put on record, and another
colleague looks whether that was right. What should have been received is received (不得不予收件; XKF 32, 72(1))."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases.models import Case, TurnedAway
from yichuang.cases.standing import SamePerson
from yichuang.catalogue.models import ItemVersion
from yichuang.documents import reasoning
from yichuang.offices.queries import centre_of, desk_of
from yichuang.people.actors import Actor
from yichuang.people.models import Party, Role

LONGEST: Final = 500
MOST: Final = 200
CHECKERS: Final = (Role.CLERK, Role.MANAGER)
OVERTURNED: Final = TurnedAway.Outcome.OVERTURNED


class NotTurnedAway(Refused):
    """The centre has no such record."""

    code = "not_found"


class AlreadyChecked(Refused):
    """A second person has looked before."""

    code = "already_checked"


class NotOverturned(Refused):
    """Nobody found that it should have been received, or it was received already."""

    code = "not_overturned"


class AnotherMatter(Refused):
    """The case is about something else, or came in before."""

    code = "another_matter"


def turn_away(
    *,
    version: ItemVersion | None = None,
    matter: str = "",
    reason: str,
    told: str,
    party: Party | None = None,
    by: Actor,
    at: datetime,
) -> TurnedAway:
    """Put on record that a clerk received nothing: what was asked for, why, and what the person was told.

    Something that no guide describes is named in `matter`. The person gets a slip and need not say who he is.
    """
    by.must_have(Role.CLERK)
    assert by.account is not None  # noqa: S101 - who has a role has an account
    desk = desk_of(by.account, timezone.localdate(at))
    if desk.centre is None:
        raise Invalid(_("您今天没有岗位，不能登记。请联系中心管理员。"), field="window")
    matter = version.name if version else clean(matter, field="matter", longest=200)
    if not matter:
        raise Invalid(_("请写明来办什么事；指南里有的，请选择事项。"), field="matter")
    reason = _said(reason, "reason", _("请写明为什么没有收件。"))
    if reasoning.is_bare_reason(reason, on=timezone.localdate(at)):
        raise reasoning.NoReason(reasoning.bare_reason(reason), field="reason")
    told = _said(told, "told", _("请写明怎样告诉来办事的人的。"))
    with transaction.atomic():
        made = TurnedAway.objects.create(
            centre=desk.centre,
            window=next(iter(desk.windows), None),
            item=version.item if version else None,
            matter=matter,
            party=party,
            reason=reason,
            told=told,
            refused_by=by.account,
            refused_at=at,
        )
        _note(made, "turned_away", by=by, at=at, detail={"item": version.item.code if version else ""})
    return made


def check_turning_away(*, record: int, receive: bool, finding: str, by: Actor, at: datetime) -> TurnedAway:
    """Another colleague looks: it was right, or it should have been received (`receive`); he says why.

    Raises NotTurnedAway, SamePerson, AlreadyChecked, Invalid.
    """
    by.must_have(*CHECKERS)
    finding = _said(finding, "finding", _("请写明复核的理由。"))
    with transaction.atomic():
        found = _locked(record, by, at=at)
        if found.checked_at is not None:
            raise AlreadyChecked(_("这条登记已经复核过了，请刷新页面。"))
        refuse_same_person(found, by)
        found.checked_by, found.checked_at = by.account, at
        found.outcome, found.finding = OVERTURNED if receive else TurnedAway.Outcome.CONFIRMED, finding
        found.save(update_fields=["checked_by", "checked_at", "outcome", "finding"])
        _note(found, "turning_away_checked", by=by, at=at, detail={"outcome": str(found.outcome)})
    return found


def receive_after_all(*, record: int, case: Case, by: Actor, at: datetime) -> TurnedAway:
    """What should have been received was received: as which case.

    Raises NotTurnedAway, NotOverturned, AnotherMatter.
    """
    by.must_have(Role.CLERK)
    with transaction.atomic():
        found = _locked(record, by, at=at)
        if found.outcome != OVERTURNED or found.case_id is not None:
            raise NotOverturned(_("这条登记没有等待收件，请刷新页面。"))
        sides = (None, case.applicant_id, case.handed_in_by_id)
        fits = found.item_id in (None, case.item_id) and found.party_id in sides
        if case.centre_id != found.centre_id or case.submitted_at < found.refused_at or not fits:
            raise AnotherMatter(
                _("办件 %(number)s 不是这件事：应当是登记以后本中心收下的同一事项、同一申请人的办件。")
                % {"number": case.number},
                field="case",
            )
        found.case = case
        found.save(update_fields=["case"])
        _note(found, "received_after_all", by=by, at=at, detail={"case": case.number})
    return found


def refuse_same_person(record: TurnedAway, by: Actor) -> None:
    """Nobody checks what he did himself, under whichever account. Raises SamePerson."""
    same = by.account is not None and by.account.pk == record.refused_by_id
    if same or (by.party is not None and by.party.pk == record.refused_by.party_id):
        raise SamePerson(_("不予收件应当由另一名工作人员复核，请交给同事。"))


def records_of(actor: Actor, *, at: datetime) -> QuerySet[TurnedAway]:
    """The records of the centre in which the actor is posted that day, the last first."""
    centre = centre_of(actor.account, timezone.localdate(at))
    related = ("centre", "window__zone", "item", "refused_by", "checked_by", "case")
    return TurnedAway.objects.filter(centre=centre).select_related(*related).order_by("-refused_at", "-id")


def waiting(records: QuerySet[TurnedAway]) -> QuerySet[TurnedAway]:
    """Those that are not done with: to be checked, or overturned and not yet received."""
    return records.filter(Q(outcome="") | Q(outcome=OVERTURNED, case__isnull=True))


def count_waiting(actor: Actor, *, at: datetime) -> int:
    """How many wait for this clerk: to be received, or to be checked by somebody other than who turned away. Two
    statements."""
    own = Q(outcome="", refused_by=actor.account)
    return waiting(records_of(actor, at=at)).exclude(own).count()


def record_of(actor: Actor, record: int, *, at: datetime) -> TurnedAway:
    """The record, if it is one of the actor's centre. Raises NotTurnedAway."""
    found = records_of(actor, at=at).filter(pk=min(record, 2**63 - 1)).first()
    if found is None:
        raise NotTurnedAway(_("没有找到这条不予收件登记。"))
    return found


def _locked(record: int, by: Actor, *, at: datetime) -> TurnedAway:
    rows = TurnedAway.objects.select_for_update(of=("self",)).select_related("refused_by")
    found = rows.filter(pk=min(record, 2**63 - 1), centre=centre_of(by.account, timezone.localdate(at))).first()
    if found is None:
        raise NotTurnedAway(_("没有找到这条不予收件登记。"))
    return found


def _said(text: str, field: str, lacking: object) -> str:
    text = clean(text, field=field, longest=LONGEST, multiline=True)
    if not text:
        raise Invalid(str(lacking), field=field)
    return text


def _note(record: TurnedAway, act: str, *, by: Actor, at: datetime, detail: dict[str, str]) -> None:
    subject = journal.Subject("turned_away", str(record.pk))
    journal.write(act=f"cases.{act}", subject=subject, by=by, at=at, centre_id=record.centre_id, detail=detail)
