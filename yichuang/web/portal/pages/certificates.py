"""My certificates: how each stands, and what may be applied for about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yichuang.base.refusal import Refused
from yichuang.cases import applying
from yichuang.cases.afterwards import certificates as kept
from yichuang.cases.afterwards import linking
from yichuang.cases.models import Certificate, Purpose, Reminder
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request

MOST = 100


@dataclass(frozen=True)
class Held:
    """One certificate as its holder sees it."""

    certificate: Certificate
    standing: kept.Standing
    possible: list[Purpose]
    apply_by: date | None


@require_GET
def certificates(request: Request) -> HttpResponse:
    """What the person holds, and the organisations that he is proved to represent; those that count first."""
    today = timezone.localdate(request.now)
    found = list(kept.of_actor(request.actor, at=request.now)[:MOST])
    reminded = dict(Reminder.objects.filter(certificate__in=found).values_list("certificate_id", "apply_by"))
    held = [_held(one, reminded.get(one.pk), on=today) for one in found]
    held.sort(key=lambda one: not one.possible)
    context = {"centre": the_centre(), "section": "my", "held": held}
    return render(request, "portal/certificates.html", context)


def _held(certificate: Certificate, apply_by: date | None, *, on: date) -> Held:
    standing, possible = kept.standing(certificate, on=on), linking.possible(certificate, on=on)
    return Held(certificate, standing, possible, apply_by if Purpose.RENEWAL in possible else None)


@require_POST
def begin(request: Request, certificate_id: UUID, purpose: str) -> HttpResponse:
    """Begin the application to change, renew or cancel one of my certificates."""
    found = kept.of_actor(request.actor, at=request.now).filter(pk=certificate_id).first()
    if found is None or purpose not in Purpose.values:
        raise Http404(purpose)
    try:
        version = linking.version_for(found, purpose, on=timezone.localdate(request.now))
        draft = applying.begin_draft(
            version=version,
            applicant=found.holder,
            purpose=purpose,
            former=found,
            by=request.actor,
            at=request.now,
        )
    except Refused as refused:
        tell(request, refused)
        return redirect("portal:certificates")
    return redirect("portal:draft", draft.pk)
