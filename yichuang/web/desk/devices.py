"""Pages of the desk that reach the devices of the window: its camera, and by a program on its PC reader and scanner."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

CAMERA = "camera=(self), microphone=(), geolocation=()"


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The page, with leave to use the camera and to ask the program on the same PC (docs/how-to/devices.md)."""
    more = context | {"devices": True, "bridge": settings.DEVICES}

    @csp_update({"connect-src": [settings.DEVICES]} if settings.DEVICES else None)
    def drawn(request: HttpRequest) -> HttpResponse:
        return render(request, template, more, status=status)

    response = drawn(request)
    assert isinstance(response, HttpResponse)  # noqa: S101 - the decorator hands on what `render` made
    response["Permissions-Policy"] = CAMERA
    return response
