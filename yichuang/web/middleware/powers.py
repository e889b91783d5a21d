"""What a page may use of the machine it is shown on: nothing, unless it says so itself (web/desk/devices.py)."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

NOTHING: Final = "camera=(), microphone=(), geolocation=()"


class PowersMiddleware:
    """Sets Permissions-Policy where the page has set none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        return response
