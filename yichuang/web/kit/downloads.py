"""Files on their way out: never run by the browser, never kept by a cache."""

from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

_SHOWN_IN_BROWSER = frozenset({"application/pdf", "image/jpeg", "image/png"})


def send(content: bytes | Iterable[bytes], *, name: str, media_type: str, show: bool = False) -> HttpResponseBase:
    """The file as an attachment, or with `show` in the browser's own viewer when its type is harmless there."""
    shown = show and media_type in _SHOWN_IN_BROWSER
    kind = media_type if media_type in _SHOWN_IN_BROWSER else "application/octet-stream"
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=kind)
    else:
        response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def attachment(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file that was made for this answer, with its own type; the browser keeps it and does not open it."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
