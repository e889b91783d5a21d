"""For the machines that index the web: which pages there are, and which they have no business with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as framework
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.catalogue.models import ItemVersion, LifeEvent
from yichuang.catalogue.queries import published
from yichuang.offices.models import Window
from yichuang.offices.windows import open_on
from yichuang.web.kit.centre import the_centre

_PRIVATE = ("account", "my", "drafts", "cases", "query", "desk", "api", "screens", "look")


if TYPE_CHECKING:
    Section = Sitemap[Any]
else:
    Section = Sitemap  # the framework's class takes no parameter when it runs


class Guides(Section):
    """The guides in force, each with the day since when it says what it says."""

    protocol = urlsplit(settings.PUBLIC_ADDRESS).scheme

    def items(self) -> QuerySet[ItemVersion]:
        return published(timezone.localdate(clock.now())).defer("content")

    def location(self, item: ItemVersion) -> str:
        return reverse("portal:guide", args=[item.item.code])

    def lastmod(self, item: ItemVersion) -> date | None:
        return item.effective_from


class Lists(Section):
    """The pages that lead to them."""

    protocol = urlsplit(settings.PUBLIC_ADDRESS).scheme

    def items(self) -> list[str]:
        return ["portal:home", "portal:items", "portal:life_events", "portal:windows", "portal:lists"]

    def location(self, item: str) -> str:
        return reverse(item)


class LifeEvents(Section):
    """The guides by life event."""

    protocol = urlsplit(settings.PUBLIC_ADDRESS).scheme

    def items(self) -> QuerySet[LifeEvent]:
        return LifeEvent.objects.filter(published=True).order_by("key")

    def location(self, item: LifeEvent) -> str:
        return reverse("portal:life_event", args=[item.key])

    def lastmod(self, item: LifeEvent) -> date:
        return timezone.localdate(item.changed_at)


class Windows(Section):
    """What is done at each window that is open these days."""

    protocol = urlsplit(settings.PUBLIC_ADDRESS).scheme

    def items(self) -> QuerySet[Window]:
        return open_on(timezone.localdate(clock.now())).filter(zone__centre=the_centre())

    def location(self, item: Window) -> str:
        return reverse("portal:window", args=[item.number])


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "lists": Lists,
    "guides": Guides,
    "life": LifeEvents,
    "windows": Windows,
}


def sitemap(request: HttpRequest) -> HttpResponse:
    """The index; each section is cut into pages of 50,000."""
    return framework.index(request, SECTIONS, sitemap_url_name="portal:sitemap_section")


def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One section, or one page of it."""
    return framework.sitemap(request, SECTIONS, section=section)


def robots(request: HttpRequest) -> HttpResponse:
    """What may be indexed: everything public, nothing that is somebody's own."""
    lines = ["User-agent: *", *(f"Disallow: /{part}/" for part in _PRIVATE)]
    lines.append(f"Sitemap: {settings.PUBLIC_ADDRESS.rstrip('/')}{reverse('portal:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
