"""The shapes of letters of authority."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import Field

from yichuang.people.models import Agency
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Moment, Out


class AgencyIn(In):
    """A letter of authority. At the window `principal` and `agent` are ids from `/parties`; a principal himself names
    the agent by `name` and `number` of his identity card, and `principal` is himself (or empty) or an organisation that
    he represents. `letter` is an upload of the same account; no `items` means every item; `until` is the first day on
    which the agent may no longer act."""

    principal: UUID | None = None
    agent: UUID | None = None
    name: str = ""
    number: str = ""
    items: list[str] = Field(default=[], max_length=200)
    until: date
    letter: UUID


class AgencyOut(Out):
    """A letter of authority: the agent by his masked name."""

    id: int
    principal: UUID
    agent: str
    items: list[str]
    since: date
    until: date
    revoked_at: Moment | None

    @classmethod
    def of(cls, one: Agency) -> Self:
        """From the domain."""
        return cls(
            id=one.pk,
            principal=one.principal_id,
            agent=one.called or str(one.agent),
            items=one.item_codes,
            since=one.since,
            until=one.until,
            revoked_at=one.revoked_at,
        )


class Agencies(Out):
    """The letters of authority that somebody gave, the newest first."""

    agencies: list[AgencyOut]
