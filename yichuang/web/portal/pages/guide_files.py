"""Blank forms and samples that a published guide offers, for everyone to take home."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from yichuang.catalogue.queries import published_file
from yichuang.documents import store
from yichuang.documents.queries import for_everyone
from yichuang.web.kit.downloads import send
from yichuang.web.kit.request import Request

A_DAY = 24 * 60 * 60


@require_safe
def guide_file(request: Request, code: str, digest: str) -> HttpResponseBase:
    """The file, as an attachment under the name the guide gives it. What only a draft names is not there."""
    named = published_file(code, digest)
    kept = for_everyone(digest) if named is not None else None
    if named is None or kept is None:
        raise Http404
    try:
        with store.open(digest) as stream:
            response = send(stream.read(), name=named.name or kept.name, media_type=kept.media_type)
    except store.Missing as missing:
        raise Http404 from missing
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    response["ETag"] = f'"{digest}"'
    return response
