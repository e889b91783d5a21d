"""Files: brought before an application names them."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import File, Router
from ninja.files import UploadedFile

from yichuang.base.refusal import Refused
from yichuang.documents import queries, receiving
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.shapes.outgoing import UploadOut
from yichuang.web.kit.request import Request

router = Router(tags=["uploads"])


class NoSuchFile(Refused):
    """There is no such file of this account."""

    code = "no_such_file"


@router.post("/uploads", response={201: UploadOut}, url_name="uploads")
def uploads(request: Request, file: File[UploadedFile]) -> HttpResponseBase:
    """Bring a file (PDF, JPEG, PNG). What it is is seen from its bytes; what could do harm is refused."""
    return _received(request, file)


@done_once(201)
def _received(request: Request, file: UploadedFile) -> UploadOut:
    stored = receiving.receive_upload(stream=file, name=file.name or "", by=who(request), at=request.now)
    return UploadOut.of(stored)


@router.get("/uploads/{uuid:upload}", response=UploadOut, url_name="upload")
def upload(request: Request, upload: UUID) -> HttpResponse:
    """What became of an upload of this account."""
    found = queries.upload_for(who(request), upload)
    if found is None:
        raise NoSuchFile(_("没有找到这份文件，或者它不是由您上传的。"))
    return said(UploadOut.of(found))
