"""Cases: apply, list, read, follow. The acts on a case are in `acts`."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from yichuang.base.refusal import Invalid
from yichuang.cases import (
    accepting,
    applying,
    chaining,
    deeming,
    going_on,
    intermediaries,
    looking,
    offers,
    queries,
    reckoning,
    signed_copies,
)
from yichuang.cases.models import Case, Channel
from yichuang.cases.promises import tolerance
from yichuang.catalogue.queries import version_on
from yichuang.delivery import choosing, electronically
from yichuang.documents import copying, store
from yichuang.offices.mandates import instruments
from yichuang.offices.queries import window_of
from yichuang.people import reading
from yichuang.people.models import Role
from yichuang.people.reading import Seen
from yichuang.web.api import parties
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.letters import NoSuchLetter
from yichuang.web.api.shapes.chaining import NextItems, NextOut
from yichuang.web.api.shapes.incoming import ApplicationIn, CasesQuery
from yichuang.web.api.shapes.intermediaries import ClocksAndIntermediaries, IntermediaryOut
from yichuang.web.api.shapes.outgoing import (
    CaseDetail,
    CaseLine,
    CaseOut,
    CasePage,
    Clock,
    EntryOut,
    History,
    LetterOut,
    Letters,
    NewCaseOut,
)
from yichuang.web.kit.downloads import send
from yichuang.web.kit.request import Request

router = Router(tags=["cases"])


def find(request: Request, number: str, *, asked_too: bool = False) -> Case:
    """The case of that number, if the actor may see it; with `asked_too` also if his department has a step of it.

    An officer who only looks reads the applicant's case, which is put on record.
    """
    by = who(request)
    found = deeming.case_for(by, number, at=request.now, asked_too=asked_too)
    if request.method == "GET" and by.has(*reading.READERS):
        looking.note(found, Seen.CASE, by=by, at=request.now)
    return found


@done_once()
def carried_out(
    request: Request, act: Callable[..., Case], number: str, *, asked_too: bool = False, **given: object
) -> CaseOut:
    """The act on the case of that number, and the case as it stands then."""
    case = find(request, number, asked_too=asked_too)
    return CaseOut.of(act(case=case, by=who(request), at=request.now, **given))


@router.post("/cases", response={201: NewCaseOut}, url_name="cases")
def apply(request: Request, application: ApplicationIn) -> HttpResponseBase:
    """Apply: the applicant for himself or for whom he acts; a clerk for whoever stands at the counter, with `accept`
    taking in and accepting in one go."""
    return _applied(request, application)


@done_once(201)
def _applied(request: Request, wanted: ApplicationIn) -> NewCaseOut:
    by, at = who(request), request.now
    version = version_on(wanted.item, timezone.localdate(at))
    application = parties.application(request, version, wanted)
    if not by.is_staff:
        _refuse_what_the_counter_says(wanted)
        apply = partial(applying.apply, application=application, by=by, at=at, channel=Channel.API)
    else:
        apply = partial(
            _at_counter(wanted),
            application=application,
            by=by,
            at=at,
            window=window_of(by.account, timezone.localdate(at)) if by.account else None,
            handed_in_by=parties.handed_in_by(wanted.handed_in_by),
        )
    wish = wanted.delivery.wish() if wanted.delivery else None
    return NewCaseOut.of(choosing.applied(apply=apply, wish=wish, by=by, at=at))


def _at_counter(wanted: ApplicationIn) -> Callable[..., Case]:
    if wanted.accept and wanted.later:
        return partial(tolerance.accept_with_gaps_at_counter, credit_confirmed=wanted.credit_confirmed)
    return accepting.accept_at_counter if wanted.accept else accepting.apply_at_counter


def _refuse_what_the_counter_says(wanted: ApplicationIn) -> None:
    said = [name for name in ("accept", "credit_confirmed", "handed_in_by") if getattr(wanted, name)]
    if said:
        raise Invalid(_("“%(field)s”由窗口人员填写，请删去后重试。") % {"field": said[0]}, field=said[0])


@router.get("/cases", response=CasePage, url_name="cases")
def cases(request: Request, wanted: Query[CasesQuery]) -> HttpResponse:
    """The applicant's own cases, newest first; for staff, what waits for them in one of their roles, due first."""
    by, at = who(request), request.now
    if by.is_staff:
        role = wanted.role or next((Role(one) for one in queries.WORK if one in by.roles), Role.CLERK)
        place = wanted.model_dump(exclude={"role", "state"})
        page = queries.work_list(by, role=role, at=at, states=wanted.state, **place)
    else:
        page = queries.cases_of(by, at=at, after=wanted.after, limit=wanted.limit)
    return said(CasePage(cases=[CaseLine.of(case) for case in deeming.listed(page.cases, at=at)], after=page.after))


@router.get("/cases/{number}", response=CaseDetail, url_name="case")
def case(request: Request, number: str) -> HttpResponse:
    """One case: its clocks, its materials, and what may be done with it now."""
    found = find(request, number, asked_too=True)
    acts = offers.acts_for(found, who(request), at=request.now)
    linked, inside = chaining.linked(found, by=who(request), at=request.now), who(request).is_staff
    return said(CaseDetail.with_parts(found, queries.materials_of(found), acts, linked, inside=inside))


@router.get("/cases/{number}/next", response=NextItems, url_name="case_next")
def next_items(request: Request, number: str) -> HttpResponse:
    """Related items that can be applied for next, with what this case already answers of them."""
    found, by, at = find(request, number), who(request), request.now
    versions = chaining.onward(found, on=timezone.localdate(at))
    known = [(one, going_on.carried(found, one.parsed), going_on.papers(found, one, by=by, at=at)) for one in versions]
    waiting = {one.pk for one in versions if chaining.awaited(found, one) is not None}
    return said(NextItems(items=[NextOut.of(*parts, waits=parts[0].pk in waiting) for parts in known]))


@router.get("/cases/{number}/history", response=History, url_name="case_history")
def history(request: Request, number: str) -> HttpResponse:
    """Everything that was done with the case, oldest first."""
    found, inside = list(queries.history(find(request, number))), who(request).is_staff
    mandates = instruments({one.mandate_id for one in found if one.mandate_id})
    return said(History(entries=[EntryOut.of(entry, inside=inside, mandates=mandates) for entry in found]))


@router.get("/cases/{number}/clock", response=ClocksAndIntermediaries, url_name="case_clock")
def clock(request: Request, number: str) -> HttpResponse:
    """Why each date is what it is, day by day; and what intermediaries took, which is no part of it."""
    found = find(request, number)
    reckonings = reckoning.of(found)
    sources = reckoning.sources(reckonings, found)
    besides = [IntermediaryOut.of(one) for one in intermediaries.of(found)]
    clocks = [Clock.of(one) for one in reckonings]
    return said(ClocksAndIntermediaries(clocks=clocks, sources=sources, intermediaries=besides))


@router.get("/cases/{number}/letters", response=Letters, url_name="case_letters")
def letters(request: Request, number: str) -> HttpResponse:
    """The letters of the case, oldest first."""
    case = find(request, number)
    found, signed = queries.letters_for(who(request), case), signed_copies.of_case(case)
    return said(Letters(letters=[LetterOut.of(one, signed.get(one.pk)) for one in found]))


@router.get("/cases/{number}/letters/{uuid:letter}/pdf", url_name="case_letter_pdf")
def letter_pdf(request: Request, number: str, letter: UUID) -> HttpResponseBase:
    """The signed PDF of a letter, drawn now when nobody has yet; of a revoked one a copy marked so, unsigned."""
    case = find(request, number)
    found = queries.letters_for(who(request), case).filter(pk=letter).first()
    if found is None:
        raise NoSuchLetter(_("这件办件没有这份文书。"))
    electronically.require_read(case, found)
    looking.note_letters([found], by=who(request), at=request.now)
    name = f"{found.get_kind_display()} {found.number}.pdf"
    return send(copying.copy_of(found, at=request.now), name=name, media_type="application/pdf")


@router.get("/cases/{number}/files/{uuid:file}", url_name="case_file")
def file(request: Request, number: str, file: UUID) -> HttpResponseBase:
    """A file that lies in the case, as it was brought."""
    case = find(request, number, asked_too=True)
    found = queries.file_for(who(request), case, file)
    looking.note_file(case, found, by=who(request), at=request.now)
    with store.open(found.digest) as stream:
        return send(stream.read(), name=found.name, media_type=found.media_type)
