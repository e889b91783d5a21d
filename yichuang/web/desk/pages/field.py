"""The page for a visit on a phone: opened before leaving, it works without a line and sends later, nothing twice."""

import base64
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.base import idempotency
from yichuang.base.idempotency import Answer
from yichuang.base.refusal import Refused
from yichuang.cases import looking
from yichuang.cases.models import Case, Inspection, Inspector, Photograph
from yichuang.cases.steps import inspecting, way
from yichuang.people.reading import Seen
from yichuang.web import desk
from yichuang.web.desk.finding import case_or_404
from yichuang.web.desk.forms.act import DeskForm
from yichuang.web.desk.forms.field import FieldPhotograph, FieldRecord
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request

WORKER = Path(desk.__file__).parent.parent / "static" / "desk" / "field_worker.js"


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: Request, number: str) -> HttpResponse:
    """The form of the visit under way; whoever was of an earlier team still finds here what his phone did not send."""
    case, visit = _of_the_team(request, number)
    looking.note(case, Seen.CASE, by=request.actor, at=request.now)
    form = FieldRecord(case=case, visit=visit) if visit else None
    if request.method == "POST" and visit is not None:
        form = FieldRecord(request.POST, request.FILES, case=case, visit=visit)
        if _done_once(request, form) is None:
            return HttpResponseRedirect(reverse("desk:case", args=[number]))
    context = {"case": case, "visit": visit, "form": form, "seal": _seal(request, case)}
    return render(request, "desk/field.html", context, status=422 if form and form.errors else 200)


@require_safe
def worker(request: Request, number: str) -> HttpResponse:
    """The script that answers for this page when there is no line; its place keeps it to this one visit."""
    _of_the_team(request, number)
    return HttpResponse(WORKER.read_text("utf-8"), content_type="text/javascript; charset=utf-8")


@require_safe
def state(request: Request, number: str) -> JsonResponse:
    """What has arrived of this visit from this officer, and the token with which to send the rest."""
    _case, visit = _of_the_team(request, number)
    sent = Photograph.objects.filter(inspection=visit, by=request.actor.account) if visit else Photograph.objects.none()
    told = {"visit": visit.pk if visit else None, "photographs": [str(one.key) for one in sent]}
    return JsonResponse(told | {"token": get_token(request)})


@require_POST
def photograph(request: Request, number: str) -> JsonResponse:
    """One photograph from the phone."""
    case, _visit = _of_the_team(request, number)
    return _told(_done_once(request, FieldPhotograph(request.POST, request.FILES, case=case)))


@require_POST
def record(request: Request, number: str) -> JsonResponse:
    """The record from the phone."""
    case, visit = _of_the_team(request, number)
    if idempotency.is_answered(by=request.actor, key=_key(FieldRecord, request.POST.get("key", ""))):
        return _told(None)
    if visit is None:
        return _told(str(inspecting.over()))
    return _told(_done_once(request, FieldRecord(request.POST, request.FILES, case=case, visit=visit)))


def _of_the_team(request: Request, number: str) -> tuple[Case, Inspection | None]:
    """The case with the visit under way, for whoever is or was of a team that visits it; others know of no page."""
    case = case_or_404(request, number, asked_too=True)
    visits = Inspector.objects.filter(inspection__case=case, account=request.actor.account)
    if not visits.exists():
        raise Http404
    visit = inspecting.live(way.of(case))
    return case, visit if visit and visits.filter(inspection=visit).exists() else None


def _done_once(request: Request, form: DeskForm) -> str | None:
    """Do it, unless it was done under this key before; the sentence why not, beside the form's own."""
    if not form.is_valid():
        return " ".join(sentence for _target, sentence in form.summary)

    def do() -> Answer:
        form.carry_out(by=request.actor, at=request.now)
        return Answer(200, None)

    parts: list[bytes] = [request.path.encode()]
    parts += [repr(sorted((k, v) for k, v in request.POST.lists() if k != "csrfmiddlewaretoken")).encode()]
    key = _key(type(form), str(form.cleaned_data["key"]))
    try:
        idempotency.once(by=request.actor, key=key, digest=idempotency.digest_of(*parts), at=request.now, do=do)
    except Refused as refused:
        put_on(form, refused)
        return str(refused)
    return None


def _key(form: type[DeskForm], said: str) -> str:
    return f"{form.__name__}-{said}"


def _told(refused: str | None) -> JsonResponse:
    if refused is not None:
        return JsonResponse({"done": False, "why": refused}, status=422)
    return JsonResponse({"done": True})


def _seal(request: Request, case: Case) -> dict[str, Any]:
    """With what the phone locks what it has not sent: told only to this officer, kept nowhere but in this page."""
    account = request.actor.account
    assert account is not None  # noqa: S101 - the team was asked before
    made = salted_hmac("yichuang.web.desk.field", f"{account.pk}:{case.pk}", algorithm="sha256")
    return {"key": base64.b64encode(made.digest()).decode(), "account": account.pk}
