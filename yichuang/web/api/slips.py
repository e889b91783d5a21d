"""Papers on the move between window and department: slips, and what lies where."""

from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.delivery.models import Slip
from yichuang.delivery.slips import passing, receiving, whereabouts
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.handing import LyingList, LyingOut, ReceiptIn, SlipDetail, SlipIn, SlipList, SlipOut
from yichuang.web.kit.request import Request

router = Router(tags=["papers"])
PAGE: Final = 100


@router.get("/slips", response=SlipList, url_name="slips")
def slips(request: Request) -> HttpResponse:
    """The last slips that concern this desk, the newest first."""
    seen = whereabouts.slips_for(who(request), at=request.now)[:PAGE]
    return said(SlipList(slips=[SlipOut.of(slip) for slip in seen]))


@router.post("/slips", response={201: SlipList}, url_name="slips")
def make_slips(request: Request, wanted: SlipIn) -> HttpResponseBase:
    """Give papers away: one slip for each department, or for each window on the way back."""
    return _made(request, wanted)


@done_once(201)
def _made(request: Request, wanted: SlipIn) -> SlipList:
    act = passing.pass_to_departments if wanted.direction == "out" else passing.return_to_windows
    cases = [find(request, number) for number in wanted.cases]
    return SlipList(slips=[SlipOut.of(slip) for slip in act(cases=cases, by=who(request), at=request.now)])


@router.get("/slips/{number}", response=SlipDetail, url_name="slip")
def slip(request: Request, number: str) -> HttpResponse:
    """One slip with its lines."""
    return said(SlipDetail.with_lines(_one(request, number)))


def _one(request: Request, number: str) -> Slip:
    found = whereabouts.slips_for(who(request), at=request.now).filter(number=number).first()
    if found is None:
        raise receiving.NoSuchSlip(_("没有找到这张转移单，或者它不经过您的窗口和部门。"))
    return found


@router.post("/slips/{number}/receipt", response=SlipDetail, url_name="slip_receipt")
def slip_receipt(request: Request, number: str, counted: ReceiptIn) -> HttpResponseBase:
    """Sign for everything on the slip, with what was counted."""
    return _signed(request, number, counted)


@done_once()
def _signed(request: Request, number: str, counted: ReceiptIn) -> SlipDetail:
    counts = {one.position: one.received for one in counted.counts}
    signed = receiving.receive(slip=_one(request, number), counts=counts, by=who(request), at=request.now)
    return SlipDetail.with_lines(signed)


@router.get("/papers", response=LyingList, url_name="lying_papers")
def lying_papers(request: Request, after: str = "") -> HttpResponse:
    """What lies where since when, what is due first on top; `after` of one page is where the next begins."""
    page = whereabouts.lying(who(request), at=request.now, after=after)
    return said(LyingList(papers=[LyingOut.of(one) for one in page.papers], after=page.after))
