"""Applying, step by step: for whom, in which situation, the form, the materials, a last look, and off it goes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yichuang.base.refusal import Refused
from yichuang.cases import applying, repeating
from yichuang.cases.models import Draft
from yichuang.catalogue import rules
from yichuang.catalogue.forms import clean_draft, form_errors
from yichuang.web.kit.refusals import each, put_on, sentences
from yichuang.web.kit.request import Request
from yichuang.web.kit.schema_forms import AnswersForm, form_for, shown
from yichuang.web.portal import answers, delivery_choice, drafting, promising


def own(request: Request, draft_id: UUID) -> Draft:
    """The draft, if it is this account's; else 404."""
    try:
        return applying.draft_of(draft_id=draft_id, by=request.actor)
    except applying.NoSuchDraft as refused:
        raise Http404(str(refused)) from None


def frame(draft: Draft, **more: Any) -> dict[str, Any]:
    """What every page of a draft shows."""
    version = draft.item_version
    return {"draft": draft, "version": version, "centre": version.item.centre, "section": "my", **more}


@require_GET
def draft(request: Request, draft_id: UUID) -> HttpResponse:
    """The task list: what is done and what is left."""
    mine, on = own(request, draft_id), timezone.localdate(request.now)
    listed = drafting.tasks(mine, on=on)
    context = frame(mine, tasks=listed, go_on=drafting.next_address(mine, on=on), done=sum(t.done for t in listed))
    return render(request, "portal/draft.html", context)


def situations(request: Request, draft_id: UUID) -> HttpResponse:
    """Which situation applies; it decides which materials are asked for."""
    mine = own(request, draft_id)
    content, wrong = mine.item_version.parsed, []
    chosen = answers.chosen(content, request.GET.getlist("s")) if request.htmx else list(mine.situations)
    if request.method == "POST":
        chosen = answers.chosen(content, request.POST.getlist("s"))
        applying.change_draft(draft=mine, situations=chosen, at=request.now)
        wrong = sentences(rules.situation_errors(content, chosen))
        if not wrong:
            return _onward(request, mine)
    context = frame(mine, questions=answers.questions(content, chosen), chosen=chosen, wrong=wrong)
    return render(request, "portal/draft_situations.html", context, status=422 if wrong else 200)


def form(request: Request, draft_id: UUID) -> HttpResponse:
    """The form of the item. What is typed is kept, right or wrong; going on asks for all of it to be right."""
    mine = own(request, draft_id)
    filled = _form(request, mine)
    if request.method == "POST" and filled.is_valid():
        _keep_answers(request, mine, filled)
        if request.htmx:
            return render(request, "portal/parts/saved.html")
        if not filled.errors and "more" in request.POST:
            return render(request, "portal/draft_form.html", frame(mine, form=filled))
        if not filled.errors and "later" in request.POST:
            return redirect("portal:draft", mine.pk)
        for refused in form_errors(mine.item_version.parsed, filled.answers(), on=timezone.localdate(request.now)):
            put_on(filled, refused)
        if not filled.errors:
            return _onward(request, mine)
    return render(request, "portal/draft_form.html", frame(mine, form=filled), status=422 if filled.errors else 200)


def _form(request: Request, mine: Draft) -> AnswersForm:
    content = mine.item_version.parsed
    values, sources = drafting.known(mine, request.actor.party)
    kept = drafting.answers_of(mine)
    untouched = {name: source for name, source in sources.items() if kept.get(name, values[name]) == values[name]}
    made = form_for(content.form, english=request.LANGUAGE_CODE.startswith("en"), sources=untouched)
    return made(request.POST if request.method == "POST" else None, initial={**values, **kept})


def _keep_answers(request: Request, mine: Draft, filled: AnswersForm) -> None:
    try:
        kept = clean_draft(mine.item_version.parsed, filled.answers())
    except Refused as refused:
        put_on(filled, refused)
    else:
        applying.change_draft(draft=mine, answers=kept, at=request.now)


def review(request: Request, draft_id: UUID) -> HttpResponse:
    """One page that reads like a letter; sending it makes it an application."""
    mine = own(request, draft_id)
    wrong: list[tuple[str, str]] = []
    ways = delivery_choice.form_of_draft(request, mine)
    if request.method == "POST" and ways.is_valid():
        try:
            again = request.POST.get("again", "")
            case = delivery_choice.submit(mine, ways, again=again, by=request.actor, at=request.now)
        except Refused as refused:
            wrong = delivery_choice.told(ways, mine, each(refused))
        else:
            return redirect("portal:sent", case.number)
    context = frame(mine, wrong=wrong, ways=ways, again=request.POST.get("again", ""), **_last_look(request, mine))
    return render(request, "portal/draft_review.html", context, status=422 if wrong or ways.errors else 200)


def _last_look(request: Request, mine: Draft) -> dict[str, Any]:
    """All that will be handed in, what is still to do, and what the applicant has under way for the same item."""
    content, given = mine.item_version.parsed, drafting.answers_of(mine)
    by, at, item = request.actor, request.now, mine.item_version.item
    return {
        "tasks": [task for task in drafting.tasks(mine, on=timezone.localdate(at))[:-1] if not task.done],
        "rows": shown(content.form, given, english=request.LANGUAGE_CODE.startswith("en")),
        "slots": [slot for slot in drafting.slots(mine) if slot.files],
        "promised": promising.chosen(mine, drafting.wanted_materials(mine, given)),
        "situations": [content.situation(key) for key in mine.situations],
        "running": repeating.found(item, mine.applicant, former=mine.former, by=by, at=at),
    }


@require_POST
def remove(request: Request, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    applying.drop_draft(draft=own(request, draft_id))
    messages.success(request, _("草稿已删除。"))
    return redirect("portal:my")


def _onward(request: Request, mine: Draft) -> HttpResponse:
    on = timezone.localdate(request.now)
    return HttpResponseRedirect(drafting.next_address(mine, on=on, after=request.path))
