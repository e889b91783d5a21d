"""Who may use which page: one table of every URL name. A page that is not in it answers nobody.

This is the first of the three questions (may this account use this page). The second, may this actor see this object,
is answered by the queries that take the actor; the third, has this officer the power, by `offices.mandates` in the act.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yichuang.people.actors import Actor
from yichuang.people.models import Role

VISITOR: Final = "visitor"
PUBLIC: Final = "public"
STAFF: Final = frozenset(str(role) for role in Role)
CITIZENS: Final = frozenset({VISITOR, PUBLIC})
EVERYONE: Final = STAFF | CITIZENS
SIGNED_IN: Final = EVERYONE - {VISITOR}


class Door(StrEnum):
    """The face a page belongs to; it decides where an unknown person is sent and how a refusal looks."""

    PORTAL = "portal"
    DESK = "desk"
    SCREENS = "screens"
    API = "api"


@dataclass(frozen=True)
class Page:
    """One row: who may use the page; whether its answers are somebody's own (never kept by any cache); whether a
    browser asks by itself (then it does not keep a session awake)."""

    door: Door
    who: frozenset[str]
    personal: bool = False
    polling: bool = False


def _roles(*roles: Role) -> frozenset[str]:
    return frozenset(str(role) for role in roles)


_ANYBODY: Final = Page(Door.PORTAL, EVERYONE)
_OWN: Final = Page(Door.PORTAL, frozenset({PUBLIC}), personal=True)
_BY_CODE: Final = Page(Door.PORTAL, EVERYONE, personal=True)

PORTAL_PAGES: Final[Mapping[str, Page]] = {
    "kit:look": _ANYBODY,
    "kit:sign_in": _BY_CODE,
    "kit:sign_out": _BY_CODE,
    "kit:register": Page(Door.PORTAL, CITIZENS, personal=True),
    "kit:staff_sign_in": Page(Door.DESK, EVERYONE, personal=True),
}

TABLE: Final[Mapping[str, Page]] = {**PORTAL_PAGES}


def audiences_of(actor: Actor) -> frozenset[str]:
    """The audiences an actor belongs to: a visitor, a public account, or the roles of a member of staff."""
    if actor.is_staff:
        return frozenset(str(role) for role in actor.roles)
    return frozenset({PUBLIC if actor.kind == "public" else VISITOR})


def may_use(page: Page, actor: Actor) -> bool:
    """Whether the actor may use the page. An account without any role may use none of the pages of the desk."""
    if page.who == EVERYONE:
        return True
    return not page.who.isdisjoint(audiences_of(actor))


def may_know_of(page: Page, actor: Actor) -> bool:
    """Whether a refused actor may be told that the page exists. Citizens never learn of the desk's pages."""
    return not (page.door is Door.DESK and not actor.is_staff)
