"""Tables on the desk: upload, look at the dry run, have it imported; export what is in force."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.guides.importing import Outcome
from yichuang.catalogue.models import ImportRun
from yichuang.catalogue.sheets import leaving, marked, runs
from yichuang.catalogue.sheets.leaving import Format
from yichuang.catalogue.sheets.problems import Problems, Weight
from yichuang.web.desk.forms.tables import ExportForm, UploadForm
from yichuang.web.kit.centre import centre_at_work
from yichuang.web.kit.downloads import attachment
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request

SIZE, SHOWN = 30, 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "json": "application/json", "zip": "application/zip"}


@require_http_methods(["GET", "HEAD", "POST"])
def tables(request: Request) -> HttpResponse:
    """The upload, the latest imports, the export."""
    centre = centre_at_work(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, centre=centre)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data.pop("file")
        try:
            run = runs.upload(
                centre=centre, name=file.name, data=file.read(), by=request.actor, at=request.now, **form.cleaned_data
            )
            return HttpResponseRedirect(reverse("desk:table_run", args=[run.pk]))
        except Refused as refused:
            put_on(form, refused)
    latest = ImportRun.objects.filter(centre=centre).select_related("uploaded_by").defer("file", "report")
    context = {"form": form, "export": ExportForm(centre=centre), "runs": latest.order_by("-id")[:SIZE]}
    return render(request, "desk/catalogue/tables.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: Request, run_id: UUID) -> HttpResponse:
    """One import: how far it is, what it found, and the confirmation."""
    found = _run(request, run_id)
    if request.method == "POST":
        try:
            runs.confirm(run=found, by=request.actor, at=request.now)
        except Refused as refused:
            tell(request, refused)
        return HttpResponseRedirect(reverse("desk:table_run", args=[run_id]))
    report, weight = found.report, request.GET.get("weight", "")
    problems = [one for one in report.get("problems", ()) if weight in ("", one["weight"])]
    context = {
        "run": found,
        "weight": weight,
        "weights": [(one, sum(told["weight"] == one for told in report.get("problems", ()))) for one in Weight],
        "problems": problems[:SHOWN],
        "left": len(problems[SHOWN:]) + report.get("more_problems", 0),
        "counts": [(Outcome(key).label, number) for key, number in report.get("counts", {}).items()],
        "lines": [{**one, "label": Outcome(one["outcome"]).label} for one in report.get("items", ())[:SHOWN]],
        "mine": found.uploaded_by_id == (request.actor.account.pk if request.actor.account else None),
    }
    return render(request, "desk/catalogue/table_run.html", context)


@require_safe
def progress(request: Request, run_id: UUID) -> HttpResponse:
    """How far an import is; when nothing runs any more the page is asked for anew."""
    found = _run(request, run_id)
    response = render(request, "desk/catalogue/parts/table_progress.html", {"run": found})
    if not found.is_running:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def copy(request: Request, run_id: UUID) -> HttpResponse:
    """The problems as a workbook, with a copy of what was uploaded in which they are marked."""
    found = _run(request, run_id, with_file=True)
    name = f"{Path(found.name).stem} 标注.xlsx"
    return attachment(marked.copy(found), name=name, media_type=XLSX)


@require_safe
def export(request: Request) -> HttpResponse:
    """The items in force as a file."""
    centre = centre_at_work(request)
    form = ExportForm(request.GET, centre=centre)
    if not form.is_valid():
        raise Http404
    kind = Format(form.cleaned_data["format"])
    day = timezone.localtime(request.now).strftime("%Y%m%d")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"items.{kind.suffix}"
        leaving.export(path, form.choice(centre=centre, at=request.now), kind, problems=Problems())
        name = f"事项 {kind.label} {day}.{kind.suffix}"
        return attachment(path.read_bytes(), name=name, media_type=TYPES[kind.suffix])


def _run(request: Request, run_id: UUID, *, with_file: bool = False) -> ImportRun:
    found = ImportRun.objects.filter(centre=centre_at_work(request), pk=run_id).select_related("uploaded_by")
    run = (found if with_file else found.defer("file")).first()
    if run is None:
        raise Http404
    return run
