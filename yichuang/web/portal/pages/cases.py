"""My cases: the list, one case, its letters and files, taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.base.query_codes import query_code
from yichuang.base.refusal import Refused
from yichuang.cases import (
    applying,
    chaining,
    correction_lines,
    deeming,
    intermediaries,
    library,
    offers,
    queries,
    reckoning,
    signed_copies,
    visits,
)
from yichuang.cases.afterwards import linking, packaging, quotas, reminding, voiding
from yichuang.cases.models import Case, Correction, State
from yichuang.cases.pausing import hearing, touched, upward, waiving
from yichuang.cases.promises.shown import promised_in
from yichuang.cases.steps import inspection_letters
from yichuang.delivery import electronically
from yichuang.notifications import news
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.downloads import send
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request
from yichuang.web.kit.schema_forms import shown
from yichuang.web.portal import delivery_choice, owing, progress, timeline
from yichuang.web.portal.sending import send_letter, send_stored

MOST_TOLD = 20
"""Of so many cases that touch him, the latest, there is a line."""


def own(request: Request, number: str) -> Case:
    """The case, if it is on this person's side; else 404."""
    try:
        return deeming.case_for(request.actor, number, at=request.now)
    except queries.NoSuchCase as refused:
        raise Http404(str(refused)) from None


def open_correction(case: Case) -> Correction | None:
    """The notice that waits for an answer."""
    if case.state != State.CORRECTING:
        return None
    return Correction.objects.filter(case=case, answered_at__isnull=True).first()


@require_GET
def my(request: Request) -> HttpResponse:
    """What waits for me first, then what is on its way, then drafts."""
    try:
        page = queries.cases_of(request.actor, at=request.now, after=request.GET.get("after", ""))
    except Refused as refused:
        tell(request, refused)
        return redirect("portal:my")
    cases = deeming.listed(page.cases, at=request.now)
    waiting = [case for case in cases if progress.next_of(case).mine]
    context = {
        "centre": the_centre(),
        "section": "my",
        "waiting": waiting,
        "cases": [case for case in cases if case not in waiting],
        "drafts": queries.drafts_of(request.actor) if not request.GET.get("after") else [],
        "owed": [] if request.GET.get("after") else owing.told(request.actor, at=request.now),
        "told": touched.told_to(request.actor)[:MOST_TOLD],
        "unread": news.unread(request.actor, at=request.now),
        "expiring": reminding.unanswered(request.actor, at=request.now),
        "next_address": f"?after={page.after}" if page.after else "",
    }
    return render(request, "portal/my.html", context)


def _clocks(case: Case) -> list[tuple[str, str, datetime]]:
    """The dates of the decision that run, each with the name of its account and what it is called."""
    both = (("promised", _("承诺办结"), case.promised_due_at), ("statutory", _("法定办结"), case.statutory_due_at))
    shown = case.is_open or case.decided_at
    return [(kind, label, at) for kind, label, at in both if at and shown]


def _besides(case: Case) -> dict[str, Any]:
    """The place in the line of a limited item, what is told of a renewal that came late, a longer limit, a hearing,
    what intermediaries take, the letter by which what was granted counts no more."""
    extension = case.extensions.filter(granted=True).first()
    return {
        "place": quotas.in_line(case),
        "late": linking.notice_of(case),
        "extension": extension,
        "hearing": hearing.hearing_of(case),
        "intermediaries": intermediaries.of(case),
        "void": voiding.voided_by(case),
    }


def picture(case: Case) -> dict[str, Any]:
    """What a case page shows to anybody who may see the case."""
    correction = open_correction(case)
    now = queries.steps_now(case) if case.state == State.EXAMINING else []
    holds = list(case.holds.order_by("since", "id"))
    to_pay = progress.is_to_pay(case, holds)
    forwarding = upward.forwarding_of(case)
    entries = list(queries.history(case))
    return {
        "case": case,
        "centre": case.centre,
        "visits": visits.counted(entries),
        "happened": timeline.of(case, entries, holds),
        "holder": progress.holder_of(case, now, above=forwarding.to_body if forwarding else "", to_pay=to_pay),
        "steps": progress.steps(case, now, to_pay=to_pay),
        "next": progress.next_of(case, correction, now, to_pay=to_pay),
        "correction": correction,
        "letters": queries.letters_shown(case),
        "signed": signed_copies.of_case(case).values(),
        "promised": promised_in(case),
        "holds": holds,
        "inspections": inspection_letters.told(case),
        "forwarding": forwarding,
        **_besides(case),
        "clocks": _clocks(case),
    }


@require_GET
def case(request: Request, number: str) -> HttpResponse:
    """One case: where it stands, what I must do, every letter, every pause with its reason."""
    mine = own(request, number)
    materials = queries.materials_of(mine)
    origins = library.origins(mine, materials)
    context = picture(mine) | {
        "section": "my",
        "offers": {offer.act: offer for offer in offers.acts_for(mine, request.actor, at=request.now)},
        "rows": shown(
            mine.item_version.parsed.form,
            mine.answers.open() if mine.answers else {},
            english=request.LANGUAGE_CODE.startswith("en"),
        ),
        "materials": [(one, origins.get(one.file_id)) for one in materials],
        "content": mine.item_version.parsed,
        "statements": touched.statements_of(mine).filter(of=None),
        "rounds": correction_lines.rounds_of(mine),
        "query_code": query_code(mine.number),
        "linked": chaining.linked(mine, by=request.actor, at=request.now),
        "onward": chaining.offered_next(mine, at=request.now),
        "owed": owing.told_of(mine),
    }
    context |= delivery_choice.picture(mine, at=request.now)
    return render(request, "portal/case.html", context)


@require_GET
def sent(request: Request, number: str) -> HttpResponse:
    """After sending: number, query code, what happens next and by when, the receipt."""
    mine = own(request, number)
    context = picture(mine) | {"section": "my", "query_code": query_code(mine.number)}
    context |= {"onward": chaining.offered_next(mine, at=request.now)}
    return render(request, "portal/sent.html", context)


@require_GET
def clock(request: Request, number: str, kind: str) -> HttpResponse:
    """Why every date of the case is what it is, day by day; the one asked for stands open."""
    mine = own(request, number)
    reckonings = reckoning.of(mine)
    if kind not in {"all", *(one.key for one in reckonings)}:
        raise Http404
    context = {"case": mine, "centre": mine.centre, "kind": kind, "section": "my", "reckonings": reckonings}
    context["intermediaries"] = intermediaries.of(mine)
    return render(request, "portal/clock.html", context | {"sources": reckoning.sources(reckonings, mine)})


@require_GET
def letter(request: Request, number: str, letter_id: UUID) -> HttpResponseBase:
    """Read or download one letter of the case."""
    mine = own(request, number)
    found = queries.letters_shown(mine).filter(pk=letter_id).first()
    if found is None:
        raise Http404
    try:
        electronically.require_read(mine, found)
    except electronically.ReadFirst as first:
        tell(request, first)
        return redirect("portal:case", number)
    return send_letter(found, at=request.now, download="download" in request.GET)


@require_GET
def file(request: Request, number: str, file_id: UUID) -> HttpResponseBase:
    """Look at a file that I handed in."""
    try:
        return send_stored(queries.file_for(request.actor, own(request, number), file_id))
    except queries.NoSuchCase as refused:
        raise Http404(str(refused)) from None


@require_POST
def package(request: Request, number: str) -> HttpResponseBase:
    """A copy of my own case as one ZIP: my data, my papers, the letters to me (个人信息保护法第四十五条)."""
    mine = own(request, number)
    try:
        for one in queries.letters_shown(mine):
            electronically.require_read(mine, one)
        bag = packaging.own_papers(case=mine, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
        return redirect("portal:case", number)
    return send(bag.chunks(), name=f"{bag.name}.zip", media_type="application/zip")


@require_http_methods(["GET", "POST"])
def withdrawal(request: Request, number: str) -> HttpResponse:
    """Take the application back before the decision."""
    mine = own(request, number)
    if request.method == "POST":
        try:
            applying.withdraw(case=mine, by=request.actor, at=request.now, reason=request.POST.get("reason", ""))
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("申请已撤回，撤回确认书在下面。"))
        return redirect("portal:case", number)
    return render(request, "portal/withdrawal.html", {"case": mine, "centre": mine.centre, "section": "my"})


@require_http_methods(["GET", "POST"])
def hearing_request(request: Request, number: str) -> HttpResponse:
    """Ask for a hearing within the time that was told."""
    mine = own(request, number)
    if request.method == "POST":
        try:
            hearing.ask(case=mine, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("听证申请已经收到，行政机关应当在二十日内组织听证。"))
        return redirect("portal:case", number)
    context = {"case": mine, "centre": mine.centre, "section": "my", "hearing": hearing.hearing_of(mine)}
    context |= {"back": reverse("portal:case", args=[number])}
    return render(request, "portal/hearing.html", context)


@require_http_methods(["GET", "POST"])
def hearing_waiver(request: Request, number: str) -> HttpResponse:
    """Declare that no hearing is asked for."""
    mine = own(request, number)
    if request.method == "POST":
        try:
            waiving.waive(case=mine, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        else:
            messages.success(request, _("您放弃听证的声明已经登记。"))
        return redirect("portal:case", number)
    context = {"case": mine, "centre": mine.centre, "section": "my", "hearing": hearing.hearing_of(mine)}
    context |= {"back": reverse("portal:case", args=[number])}
    return render(request, "portal/hearing_waiver.html", context)
