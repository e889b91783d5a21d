"""The basic catalogue, the implementation list and the handle items, as a tree; and the acts that keep it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yichuang.catalogue.national import tree as catalogue
from yichuang.people.models import Role
from yichuang.web.desk.forms.act import carried_out
from yichuang.web.desk.forms.filing import FORMS
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.request import Request


@require_http_methods(["GET", "HEAD", "POST"])
def tree(request: Request) -> HttpResponse:
    """The whole tree; `act` of the form names what is recorded. The acts ask who may."""
    centre, kind = centre_at_work(request), request.POST.get("act", "")
    tried = FORMS[kind](request.POST, centre=centre) if kind in FORMS else None
    if tried is not None and carried_out(request, tried):
        return HttpResponseRedirect(reverse("desk:tree"))
    forms = [tried if tried and name == kind else form(centre=centre) for name, form in FORMS.items()]
    context = {
        "branches": catalogue.tree(centre),
        "forms": forms if request.actor.has(Role.MANAGER) else [],
        "tried": tried,
    }
    return render(request, "desk/catalogue/tree.html", context, status=422 if tried is not None else 200)
