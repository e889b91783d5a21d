"""The shapes of news."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from yichuang.cases import life_cycle
from yichuang.notifications.news import News, Page
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Moment, Out


class NewsQuery(In):
    """Which page of the news."""

    after: str = Field(default="", description="`after` of the page before")
    limit: int = Field(default=30, ge=1, le=100)


class ReadingIn(In):
    """Up to which news everything is read."""

    until: int = Field(ge=1, le=2**63 - 1, description="`seq` of the latest news that was read")


class SubscriptionIn(In):
    """Of which news a text message is wanted: none, what must be done and what was decided, or every step."""

    wish: Literal["nothing", "matters", "everything"]


class SubscriptionOut(Out):
    """What was chosen, and whether anybody sends text messages here."""

    wish: str
    texts: bool


class NewsLine(Out):
    """One piece of news: the case, the act and what it is called, when, how much it matters, whether it is unread; of a
    case that only touches the reader (`interested`) he reads below `/interested`."""

    seq: int
    case: str
    act: str
    title: str
    at: Moment
    weight: Literal["turn", "result", "progress"]
    unread: bool
    interested: int | None

    @classmethod
    def of(cls, one: News) -> Self:
        """From the domain."""
        return cls(
            seq=one.seq,
            case=one.case.number,
            act=one.act,
            title=life_cycle.title_of(one.act),
            at=one.at,
            weight=one.weight.value,
            unread=one.unread,
            interested=one.told,
        )


class NewsOut(Out):
    """A page of news; how many are unread in all (99: so many or more); `after` begins the next page."""

    news: list[NewsLine]
    unread: int
    after: str

    @classmethod
    def of(cls, page: Page, *, unread: int) -> Self:
        """From the domain."""
        return cls(news=[NewsLine.of(one) for one in page.news], unread=unread, after=page.after)
