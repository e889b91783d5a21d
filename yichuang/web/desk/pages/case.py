"""The case page: what was asked and given, what the law lets this officer do now, what happened so far."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases import intermediaries, reckoning
from yichuang.people import reading
from yichuang.web.desk import case_page, devices
from yichuang.web.desk.acts import FORMS
from yichuang.web.desk.finding import case_or_404
from yichuang.web.desk.forms.act import ActForm, SignedForm, carried_out
from yichuang.web.desk.forms.corrected import Corrected
from yichuang.web.desk.forms.identity import IdentityForm
from yichuang.web.desk.forms.on_the_spot import OnTheSpot
from yichuang.web.desk.forms.papers import keep_uploads
from yichuang.web.desk.forms.promises import Supplement
from yichuang.web.desk.forms.review import ReviewForm
from yichuang.web.desk.forms.window import Correction
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request

TAKE_IN: Final = (Corrected, OnTheSpot, Supplement)
"""The forms by which the window takes in papers of a case."""


@require_safe
def case(request: Request, number: str) -> HttpResponse:
    """Everything about one case."""
    found = case_or_404(request, number, asked_too=True)
    return _page(request, case_page.context(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, number: str, noun: str) -> HttpResponse:
    """One act on a case. GET shows the case with the form of the act open."""
    found = case_or_404(request, number, asked_too=True)
    if request.method != "POST":
        return _page(request, case_page.context(request, found, noun=noun))
    data, refused = keep_uploads(request)
    more = {"refused": refused} if issubclass(FORMS[noun], TAKE_IN) else {}
    form = FORMS[noun](data, request.FILES, case=found, **more)
    if carried_out(request, form):
        return HttpResponseRedirect(reverse("desk:case", args=[number]))
    found = case_or_404(request, number, asked_too=True)
    shown = _led_to(request, form)
    return _page(request, case_page.context(request, found, tried=shown, noun=shown.noun), status=422)


def _page(request: Request, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The case; where papers can be taken in or signed for now, with the devices of the window."""
    forms = (*TAKE_IN, SignedForm)
    takes_in = any(one.offer.allowed and isinstance(one.form, forms) for one in context["choices"])
    return (devices.page if takes_in else render)(request, "desk/case.html", context, status=status)


def _led_to(request: Request, form: ActForm) -> ActForm:
    """The form that stands open after a refusal: of a paper that does not fit, the letter of correction."""
    if not isinstance(form, ReviewForm) or not (marked := form.marked()):
        return form
    for _target, sentence in form.summary:
        messages.warning(request, sentence)
    return Correction(case=form.case, marked=marked)


@require_safe
def clock(request: Request, number: str) -> HttpResponse:
    """Why every date of the case is what it is, day by day."""
    return _reckoned(request, number, "desk/clock.html")


@require_safe
def clock_on_paper(request: Request, number: str) -> HttpResponse:
    """The same on paper, as it is laid before a court: with the case, the law, every day, the notices of days off."""
    return _reckoned(request, number, "desk/clock_on_paper.html")


def _reckoned(request: Request, number: str, template: str) -> HttpResponse:
    found = case_or_404(request, number)
    reckonings = reckoning.of(found)
    more = {"reckonings": reckonings, "sources": reckoning.sources(reckonings, found), "now": request.now}
    more |= {"intermediaries": intermediaries.of(found)}
    return render(request, template, {"case": found, **more})


@require_POST
@sensitive_post_parameters()
def identity(request: Request, number: str) -> HttpResponse:
    """One field of the applicant in plain text, shown once; the reason goes into the journal."""
    found = case_or_404(request, number)
    form, plain = IdentityForm(request.POST), ""
    if form.is_valid():
        try:
            plain = reading.unmask(
                party=found.applicant, by=request.actor, at=request.now, case_number=number, **form.cleaned_data
            )
        except Refused as reason:
            put_on(form, reason)
    context = case_page.context(request, found) | {"identity": form, "plain": plain, "unmasked": form.is_valid()}
    return render(request, "desk/case.html", context, status=422 if form.errors else 200)
