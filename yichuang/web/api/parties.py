"""Who asks, for whom one may ask, and entering a person who stands at the counter."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Body, Router

from yichuang.base.refusal import Invalid
from yichuang.cases import queries
from yichuang.cases.afterwards import linking
from yichuang.cases.applying import Application
from yichuang.catalogue.models import ItemVersion
from yichuang.people import registering
from yichuang.people.models import Party
from yichuang.people.queries import party_of
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.shapes.incoming import ContentsIn, OrganisationIn, PersonIn
from yichuang.web.api.shapes.outgoing import Me, PartyOut
from yichuang.web.kit.request import Request

router = Router(tags=["parties"])
PartyIn = Annotated[PersonIn | OrganisationIn, Body(discriminator="kind")]


@router.get("/me", response=Me, url_name="me")
def me(request: Request) -> HttpResponse:
    """Who the token stands for, and for whom he may apply without a letter of authority."""
    actor = who(request)
    return said(Me.of(actor, queries.may_apply_for(actor)))


@router.post("/parties", response={201: PartyOut}, url_name="parties")
def parties(request: Request, party: PartyIn) -> HttpResponseBase:
    """At the counter: enter the person or organisation with this document, or find the one on file."""
    return _entered(request, party)


@done_once(201)
def _entered(request: Request, party: PersonIn | OrganisationIn) -> PartyOut:
    by, at = who(request), request.now
    given = party.model_dump(exclude={"kind", "representative"})
    if isinstance(party, PersonIn):
        return PartyOut.of(registering.register_person(**given, by=by, at=at))
    representative = _party(party.representative, "representative") if party.representative else None
    return PartyOut.of(registering.register_organisation(**given, representative=representative, by=by, at=at))


def application(request: Request, version: ItemVersion, contents: ContentsIn) -> Application:
    """The contents as an application: for the party that is named, else for the person of the account."""
    applicant = _party(contents.applicant, "applicant") if contents.applicant else _himself(request)
    return Application(
        version=version,
        applicant=applicant,
        purpose=contents.purpose,
        former=linking.named(contents.certificate, holder=applicant) if contents.certificate else None,
        situations=contents.situations,
        answers=contents.answers,
        materials=[one.given() for one in contents.materials],
        later=contents.later,
        promised=contents.promised,
        follows=queries.case_for(who(request), contents.follows, at=request.now) if contents.follows else None,
        again=contents.again,
    )


def handed_in_by(party: UUID | None) -> Party | None:
    """Who stands at the counter, when it is said."""
    return _party(party, "handed_in_by") if party else None


def _himself(request: Request) -> Party:
    party = who(request).party
    if party is None:
        raise Invalid(_("请写明申请人：先用“/parties”登记，再把返回的 id 填在“applicant”里。"), field="applicant")
    return party


def _party(party: UUID, field: str) -> Party:
    found = party_of(party)
    if found is None:
        raise Invalid(_("“%(field)s”不是已登记的人或者单位，请先登记。") % {"field": field}, field=field)
    return found
