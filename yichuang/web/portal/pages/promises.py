"""What was promised is brought, or the promise is taken back with the papers it stood for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yichuang.base.refusal import Refused
from yichuang.cases import applying
from yichuang.cases.models import Case
from yichuang.cases.promises import granting, supplementing
from yichuang.cases.promises.offers import for_applicants
from yichuang.cases.promises.shown import Promised, promised_in
from yichuang.cases.rules import Given
from yichuang.documents.receiving import receive_upload
from yichuang.web.kit.refusals import each
from yichuang.web.kit.request import Request
from yichuang.web.portal import drafting, promising
from yichuang.web.portal.pages.cases import own
from yichuang.web.portal.pages.drafts import frame
from yichuang.web.portal.pages.drafts import own as own_draft


@dataclass
class Wanted:
    """One material to upload, and what was wrong with it."""

    key: str
    name: str
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Errand:
    """What the page is for: its words, and the act."""

    title: str
    lead: str
    button: str
    done: str
    act: Callable[..., Case]
    until: datetime | None = None


@require_http_methods(["GET", "POST"])
def supplement(request: Request, number: str) -> HttpResponse:
    """Hand in some or all of what was promised for later."""
    case, told = _ready(request, number, "supplement")
    errand = Errand(
        title=_("补交材料"),
        lead=_("这些材料您承诺在受理以后补交。可以一次补一样，补齐以后才能作出决定。"),
        button=_("提交"),
        done=_("材料已经收到。"),
        act=supplementing.supplement,
        until=told.later.due_at if told.later else None,
    )
    return _hand_in(request, case, [Wanted(one.key, one.name) for one in told.missing], errand)


@require_http_methods(["GET", "POST"])
def withdrawal(request: Request, number: str) -> HttpResponse:
    """Take the promise back before the decision, and go the ordinary way with the papers."""
    case, told = _ready(request, number, "withdraw_promise")
    keys = told.promise.keys if told.promise else []
    errand = Errand(
        title=_("撤回承诺"),
        lead=_("决定作出以前，您可以撤回承诺，改按一般程序办理；请同时提交承诺代替的材料。"),
        button=_("撤回承诺并提交材料"),
        done=_("承诺已经撤回，按一般程序继续办理。"),
        act=granting.withdraw_promise,
    )
    return _hand_in(request, case, [Wanted(k, n) for k, n in zip(keys, told.stands_for, strict=True)], errand)


def _ready(request: Request, number: str, act: str) -> tuple[Case, Promised]:
    case = own(request, number)
    told = promised_in(case)
    if told is None or act not in for_applicants(case):
        raise Http404
    return case, told


def _hand_in(request: Request, case: Case, wanted: Sequence[Wanted], errand: Errand) -> HttpResponse:
    left: list[str] = []
    if request.method == "POST":
        given = _received(request, wanted)
        if not any(one.errors for one in wanted):
            left = _done(request, case, given, wanted, errand)
            if not left and not any(one.errors for one in wanted):
                messages.success(request, errand.done)
                return redirect("portal:case", case.number)
    context = {"case": case, "centre": case.centre, "section": "my", "wanted": wanted, "errand": errand, "left": left}
    wrong = left or any(one.errors for one in wanted)
    return render(request, "portal/supplement.html", context, status=422 if wrong else 200)


def _done(request: Request, case: Case, given: Sequence[Given], wanted: Sequence[Wanted], errand: Errand) -> list[str]:
    """Hand it in; what is wrong goes beside its material, and what fits none is returned."""
    try:
        errand.act(case=case, materials=given, by=request.actor, at=request.now)
    except Refused as refused:
        left: list[str] = []
        for one in each(refused):
            place = next((w for w in wanted if one.field == f"materials.{w.key}"), None)
            (place.errors if place else left).append(str(one))
        return left
    return []


def _received(request: Request, wanted: Sequence[Wanted]) -> list[Given]:
    """The uploads that pass the checks; a refused one is told beside its material."""
    given = []
    for one in wanted:
        for upload in request.FILES.getlist(f"file-{one.key}"):
            try:
                stored = receive_upload(stream=upload, name=upload.name or "", by=request.actor, at=request.now)
            except Refused as refused:
                one.errors.append(str(refused))
            else:
                given.append(Given(key=one.key, file_id=stored.pk))
    return given


@require_http_methods(["GET", "POST"])
def choosing(request: Request, draft_id: UUID) -> HttpResponse:
    """Which of the papers that are not there may follow, and for which a promise shall stand: nobody must."""
    mine = own_draft(request, draft_id)
    offered = promising.offered(mine, drafting.wanted_materials(mine, drafting.answers_of(mine)))
    if offered is None:
        raise Http404
    if request.method == "POST":
        applying.change_draft(
            draft=mine,
            later=[one.key for one in offered.later if one.key in request.POST.getlist("later")],
            promised=[one.key for one in offered.promisable if one.key in request.POST.getlist("promised")],
            at=request.now,
        )
        on = timezone.localdate(request.now)
        return HttpResponseRedirect(drafting.next_address(mine, on=on))
    return render(request, "portal/draft_promises.html", frame(mine, offered=offered))
