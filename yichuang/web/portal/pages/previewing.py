"""A draft as the applicant will see it, for those who write it: the guide page, and a walk through the application."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import draft_of
from yichuang.catalogue.revising import writing
from yichuang.web.kit.request import Request
from yichuang.web.portal import guide_page
from yichuang.web.portal.trial import Trial


@require_safe
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its types know only views without arguments
def preview(request: Request, code: str) -> HttpResponse:
    """The guide page of the draft. The editor shows it in a frame; `?elder=1` is 长辈版, `?lang=en` English."""
    context = guide_page.preview(request, draft_or_404(request, code))
    response = render(request, "portal/preview.html", context | {"elder": request.GET.get("elder") == "1"})
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: Request, code: str) -> HttpResponse:
    """The draft walked through like an application, by the same rules. It writes nothing, anywhere."""
    version = draft_or_404(request, code)
    data = request.POST if request.method == "POST" else None
    english = request.LANGUAGE_CODE.startswith("en")
    walk = Trial(version, data, at=request.now, on=timezone.localdate(request.now), english=english)
    context = {"version": version, "item": version.item, "centre": version.item.centre, "trial": walk}
    return render(request, "portal/trial.html", context, status=422 if walk.wrong else 200)


def draft_or_404(request: Request, code: str) -> ItemVersion:
    """The draft of the item, for those who may write it; nobody else learns that there is one."""
    version = draft_of(code)
    if version is None or not writing.may_write(item=version.item, by=request.actor, at=request.now):
        raise Http404
    return version
