"""The acts that a case page lays out, in the order of the law, each allowed or with the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from yichuang.base.journal import Entry
from yichuang.cases import offers
from yichuang.cases.models import Case
from yichuang.cases.offers import Offer
from yichuang.delivery import undoing
from yichuang.people.actors import Actor
from yichuang.web.desk import delivering
from yichuang.web.desk.forms import certificates
from yichuang.web.desk.forms.act import ActForm
from yichuang.web.desk.forms.archive import Archiving
from yichuang.web.desk.forms.corrected import Corrected
from yichuang.web.desk.forms.department import Decision, Issue, Making
from yichuang.web.desk.forms.examination import Examination, HandingOn, Opinion, Proposal, SendingBack
from yichuang.web.desk.forms.fetching import Fetching
from yichuang.web.desk.forms.hearing import (
    AnswerFromAbove,
    Forwarding,
    HearingCall,
    HearingRecord,
    HearingRequest,
    HearingRights,
    HearingWaiver,
    InterestedNotice,
    ReceiptAbove,
    Statement,
)
from yichuang.web.desk.forms.inspection import Arrangement, Confirmation, ExpertAnswer, ExpertRequest
from yichuang.web.desk.forms.intermediaries import IntermediaryBack, IntermediaryBegun
from yichuang.web.desk.forms.marking import Marking
from yichuang.web.desk.forms.on_the_spot import OnTheSpot
from yichuang.web.desk.forms.pausing import (
    ExtensionGrant,
    ExtensionRefusal,
    ExtensionRequest,
    Resumption,
    Suspension,
    Termination,
)
from yichuang.web.desk.forms.posting_off import ParcelReceipt, ParcelStatus
from yichuang.web.desk.forms.promises import (
    AcceptanceWithGaps,
    PromiseCheck,
    PromiseGrant,
    PromiseOrder,
    PromiseRevocation,
    PromiseWithdrawal,
    Supplement,
)
from yichuang.web.desk.forms.signed_copy import Signed, SignedTakenBack
from yichuang.web.desk.forms.taking_back import TakingBack
from yichuang.web.desk.forms.window import Acceptance, Correction, Declining, NotRequired, Withdrawal
from yichuang.web.permissions import TABLE, may_use

_ORDER: Final[tuple[type[ActForm], ...]] = (
    Fetching,
    Correction,
    Corrected,
    Acceptance,
    AcceptanceWithGaps,
    Supplement,
    PromiseGrant,
    PromiseCheck,
    PromiseOrder,
    PromiseRevocation,
    Declining,
    NotRequired,
    Marking,
    OnTheSpot,
    Examination,
    Opinion,
    Arrangement,
    Confirmation,
    ExpertRequest,
    ExpertAnswer,
    HandingOn,
    SendingBack,
    Proposal,
    Decision,
    Making,
    Issue,
    *delivering.FORMS,
    Archiving,
    HearingRecord,
    ReceiptAbove,
    AnswerFromAbove,
    Resumption,
    ExtensionGrant,
    ExtensionRefusal,
    Suspension,
    InterestedNotice,
    Statement,
    HearingRights,
    HearingRequest,
    HearingWaiver,
    HearingCall,
    Forwarding,
    ExtensionRequest,
    IntermediaryBegun,
    IntermediaryBack,
    Termination,
    Withdrawal,
    PromiseWithdrawal,
    Signed,
    SignedTakenBack,
    *certificates.FORMS,
)
_ALL: Final[Sequence[type[ActForm]]] = (*_ORDER, ParcelReceipt, ParcelStatus, TakingBack)
FORMS: Final[Mapping[str, type[ActForm]]] = {form.noun: form for form in _ALL}


@dataclass(frozen=True)
class Choice:
    """One act on the page: its form, whether it may be done now, the key that opens it, whether it stands open."""

    form: ActForm
    offer: Offer
    key: str = ""
    open: bool = False

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return reverse(f"desk:{self.form.noun}", args=[self.form.case.number])


def choices(
    case: Case,
    actor: Actor,
    history: Sequence[Entry],
    *,
    at: datetime,
    tried: ActForm | None = None,
    noun: str = "",
) -> list[Choice]:
    """What the page lays out: first what may be done, each with its key, then what may not.

    `tried` is a form that was refused a moment ago; it, or the form of `noun`, stands open.
    """
    named = {offer.act: offer for offer in offers.acts_for(case, actor, at=at)}
    known = [(form, offer) for form in _forms(case) if (offer := _offer_for(form, named))]
    known += delivering.coming_back(case, by=actor, at=at) if actor.is_staff else []
    if actor.is_staff and (back := undoing.offered(case, history, by=actor, at=at)):
        known.append((TakingBack, back))
    allowed = [(form, offer) for form, offer in known if offer.allowed and may_use(TABLE[f"desk:{form.noun}"], actor)]
    refused = [(form, offer) for form, offer in known if not offer.allowed]
    open_noun = tried.noun if tried else noun or _usual([form.noun for form, _offer in allowed if not form.rare], case)
    found = [
        Choice(_made(form, case, tried), offer, key=str(position), open=form.noun == open_noun)
        for position, (form, offer) in enumerate(allowed, start=1)
    ]
    return found + [Choice(form(case=case), offer) for form, offer in refused]


def _usual(nouns: Sequence[str], case: Case) -> str:
    """What most cases need now and so stands open: the only act there is, or acceptance."""
    if len(nouns) == 1:
        return nouns[0]
    chosen = delivering.usual_of(case)
    return next((noun for noun in ("acceptance", chosen) if noun in nouns), "")


def _made(form: type[ActForm], case: Case, tried: ActForm | None) -> ActForm:
    return tried if tried is not None and tried.noun == form.noun else form(case=case)


def _offer_for(form: type[ActForm], named: Mapping[str, Offer]) -> Offer | None:
    """The offer this form is for: an allowed one before one that is not."""
    found = [named[move] for move in form.moves if move in named]
    return next((offer for offer in found if offer.allowed), found[0] if found else None)


def _forms(case: Case) -> Iterable[type[ActForm]]:
    """The forms of the stages before, then those for the way that the result goes, then the rare ones."""
    before = [form for form in _ORDER if form not in delivering.FORMS]
    return sorted([*before, *delivering.forms_of(case)], key=lambda form: form.rare)
