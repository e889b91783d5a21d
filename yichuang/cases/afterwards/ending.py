"""The body ends a certificate: revocation, withdrawal in the public interest, cancellation (行政许可法 arts 8, 69, 70).

Before it revokes or withdraws it tells the holder and hears him (arts 7, 36). Who told him does not decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid, Refused
from yichuang.base.text import clean
from yichuang.cases import deeming, life_cycle, standing, timing
from yichuang.cases.afterwards import certificates, letters, supervising, voiding
from yichuang.cases.afterwards.certificates import Standing
from yichuang.cases.models import Case, Certificate, Ending, Ground, Intention, Rule, Way
from yichuang.cases.models.case import UNDECIDED_STATES
from yichuang.cases.steps import seats
from yichuang.offices.models import Power
from yichuang.people.actors import Actor
from yichuang.people.models import PartyKind

G = Ground
GROUNDS: Final[Mapping[Way, tuple[Ground, ...]]] = {
    Way.REVOKED: (G.ABUSE, G.BEYOND_POWER, G.PROCEDURE, G.NOT_ELIGIBLE, G.REVOCABLE_BY_LAW, G.FRAUD),
    Way.WITHDRAWN: (G.LAW_CHANGED, G.CIRCUMSTANCES),
    Way.CANCELLED: (G.NOT_RENEWED, G.DEATH, G.DISSOLVED, G.ENDED_BEFORE, G.FORCE_MAJEURE, G.CANCELLED_BY_LAW),
}
HEARD: Final = (Way.REVOKED, Way.WITHDRAWN)
"""Before these the holder is told and heard; a cancellation only writes down what is already so."""
COUNTS: Final = (Standing.IN_FORCE, Standing.NOT_YET)


class CannotEnd(Refused):
    """The certificate cannot be ended in this way, or not yet."""

    code = "cannot_end"


def certificate_of(case: Case) -> Certificate:
    """The certificate that the case brought, locked. Two statements. Raises CannotEnd."""
    if not Certificate.objects.select_for_update().filter(case=case).exists():
        raise CannotEnd(_("这件办件没有颁发证照，没有可以撤销、撤回或者注销的。"))
    return certificates.with_events().get(case=case)


def tell(*, case: Case, way: str, ground: str, reasons: str, by: Actor, at: datetime) -> Intention:
    """An examiner tells the holder what is intended with his certificate, why, and by when he may answer."""
    reasons = checked(way, ground, reasons)
    if way not in HEARD:
        raise Invalid(_("注销不需要事先告知，请直接办理注销。"), field="way")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        certificate = certificate_of(case)
        require_endable(certificate, Way(way), at=at)
        if open_intention(certificate):
            raise CannotEnd(_("已经告知过持证人，请先听取陈述申辩，再作决定。"))
        due = timing.due_by_rule(case, Rule.Kind.DEFENCE, at=at)
        if due is None:
            raise CannotEnd(_("中心还没有规定陈述申辩的期限，请先由管理员在“办理规则”里登记。"))
        told = Intention.objects.create(
            certificate=certificate,
            way=way,
            ground=ground,
            reasons=reasons,
            told_by_id=warrant.posting.account_id,
            told_at=at,
            answer_by=due.at,
        )
        mandate_id = standing.mandate_id(warrant)
        detail = {"way": way, "ground": ground}
        life_cycle.note(case=case, act="tell_intention", by=by, at=at, mandate_id=mandate_id, detail=detail)
        letters.hearing_rights(case, certificate, told, by=by, mandate_id=mandate_id, at=at)
    return told


def hear(*, case: Case, statement: str, place: str, by: Actor, at: datetime) -> Intention:
    """What the holder says to his defence is written down; or that he gives it up."""
    statement = clean(statement, field="statement", longest=5000, multiline=True)
    place = clean(place, field="place", longest=200)
    if not statement:
        raise Invalid(_("请记录持证人的陈述申辩意见；放弃的，写明放弃。"), field="statement")
    if not place:
        raise Invalid(_("请写明听取陈述申辩的地点。"), field="place")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.EXAMINE, by=by, at=at)
        told = require_open(certificate_of(case))
        if told.heard_at is not None:
            raise CannotEnd(_("陈述申辩已经记录，请由有权人员作出决定。"))
        told.statement, told.heard_at, told.heard_by_id = statement, at, warrant.posting.account_id
        told.save(update_fields=["statement", "heard_at", "heard_by"])
        mandate_id = standing.mandate_id(warrant)
        life_cycle.note(case=case, act="hear_holder", by=by, at=at, mandate_id=mandate_id)
        letters.statement_record(case, told, place=place, by=by, mandate_id=mandate_id, at=at)
    return told


def drop(*, case: Case, reasons: str, by: Actor, at: datetime) -> Intention:
    """Whoever decides finds that the certificate stands; the reason is kept."""
    reasons = clean(reasons, field="reasons", longest=2000, multiline=True)
    if not reasons:
        raise Invalid(_("请写明为什么不再撤销、撤回。"), field="reasons")
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        told = require_open(certificate_of(case))
        told.closed_at = at
        told.save(update_fields=["closed_at"])
        mandate_id = standing.mandate_id(warrant)
        detail = {"reason": reasons}
        life_cycle.note(case=case, act="drop_intention", by=by, at=at, mandate_id=mandate_id, detail=detail)
    return told


def end(*, case: Case, way: str, ground: str, reasons: str, compensation: str = "", by: Actor, at: datetime) -> Ending:
    """Whoever has the power ends the certificate; the letter names it, the ground, the reasons, the law, the remedies.

    A withdrawal in the public interest says how the loss is made good (XKF 8(2)).
    """
    reasons = checked(way, ground, reasons)
    compensation = clean(compensation, field="compensation", longest=2000, multiline=True)
    if way == Way.WITHDRAWN and not compensation:
        raise Invalid(
            _("撤回给持证人造成财产损失的，应当依法补偿（行政许可法第八条）。请写明如何补偿，没有损失的写明没有。"),
            field="compensation",
        )
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        warrant = standing.require_power(case, Power.DECIDE, by=by, at=at)
        certificate = certificate_of(case)
        require_endable(certificate, Way(way), at=at)
        require_ground(certificate, ground, at=at)
        told = require_heard(certificate, way, ground, by=by, at=at) if way in HEARD else None
        mandate_id = standing.mandate_id(warrant)
        acted: dict[str, Any] = {"by": by, "mandate_id": mandate_id, "at": at}
        principal = seats.principal_of(warrant)
        letter = letters.ending(
            case, certificate, Way(way), ground, reasons, compensation=compensation, in_place_of=principal, **acted
        )
        made = Ending.objects.create(
            certificate=certificate,
            way=way,
            ground=ground,
            reasons=reasons,
            compensation=compensation,
            intention=told,
            by_id=warrant.posting.account_id,
            mandate_id=mandate_id,
            letter=letter,
            at=at,
        )
        _settle(certificate, told, at=at)
        detail = {"way": way, "ground": ground} | seats.told_of(principal)
        voiding.void(case, "end_certificate", letter, detail=detail, **acted)
        supervising.tell(case, way, at=at)
    return made


def _settle(certificate: Certificate, told: Intention | None, *, at: datetime) -> None:
    """Nothing is intended with the certificate any more, and time alone renews it no more (XKF 50)."""
    Case.objects.filter(former=certificate, state__in=UNDECIDED_STATES).update(renews_at=None)
    if told is not None:
        told.closed_at = at
        told.save(update_fields=["closed_at"])


def checked(way: str, ground: str, reasons: str) -> str:
    """The reasons, cleaned; refuses a way that there is not and a ground that is not one of its own."""
    if way not in Way.values:
        raise Invalid(_("请选择撤销、撤回或者注销。"), field="way")
    if ground not in GROUNDS[Way(way)]:
        raise Invalid(_("请选择法律规定的情形，别的情形不能%(way)s。") % {"way": Way(way).label}, field="ground")
    reasons = clean(reasons, field="reasons", longest=5000, multiline=True)
    if not reasons:
        raise Invalid(_("请写明事实和理由。"), field="reasons")
    return reasons


def require_possible(case: Case, act: str, *, at: datetime) -> None:
    """Whether one of these acts is possible now, for the page. Four statements, once for a case. Raises CannotEnd."""
    certificate, told = _seen(case)
    if certificate is None:
        raise CannotEnd(_("这件办件没有颁发证照，没有可以撤销、撤回或者注销的。"))
    if act == "tell_intention":
        require_endable(certificate, Way.REVOKED, at=at)
        if told is not None:
            raise CannotEnd(_("已经告知过持证人，请先听取陈述申辩，再作决定。"))
    elif act == "end_certificate":
        require_endable(certificate, Way.CANCELLED, at=at)
    elif told is None or (act == "hear_holder" and told.heard_at is not None):
        raise CannotEnd(_("还没有告知持证人，或者已经听取了他的意见。"))


def _seen(case: Case) -> tuple[Certificate | None, Intention | None]:
    if "_certificate" not in case.__dict__:
        found = certificates.with_events().filter(case=case).first()
        case.__dict__["_certificate"] = (found, open_intention(found) if found else None)
    seen: tuple[Certificate | None, Intention | None] = case.__dict__["_certificate"]
    return seen


def require_endable(certificate: Certificate, way: Way, *, at: datetime) -> None:
    """A certificate that counts can be ended; one that ran out or was revoked can still be cancelled, once."""
    stands = certificates.standing(certificate, on=timezone.localdate(at))
    cancellable = (*COUNTS, Standing.EXPIRED, Standing.REVOKED, Standing.WITHDRAWN)
    if stands not in (cancellable if way == Way.CANCELLED else COUNTS):
        raise CannotEnd(
            _("证照 %(number)s %(standing)s，不能%(way)s。")
            % {"number": certificate.number, "standing": stands.label, "way": way.label}
        )


def require_ground(certificate: Certificate, ground: str, *, at: datetime) -> None:
    """What the ground says is so: it has run out; a person died, an organisation was dissolved (XKF 70(1) to (3))."""
    if ground == G.NOT_RENEWED and certificates.standing(certificate, on=timezone.localdate(at)) != Standing.EXPIRED:
        raise CannotEnd(
            _("证照 %(number)s 的有效期还没有届满，不能以“届满未延续”注销。") % {"number": certificate.number},
            field="ground",
        )
    of = {G.DEATH: PartyKind.NATURAL, G.DISSOLVED: PartyKind.ORGANISATION}
    if of.get(G(ground), certificate.holder.kind) != certificate.holder.kind:
        raise CannotEnd(
            _("持证人是%(kind)s，请选择与持证人相符的注销情形。") % {"kind": PartyKind(certificate.holder.kind).label},
            field="ground",
        )


def open_intention(certificate: Certificate) -> Intention | None:
    """What the holder was told and nobody decided yet. One statement."""
    return Intention.objects.filter(certificate=certificate, closed_at__isnull=True).first()


def require_open(certificate: Certificate) -> Intention:
    """The same; refuses when there is nothing."""
    told = open_intention(certificate)
    if told is None:
        raise CannotEnd(_("还没有告知持证人。请先告知拟撤销、撤回的事实、理由、依据和陈述申辩的权利。"))
    return told


def require_heard(certificate: Certificate, way: str, ground: str, *, by: Actor, at: datetime) -> Intention:
    """He was told of this very thing, and was heard or let his time go by; by somebody else than who decides."""
    told = require_open(certificate)
    if (told.way, told.ground) != (way, ground):
        raise CannotEnd(_("决定与告知的不一致。请按告知的内容决定，或者先撤回告知，重新告知。"), field="ground")
    if told.heard_at is None and told.answer_by > at:
        raise CannotEnd(_("陈述申辩的期限还没有届满。请先听取持证人的意见，或者等期限届满。"))
    if by.account is not None and by.account.pk in (told.told_by_id, told.heard_by_id):
        raise standing.SamePerson(_("告知和听取意见是由您办理的，决定须由另一位有权人员作出。"))
    return told
