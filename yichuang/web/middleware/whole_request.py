"""Reads a request to its end before the answer goes out."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError

PORTION: Final = 64 * 1024


class WholeRequestMiddleware:
    """Takes in what an early answer (no account, no such page) left unread. Otherwise the connection breaks while a
    large file is still under way, and its sender sees a failure of ours instead of the answer. Of a
    body that no upload can be, no more is taken than of two."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        left = 2 * settings.UPLOAD_LIMIT
        try:
            while left > 0 and (portion := request.read(PORTION)):
                left -= len(portion)
        except UnreadablePostError:
            pass  # the sender has gone away; nobody waits for the answer
        return response
