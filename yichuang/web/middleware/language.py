"""The language of a page: `?lang=` first, so that a page has an address in each language; then cookie, browser."""

from typing import Final

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

ASKED: Final = {"zh": "zh-hans", "en": "en"}


class LanguageMiddleware(LocaleMiddleware):
    """As Django's, with the wish in the address before all others. It is not remembered."""

    def process_request(self, request: HttpRequest) -> None:
        asked = ASKED.get(request.GET.get("lang", ""))
        if asked is None:
            super().process_request(request)
            return
        translation.activate(asked)
        request.LANGUAGE_CODE = translation.get_language()
