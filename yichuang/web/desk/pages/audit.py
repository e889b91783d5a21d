"""For the audit administrator: everything that was done with one case or one account, row by row, and whether the chain
of the journal holds. The content of the case is not shown."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.base import journal
from yichuang.people.queries import account_named
from yichuang.web.desk import story
from yichuang.web.kit.request import Request

KINDS: Final = {"case": _("办件编号"), "account": _("账号")}
MOST: Final = 500


@require_safe
def audit(request: Request) -> HttpResponse:
    """The history of one subject, with who did each thing and by which instrument."""
    kind = request.GET.get("kind", "case")
    name = request.GET.get("name", "").strip()[:64].replace("\x00", "")
    context = {"kinds": KINDS, "kind": kind, "name": name, "asked": bool(name)}
    if name and kind in KINDS:
        entries = list(journal.history(journal.Subject(kind, _id_of(kind, name)))[:MOST])
        broken = {entry.seq for entry in story.broken(entries)}
        context |= {"told": story.tell(entries), "broken": broken}
    return render(request, "desk/audit.html", context)


def _id_of(kind: str, name: str) -> str:
    """Accounts are known to people by name, to the journal by number."""
    account = account_named(name) if kind == "account" else None
    return str(account.pk) if account else name
