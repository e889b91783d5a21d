"""Addresses for letters and parcels: kept sealed, opened for the label, and the opening is on record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yichuang.base import codes, text
from yichuang.base.refusal import Invalid, Refusals, refusal_of
from yichuang.people import reading
from yichuang.people.actors import Actor
from yichuang.people.models import Party, PostalAddress
from yichuang.people.reading import Look, Seen
from yichuang.people.registering import LONGEST_ADDRESS, LONGEST_NAME

SHORTEST = 6
"""Characters below which no courier finds the door."""


@dataclass(frozen=True)
class Label:
    """An address as it is written on a parcel, in plain text."""

    receiver: str
    phone: str
    address: str


def check(label: Label) -> Label:
    """The address as it may be kept. Raises Refusals with everything that is wrong, each naming its field."""
    checks: list[Callable[[], str]] = [
        lambda: _receiver(label.receiver),
        lambda: codes.check_mobile(label.phone),
        lambda: _address(label.address),
    ]
    if wrong := [refused for one in checks if (refused := refusal_of(one)) is not None]:
        raise Refusals(wrong)
    return Label(*(one() for one in checks))


def _receiver(value: str) -> str:
    receiver = text.clean(value, field="receiver", longest=LONGEST_NAME, label=_("收件人"))
    if not receiver:
        raise Invalid(_("请填写收件人。"), field="receiver")
    return receiver


def _address(value: str) -> str:
    address = text.clean(value, field="address", longest=LONGEST_ADDRESS, label=_("收件地址"))
    if len(address) < SHORTEST:
        raise Invalid(_("请填写完整的收件地址：省、市、县、街道和门牌号。"), field="address")
    return address


def keep(*, party: Party, label: Label, at: datetime) -> PostalAddress:
    """Keep a checked address of `party`, sealed."""
    return PostalAddress.objects.create(
        party=party, receiver=label.receiver, phone=label.phone, address=label.address, created_at=at
    )


def open_for(kept: PostalAddress, *, case: str, by: Actor, at: datetime) -> Label:
    """The address in plain text, to send the result of that case; on record for the person to see (个人信息保护法
    art 6)."""
    reading.note([Look(kept.party_id, case)], seen=Seen.ADDRESS, by=by, at=at)
    return Label(str(kept.receiver.open()), str(kept.phone.open()), str(kept.address.open()))
