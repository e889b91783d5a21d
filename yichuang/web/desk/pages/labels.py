"""The label of a parcel (快递面单). Printing it opens the address, which is put on record."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yichuang.base.refusal import Refused
from yichuang.delivery import by_courier
from yichuang.web.desk.finding import case_or_404
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request


@require_POST
def label(request: Request, number: str) -> HttpResponse:
    """Shown once, to be printed; nothing keeps it."""
    found = case_or_404(request, number)
    try:
        written = by_courier.label_of(case=found, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
        return HttpResponseRedirect(reverse("desk:case", args=[number]))
    return render(request, "desk/label.html", {"case": found, "label": written})
