"""Certificates and what follows a decision: each call is one act or one question of the domain."""

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from yichuang.cases import queries
from yichuang.cases.afterwards import certificates as kept
from yichuang.cases.afterwards import disclosing, ending, quotas, supervising
from yichuang.cases.models import SupervisionNote
from yichuang.catalogue.queries import version_on
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.cases import find
from yichuang.web.api.shapes.certificates import (
    CertificateOut,
    CertificatesOut,
    DecisionLine,
    DecisionsOut,
    DecisionsQuery,
    DefenceIn,
    DroppingIn,
    EndingIn,
    IntentionIn,
    NoteOut,
    NotesOut,
    QuotaOut,
)
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.request import Request

router = Router(tags=["certificates"])


@router.get("/certificates", response=CertificatesOut, url_name="certificates")
def certificates(request: Request) -> HttpResponse:
    """My own certificates and those of the organisations that I represent, newest first; at most a hundred."""
    today = timezone.localdate(request.now)
    found = kept.of_actor(who(request), at=request.now)[:100]
    return said(CertificatesOut(certificates=[CertificateOut.of(one, on=today) for one in found]))


@router.get("/cases/{number}/certificate", response=CertificateOut, url_name="case_certificate")
def case_certificate(request: Request, number: str) -> HttpResponse:
    """The certificate that the case brought."""
    case = find(request, number)
    found = kept.with_events().filter(case=case).first()
    if found is None:
        raise queries.NoSuchCase(_("这件办件没有颁发证照。"))
    return said(CertificateOut.of(found, on=timezone.localdate(request.now)))


@router.post("/cases/{number}/certificate/intention", response=CertificateOut, url_name="intention")
def intention(request: Request, number: str, told: IntentionIn) -> HttpResponseBase:
    """告知拟撤销、撤回: the holder is told what is intended and may state and defend himself."""
    return _done(request, number, "tell", told.model_dump())


@router.post("/cases/{number}/certificate/defence", response=CertificateOut, url_name="defence")
def defence(request: Request, number: str, told: DefenceIn) -> HttpResponseBase:
    """听取陈述申辩: what he says to his defence."""
    return _done(request, number, "hear", told.model_dump())


@router.post("/cases/{number}/certificate/intention/end", response=CertificateOut, url_name="intention_end")
def intention_end(request: Request, number: str, told: DroppingIn) -> HttpResponseBase:
    """The certificate stands."""
    return _done(request, number, "drop", told.model_dump())


@router.post("/cases/{number}/certificate/end", response=CertificateOut, url_name="certificate_end")
def certificate_end(request: Request, number: str, told: EndingIn) -> HttpResponseBase:
    """撤销、撤回、注销: the certificate ends; its letter names ground, reasons, law and remedies."""
    return _done(request, number, "end", told.model_dump())


ACTS = {"tell": ending.tell, "hear": ending.hear, "drop": ending.drop, "end": ending.end}


@done_once()
def _done(request: Request, number: str, act: str, given: dict[str, str]) -> CertificateOut:
    case = find(request, number)
    ACTS[act](case=case, by=who(request), at=request.now, **given)  # type: ignore[operator]
    return CertificateOut.of(kept.with_events().get(case=case), on=timezone.localdate(request.now))


@router.get("/decisions", response=DecisionsOut, url_name="decisions", auth=None)
def decisions(request: Request, wanted: Query[DecisionsQuery]) -> HttpResponse:
    """The public list of granted licences, the newest first; persons are masked (XKF 40)."""
    shown, after = disclosing.search(
        the_centre(), wanted.wanted(), after=wanted.after, limit=wanted.limit, on=timezone.localdate(request.now)
    )
    return said(DecisionsOut(decisions=[DecisionLine.of(one) for one in shown], after=after))


@router.get("/items/{code}/quota", response=QuotaOut, url_name="quota", auth=None)
def quota(request: Request, code: str) -> HttpResponse:
    """How many of a limited item are granted in the period of today, and how many are left (XKF 57)."""
    today = timezone.localdate(request.now)
    found = quotas.in_force(version_on(code, today).item, on=today)
    if found is None:
        raise queries.NoSuchCase(_("这个事项现在没有登记数量限制。"))
    return said(QuotaOut.of(found))


@router.get("/supervision-notes", response=NotesOut, url_name="supervision_notes")
def supervision_notes(request: Request) -> HttpResponse:
    """What this department supervises and nobody has signed for yet, the oldest first; at most a hundred."""
    seen = supervising.notes_for(who(request), at=request.now).filter(seen_at__isnull=True).order_by("at", "id")
    return said(NotesOut(notes=[NoteOut.of(one) for one in seen[:100]]))


@router.post("/supervision-notes/{note}/receipt", response=NoteOut, url_name="supervision_receipt")
def supervision_receipt(request: Request, note: int) -> HttpResponseBase:
    """签收: the department has seen it."""
    return _signed(request, note)


@done_once()
def _signed(request: Request, pk: int) -> NoteOut:
    by, at = who(request), request.now
    found: SupervisionNote | None = supervising.notes_for(by, at=at).filter(pk=pk).first() if 0 < pk < 2**63 else None
    if found is None:
        raise queries.NoSuchCase(_("没有这条监管通知。"))
    return NoteOut.of(supervising.sign(note=found, by=by, at=at))
