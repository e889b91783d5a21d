"""News of my cases, how far I have read, and of which of them a text message comes."""

from django.http import HttpResponse, HttpResponseBase
from ninja import Query, Router

from yichuang.notifications import adapters, subscribing
from yichuang.notifications import news as kept
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.shapes.news import NewsOut, NewsQuery, ReadingIn, SubscriptionIn, SubscriptionOut
from yichuang.web.kit.request import Request

router = Router(tags=["news"])


@router.get("/news", response=NewsOut, url_name="news")
def news(request: Request, wanted: Query[NewsQuery]) -> HttpResponse:
    """What others did with my cases, the latest first."""
    page = kept.of(who(request), at=request.now, after=wanted.after, limit=wanted.limit)
    return said(NewsOut.of(page, unread=kept.unread(who(request), at=request.now)))


@router.post("/news/reading", response=NewsOut, url_name="news_reading")
def reading(request: Request, told: ReadingIn) -> HttpResponseBase:
    """Everything up to a piece of news is read."""
    return _read(request, told.until)


@done_once()
def _read(request: Request, until: int) -> NewsOut:
    subscribing.mark_read(until=until, by=who(request), at=request.now)
    page = kept.of(who(request), at=request.now)
    return NewsOut.of(page, unread=kept.unread(who(request), at=request.now))


@router.post("/news/subscription", response=SubscriptionOut, url_name="news_subscription")
def subscription(request: Request, chosen: SubscriptionIn) -> HttpResponseBase:
    """订阅: of which news a text message comes."""
    return _chosen(request, chosen.wish)


@done_once()
def _chosen(request: Request, wish: str) -> SubscriptionOut:
    kept_ = subscribing.subscribe(wish=wish, by=who(request), at=request.now)
    return SubscriptionOut(wish=kept_.wish, texts=adapters.text_service().is_connected)
