"""Following a case without an account, and verifying a letter: by codes that only its holder can know."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.base.refusal import Refused
from yichuang.cases import deeming, queries
from yichuang.cases.models import Case
from yichuang.delivery import electronically
from yichuang.documents.verifying import verify_code
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit import pace
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request
from yichuang.web.portal.pages.cases import picture
from yichuang.web.portal.sending import send_letter

_FOLLOWED = "followed"


class QueryForm(kit_forms.KitForm):
    number = kit_forms.text(
        gettext_lazy("办件编号"),
        longest=50,
        help_text=gettext_lazy("在收件凭证上。"),
        inputmode="numeric",
        autocomplete="off",
    )
    code = kit_forms.text(
        gettext_lazy("查询码"),
        longest=30,
        help_text=gettext_lazy("13 位字母和数字，在收件凭证上。"),
        autocomplete="off",
        autocapitalize="characters",
    )


@require_http_methods(["GET", "POST"])
def query(request: Request) -> HttpResponse:
    """Ask for a case by its number and code. A wrong number and a wrong code get the same answer."""
    form = QueryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pace.require(request, purpose="query", at=request.now)
            case = queries.by_query_code(**form.cleaned_data)
        except queries.NoSuchCase as refused:
            pace.note_failure(request, purpose="query", at=request.now)
            put_on(form, refused)
        except Refused as refused:
            put_on(form, refused)
        else:
            request.session[_FOLLOWED] = [case.number, form.cleaned_data["code"]]
            return redirect("portal:followed")
    context = {"form": form, "centre": the_centre(), "section": "query"}
    return render(request, "portal/query.html", context, status=422 if form.errors else 200)


def _followed(request: Request) -> Case | None:
    try:
        number, code = request.session[_FOLLOWED]
        return queries.by_query_code(number, code)
    except (KeyError, ValueError, queries.NoSuchCase):
        return None


@require_GET
def followed(request: Request) -> HttpResponse:
    """Where the case stands. No form, no materials, no names: only the way and the letters."""
    case = _followed(request)
    if case is None:
        return redirect("portal:query")
    return render(request, "portal/followed.html", picture(deeming.by_law(case, at=request.now)) | {"section": "query"})


@require_GET
def followed_letter(request: Request, letter_id: UUID) -> HttpResponseBase:
    """A letter of the case that is followed."""
    case = _followed(request)
    found = queries.letters_shown(case).filter(pk=letter_id).first() if case else None
    if case is None or found is None:
        raise Http404
    try:
        electronically.require_read(case, found)
    except electronically.ReadFirst as first:
        tell(request, first)
        return redirect("portal:followed")
    return send_letter(found, at=request.now, download="download" in request.GET)


@require_GET
def verify(request: Request, code: str = "") -> HttpResponse:
    """Whether a letter is ours, and what the register says of it. The register counts, not the paper."""
    code = code or request.GET.get("code", "").strip()
    refusal = ""
    letter = None
    if code:
        try:
            pace.require(request, purpose="verify", at=request.now)
        except pace.TooOften as refused:
            refusal = str(refused)
        else:
            letter = verify_code(code)
            if letter is None:
                pace.note_failure(request, purpose="verify", at=request.now)
    context = {"centre": the_centre(), "code": code, "letter": letter, "refusal": refusal}
    return render(request, "portal/verify.html", context)
