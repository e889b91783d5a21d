"""For whom somebody may apply: himself, the organisations he represents, those who gave him a mandate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from yichuang.base.refusal import Refused
from yichuang.cases import queries
from yichuang.catalogue.kinds import ServiceObject
from yichuang.catalogue.models import ItemVersion
from yichuang.people import agency
from yichuang.people.actors import Actor
from yichuang.people.models import Party


class NotRepresentative(Refused):
    """The organisation is on file with another legal representative."""

    code = "not_representative"


@dataclass(frozen=True)
class Choice:
    """One person or organisation to apply for, and in which capacity."""

    party: Party
    name: str
    capacity: str
    fits: bool


def choices_for(actor: Actor, *, version: ItemVersion, at: datetime) -> list[Choice]:
    """Everyone the actor may apply for; `fits` says whether the item is for such applicants."""
    own = queries.may_apply_for(actor)
    found = [_choice(party, version, _("本人") if party.is_natural else _("法定代表人")) for party in own]
    principals = agency.principals_of(actor.party, at=at) if actor.party else []
    return found + [_choice(party, version, _("受委托代办")) for party in principals]


def _choice(party: Party, version: ItemVersion, capacity: str) -> Choice:
    objects = version.parsed.service_objects
    natural = ServiceObject.NATURAL in objects
    fits = not objects or natural == party.is_natural or (natural and len(objects) > 1)
    return Choice(party=party, name=str(party.name.open()), capacity=capacity, fits=fits)


def named(parties: Sequence[Party]) -> list[tuple[str, str]]:
    """The actor himself and those behind him, as the choices of a form."""
    return [(str(party.pk), str(party.name.open())) for party in parties]


def pick(choices: Sequence[Choice], wanted: str) -> Party:
    """The chosen one; the only one when there is no choice; another's id does not exist here."""
    for choice in choices:
        if str(choice.party.pk) == wanted or (not wanted and len(choices) == 1):
            return choice.party
    raise Http404


def represents(actor: Actor, party: Party) -> bool:
    """Whether the actor is the organisation's legal representative."""
    return actor.account is not None and party.representative_id == actor.account.party_id
