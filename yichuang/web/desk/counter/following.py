"""A sheet that goes on from a case (一链办理): the same applicant, and what he answered and handed in there."""

from __future__ import annotations

from django.http import QueryDict

from yichuang.cases import looking
from yichuang.people.reading import Seen
from yichuang.web.desk.finding import case_or_404
from yichuang.web.kit.request import Request


def begun(request: Request) -> QueryDict:
    """What stands in the sheet before anything was typed. That the applicant's number was read is put on record."""
    former = case_or_404(request, request.GET["follows"])
    looking.note(former, Seen.CASE, by=request.actor, at=request.now)
    data = QueryDict(mutable=True)
    data["p-number"] = str(former.applicant.number.open()) if former.applicant.number else ""
    data["p-document_type"] = former.applicant.document_type
    data["item"] = request.GET.get("item", "")
    data["follows"] = former.number
    return data
