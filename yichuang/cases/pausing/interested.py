"""Those whose important interests a case touches directly: told, and heard (行政许可法第三十六条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.base.limits import Limit, Unit
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases import deeming, life_cycle, standing, timing
from yichuang.cases.models import Case, InterestedParty
from yichuang.cases.pausing import hearing, letters
from yichuang.cases.pausing.procedures import LONGEST, checked_text
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class AlreadyTold(Refused):
    """This person was told before, or is the applicant himself."""

    code = "already_told"


def tell(*, case: Case, party: Party, interest: str, days: int, by: Actor, at: datetime) -> Case:
    """Tell somebody that the case touches his important interests, and until when he may speak (XKF 36)."""
    interest = checked_text(interest, field="interest", longest=500, sentence=_("请写明关系他的什么重大利益。"))
    if not 1 <= days <= LONGEST:
        raise Invalid(_("请填写陈述申辩的期限（工作日）。"), field="days")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "tell_interested_party")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        if party.pk == case.applicant_id:
            raise AlreadyTold(_("这是申请人本人，不是利害关系人。"), field="number")
        if InterestedParty.objects.filter(case=case, party=party).exists():
            raise AlreadyTold(_("已经告知过这位利害关系人。"), field="number")
        answer_by = timing.due_after(case, Limit(days, Unit.working_days), at=at).at
        told = InterestedParty.objects.create(
            case=case, party=party, interest=interest, told_at=at, answer_by=answer_by
        )
        mandate_id = standing.mandate_id(warrant)
        detail = {"days": days}
        life_cycle.move(case=case, name="tell_interested_party", by=by, at=at, mandate_id=mandate_id, detail=detail)
        letters.interested_party_notice(case, told, by=by, mandate_id=mandate_id, at=at)
        _tell_of_hearing(case, told, by=by, mandate_id=mandate_id, at=at)
    return case


def _tell_of_hearing(case: Case, told: InterestedParty, *, by: Actor, mandate_id: int | None, at: datetime) -> None:
    """Whoever is named after the others were told of a hearing is told too, and has his own days (XKF 47)."""
    open_ = hearing.hearing_of(case)
    if open_ is None or open_.apply_by is None or open_.called_at is not None:
        return
    open_.apply_by = max(open_.apply_by, hearing.ask_until(case, at=at))
    open_.save(update_fields=["apply_by"])
    letters.hearing_rights(case, open_, to=told, by=by, mandate_id=mandate_id, at=at)


def record_statement(*, case: Case, of: int | None, place: str, statements: str, by: Actor, at: datetime) -> Case:
    """What the applicant, or one of those told (`of`), stated and argued, on record to be signed (XKF 36)."""
    place = checked_text(place, field="place", longest=200, sentence=_("请填写地点。"))
    statements = checked_text(statements, field="statements", longest=20_000, sentence=_("请写明陈述申辩的内容。"))
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "record_statement")
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        who = InterestedParty.objects.select_related("party").filter(case=case, pk=of).first() if of else None
        if of and who is None:
            raise Invalid(_("请选择申请人或者已经告知的利害关系人。"), field="of")
        mandate_id = standing.mandate_id(warrant)
        detail = {"side": "interested" if who else "applicant"}
        life_cycle.move(case=case, name="record_statement", by=by, at=at, mandate_id=mandate_id, detail=detail)
        if who is not None:
            note_heard(who, at=at)
        to = who.party if who else None
        letters.statement_record(case, place, statements, to=to, by=by, mandate_id=mandate_id, at=at)
    return case


def note_heard(who: InterestedParty, *, at: datetime) -> None:
    """He has spoken; the first time counts. One statement at most."""
    if who.heard_at is None:
        who.heard_at = at
        who.save(update_fields=["heard_at"])
