"""Typing a case into a system that cannot be reached: the fields in the order of its screen, and the minutes."""

from django.http import HttpResponse, HttpResponseBase
from ninja import Router

from yichuang.cases.afterwards import reentry
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.incoming import EmptyIn
from yichuang.web.api.shapes.reentry import FieldOut, FinishIn, ReentryOut, ScreenOut
from yichuang.web.kit.request import Request

router = Router(tags=["reentry"])
NOTHING = EmptyIn()


@router.get("/cases/{number}/reentry/{int:screen}", response=ScreenOut, url_name="reentry")
def screen(request: Request, number: str, screen: int) -> HttpResponse:
    """Every field with what is to be put there, and the names of the files; on record as reading."""
    case, by, at = find(request, number), who(request), request.now
    found = reentry.mapping_for(case, screen, at=at)
    fields = reentry.fields_of(case, found, by=by, at=at)
    return said(
        ScreenOut(
            system=found.system,
            fields=[FieldOut(label=one.label, value=one.value) for one in fields],
            files=[name for name, _member in reentry.named_files(case, found)],
        )
    )


@router.post("/cases/{number}/reentry/{int:screen}/begin", response=ReentryOut, url_name="reentry_begin")
def begin(request: Request, number: str, screen: int, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """The minutes count from now."""
    return _begun(request, number, screen)


@done_once()
def _begun(request: Request, number: str, screen: int) -> ReentryOut:
    case, by, at = find(request, number), who(request), request.now
    return ReentryOut.of(reentry.begin(case=case, screen=reentry.mapping_for(case, screen, at=at), by=by, at=at))


@router.post("/cases/{number}/reentry/{int:screen}/finish", response=ReentryOut, url_name="reentry_finish")
def finish(request: Request, number: str, screen: int, told: FinishIn) -> HttpResponseBase:
    """It is typed; with the number that the other system gave."""
    return _finished(request, number, screen, told)


@done_once()
def _finished(request: Request, number: str, screen: int, told: FinishIn) -> ReentryOut:
    case, by, at = find(request, number), who(request), request.now
    found = reentry.mapping_for(case, screen, at=at)
    return ReentryOut.of(reentry.finish(case=case, screen=found, their_number=told.their_number, by=by, at=at))
