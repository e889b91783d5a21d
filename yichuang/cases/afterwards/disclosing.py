"""The public list of decisions (行政许可法第四十条): organisations by name, persons masked, refusals not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Invalid
from yichuang.cases.afterwards import certificates
from yichuang.cases.models import Case, Certificate, Disclosure, Outcome
from yichuang.catalogue.kinds import ItemType
from yichuang.catalogue.models import ItemVersion
from yichuang.documents.models import Letter
from yichuang.offices.models import Centre

PAGE = 30
MOST_EXPORTED = 5000


def disclose(case: Case, letter: Letter, *, at: datetime) -> None:
    """Put a granted licence on the public list. What is no 行政许可 (aid, registration …) is nobody else's business."""
    if case.item_version.parsed.item_type != ItemType.LICENCE:
        return
    Disclosure.objects.create(
        case=case,
        centre=case.centre,
        department=case.department,
        item=case.item,
        number=letter.number,
        decided_on=timezone.localdate(at),
    )


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty is everything. `item` is a code, or part of what any edition calls it."""

    item: str = ""
    department: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Shown:
    """One decision of the list: whose, what, since when, how it stands today."""

    disclosure: Disclosure
    holder: str
    valid_from: date | None
    valid_until: date | None
    outcome: str


def search(centre: Centre, wanted: Wanted, *, after: str = "", limit: int = PAGE, on: date) -> tuple[list[Shown], str]:
    """One page, the newest first, and the mark behind which the next begins. Three statements. Raises Invalid."""
    rows = _after(_matching(centre, wanted), after).order_by("-decided_on", "-id")[: limit + 1]
    found = list(rows)
    mark = f"{found[limit - 1].decided_on.isoformat()}_{found[limit - 1].pk}" if len(found) > limit else ""
    return _shown(found[:limit], on=on), mark


def export(centre: Centre, wanted: Wanted, *, on: date) -> Iterator[Shown]:
    """All that is looked for, the newest first, a page at a time; at most `MOST_EXPORTED`."""
    after, given = "", 0
    while given < MOST_EXPORTED:
        page, after = search(centre, wanted, after=after, limit=200, on=on)
        yield from page
        given += len(page)
        if not after:
            return


def _matching(centre: Centre, wanted: Wanted) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.filter(centre=centre).select_related(
        "case__applicant", "case__item_version", "department", "item"
    )
    rows = rows.defer("case__item_version__content")
    if wanted.item:
        rows = rows.filter(item__in=_called(wanted.item))
    if wanted.department:
        rows = rows.filter(department__code=wanted.department)
    if wanted.since:
        rows = rows.filter(decided_on__gte=wanted.since)
    return rows.filter(decided_on__lte=wanted.until) if wanted.until else rows


def _called(words: str) -> QuerySet[ItemVersion]:
    said = Q(name__icontains=words) | Q(name_en__icontains=words) | Q(item__code=words)
    return ItemVersion.objects.filter(said).values("item")  # type: ignore[return-value]


def _after(rows: QuerySet[Disclosure], mark: str) -> QuerySet[Disclosure]:
    if not mark:
        return rows
    day, _sep, last = mark.partition("_")
    try:
        on, pk = date.fromisoformat(day), int(last)
    except ValueError:
        raise Invalid(_("列表位置不正确，请回到第一页。"), field="after") from None
    if not 0 < pk < 2**63:
        raise Invalid(_("列表位置不正确，请回到第一页。"), field="after")
    return rows.filter(Q(decided_on__lt=on) | Q(decided_on=on, id__lt=pk))


def _shown(found: Sequence[Disclosure], *, on: date) -> list[Shown]:
    cases = [one.case_id for one in found]
    about = {one.case_id: one for one in certificates.with_events().filter(case__in=cases)} if cases else {}
    return [_one(one, about.get(one.case_id), on=on) for one in found]


def _one(one: Disclosure, certificate: Certificate | None, *, on: date) -> Shown:
    holder = one.case.applicant.known_as
    if certificate is None:
        return Shown(one, holder, None, None, _outcome(one.case))
    stands = certificates.standing(certificate, on=on)
    counts = stands in (certificates.Standing.IN_FORCE, certificates.Standing.NOT_YET)
    outcome = _outcome(one.case) if counts else str(stands.label)
    return Shown(one, holder, certificate.valid_from, certificate.valid_until, outcome)


def _outcome(case: Case) -> str:
    words = {"change": _("准予变更"), "renewal": _("准予延续"), "cancellation": _("准予注销")}
    return str(words.get(case.purpose, Outcome.GRANTED.label))
