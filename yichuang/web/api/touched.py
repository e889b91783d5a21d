"""What concerns somebody who was told that a case touches him (利害关系人), and statements in writing of both sides."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.cases import looking, offers
from yichuang.cases.models import Case, InterestedParty
from yichuang.cases.pausing import hearing, stating, touched, waiving
from yichuang.documents import copying, store
from yichuang.people.reading import Seen
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.letters import NoSuchLetter
from yichuang.web.api.shapes.incoming import EmptyIn
from yichuang.web.api.shapes.touched import Statements, ToldLines, ToldOut, WordsIn
from yichuang.web.kit.downloads import send
from yichuang.web.kit.request import Request

router = Router(tags=["interested parties"])
MOST = 200
NOTHING = EmptyIn()


@router.get("/cases/{number}/statements", response=Statements, url_name="statements")
def statements(request: Request, number: str) -> HttpResponse:
    """Who was told that the case touches him (`id` is what `of` asks for), and what was stated in writing."""
    case, by = find(request, number), who(request)
    made = touched.statements_of(case)
    if not by.is_staff:
        return said(Statements.within([], made.filter(of=None)))
    looking.note_statements(case, made, seen=Seen.PAPERS, by=by, at=request.now)
    return said(Statements.within(case.told, made))


@router.get("/interested", response=ToldLines, url_name="interested")
def interested(request: Request) -> HttpResponse:
    """The cases of which I, or an organisation that I represent, was told that they touch my interests."""
    return said(ToldLines.of(touched.told_to(who(request))[:MOST], at=request.now))


@router.get("/interested/{told}", response=ToldOut, url_name="told")
def told(request: Request, told: int) -> HttpResponse:
    """One of them: what I was told, until when I may speak, the hearing, my letters and statements, what I may do."""
    return said(_shown(request, touched.find(who(request), told)))


@router.post("/interested/{told}/statement", response=ToldOut, url_name="told_statement")
def statement(request: Request, told: int, words: WordsIn) -> HttpResponseBase:
    """书面陈述申辩: I state and argue in writing, before the decision."""
    return _done(request, stating.state, told, **words.model_dump())


@router.post("/interested/{told}/hearing/request", response=ToldOut, url_name="told_hearing")
def hearing_request(request: Request, told: int, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """申请听证: I ask for a hearing within the time that I was told."""
    return _done(request, hearing.ask, told)


@router.post("/interested/{told}/hearing/waiver", response=ToldOut, url_name="told_hearing_waiver")
def hearing_waiver(request: Request, told: int, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """放弃听证: I declare that I ask for no hearing."""
    return _done(request, waiving.waive, told)


@router.get("/interested/{told}/letters/{uuid:letter}/pdf", url_name="told_letter_pdf")
def letter_pdf(request: Request, told: int, letter: UUID) -> HttpResponseBase:
    """The signed PDF of a letter that was written to me."""
    found = touched.letters_to(touched.find(who(request), told)).filter(pk=letter).first()
    if found is None:
        raise NoSuchLetter(_("这件办件没有这份文书。"))
    name = f"{found.get_kind_display()} {found.number}.pdf"
    return send(copying.copy_of(found, at=request.now), name=name, media_type="application/pdf")


@router.get("/interested/{told}/files/{uuid:file}", url_name="told_file")
def file(request: Request, told: int, file: UUID) -> HttpResponseBase:
    """A file that I sent with a statement."""
    found = touched.file_of(touched.find(who(request), told), file)
    with store.open(found.digest) as stream:
        return send(stream.read(), name=found.name, media_type=found.media_type)


@done_once()
def _done(request: Request, act: Callable[..., Case], told: int, **given: Any) -> ToldOut:
    one = touched.find(who(request), told)
    act(case=one.case, of=one.pk, by=who(request), at=request.now, **given)
    return _shown(request, touched.find(who(request), told))


def _shown(request: Request, one: InterestedParty) -> ToldOut:
    return ToldOut.with_parts(
        one,
        hearing=hearing.hearing_of(one.case),
        letters=touched.letters_to(one),
        statements=list(touched.statements_of(one.case).filter(of=one)),
        acts=offers.acts_for_told(one, at=request.now).values(),
        at=request.now,
    )
