"""What the page of one item shows: the version, all versions, and what this officer may do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from yichuang.catalogue import queries
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.published import lists
from yichuang.catalogue.published.savings import savings
from yichuang.catalogue.revising import offers, register
from yichuang.people.models import Role
from yichuang.web.desk.forms.item_life import LifeForm, form_class
from yichuang.web.desk.guide_fields import fields_of
from yichuang.web.kit.request import Request


@dataclass(frozen=True)
class Choice:
    """One act on the page: its form, where it is sent, whether it stands open."""

    form: LifeForm
    address: str
    open: bool

    @property
    def elsewhere(self) -> bool:
        """A review is done on a page of its own, with the differences before one's eyes."""
        return self.form.noun == "review"

    @property
    def begins(self) -> date | None:
        """The day for which its version waits; null when it waits for none."""
        version = self.form.version
        return version.effective_from if version.waits(timezone.localdate(self.form.at)) else None


def versions_or_404(code: str) -> list[ItemVersion]:
    """All versions of an item, newest first."""
    found = list(queries.versions_of(code).select_related("written_by", "reviewed_by"))
    if not found:
        raise Http404
    return found


def version_or_404(versions: Sequence[ItemVersion], number: int) -> ItemVersion:
    """The version of that number."""
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Http404
    return found


def context(
    request: Request,
    versions: Sequence[ItemVersion],
    *,
    shown: ItemVersion | None = None,
    tried: LifeForm | None = None,
) -> dict[str, Any]:
    """The page; `tried` is a form that was refused a moment ago."""
    today = timezone.localdate(request.now)
    current = register.current_of(versions, today)
    version = shown or current or versions[0]
    choices = _choices(request, versions, tried)
    return {
        "item": version.item,
        "version": version,
        "current": current,
        "in_force": current if current and register.is_in_force(current, today) else None,
        "versions": versions,
        "today": today,
        "may_descend": request.actor.has(Role.MANAGER),
        "savings": savings(version.parsed),
        "lists": lists.lists_of(version, centre=version.item.centre),
        "content": version.parsed,
        "fields": fields_of(version.parsed),
        "choices": choices,
        "refused": None if tried is None or any(choice.form is tried for choice in choices) else tried,
    }


def _choices(request: Request, versions: Sequence[ItemVersion], tried: LifeForm | None) -> list[Choice]:
    item = versions[0].item
    found = []
    for offer in offers.offers_for(item, versions, by=request.actor, at=request.now):
        version = offer.version or versions[0]
        known = tried is not None and tried.noun == offer.act and tried.version.pk == version.pk
        form = (
            tried
            if known and tried
            else form_class(offer.act, version, at=request.now)(item=item, version=version, at=request.now)
        )
        found.append(Choice(form, address_of(form), open=known))
    return found


def address_of(form: LifeForm) -> str:
    """Where the form is sent."""
    if form.noun == "beginning":
        return reverse("desk:item_beginning", args=[form.item.code])
    return reverse(f"desk:item_{form.noun}", args=[form.item.code, form.version.number])
