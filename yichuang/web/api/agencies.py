"""Letters of authority (授权委托书): entered at the window, or by the principal himself, and ended by him."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.base.refusal import Invalid
from yichuang.catalogue.queries import known_items
from yichuang.documents.queries import upload_for
from yichuang.people import agency
from yichuang.people.models import Agency, Party
from yichuang.people.queries import party_of
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.shapes.agencies import Agencies, AgencyIn, AgencyOut
from yichuang.web.api.shapes.incoming import EmptyIn
from yichuang.web.kit.request import Request

router = Router(tags=["letters of authority"])
MOST = 200
NOTHING = EmptyIn()


@router.get("/agencies", response=Agencies, url_name="agencies")
def agencies(request: Request) -> HttpResponse:
    """The letters that I gave, and those of the organisations that I represent."""
    return said(Agencies(agencies=[AgencyOut.of(one) for one in agency.given_by(_mine(request))[:MOST]]))


@router.post("/agencies", response={201: AgencyOut}, url_name="agencies")
def authority(request: Request, letter: AgencyIn) -> HttpResponseBase:
    """Put a letter of authority on file: from today on the agent acts for the principal, within the letter."""
    return _given(request, letter)


@done_once(201)
def _given(request: Request, letter: AgencyIn) -> AgencyOut:
    by, at = who(request), request.now
    stored = upload_for(by, letter.letter)
    if stored is None:
        raise Invalid(_("请上传委托书。"), field="letter")
    told = {"item_codes": known_items(letter.items), "since": timezone.localdate(at), "until": letter.until}
    told |= {"letter_digest": stored.digest, "by": by, "at": at}
    if by.is_staff:
        named = {name: _named(getattr(letter, name), name) for name in ("principal", "agent")}
        return AgencyOut.of(agency.authorise(**named, **told))  # type: ignore[arg-type]
    mine = {one.pk: one for one in _mine(request)}
    principal = mine.get(letter.principal) if letter.principal else who(request).party
    if principal is None:
        raise Invalid(_("请选择替谁授权：您本人，或者您代表的单位。"), field="principal")
    return AgencyOut.of(
        agency.authorise_named(principal=principal, name=letter.name, number=letter.number, **told)  # type: ignore[arg-type]
    )


@router.post("/agencies/{int:letter}/removal", response=AgencyOut, url_name="agency_removal")
def removal(request: Request, letter: int, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """撤销授权: I end it at once."""
    return _ended(request, letter)


@done_once()
def _ended(request: Request, letter: int) -> AgencyOut:
    found: Agency | None = None
    if letter < 2**63:
        found = agency.given_by(_mine(request)).filter(pk=letter).first()
    if found is None:
        raise agency.NoSuchLetter(_("没有找到这份委托。"))
    return AgencyOut.of(agency.revoke(agency=found, by=who(request), at=request.now))


def _mine(request: Request) -> list[Party]:
    party = who(request).party
    return agency.principals_behind(party) if party is not None else []


def _named(party: UUID | None, field: str) -> Party:
    found = party_of(party) if party else None
    if found is None:
        raise Invalid(_("“%(field)s”不是已登记的人或者单位，请先登记。") % {"field": field}, field=field)
    return found
