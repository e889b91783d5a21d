"""Scans and letters of a case, reached only through the case: the file itself, and its pages as pictures."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from yichuang.base.refusal import Refused
from yichuang.cases import looking, queries
from yichuang.delivery.ways import attempts_of
from yichuang.documents import copying, store
from yichuang.documents.models import FileState, Letter, StoredFile
from yichuang.people.reading import Seen
from yichuang.web.desk import pictures
from yichuang.web.desk.finding import case_or_404
from yichuang.web.kit.downloads import send
from yichuang.web.kit.request import Request


@require_safe
def file(request: Request, number: str, file_id: UUID) -> HttpResponseBase:
    """The file as it was handed in, to be kept, never to be opened by the browser itself."""
    found = _file_of(request, number, file_id)
    return send(_bytes_of(found.digest), name=found.name, media_type=found.media_type)


@require_safe
def file_page(request: Request, number: str, file_id: UUID, page: int) -> HttpResponseBase:
    """One page of a scan as a picture."""
    found = _file_of(request, number, file_id)
    content = _bytes_of(found.rendition_digest or found.digest)
    if content.startswith(b"%PDF-"):
        return _page(content, page)
    return _picture(pictures.of_image(content))


@require_safe
def photograph(request: Request, number: str, photograph_id: int) -> HttpResponseBase:
    """A photograph of a visit, without what the camera wrote into it."""
    case = case_or_404(request, number, asked_too=True)
    try:
        found = queries.photograph_of(case, photograph_id)
    except queries.NoSuchCase as refused:
        raise Http404(str(refused)) from None
    looking.note(case, Seen.PAPERS, by=request.actor, at=request.now)
    return _picture(pictures.of_image(_bytes_of(found.rendition_digest or found.digest)))


@require_safe
def evidence(request: Request, number: str, delivery_id: int) -> HttpResponseBase:
    """The photograph that proves that a result was left behind."""
    case = case_or_404(request, number)
    kept = next((one.photograph for one in attempts_of(case) if one.pk == delivery_id), None)
    if kept is None:
        raise Http404
    looking.note(case, Seen.PAPERS, by=request.actor, at=request.now)
    return _picture(pictures.of_image(_bytes_of(kept.rendition_digest or kept.digest)))


@require_safe
def letter(request: Request, number: str, letter_id: UUID) -> HttpResponseBase:
    """A letter as signed PDF, drawn now when nobody has yet."""
    found = _letter_of(request, number, letter_id)
    name = f"{found.get_kind_display()} {found.number}.pdf"
    response = send(_pdf_of(request, found), name=name, media_type="application/pdf", show=True)
    # Our own drawing holds nothing that runs; a sandbox would keep the browser's viewer from showing and printing it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    return response


@require_safe
def letter_page(request: Request, number: str, letter_id: UUID, page: int) -> HttpResponseBase:
    """One page of a letter as a picture."""
    return _page(_pdf_of(request, _letter_of(request, number, letter_id)), page)


def _file_of(request: Request, number: str, file_id: UUID) -> StoredFile:
    case = case_or_404(request, number, asked_too=True)
    try:
        found = queries.file_for(request.actor, case, file_id)
    except queries.NoSuchCase as refused:
        raise Http404(str(refused)) from None
    if found.state != FileState.CLEAN:
        raise Http404
    looking.note_file(case, found, by=request.actor, at=request.now)
    return found


def _letter_of(request: Request, number: str, letter_id: UUID) -> Letter:
    wanted = queries.letters_of(case_or_404(request, number)).select_related(
        "department", "addressee", "seal_use__seal"
    )
    found = wanted.filter(pk=letter_id).first()
    if found is None:
        raise Http404
    looking.note_letters([found], by=request.actor, at=request.now)
    return found


def _bytes_of(digest: str) -> bytes:
    try:
        with store.open(digest) as stream:
            return stream.read()
    except store.Missing as missing:
        raise Http404 from missing


def _pdf_of(request: Request, found: Letter) -> bytes:
    try:
        return copying.copy_of(found, at=request.now)
    except Refused as refused:
        raise Http404(str(refused)) from None


def _page(content: bytes, page: int) -> HttpResponseBase:
    try:
        return _picture(pictures.page_of_pdf(content, page))
    except pictures.NoSuchPage:
        raise Http404 from None


def _picture(content: bytes) -> HttpResponse:
    response = send(content, name="page.png", media_type="image/png", show=True)
    assert isinstance(response, HttpResponse)  # noqa: S101 - bytes are sent whole
    return response
