"""Blank forms and samples laid in with a sheet: checked, kept, and named in what was sent."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from yichuang.base.refusal import Refused
from yichuang.documents.receiving import receive_upload
from yichuang.web.kit.request import Request

UPLOAD = ".upload"


def keep_uploads(request: Request) -> tuple[QueryDict, dict[str, list[str]]]:
    """What was sent, with every uploaded file checked and kept under its digest; and by input what was refused."""
    data, refused = request.POST.copy(), {}
    for sent, upload in request.FILES.items():
        name = sent.removesuffix(UPLOAD)
        if not sent.endswith(UPLOAD) or not isinstance(upload, UploadedFile):
            continue
        try:
            kept = receive_upload(
                stream=upload, name=upload.name or "", by=request.actor, at=request.now, for_everyone=True
            )
        except Refused as sentence:
            refused[name] = [str(sentence)]
            continue
        data[f"{name}.name"], data[f"{name}.digest"], data[f"{name}.media_type"] = (
            kept.name,
            kept.digest,
            kept.media_type,
        )
    return data, refused
