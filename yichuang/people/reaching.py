"""How a person is reached: his phone, for a message to himself."""

from datetime import datetime

from yichuang.people import reading
from yichuang.people.actors import Actor
from yichuang.people.models import Party
from yichuang.people.reading import Look, Seen


def phone_of(party: Party, *, by: Actor, at: datetime, purpose: str) -> str:
    """The number on file in plain text, "" when there is none; that it was opened is on record for each purpose,
    once an hour."""
    if party.phone is None:
        return ""
    reading.note([Look(party.pk)], seen=Seen.PHONE, reason=purpose, by=by, at=at)
    return str(party.phone.open())
