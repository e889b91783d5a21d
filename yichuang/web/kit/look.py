"""How the site looks to this person: language and 长辈版. The same site, remembered in two cookies."""

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from yichuang.base import clock
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import safe_next

ELDER_COOKIE: Final = "elder"
_YEAR_SECONDS: Final = 365 * 24 * 3600


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Switch the language or 长辈版, and stay on the page."""
    response = HttpResponseRedirect(_without_language(safe_next(request, default="/")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    if "elder" in request.POST:
        remember(response, ELDER_COOKIE, "1" if request.POST["elder"] == "1" else "0")
    return response


def _without_language(address: str) -> str:
    """The address without `?lang=`, which would go before the choice just made."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def remember(response: HttpResponseBase, name: str, value: str) -> None:
    """Keep a choice of the look in a cookie, for a year."""
    response.set_cookie(
        name, value, max_age=_YEAR_SECONDS, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page needs: the look, the moment, who asks."""
    return {
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "english": (get_language() or "").startswith("en"),
        "actor": getattr(request, "actor", None),
        "centre": SimpleLazyObject(the_centre),
        "now": getattr(request, "now", None) or clock.now(),
    }
