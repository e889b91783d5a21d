"""How calls answer: a shape becomes JSON once, and what changes something is done once for each Idempotency-Key."""

import functools
import json
from collections.abc import Callable
from typing import Any, Final, ParamSpec, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import LazyObject
from pydantic import BaseModel

from yichuang.base import idempotency
from yichuang.base.idempotency import Answer
from yichuang.people.actors import Actor
from yichuang.web.kit.request import Request

JSON: Final = "application/json"
KEY: Final = "Idempotency-Key"

P = ParamSpec("P")


def who(request: HttpRequest) -> Actor:
    """Who asks: the actor himself, not the lazy stand-in that the middleware put there."""
    actor: Any = cast(Request, request).actor
    if isinstance(actor, LazyObject):
        bool(actor)  # makes the stand-in look
        actor = actor.__dict__["_wrapped"]
    assert isinstance(actor, Actor)  # noqa: S101 - nothing else is ever put there
    return actor


def said(shape: BaseModel, status: int = 200) -> HttpResponse:
    """The shape as the answer."""
    return HttpResponse(shape.model_dump_json(), status=status, content_type=JSON)


def done_once(status: int = 200) -> Callable[[Callable[P, BaseModel]], Callable[P, HttpResponseBase]]:
    """The call changes something: with a key its first answer is kept and told again to whoever sends the same request.

    Another request under the same key is refused (422); one that comes while the first is still at work waits for it.
    """

    def decorated(view: Callable[P, BaseModel]) -> Callable[P, HttpResponseBase]:
        @functools.wraps(view)
        def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request = cast(Request, args[0])
            key = request.headers.get(KEY)
            if key is None:
                return said(view(*args, **kwargs), status)
            answer = idempotency.once(
                by=who(request),
                key=key,
                digest=_digest(request),
                at=request.now,
                do=lambda: Answer(status, view(*args, **kwargs).model_dump(mode="json")),
            )
            return _told(answer)

        return answered

    return decorated


def _told(answer: Answer) -> HttpResponse:
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=answer.status, content_type=JSON)
    if answer.replayed:
        response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> bytes:
    """What the request is known by. Of an upload it is the bytes of the files: the boundary differs each time."""
    path = request.get_full_path().encode("utf-8", "backslashreplace")
    parts = [request.method.encode() if request.method else b"", path]
    if request.content_type == "multipart/form-data":
        for name, file in sorted(request.FILES.items()):
            assert isinstance(file, UploadedFile)  # noqa: S101 - items() gives the last of a name
            parts += [name.encode("utf-8", "backslashreplace"), str(file.name).encode("utf-8", "backslashreplace")]
            parts += list(file.chunks())
            file.seek(0)
    else:
        parts.append(request.body)
    return idempotency.digest_of(*parts)
