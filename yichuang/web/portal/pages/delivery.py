"""Getting the result: choosing the way, opening it electronically, telling of a parcel, public notices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base.money import fen
from yichuang.base.refusal import Refused
from yichuang.delivery import by_notice, choosing, electronically, incoming
from yichuang.delivery.models import Payer
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request
from yichuang.web.portal import delivery_choice
from yichuang.web.portal.pages.cases import own

MOST_NOTICES = 200


@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: Request, number: str) -> HttpResponse:
    """Which way; changeable until the result is sent."""
    mine = own(request, number)
    try:
        choosing.require_choice(mine)
    except Refused as refused:
        tell(request, refused)
        return redirect("portal:case", number)
    form = delivery_choice.form_of_case(request, mine)
    if request.method == "POST" and form.is_valid():
        try:
            choosing.choose(case=mine, wish=form.wish, by=request.actor, at=request.now)
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("送达方式已经登记。"))
            return redirect("portal:case", number)
    context = {"case": mine, "form": form, "centre": mine.centre, "section": "my"}
    return render(request, "portal/delivery_choice.html", context, status=422 if form.errors else 200)


@require_POST
def opening(request: Request, number: str) -> HttpResponse:
    """Open the result that is served electronically."""
    try:
        electronically.open_result(case=own(request, number), by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("结果文书已经打开，即为送达。现在可以阅读和下载。"))
    return redirect("portal:case", number)


@require_POST
def parcels(request: Request, number: str) -> HttpResponse:
    """Tell of papers that were sent to the window."""
    case = own(request, number)
    typed = {key: request.POST.get(key, "") for key in ("courier", "tracking_number")}
    payer = request.POST.get("payer", Payer.APPLICANT)
    try:
        cost = fen(request.POST.get("cost", ""), field="cost")
        incoming.tell_parcel(case=case, payer=payer, cost=cost, by=request.actor, at=request.now, **typed)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("寄件已经登记，窗口收到后会在这里显示。"))
    return redirect("portal:case", number)


@require_safe
def notices(request: Request) -> HttpResponse:
    """送达公告: what is served by public notice now. Persons are named masked; the sealed paper hangs in the hall."""
    running = by_notice.running(request.now)[:MOST_NOTICES]
    return render(request, "portal/notices.html", {"notices": running, "centre": the_centre()})
