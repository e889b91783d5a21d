"""The language of a page: `?lang=` first, so that a page has an address in each language; then cookie, browser."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from yichuang.web.kit.look import remember
from yichuang.web.permissions import TABLE, VISITOR

ASKED: Final = {"zh": "zh-hans", "en": "en"}


class LanguageMiddleware(LocaleMiddleware):
    """As Django's, with the wish in the address before all others.

    The page after a page that is open to visitors speaks the same language; an editor who looks at a draft in English
    goes on in his own.
    """

    def process_request(self, request: HttpRequest) -> None:
        asked = _asked(request)
        if asked is None:
            super().process_request(request)
            return
        translation.activate(asked)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        told = super().process_response(request, response)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))
            asked = _asked(request) if _is_open(request) else None
            if asked and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != asked:
                remember(response, settings.LANGUAGE_COOKIE_NAME, asked)
        return told


def _asked(request: HttpRequest) -> str | None:
    return ASKED.get(request.GET.get("lang", ""))


def _is_open(request: HttpRequest) -> bool:
    page = TABLE.get(request.resolver_match.view_name) if request.resolver_match else None
    return page is not None and VISITOR in page.who
