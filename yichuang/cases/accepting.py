"""What the window does with an application: take it in, accept it, decline it (行政许可法第三十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.base.text import clean
from yichuang.cases import (
    applying,
    chaining,
    checklist,
    consequences,
    deeming,
    letters,
    life_cycle,
    marking,
    queries,
    repeating,
    sharing,
    standing,
    timing,
)
from yichuang.cases.afterwards import linking
from yichuang.cases.applying import Application
from yichuang.cases.checklist import Check
from yichuang.cases.models import Case, Channel
from yichuang.cases.promises import credit, signing
from yichuang.cases.queries import PapersOwed
from yichuang.cases.rules import unfetched
from yichuang.catalogue.queries import must_still_be_offered
from yichuang.offices.models import Power, Window
from yichuang.people.actors import Actor
from yichuang.people.models import Party


def apply_at_counter(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    window: Window | None = None,
    handed_in_by: Party | None = None,
) -> Case:
    """The clerk takes in an application brought on paper and gives the receipt; acceptance comes after (AY 36)."""
    case = _new_at_counter(application, by=by, at=at, window=window, handed_in_by=handed_in_by)
    warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
    awaited = chaining.awaited(application.follows, application.version)
    if awaited is None:
        timing.set_review_due(case, at=at)
    first = repeating.one_alone(application.version.item, application.applicant, by=by, at=at)
    with first, transaction.atomic():
        linking.hold(application.former, application.purpose, on=timezone.localdate(at))
        mandate_id, detail = standing.mandate_id(warrant), chaining.told_of(case)
        life_cycle.move(case=case, name="apply_at_counter", by=by, at=at, mandate_id=mandate_id, detail=detail)
        applying.come_in(case, application, awaited, by=by, at=at)
    return case


def accept_at_counter(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    window: Window | None = None,
    handed_in_by: Party | None = None,
) -> Case:
    """Everything is there and in form: the clerk takes it in and accepts it in one go (XKF 32(5)).

    At most 12 SQL statements, whatever the number of materials.
    """
    if application.later:
        raise PapersOwed(_("有承诺后补的材料，请用“容缺受理”。"))
    chaining.refuse_awaiting(application.follows, application.version)
    wanted = applying.wanted(application)
    sharing.refuse_unfetched(unfetched(wanted, application.materials, promises=application.promises))
    case = _new_at_counter(application, by=by, at=at, window=window, handed_in_by=handed_in_by)
    warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
    case.accepted_at, case.accepted_by = at, by.account
    for column, value in timing.decision_dates(case, accepted_at=at).items():
        setattr(case, column, value)
    first = repeating.one_alone(application.version.item, application.applicant, by=by, at=at)
    with first, transaction.atomic():
        must_still_be_offered(application.version, timezone.localdate(at))
        linking.hold(application.former, application.purpose, on=timezone.localdate(at))
        mandate_id = standing.mandate_id(warrant)
        detail = chaining.told_of(case) | checklist.reviewed(
            case, (g.key for g in application.materials), checklist.fitting(application.materials)
        )
        life_cycle.move(case=case, name="accept_at_counter", by=by, at=at, mandate_id=mandate_id, detail=detail)
        repeating.require_reason(case, by=by, at=at)
        consequences.of_acceptance(case, at=at)
        applying.lay_in(case, application.materials, at=at)
        signing.sign(case, later=(), promised=application.promised, by=by, at=at)
        letters.acceptance_notice(case, application.materials, by=by, mandate_id=mandate_id, at=at)
    return case


def _new_at_counter(
    application: Application, *, by: Actor, at: datetime, window: Window | None, handed_in_by: Party | None
) -> Case:
    if application.promises:
        credit.refuse_excluded(application.applicant)
    answers = applying.check(application, by=by, at=at)
    zone = window.zone if window else None
    case = applying.build(replace(application, answers=answers), at=at, channel=Channel.COUNTER, zone=zone)
    case.window = window
    case.handed_in_by = handed_in_by or application.applicant
    return case


def accept(*, case: Case, checks: Sequence[Check] | None = None, by: Actor, at: datetime) -> Case:
    """Accept the application: the clock of the decision starts, the acceptance notice goes out (XKF 32(5)).

    `checks` is the preliminary review, a word for each paper that lies in the case; it is kept with the acceptance.
    """
    with transaction.atomic():
        case = deeming.locked(case, at=at, **marking.still_wrong())
        life_cycle.require(case, "accept")
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        chaining.require_not_waiting(case)
        if queries.open_promise_of(case):
            raise PapersOwed(_("有承诺后补的材料，请用“容缺受理”。"))
        marking.refuse_still_wrong(case)
        given = queries.given(case)
        sharing.refuse_unfetched(sharing.to_fetch(case, given))
        found = checklist.reviewed(case, (g.key for g in given), checks)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(
            case=case,
            name="accept",
            by=by,
            at=at,
            mandate_id=mandate_id,
            detail=found,
            accepted_at=at,
            accepted_by=by.account,
            **timing.decision_dates(case, accepted_at=at),
        )
        consequences.of_acceptance(case, at=at)
        letters.acceptance_notice(case, given, by=by, mandate_id=mandate_id, at=at)
    return case


def decline(*, case: Case, reasons: str, competent_body: str = "", by: Actor, at: datetime) -> Case:
    """Not this body's power: refuse to accept, with reasons, the competent body and the remedies (XKF 32(2))."""
    reasons = clean(reasons, field="reasons", longest=2000, multiline=True)
    competent_body = clean(competent_body, field="competent_body", longest=200)
    if not reasons:
        raise Invalid(_("请写明不予受理的理由。"), field="reasons")
    return _end_unaccepted(
        case, name="decline", by=by, at=at, facts={"reasons": reasons, "competent_body": competent_body}
    )


def tell_not_required(*, case: Case, reasons: str, by: Actor, at: datetime) -> Case:
    """No licence is needed for this: tell the applicant at once that the application is not taken (XKF 32(1))."""
    reasons = clean(reasons, field="reasons", longest=2000, multiline=True)
    if not reasons:
        raise Invalid(_("请写明为什么不需要取得许可。"), field="reasons")
    return _end_unaccepted(case, name="tell_not_required", by=by, at=at, facts={"reasons": reasons})


def withdraw_at_counter(*, case: Case, document_number: str, reason: str = "", by: Actor, at: datetime) -> Case:
    """Whoever applied comes to the window and takes the application back before the decision (AY 26).

    He shows the document of the applicant, his representative or his agent, and signs the notice.
    """
    reason = clean(reason, field="reason", longest=500, multiline=True)
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, "withdraw_at_counter")
        warrant = standing.require_power(case, Power.ACCEPT, by=by, at=at)
        if standing.side_showing(case, document_number, at=at) is None:
            raise standing.NotTheApplicant(
                _(
                    "出示的证件不是申请人、法定代表人或有效受委托人的证件，不能撤回申请。请核对证件，或请其提交授权委托书。"
                ),
                field="document_number",
            )
        mandate_id = standing.mandate_id(warrant)
        return applying.end_withdrawn(case, "withdraw_at_counter", reason=reason, by=by, at=at, mandate_id=mandate_id)


def _end_unaccepted(case: Case, *, name: str, by: Actor, at: datetime, facts: dict[str, str]) -> Case:
    with transaction.atomic():
        case = deeming.locked(case, at=at)
        life_cycle.require(case, name)
        warrant = standing.require_power(case, Power.DECLINE, by=by, at=at)
        mandate_id = standing.mandate_id(warrant)
        life_cycle.move(
            case=case, name=name, by=by, at=at, mandate_id=mandate_id, ended_at=at, due_at=None, warn_at=None
        )
        write = letters.declining_decision if name == "decline" else letters.not_required_notice
        write(case, facts, by=by, mandate_id=mandate_id, at=at)
    return case
