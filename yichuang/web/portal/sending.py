"""Files and letters on their way to a citizen."""

from datetime import datetime

from django.http import HttpResponseBase

from yichuang.documents import store
from yichuang.documents.copying import copy_of
from yichuang.documents.models import FileState, Letter, StoredFile
from yichuang.web.kit.downloads import send


def send_stored(file: StoredFile) -> HttpResponseBase:
    """A stored file that passed the checks, shown in the browser's own viewer."""
    if file.state != FileState.CLEAN:
        return send(b"", name=file.name, media_type="application/octet-stream")
    with store.open(file.digest) as stream:
        return send(stream.read(), name=file.name, media_type=file.media_type, show=True)


def send_letter(letter: Letter, *, at: datetime, download: bool) -> HttpResponseBase:
    """A letter as PDF, drawn now when nobody has drawn it yet; one that counts no more says so on every page."""
    name = f"{letter.get_kind_display()} {letter.number}.pdf"
    return send(copy_of(letter, at=at), name=name, media_type="application/pdf", show=not download)
