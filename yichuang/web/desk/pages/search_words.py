"""For the manager: what people looked for in vain, and the synonyms by which they find it next time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.catalogue.finding import misses, searching, synonyms
from yichuang.catalogue.models import SearchMiss, Synonym
from yichuang.offices.models import Centre
from yichuang.web.desk.pages.offices import my_centre
from yichuang.web.kit.forms import KitForm, text
from yichuang.web.kit.paging import slice_of
from yichuang.web.kit.refusals import put_on, tell
from yichuang.web.kit.request import Request

MISSES, SETTLED, SYNONYMS, NEAREST = 20, 10, 50, 3
LONGEST_NAME = 60


class SynonymForm(KitForm):
    said = text(
        gettext_lazy("群众的说法"), longest=40, help_text=gettext_lazy("例如：饭馆。2 到 12 个字，只写关键的词。")
    )
    meant = text(
        gettext_lazy("目录的说法"), longest=60, help_text=gettext_lazy("例如：食品经营许可。用事项名称里的词。")
    )


@dataclass(frozen=True)
class Missed:
    """Words without result, and the names of the items that come nearest."""

    miss: SearchMiss
    nearest: list[str]


@require_safe
def search_words(request: Request) -> HttpResponse:
    """The most frequent misses with what comes nearest, and the synonyms in use."""
    given = {name: request.GET.get(name, "")[:60] for name in SynonymForm.base_fields}
    return _page(request, SynonymForm(initial=given))


def _page(request: Request, form: SynonymForm) -> HttpResponse:
    centre, today = my_centre(request), timezone.localdate(request.now)
    ended = request.GET.get("ended") == "1"
    found = Synonym.objects.filter(centre=centre, until__isnull=not ended).order_by("-pk")
    if (after := request.GET.get("after", "")).isdecimal():
        found = found.filter(pk__lt=min(int(after), 2**62))
    pairs = [{"pk": str(one.pk), "synonym": one} for one in found[: SYNONYMS + 1]]
    listed = slice_of(request, pairs, size=SYNONYMS, key="pk")
    context: dict[str, Any] = {
        "form": form,
        "ended": ended,
        "slice": listed,
        "synonyms": [pair["synonym"] for pair in listed.rows],
        "missed": [_missed(miss, centre, today) for miss in misses.most_frequent(centre, limit=MISSES)],
        "settled": misses.settled(centre, limit=SETTLED),
    }
    return render(request, "desk/search_words.html", context, status=422 if form.errors else 200)


def _missed(miss: SearchMiss, centre: Centre, on: date) -> Missed:
    hits = searching.search(miss.words, on=on, centre=centre, limit=NEAREST, least=1)
    return Missed(miss, [hit.version.name[:LONGEST_NAME] for hit in hits])


@require_POST
def add_synonym(request: Request) -> HttpResponse:
    """Use a synonym from today on."""
    form, centre = SynonymForm(request.POST), my_centre(request)
    if form.is_valid():
        try:
            made = synonyms.add(**form.cleaned_data, centre=centre, by=request.actor, at=request.now)
        except Refused as refused:
            put_on(form, refused)
        else:
            told = _("“%(said)s”从今天起也能查到“%(meant)s”。")
            messages.success(request, told % {"said": made.said, "meant": made.meant})
            return _back()
    return _page(request, form)


@require_POST
def end_synonym(request: Request, synonym_id: int) -> HttpResponse:
    """Use it no more; it can be added again from the list of those ended."""
    synonym = get_object_or_404(Synonym, pk=synonym_id, centre=my_centre(request))
    try:
        synonyms.end(synonym=synonym, by=request.actor, at=request.now)
    except Refused as refused:
        tell(request, refused)
    else:
        told = _("“%(said)s”已经停用。要恢复，请到“已停用的”里重新启用。")
        messages.success(request, told % {"said": synonym.said})
    return _back()


@require_POST
def settle_miss(request: Request, miss_id: int) -> HttpResponse:
    """Nothing needs to be done about these words."""
    miss = get_object_or_404(SearchMiss, pk=miss_id, centre=my_centre(request))
    misses.settle(miss=miss, by=request.actor, at=request.now)
    messages.success(request, _("“%(words)s”不再列出。要恢复，见下面“已处理的词”。") % {"words": miss.words})
    return _back()


@require_POST
def take_up_miss(request: Request, miss_id: int) -> HttpResponse:
    """Show these words again."""
    miss = get_object_or_404(SearchMiss, pk=miss_id, centre=my_centre(request))
    misses.take_up(miss=miss, by=request.actor, at=request.now)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:search_words"))
