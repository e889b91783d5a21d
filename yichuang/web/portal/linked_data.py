"""A guide for machines that read the web: schema.org GovernmentService as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from yichuang.catalogue import rules
from yichuang.catalogue.content import Content, TimeLimit
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.models import ItemVersion
from yichuang.offices.models import Centre
from yichuang.offices.queries import week
from yichuang.web.portal.answers import on_line

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DURATIONS = {"calendar_days": "P{}D", "working_days": "P{}D", "months": "P{}M", "years": "P{}Y"}
_DURATIONS |= {"hours": "PT{}H", "minutes": "PT{}M"}


def service(version: ItemVersion, told: Mapping[str, Any]) -> dict[str, Any]:
    """The service that the version describes; `told` is what the page shows (address, situations, latest)."""
    item, content = version.item, version.parsed
    address = str(told["address"])
    described = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": address,
        "url": address,
        "name": version.name,
        "alternateName": version.name_en,
        "identifier": item.code,
        "serviceType": str(content.item_type.label) if content.item_type else "",
        "provider": {"@type": "GovernmentOrganization", "name": item.department.name},
        "serviceOperator": _operator(item.centre),
        "areaServed": {"@type": "AdministrativeArea", "identifier": item.centre.region_code},
        "hoursAvailable": _hours(item.centre, told["on"]),
        "availableChannel": _channels(item.code, content, item.centre, address),
        "audience": [_audience(one) for one in content.service_objects],
        "termsOfService": "；".join(f"《{one.law}》{one.article}" for one in content.legal_basis),
        "offers": _offers(content),
        "serviceOutput": {"@type": "Thing", "name": content.result.name} if content.result else None,
    }
    return {key: value for key, value in described.items() if value}


def _operator(centre: Centre) -> dict[str, Any]:
    office = {"@type": "GovernmentOffice", "name": centre.name, "telephone": centre.phone, "address": centre.address}
    return {key: value for key, value in office.items() if value}


def _hours(centre: Centre, on: date) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{_DAYS[day - 1]}" for day in days],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for days, opens, closes in week(centre.pk, on)
    ]


def _channels(code: str, content: Content, centre: Centre, address: str) -> list[dict[str, Any]]:
    took = _duration(rules.limit_for(content, []).promised or rules.limit_for(content, []).statutory)
    counter: dict[str, Any] = {
        "@type": "ServiceChannel",
        "name": "counter",
        "serviceUrl": address,
        "serviceLocation": {"@type": "Place", "name": centre.name, "address": content.place or centre.address},
        "servicePhone": {"@type": "ContactPoint", "telephone": content.phone or centre.phone or "12345"},
    }
    web: dict[str, Any] = {
        "@type": "ServiceChannel",
        "name": "online",
        "serviceUrl": settings.PUBLIC_ADDRESS.rstrip("/") + reverse("portal:begin", args=[code]),
        "availableLanguage": ["zh-CN", "en"],
    }
    ways = [counter, web] if on_line(content) else [counter]
    return [way | {"processingTime": took} if took else way for way in ways]


def _duration(limit: TimeLimit | None) -> str:
    """ISO 8601. Working days are told as days: the standard has no others."""
    if limit is None or not limit.length or limit.unit not in _DURATIONS:
        return ""
    return _DURATIONS[limit.unit].format(limit.length)


def _audience(who: ServiceObject) -> dict[str, str]:
    kind = {ServiceObject.NATURAL: "PeopleAudience", ServiceObject.ENTERPRISE: "BusinessAudience"}
    return {"@type": kind.get(who, "Audience"), "audienceType": str(who.label)}


def _offers(content: Content) -> list[dict[str, str]]:
    offer = {"@type": "Offer", "priceCurrency": "CNY"}
    if content.charged is False:
        return [offer | {"price": "0.00"}]
    priced = [fee for fee in content.fees if fee.fen is not None]
    return [offer | {"name": fee.name, "price": _price(fee.fen or 0)} for fee in priced]


def _price(fen: int) -> str:
    """Yuan with a full stop and no other sign, as the standard wants it."""
    return f"{fen // 100}.{fen % 100:02d}"
