"""What a guide page tells: the version that is read, the hall, the dates, all gathered for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from yichuang.cases import timing
from yichuang.cases.afterwards import quotas
from yichuang.catalogue import queries, rules
from yichuang.catalogue.english import without_english
from yichuang.catalogue.models import ItemVersion, Status
from yichuang.offices import windows
from yichuang.web.kit.request import Request
from yichuang.web.portal import answers, finding, hall, linked_data


@dataclass(frozen=True)
class Edition:
    """Which version is read, and what is to be told about it: an old one, one to come, a pause, the end."""

    version: ItemVersion
    in_force: bool
    current: ItemVersion | None
    coming: ItemVersion | None

    @property
    def paused(self) -> bool:
        return self.version.status == Status.PAUSED

    @property
    def ended(self) -> bool:
        return self.version.status == Status.CANCELLED

    @property
    def open(self) -> bool:
        """Whether it may be applied for now, under this version."""
        return self.in_force and self.version.status == Status.PUBLISHED


def edition(code: str, *, number: str = "", on: date) -> Edition:
    """The version of that number, else the one in force. Raises Http404 (then `gone` tells more)."""
    listed = list(queries.public_versions(code))
    current = next((one for one in listed if _runs(one, on)), None)
    version = next((one for one in listed if str(one.number) == number), None) if number else current
    if version is None:
        raise Http404(code)
    coming = next((one for one in reversed(listed) if one.effective_from and one.effective_from > on), None)
    return Edition(version, version == current, current, None if version == coming else coming)


def _runs(version: ItemVersion, on: date) -> bool:
    begun = version.effective_from is not None and version.effective_from <= on
    return begun and (version.effective_until is None or version.effective_until > on)


def context(request: Request, code: str) -> dict[str, Any]:
    """Everything about one item, for the situations that the address names."""
    on = timezone.localdate(request.now)
    return about(request, edition(code, number=request.GET.get("version", ""), on=on), on=on)


def preview(request: Request, version: ItemVersion) -> dict[str, Any]:
    """The same for a version that is not published."""
    read = Edition(version, in_force=True, current=None, coming=None)
    return about(request, read, on=timezone.localdate(request.now))


def about(request: Request, read: Edition, *, on: date) -> dict[str, Any]:
    """Everything about this edition of an item."""
    version, item, content = read.version, read.version.item, read.version.parsed
    situations = answers.chosen(content, request.GET.getlist("s"))
    materials = rules.materials_for(content, {}, situations)
    open_windows = windows.for_item(
        item_code=item.code, department_id=item.department_id, subject_area=item.subject_area, on=on
    )
    opening = hall.opening(item.centre, at=request.now)
    latest = _latest(version, situations, opening) if read.open else None
    told = {
        "edition": read,
        "on": on,
        "version": version,
        "item": item,
        "area": finding.area_label(item),
        "centre": item.centre,
        "content": content,
        "quota": quotas.in_force(item, on=on) if content.quantity_limit else None,
        "situations": situations,
        "chosen": urlencode([("s", key) for key in situations]),
        "questions": answers.questions(content, situations),
        "top": answers.top(content, situations=situations, materials=materials, latest=latest),
        "latest": latest,
        "materials": materials,
        "chinese_only": bool(without_english(content)),
        "conditions": rules.conditions_for(content, {}, situations),
        "fees": [(answers.fee_text(fee, content), fee) for fee in content.fees],
        "on_line": read.open and answers.on_line(content),
        "places": hall.places(open_windows, area=item.subject_area),
        "opening": opening,
        "address": address_of(item.code),
    }
    return told | {"linked_data": linked_data.service(version, told)}


def address_of(code: str) -> str:
    """The address of the guide as it stands on paper: it never changes."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse("portal:guide", args=[code])


def _latest(version: ItemVersion, situations: Sequence[str], opening: hall.Opening | None) -> answers.Latest | None:
    """By when it is decided at the latest when it is accepted now, or as soon as the hall opens."""
    if opening is None:
        return None
    accepted: datetime = opening.since
    due = timing.decided_by(version, situations, accepted_at=accepted)
    return answers.Latest(accepted=accepted, due=due.at, now=opening.at) if due else None
