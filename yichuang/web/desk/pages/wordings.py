"""For the manager: what each kind of letter says, by version, with the declared fields beside it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.documents import fields, queries, rewording, sampling, shipped, wording
from yichuang.documents.models import LetterKind, Wording
from yichuang.offices.models import Centre, Department
from yichuang.web.desk.pages.offices import my_centre
from yichuang.web.kit.forms import DateInput, KitForm, Note
from yichuang.web.kit.forms import text as one_line
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request


class WordingForm(KitForm):
    field_order = ("text", "reason")
    # A preview needs none.
    notes: ClassVar[dict[str, Note]] = {"reason": Note(needed=True)}
    reason = one_line(gettext_lazy("修改原因"), longest=300, required=False)
    text = forms.CharField(
        label=gettext_lazy("文字"),
        max_length=4 * wording.LONGEST,
        widget=forms.Textarea(attrs={"rows": "18", "spellcheck": "false"}),
        help_text=gettext_lazy("一行是一段。要素写成 {{ }}，从列出的要素中选用。"),
    )


class PublishForm(KitForm):
    since = forms.DateField(label=gettext_lazy("从哪一天起使用"), widget=DateInput())


class ReturnForm(KitForm):
    remarks = forms.CharField(
        label=gettext_lazy("退回意见"), max_length=1000, widget=forms.Textarea(attrs={"rows": "3"})
    )


@dataclass(frozen=True)
class Scope:
    """Whose wordings the page is about: the centre's, or those of one department of it."""

    centre: Centre
    department: Department | None

    @property
    def query(self) -> str:
        return f"?department={self.department.pk}" if self.department else ""


@require_safe
def wordings(request: Request) -> HttpResponse:
    """Every kind of letter with the wording in force and the draft that waits."""
    scope, today = _scope(request), timezone.localdate(request.now)
    kinds = [kind for kind in LetterKind if kind not in fields.FORMS]
    known = Wording.objects.filter(centre=scope.centre, department=scope.department, discarded_at=None)
    drafts = set(known.filter(published_at=None).values_list("kind", flat=True))
    current = dict(known.filter(since__lte=today).order_by("since").values_list("kind", "since"))
    rows = [(kind, current.get(kind), kind in drafts) for kind in kinds]
    departments = Department.objects.filter(centre=scope.centre).order_by("code")
    return render(request, "desk/wordings.html", {"scope": scope, "rows": rows, "departments": departments})


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, kind: str) -> HttpResponse:
    """Write the next wording; look at it with sample facts before it is kept."""
    if kind not in LetterKind.values or kind in fields.FORMS:
        raise Http404
    scope = _scope(request)
    if request.method != "POST":
        return _page(request, scope, kind, WordingForm(initial=_start(request, scope, kind)))
    form = WordingForm(request.POST)
    if "look" in request.POST or not form.is_valid():
        return _page(request, scope, kind, form)
    try:
        rewording.draft(
            centre=scope.centre,
            department=scope.department,
            kind=kind,
            **form.cleaned_data,
            by=request.actor,
            at=request.now,
        )
    except Refused as refused:
        put_on(form, refused)
        return _page(request, scope, kind, form)
    messages.success(request, _("草稿已保存，请另一位中心管理员核对后发布。"))
    return HttpResponseRedirect(_address(kind, scope))


@require_POST
def publish(request: Request, wording_id: int) -> HttpResponse:
    """Put a draft in force from a day on."""
    found = get_object_or_404(Wording, pk=wording_id, centre=_scope(request).centre)
    form = PublishForm(request.POST)
    try:
        if form.is_valid():
            rewording.publish(wording=found, since=form.cleaned_data["since"], by=request.actor, at=request.now)
            messages.success(request, _("已发布，从所选的日期起使用。"))
        else:
            messages.error(request, _("请选择从哪一天起使用。"))
    except Refused as refused:
        tell(request, refused)
    return HttpResponseRedirect(_address(found.kind, Scope(found.centre, found.department)))


@require_POST
def send_back(request: Request, wording_id: int) -> HttpResponse:
    """Send a draft back to whoever wrote it, with words."""
    found = get_object_or_404(Wording, pk=wording_id, centre=_scope(request).centre)
    try:
        rewording.send_back(wording=found, remarks=request.POST.get("remarks", ""), by=request.actor, at=request.now)
        messages.success(request, _("草稿已退回，意见写在草稿上面。"))
    except Refused as refused:
        tell(request, refused)
    return HttpResponseRedirect(_address(found.kind, Scope(found.centre, found.department)))


@require_POST
def discard(request: Request, wording_id: int) -> HttpResponse:
    """Put a draft away."""
    found = get_object_or_404(Wording, pk=wording_id, centre=_scope(request).centre)
    try:
        rewording.discard(wording=found, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    return HttpResponseRedirect(_address(found.kind, Scope(found.centre, found.department)))


def _page(request: Request, scope: Scope, kind: str, form: WordingForm) -> HttpResponse:
    given = str(form["text"].value() or "")
    defects = wording.defects(kind, given)
    versions = list(queries.wordings_of(scope.centre, kind, scope.department)[:20])
    waiting = next((one for one in versions if one.published_at is None), None)
    context: dict[str, Any] = {
        "scope": scope,
        "kind": LetterKind(kind),
        "form": form,
        "fields": fields.fields_of(kind).values(),
        "defects": defects,
        "preview": [] if defects else sampling.sample(kind, given, scope.centre, at=request.now),
        "waiting": waiting,
        "publish": PublishForm(),
        "send_back": ReturnForm(),
        "own": waiting is not None and waiting.written_by == request.actor.account,
        "versions": versions,
        "difference": _difference(_in_force(request, scope, kind), given),
        "edition": shipped.EDITION,
    }
    status = 422 if form.errors and "look" not in request.POST else 200
    return render(request, "desk/wording.html", context, status=status)


def _start(request: Request, scope: Scope, kind: str) -> dict[str, str]:
    """The draft that waits, or else what is in force."""
    waiting = queries.wordings_of(scope.centre, kind, scope.department).filter(published_at=None).first()
    if waiting:
        return {"text": waiting.text, "reason": waiting.reason}
    return {"text": _in_force(request, scope, kind)}


def _in_force(request: Request, scope: Scope, kind: str) -> str:
    return queries.text_in_force(scope.centre, kind, scope.department, timezone.localdate(request.now))


def _difference(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that went and came against the wording in force. What is too long to be kept is not compared."""
    if len(after) > 2 * wording.LONGEST:
        return []
    old, new = before.strip().splitlines(), after.replace("\r\n", "\n").strip().splitlines()
    found: list[tuple[str, str]] = []
    # Whole lines only: looking for lines that are alike costs minutes where many are.
    for tag, from_old, to_old, from_new, to_new in difflib.SequenceMatcher(a=old, b=new).get_opcodes():
        if tag == "equal":
            continue
        found += [("-", line) for line in old[from_old:to_old]] + [("+", line) for line in new[from_new:to_new]]
    return found


def _address(kind: str, scope: Scope) -> str:
    return reverse("desk:wording", args=[kind]) + scope.query


def _scope(request: Request) -> Scope:
    centre = my_centre(request)
    given = request.GET.get("department", "")
    if not given:
        return Scope(centre, None)
    if not given.isdecimal() or len(given) > 12:
        raise Http404
    return Scope(centre, get_object_or_404(Department, pk=int(given), centre=centre))
