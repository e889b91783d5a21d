"""News of my cases, and of which of them a text message comes."""

from dataclasses import dataclass
from typing import Self

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.base.refusal import Refused
from yichuang.notifications import adapters, subscribing
from yichuang.notifications import news as kept
from yichuang.notifications.models import Wish
from yichuang.notifications.news import News
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request
from yichuang.web.portal.happened import TO_TOUCHED, WORDS


class WishForm(kit_forms.KitForm):
    """Of which news a text message comes."""

    wish = forms.ChoiceField(label=gettext_lazy("哪些消息发短信"), choices=Wish.choices, widget=forms.RadioSelect)


@dataclass(frozen=True)
class Line:
    """One piece of news in plain words."""

    news: News
    words: str
    address: str

    @classmethod
    def of(cls, news: News) -> Self:
        """For the side on which the reader stands."""
        if news.told is not None:
            return cls(news, str(TO_TOUCHED[news.act]), reverse("portal:told", args=[news.told]))
        return cls(news, str(WORDS[news.act]), reverse("portal:case", args=[news.case.number]))


@require_GET
def news(request: Request) -> HttpResponse:
    """What others did with my cases, the latest first."""
    try:
        page = kept.of(request.actor, at=request.now, after=request.GET.get("after", ""))
    except Refused as refused:
        tell(request, refused)
        return redirect("portal:news")
    context = {
        "centre": the_centre(),
        "section": "my",
        "lines": [Line.of(one) for one in page.news],
        "until": max((one.seq for one in page.news if one.unread), default=0),
        "next_address": f"?after={page.after}" if page.after else "",
        "form": WishForm(initial={"wish": subscribing.wish_of(request.actor)}),
        "texts": adapters.text_service().is_connected,
    }
    return render(request, "portal/news.html", context)


@require_POST
def reading(request: Request) -> HttpResponse:
    """All of it is read."""
    until = request.POST.get("until", "")
    try:
        number = int(until) if until.isascii() and until.isdecimal() and len(until) < 20 else 0
        subscribing.mark_read(until=number, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    return redirect("portal:news")


@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: Request) -> HttpResponse:
    """Choose of which news a text message comes."""
    form = WishForm(request.POST or None, initial={"wish": subscribing.wish_of(request.actor)})
    if request.method == "POST" and form.is_valid():
        try:
            subscribing.subscribe(wish=form.cleaned_data["wish"], by=request.actor, at=request.now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("已经记下。"))
            return redirect("portal:news")
    context = {"centre": the_centre(), "section": "my", "form": form, "texts": adapters.text_service().is_connected}
    return render(request, "portal/news_subscription.html", context, status=422 if form.errors else 200)
