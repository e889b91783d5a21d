"""A statement in writing, of the applicant or of whoever was told that the case touches him: one form for both."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yichuang.base.refusal import Refused
from yichuang.cases.models import Case
from yichuang.cases.pausing import stating
from yichuang.documents.receiving import receive_upload
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request
from yichuang.web.portal.pages.cases import own
from yichuang.web.portal.pages.touched import told_or_404


class StatementForm(kit_forms.KitForm):
    """What he has to say. Files stand beside it."""

    words = forms.CharField(
        label=gettext_lazy("您的意见和理由"),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": str(stating.LONGEST)}),
        max_length=stating.LONGEST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request, number: str) -> HttpResponse:
    """The applicant states and argues."""
    return _stated(request, own(request, number), back=reverse("portal:case", args=[number]))


@require_http_methods(["GET", "HEAD", "POST"])
def statement_as_touched(request: Request, told_id: int) -> HttpResponse:
    """Somebody whom the case touches states and argues."""
    told = told_or_404(request, told_id)
    return _stated(request, told.case, of=told.pk, back=reverse("portal:told", args=[told_id]))


def _stated(request: Request, case: Case, *, of: int | None = None, back: str) -> HttpResponse:
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        files = _received(request, form)
        if not form.errors:
            try:
                said = {"words": form.cleaned_data["words"], "files": files, "of": of}
                stating.state(case=case, by=request.actor, at=request.now, **said)
            except Refused as refused:
                put_on(form, refused)
            else:
                messages.success(request, _("您的书面陈述已经交给部门，作出决定以前会考虑。"))
                return redirect(back)
    context = {"form": form, "case": case, "centre": case.centre, "section": "my", "back": back}
    return render(request, "portal/statement.html", context, status=422 if form.errors else 200)


def _received(request: Request, form: StatementForm) -> list[UUID]:
    """The uploads that pass the checks; what is wrong with the others is put on the form."""
    kept: list[UUID] = []
    uploads = request.FILES.getlist("files")
    if len(uploads) > stating.MOST_FILES:
        form.add_error(None, _("一次最多附 %(most)s 个文件。") % {"most": stating.MOST_FILES})
        return kept
    for upload in uploads:
        try:
            kept.append(receive_upload(stream=upload, name=upload.name or "", by=request.actor, at=request.now).pk)
        except Refused as refused:
            put_on(form, refused)
    return kept
