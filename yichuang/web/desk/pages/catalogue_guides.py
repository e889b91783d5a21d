"""Guides by life event on the desk: which there are, whether they still fit the list of items, show and withdraw."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.life import life_events
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request


@require_safe
def guides(request: Request) -> HttpResponse:
    """Every guide with the report of its check against the items in force today."""
    centre = the_centre()
    rows = life_events.report(centre, on=timezone.localdate(request.now))
    return render(request, "desk/catalogue/life_events.html", {"rows": rows})


@require_POST
def showing(request: Request, key: str) -> HttpResponse:
    """Show the guide to the public, or withdraw it."""
    event = life_events.kept(the_centre()).filter(key=key).first()
    if event is None:
        raise Http404(key)
    shown = request.POST.get("shown") == "1"
    act = life_events.publish_life_event if shown else life_events.withdraw_life_event
    try:
        act(event=event, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    else:
        told = _("已公布“%(name)s”。") if shown else _("已撤下“%(name)s”。")
        messages.success(request, told % {"name": event.name})
    return HttpResponseRedirect(reverse("desk:life_events"))
