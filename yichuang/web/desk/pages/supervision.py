"""What was permitted and is now to be supervised: the notes of this department, and signing for them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.cases.afterwards import supervising
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request
from yichuang.web.permissions import TABLE, may_use

PAGE = 50


@require_safe
def notes(request: Request) -> HttpResponse:
    """What nobody has signed for yet, the oldest first; then what was signed lately."""
    seen = supervising.notes_for(request.actor, at=request.now)
    context = {
        "unseen": list(seen.filter(seen_at__isnull=True).order_by("at", "id")[:PAGE]),
        "signed": list(seen.filter(seen_at__isnull=False).order_by("-at", "-id")[:PAGE]),
        "may_sign": may_use(TABLE["desk:supervision_receipt"], request.actor),
    }
    return render(request, "desk/supervision.html", context)


@require_POST
def receipt(request: Request, note_id: int) -> HttpResponse:
    """Sign that the department has seen a note."""
    note = supervising.notes_for(request.actor, at=request.now).filter(pk=min(note_id, 2**63 - 1)).first()
    if note is None:
        raise Http404(str(note_id))
    try:
        supervising.sign(note=note, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    else:
        messages.success(request, _("已签收，这项许可纳入监管。"))
    return HttpResponseRedirect(reverse("desk:supervision"))
