"""For the head of a department: who acts for whom (AB角)."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.offices import substituting
from yichuang.offices.models import Department, Posting
from yichuang.web.desk.forms import substitutes as forms
from yichuang.web.desk.forms.act import carried_out
from yichuang.web.kit.request import Request


@require_safe
def substitutes(request: Request) -> HttpResponse:
    """The posts of my departments with their substitutes, from today on."""
    on = timezone.localdate(request.now)
    units = [(one, substituting.posts_of(one, on=on)) for one in _mine(request)]
    return render(request, "desk/substitutes.html", {"units": units, "today": on})


@require_http_methods(["GET", "POST"])
def arrange(request: Request, posting_id: int) -> HttpResponse:
    """Arrange a substitute for the holder of this post."""
    return _act(request, forms.Substitute, _posting(request, posting_id))


@require_http_methods(["GET", "POST"])
def end(request: Request, posting_id: int) -> HttpResponse:
    """End a substitute's days."""
    return _act(request, forms.EndSubstitute, _posting(request, posting_id))


def _act(request: Request, form_class: type[forms.Substitute | forms.EndSubstitute], posting: Posting) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = form_class(sent, posting=posting, on=timezone.localdate(request.now))
    back = reverse("desk:substitutes")
    if request.method == "POST" and carried_out(request, form):
        return HttpResponseRedirect(back)
    about = f"{posting.account} · {posting.get_duty_display()} · {posting.department}"
    context = {"form": form, "about": about, "back": back}
    return render(request, "desk/office_act.html", context, status=422 if form.errors else 200)


def _mine(request: Request) -> list[Department]:
    account = request.actor.account
    found = substituting.departments_headed(account, on=timezone.localdate(request.now)) if account else []
    if not found:
        raise Http404
    return found


def _posting(request: Request, posting_id: int) -> Posting:
    found = Posting.objects.select_related("account", "department", "centre")
    return get_object_or_404(found, pk=posting_id, department__in=_mine(request))
