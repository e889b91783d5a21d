"""How a person is reached: his phone, for a message to himself."""

from datetime import datetime

from yichuang.people import reading
from yichuang.people.actors import Actor
from yichuang.people.models import Party


def phone_of(party: Party, *, by: Actor, at: datetime, purpose: str) -> str:
    """The number on file in plain text, "" when there is none; that it was opened is on record once for each purpose
    and day."""
    if party.phone is None:
        return ""
    reading.note_once_a_day(party=party, by=by, at=at, purpose=purpose)
    return str(party.phone.open())
