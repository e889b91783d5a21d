"""A case as somebody sees it who was told that it touches him: what was told, until when he may speak, his letters.

Nothing of what the applicant filled in or brought stands here. To everybody else the page does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases import deeming, offers
from yichuang.cases.models import Case, InterestedParty
from yichuang.cases.pausing import hearing, touched, waiving
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request
from yichuang.web.portal.sending import send_letter, send_stored


def told_or_404(request: Request, told_id: int) -> InterestedParty:
    """His own row; else 404."""
    try:
        return touched.find(request.actor, told_id)
    except touched.NotTouched as refused:
        raise Http404(str(refused)) from None


@require_safe
def told(request: Request, told_id: int) -> HttpResponse:
    """What he was told, what he may do and until when, his letters and statements, how it ended."""
    mine = told_or_404(request, told_id)
    case = deeming.by_law(mine.case, at=request.now)
    context = {
        "told": mine,
        "case": case,
        "centre": case.centre,
        "section": "my",
        "hearing": hearing.hearing_of(case),
        "offers": offers.acts_for_told(mine, at=request.now),
        "statements": touched.statements_of(case).filter(of=mine),
        "letters": touched.letters_to(mine),
        "waits": case.decided_at is None and case.is_open and mine.answer_by >= request.now and not mine.heard_at,
    }
    return render(request, "portal/told.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hearing_request(request: Request, told_id: int) -> HttpResponse:
    """Ask for a hearing within the time that was told."""
    done = _("听证申请已经收到，行政机关应当在二十日内组织听证。")
    return _asked(request, told_id, act=hearing.ask, done=done, template="portal/hearing.html")


@require_http_methods(["GET", "HEAD", "POST"])
def hearing_waiver(request: Request, told_id: int) -> HttpResponse:
    """Declare that no hearing is asked for."""
    done = _("您放弃听证的声明已经登记。")
    return _asked(request, told_id, act=waiving.waive, done=done, template="portal/hearing_waiver.html")


def _asked(request: Request, told_id: int, *, act: Callable[..., Case], done: str, template: str) -> HttpResponse:
    mine = told_or_404(request, told_id)
    back = reverse("portal:told", args=[told_id])
    if request.method == "POST":
        try:
            act(case=mine.case, of=mine.pk, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, done)
        return redirect(back)
    context = {"case": mine.case, "centre": mine.case.centre, "section": "my", "back": back}
    return render(request, template, context | {"hearing": hearing.hearing_of(mine.case)})


@require_safe
def letter(request: Request, told_id: int, letter_id: UUID) -> HttpResponseBase:
    """One letter that was written to him."""
    found = touched.letters_to(told_or_404(request, told_id)).filter(pk=letter_id).first()
    if found is None:
        raise Http404
    return send_letter(found, at=request.now, download="download" in request.GET)


@require_safe
def file(request: Request, told_id: int, file_id: UUID) -> HttpResponseBase:
    """A file that he sent with a statement."""
    try:
        return send_stored(touched.file_of(told_or_404(request, told_id), file_id))
    except touched.NotTouched as refused:
        raise Http404(str(refused)) from None
