"""What was asked to be put right, what came of it, and what is put right at the window without a letter."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from ninja import Router

from yichuang.cases import correction_lines, marking, on_the_spot
from yichuang.web.api.answering import said
from yichuang.web.api.cases import carried_out, find
from yichuang.web.api.shapes.corrections import MarksIn, OnTheSpotIn, RoundOut, Rounds
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.kit.request import Request

router = Router(tags=["corrections"])


@router.get("/cases/{number}/corrections", response=Rounds, url_name="corrections")
def corrections(request: Request, number: str) -> HttpResponse:
    """Every letter of correction, line by line, with its rule, its sample and where it stands."""
    found = correction_lines.rounds_of(find(request, number))
    return said(Rounds(rounds=[RoundOut.of(notice, lines) for notice, lines in found]))


@router.post("/cases/{number}/correction/marks", response=CaseOut, url_name="correction_marks")
def correction_marks(request: Request, number: str, looked: MarksIn) -> HttpResponseBase:
    """核对补正: of each line, whether it was put right."""
    return carried_out(request, marking.mark_lines, number, marks=[one.mark() for one in looked.lines])


@router.post("/cases/{number}/on-the-spot", response=CaseOut, url_name="on_the_spot")
def correct_on_the_spot(request: Request, number: str, put_right: OnTheSpotIn) -> HttpResponseBase:
    """当场更正: an error is put right at the window; no letter, no round, no other limit."""
    given: dict[str, Any] = {"answers": put_right.answers, "confirmed": put_right.confirmed}
    given["materials"] = [one.given() for one in put_right.materials]
    return carried_out(request, on_the_spot.correct_on_the_spot, number, **given)
