"""Uploading the materials of a draft: one card each, and every refused file says why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.base.refusal import Refused
from yichuang.cases import applying
from yichuang.cases.library import Library
from yichuang.cases.models import Draft
from yichuang.documents.receiving import receive_upload
from yichuang.web.kit.refusals import sentences
from yichuang.web.kit.request import Request
from yichuang.web.portal import drafting, promising
from yichuang.web.portal.pages.drafts import frame, own
from yichuang.web.portal.sending import send_stored

Errors = Mapping[str, Sequence[str]]


@require_http_methods(["GET", "POST"])
def materials(request: Request, draft_id: UUID) -> HttpResponse:
    """All the cards."""
    mine = own(request, draft_id)
    if request.method == "POST":
        on = timezone.localdate(request.now)
        return HttpResponseRedirect(drafting.next_address(mine, on=on, after=request.path))
    return _page(request, mine, {})


def _page(request: Request, mine: Draft, errors: Errors) -> HttpResponse:
    megabytes = settings.UPLOAD_LIMIT // 1024**2
    offered = promising.offered(mine, drafting.wanted_materials(mine, drafting.answers_of(mine)))
    slots = drafting.slots(mine, errors=errors, library=_library(request, mine))
    context = frame(mine, slots=slots, megabytes=megabytes, offered=offered)
    return render(request, "portal/draft_materials.html", context, status=422 if errors else 200)


@require_POST
def upload(request: Request, draft_id: UUID, key: str) -> HttpResponse:
    """Take the files sent for one material; those that pass are kept even when others are refused."""
    mine = own(request, draft_id)
    if key not in {slot.material.key for slot in drafting.slots(mine)}:
        raise Http404
    kept, wrong = _receive(request, request.FILES.getlist("files"))
    if kept:
        applying.put_into_draft(draft=mine, key=key, files=kept, at=request.now)
    return _answer(request, mine, key, wrong)


def _receive(request: Request, uploads: Sequence[UploadedFile]) -> tuple[list[UUID], list[str]]:
    kept: list[UUID] = []
    wrong: list[str] = [] if uploads else [_("请先选择要上传的文件。")]
    for one in uploads:
        try:
            stored = receive_upload(stream=one, name=one.name or "", by=request.actor, at=request.now)
        except Refused as refused:
            wrong += sentences(refused)
        else:
            kept.append(stored.pk)
    return kept, wrong


@require_POST
def take_again(request: Request, draft_id: UUID, key: str, file_id: UUID) -> HttpResponse:
    """Lay a paper that was handed in before to a material of the draft."""
    mine = own(request, draft_id)
    slots = drafting.slots(mine, library=_library(request, mine))
    if file_id not in {paper.file.pk for slot in slots if slot.material.key == key for paper in slot.again}:
        raise Http404
    applying.put_into_draft(draft=mine, key=key, files=[file_id], at=request.now)
    return _answer(request, mine, key, [])


def _library(request: Request, mine: Draft) -> Library:
    return Library(mine.item_version.item.centre, mine.applicant, request.actor, request.now)


@require_POST
def take_back(request: Request, draft_id: UUID, key: str, file_id: UUID) -> HttpResponse:
    """Take one file out of the draft."""
    mine = own(request, draft_id)
    if key not in mine.materials:
        raise Http404
    applying.take_from_draft(draft=mine, key=key, file_id=file_id, at=request.now)
    return _answer(request, mine, key, [])


def _answer(request: Request, mine: Draft, key: str, wrong: Sequence[str]) -> HttpResponse:
    errors = {key: wrong} if wrong else {}
    slots = drafting.slots(mine, errors=errors, library=_library(request, mine))
    slot = next((slot for slot in slots if slot.material.key == key), None)
    if request.htmx and slot:
        context = frame(mine, slot=slot)
        return render(request, "portal/parts/slot.html", context, status=422 if wrong else 200)
    if wrong:
        return _page(request, mine, errors)
    return redirect(reverse("portal:draft_materials", args=[mine.pk]) + f"#m-{key}")


@require_GET
def file(request: Request, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Look at a file of the draft."""
    mine = own(request, draft_id)
    found = next((one for slot in drafting.slots(mine) for one in slot.files if one.pk == file_id), None)
    if found is None:
        raise Http404
    return send_stored(found)
