"""The public list of decisions (行政许可法第四十条), and the same as a table to keep."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yichuang.base.refusal import Refused
from yichuang.cases.afterwards import disclosing
from yichuang.cases.afterwards.disclosing import Shown, Wanted
from yichuang.offices.models import Department
from yichuang.web.kit import spreadsheets
from yichuang.web.kit.centre import the_centre
from yichuang.web.kit.forms import DateInput, KitForm, text
from yichuang.web.kit.refusals import tell
from yichuang.web.kit.request import Request


class SearchForm(KitForm):
    """What is looked for; everything may stay empty."""

    item = text(gettext_lazy("事项名称"), longest=64, required=False, placeholder=gettext_lazy("例如：食品经营"))
    department = forms.ChoiceField(label=gettext_lazy("部门"), required=False)
    since = forms.DateField(label=gettext_lazy("决定日期自"), required=False, widget=DateInput())
    until = forms.DateField(label=gettext_lazy("决定日期至"), required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
        rows = Department.objects.filter(centre=the_centre()).order_by("name").values_list("code", "name")
        field.choices = [("", _("全部部门")), *rows]

    def wanted(self) -> Wanted:
        """The same for the domain; what cannot be read is not looked for."""
        told = self.cleaned_data if self.is_valid() else {}
        return Wanted(**{name: told.get(name) or blank for name, blank in _BLANK.items()})


_BLANK: dict[str, Any] = {"item": "", "department": "", "since": None, "until": None}


@require_safe
def decisions(request: Request) -> HttpResponse:
    """A page of the list, the newest first."""
    form, today = SearchForm(request.GET), timezone.localdate(request.now)
    wanted, after = form.wanted(), request.GET.get("after", "")
    try:
        shown, mark = disclosing.search(the_centre(), wanted, after=after, on=today)
    except Refused as refused:
        tell(request, refused)
        shown, mark = disclosing.search(the_centre(), wanted, on=today)
    context = {"centre": the_centre(), "form": form, "shown": shown, "mark": mark}
    return render(request, "portal/decisions.html", context, status=422 if form.errors else 200)


@require_safe
def table(request: Request) -> HttpResponse:
    """All that is looked for as a CSV."""
    heads = [
        _("决定书文号"),
        _("决定日期"),
        _("部门"),
        _("事项"),
        _("被许可人"),
        _("决定"),
        _("有效期起"),
        _("有效期止"),
    ]
    today = timezone.localdate(request.now)
    rows = [_row(one) for one in disclosing.export(the_centre(), SearchForm(request.GET).wanted(), on=today)]
    return spreadsheets.table("csv", heads, rows, name=f"{_('行政许可决定公开')} {today}")


def _row(one: Shown) -> tuple[Any, ...]:
    told = one.disclosure
    item = told.case.item_version.title
    days = (one.valid_from or "", one.valid_until or "")
    return (told.number, told.decided_on, told.department, item, one.holder, one.outcome, *days)
