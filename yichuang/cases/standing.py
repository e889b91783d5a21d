"""Who stands where towards a case: the applicant's side, and the rule that nobody acts on his own case."""

from __future__ import annotations

import hmac
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.base.sealed import blind_index
from yichuang.base.text import clean
from yichuang.cases.models import Case
from yichuang.offices.mandates import Warrant
from yichuang.offices.mandates import require as require_mandate
from yichuang.offices.models import Power
from yichuang.people import agency
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Agency, Party


class NotTheApplicant(Refused):
    """Only the applicant, his legal representative or his agent may do this."""

    code = "not_the_applicant"


class OwnCase(Refused):
    """Nobody acts on his own case (回避)."""

    code = "own_case"


class SamePerson(Refused):
    """One person may not hold two conflicting steps of a case."""

    code = "same_person"


def right_to_apply(*, applicant: Party, item_code: str, by: Actor, at: datetime) -> Agency | None:
    """The agency under which `by` acts; None when he is the applicant himself or represents the organisation."""
    me = account_of(by).party
    if me is None:
        raise NotTheApplicant(_("请先登录并完成实名认证，再办理申请。"))
    try:
        return agency.require(agent=me, principal=applicant, item_code=item_code, at=at)
    except agency.NoAgency as lacking:
        raise NotTheApplicant(_("您不是申请人。%(why)s") % {"why": lacking}) from lacking


def account_of(by: Actor) -> Account:
    """The account behind the actor; a visitor without one is asked to sign in."""
    if by.account is None:
        raise NotTheApplicant(_("请先登录并完成实名认证，再办理申请。"))
    return by.account


def require_applicant(case: Case, *, by: Actor, at: datetime) -> None:
    """Refuse anybody who is not on the applicant's side of the case today."""
    me = account_of(by).party_id
    if me == case.applicant.representative_id and not may_represent(case, me):
        raise NotTheApplicant(
            _("您的法定代表人身份还没有核实，只能办理您本人提交的申请。请带营业执照和身份证到窗口核实。")
        )
    right_to_apply(applicant=case.applicant, item_code=case.item.code, by=by, at=at)


def may_represent(case: Case, person: UUID | None) -> bool:
    """Whether he acts in this case as the applicant's legal representative: proved, or it was he who handed it in."""
    applicant = case.applicant
    is_he = person is not None and person == applicant.representative_id
    return is_he and (applicant.representative_proved or person == case.handed_in_by_id)


def side_showing(case: Case, document_number: str, *, at: datetime) -> Party | None:
    """Who of the applicant's side holds the document shown at the window: himself, his proved legal representative, an
    agent with a mandate in force; None when it is somebody else's. The number is compared, never kept."""
    shown = blind_index(clean(document_number, field="document_number", longest=40), kind="number")
    applicant, head = case.applicant, case.applicant.representative
    if applicant.is_natural and _same(shown, applicant):
        return applicant
    if head and _same(shown, head) and may_represent(case, head.pk):
        return head
    person = Party.objects.filter(number_index=shown).first()
    try:
        acts = person and agency.require(agent=person, principal=applicant, item_code=case.item.code, at=at)
    except agency.NoAgency:
        return None
    return person if acts else None


def _same(shown: bytes, party: Party) -> bool:
    return hmac.compare_digest(shown, bytes(party.number_index))


def require_power(case: Case, power: Power, *, by: Actor, at: datetime) -> Warrant:
    """The warrant under which `by` may act on this case here and today. Refuses his own case."""
    refuse_own_case(case, by)
    return require_mandate(power=power, item_code=case.item.code, department=case.department, by=by, at=at)


def refuse_own_case(case: Case, by: Actor) -> None:
    """Nobody acts on a case in which he is applicant, agent, legal representative, or told as somebody it touches."""
    if by.account is not None and is_own_case(case, by.account):
        raise OwnCase(_("这是您本人、由您代办或者与您有利害关系的办件，依法应当回避，请交由其他工作人员办理。"))


def is_own_case(case: Case, account: Account) -> bool:
    """Whether the member of staff is applicant, agent or legal representative of the case, or somebody whose interests
    it touches. One statement at most."""
    return account.party_id is not None and is_concerned(case, account.party_id)


def is_concerned(case: Case, person: UUID) -> bool:
    """Whether somebody is on a side of the case: the applicant's, or that of those whose interests it touches."""
    sides = (case.applicant_id, case.handed_in_by_id, case.applicant.representative_id)
    return person in sides or person in case.touched


def mandate_id(warrant: Warrant) -> int | None:
    """The instrument of the warrant for the journal, None when the officer acts by the department's own power."""
    return warrant.mandate.pk if warrant.mandate else None
