"""What letters say: read, written by one manager of the centre, published by another."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from yichuang.base.refusal import Refused
from yichuang.documents import fields, queries, rewording
from yichuang.documents.models import LetterKind, Wording
from yichuang.offices.models import Centre, Department
from yichuang.offices.queries import centre_of
from yichuang.web.api.answering import done_once, said, who
from yichuang.web.api.shapes.incoming import EmptyIn
from yichuang.web.api.shapes.wordings import (
    DraftIn,
    FieldOut,
    KindDetail,
    KindOut,
    Kinds,
    RemarksIn,
    ScopeQuery,
    SinceIn,
    WordingOut,
)
from yichuang.web.kit.request import Request

router = Router(tags=["wordings"])
MOST = 20
NOTHING = EmptyIn()


class NoSuchWording(Refused):
    """There is no such kind, department or version in this centre."""

    code = "not_found"


@router.get("/wordings", response=Kinds, url_name="wordings")
def wordings(request: Request, wanted: Query[ScopeQuery]) -> HttpResponse:
    """Every kind of letter with its words of today."""
    kinds = [kind for kind in LetterKind if kind not in fields.FORMS]
    shown = [KindOut(kind=KindOut.labelled(kind), text=_text(request, kind, wanted.department)) for kind in kinds]
    return said(Kinds(kinds=shown))


@router.get("/wordings/{kind}", response=KindDetail, url_name="wording")
def wording(request: Request, kind: str, wanted: Query[ScopeQuery]) -> HttpResponse:
    """One kind: its words of today, the fields they may name, and its versions, the draft that waits first."""
    centre, known, department = _centre(request), _kind(kind), _department(request, wanted.department)
    versions = queries.wordings_of(centre, known, department)[:MOST]
    return said(
        KindDetail(
            kind=KindOut.labelled(known),
            text=_text(request, known, wanted.department),
            fields=[FieldOut.of(one) for one in fields.fields_of(known).values()],
            versions=[WordingOut.of(one) for one in versions],
        )
    )


@router.post("/wordings/{kind}", response={201: WordingOut}, url_name="wording")
def draft(request: Request, kind: str, written: DraftIn) -> HttpResponseBase:
    """Write the next wording, over the draft that waits."""
    return _drafted(request, kind, written)


@done_once(201)
def _drafted(request: Request, kind: str, written: DraftIn) -> WordingOut:
    made = rewording.draft(
        centre=_centre(request),
        department=_department(request, written.department),
        kind=_kind(kind),
        text=written.text,
        reason=written.reason,
        by=who(request),
        at=request.now,
    )
    return WordingOut.of(made)


@router.post("/wordings/drafts/{int:draft}/publication", response=WordingOut, url_name="wording_publishing")
def publication(request: Request, draft: int, told: SinceIn) -> HttpResponseBase:
    """Put a draft of another manager in force from a day on."""
    return _done(request, rewording.publish, draft, since=told.since)


@router.post("/wordings/drafts/{int:draft}/return", response=WordingOut, url_name="wording_return")
def sending_back(request: Request, draft: int, told: RemarksIn) -> HttpResponseBase:
    """Send a draft of another manager back with words."""
    return _done(request, rewording.send_back, draft, remarks=told.remarks)


@router.post("/wordings/drafts/{int:draft}/discarding", response=WordingOut, url_name="wording_discarding")
def discarding(request: Request, draft: int, nothing: EmptyIn = NOTHING) -> HttpResponseBase:
    """Put a draft away."""
    return _done(request, rewording.discard, draft)


@done_once()
def _done(request: Request, act: Callable[..., Wording], draft: int, **given: Any) -> WordingOut:
    found = Wording.objects.filter(pk=draft, centre=_centre(request)).first() if draft < 2**63 else None
    if found is None:
        raise NoSuchWording(_("没有找到这一版文字。"))
    return WordingOut.of(act(wording=found, by=who(request), at=request.now, **given))


def _text(request: Request, kind: LetterKind, department: str) -> str:
    today = timezone.localdate(request.now)
    return queries.text_in_force(_centre(request), kind, _department(request, department), today)


def _kind(kind: str) -> LetterKind:
    if kind not in LetterKind.values or kind in fields.FORMS:
        raise NoSuchWording(_("没有这种文书，或者它是固定格式，没有可以修改的文字。"))
    return LetterKind(kind)


def _centre(request: Request) -> Centre:
    centre = centre_of(who(request).account, timezone.localdate(request.now))
    if centre is None:
        raise NoSuchWording(_("您今天没有在岗的中心。"))
    return centre


def _department(request: Request, code: str) -> Department | None:
    if not code:
        return None
    found = Department.objects.filter(centre=_centre(request), code=code).first()
    if found is None:
        raise NoSuchWording(_("本中心没有这个部门，请核对部门代码。"))
    return found
