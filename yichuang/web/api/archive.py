"""Into the archive, and the package of a case as one ZIP."""

from django.http import HttpResponseBase
from ninja import Router

from yichuang.cases.afterwards import archiving, packaging
from yichuang.cases.queries import letters_shown
from yichuang.delivery import electronically
from yichuang.web.api.answering import done_once, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.incoming import EmptyIn, PackageIn
from yichuang.web.api.shapes.outgoing import CaseOut
from yichuang.web.kit.downloads import send
from yichuang.web.kit.request import Request

router = Router(tags=["archive"])


@router.post("/cases/{number}/archiving", response=CaseOut, url_name="archiving")
def archive(request: Request, number: str, nothing: EmptyIn = EmptyIn()) -> HttpResponseBase:  # noqa: B008 - never changed
    """归档: archive number and period; refused with everything that is missing."""
    return _archived(request, number)


@done_once()
def _archived(request: Request, number: str) -> CaseOut:
    return CaseOut.of(archiving.archive(case=find(request, number), by=who(request), at=request.now))


@router.post("/cases/{number}/package", url_name="package")
def package(request: Request, number: str, wanted: PackageIn) -> HttpResponseBase:
    """The case as one ZIP, in the layout of BagIt: the whole with all data for a clerk or head who says why; for the
    applicant what is his. Every call is on record."""
    case, by, at = find(request, number), who(request), request.now
    if by.is_staff:
        bag = packaging.export(case=case, reason=wanted.reason, by=by, at=at)
    else:
        for one in letters_shown(case):
            electronically.require_read(case, one)
        bag = packaging.own_papers(case=case, by=by, at=at)
    return send(bag.chunks(), name=f"{bag.name}.zip", media_type="application/zip")
