"""Questions about cases. From a door there is no other way to a case than `case_for`: a stranger gets `NoSuchCase`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal, plain
from yichuang.base.query_codes import is_query_code
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases.models import Case, CaseMaterial, Draft, Opinion, State
from yichuang.cases.rules import Given, material_names
from yichuang.catalogue.content import Content
from yichuang.catalogue.forms import ordered_fields
from yichuang.documents.models import Letter, LetterKind, StoredFile
from yichuang.documents.queries import letters_about
from yichuang.documents.sheets import INTERNAL
from yichuang.offices.queries import desk_of
from yichuang.people import agency
from yichuang.people.actors import Actor
from yichuang.people.models import Agency, Party, Role

PAGE: Final = 30
"""Rows of one page of a list."""

WAY_TO_CASE: Final = (
    "item",
    "item_version",
    "department",
    "centre",
    "applicant",
    "zone",
    "window",
)


TEXT_OF_VERSION: Final = "item_version__content"
"""Twenty kilobytes of JSON that a process parses once and then knows by their digest."""


class NoSuchCase(Refused):
    """There is no such case for this actor; whether it exists is not told."""

    code = "not_found"


def with_context() -> QuerySet[Case]:
    """Cases with everything a page or an act needs of one, in one statement."""
    return Case.objects.select_related(*WAY_TO_CASE).defer(TEXT_OF_VERSION)


def locked(case: Case) -> Case:
    """The case as it stands now, its row locked until the transaction ends. One statement."""
    return with_context().select_for_update(of=("self",)).get(pk=case.pk)


def case_for(actor: Actor, number: str, *, at: datetime) -> Case:
    """The case of that number, if the actor may see it. Two statements at most. Raises `NoSuchCase`."""
    found = None if "\x00" in number else with_context().filter(visible_to(actor, at=at), number=number).first()
    if found is None:
        raise NoSuchCase(
            _("没有找到办件 %(number)s。请核对办件编号，或确认是否以办理人身份登录。") % {"number": number[:60]}
        )
    return found


def visible_to(actor: Actor, *, at: datetime) -> Q:
    """Which cases an actor may see: his own; a clerk's those of his zone; an officer's those of his departments."""
    if actor.kind == "public":
        return on_my_side(actor, at=at)
    if actor.kind != "staff" or actor.account is None:
        return Q(pk__in=[])
    desk = desk_of(actor.account, timezone.localdate(at))
    seen = Q(pk__in=[])
    if actor.roles & {Role.MANAGER, Role.SUPERVISOR} and desk.centre is not None:
        return Q(centre=desk.centre)
    if actor.roles & {Role.CLERK, Role.GUIDE}:
        seen |= Q(zone__in=[w.zone_id for w in desk.windows])
    if actor.roles & {Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD, Role.CLERK}:
        seen |= Q(department__in=[d.pk for d in desk.departments])
    return seen


def on_my_side(actor: Actor, *, at: datetime) -> Q:
    """Cases in which the actor is applicant, legal representative, or agent with a mandate in force.

    A representative whom nobody has proved sees only what he himself handed in.
    """
    if actor.party is None:
        return Q(pk__in=[])
    me = actor.party.pk
    today = timezone.localdate(at)
    agencies = Agency.objects.filter(agent_id=me, since__lte=today, until__gt=today, revoked_at__isnull=True)
    proved_or_own = Q(applicant__representative_proved=True) | Q(handed_in_by_id=me)
    represented = Q(applicant__representative_id=me) & proved_or_own
    return Q(applicant_id=me) | represented | Q(agency__in=agencies, handed_in_by_id=me)


def _mine(actor: Actor, *, at: datetime) -> Q:
    """The same as `on_my_side`, with the persons and letters of authority looked up first: an OR over other tables
    would read every case there is. Two statements."""
    if actor.party is None:
        return Q(pk__in=[])
    me, today = actor.party.pk, timezone.localdate(at)
    represented = dict(Party.objects.filter(representative_id=me).values_list("pk", "representative_proved"))
    mine = Q(applicant_id__in=[me, *(pk for pk, proved in represented.items() if proved)])
    if not all(represented.values()):
        mine |= Q(applicant_id__in=list(represented), handed_in_by_id=me)
    agencies = Agency.objects.filter(agent_id=me, since__lte=today, until__gt=today, revoked_at__isnull=True)
    held = list(agencies.values_list("pk", flat=True))
    return mine | Q(agency_id__in=held, handed_in_by_id=me) if held else mine


def by_query_code(number: str, code: str) -> Case:
    """The case of that number, however it is spaced, when the code is its query code; else one and the same refusal."""
    found = with_context().filter(number="".join(number.split())).first()
    if found is None or not is_query_code(found.number, code):
        raise NoSuchCase(_("办件编号或者查询码不正确。请对照收件凭证重新输入。"))
    return found


@dataclass(frozen=True)
class Page:
    """One page of a list and the place where the next begins; empty when there is no more."""

    cases: Sequence[Case]
    after: str


DUE_FIRST: Final = (F("due_at").asc(nulls_last=True), F("id").asc())

WORK: Final[dict[str, tuple[State, ...]]] = {
    Role.CLERK: (State.SUBMITTED, State.COMPLETED),
    Role.EXAMINER: (State.ACCEPTED, State.EXAMINING, State.SUSPENDED, State.FORWARDED, State.DECIDED, State.ISSUING),
    Role.CHIEF_APPROVER: (State.ACCEPTED, State.EXAMINING),
    Role.HEAD: (State.EXAMINING,),
}
"""Which states wait for which role."""


def work_list(
    actor: Actor,
    *,
    role: Role,
    at: datetime,
    states: Sequence[str] = (),
    number: str = "",
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """What waits for this actor in this role, what is due first on top. Three statements.

    One short index scan for each place and state, merged: the cost of a page grows neither with the archive nor with
    the work that waits below the page.
    """
    wanted = [s for s in WORK.get(role, ()) if not states or s in states]
    scans = [
        _after(rows.filter(place, state=state, number__startswith=number), after).order_by(*DUE_FIRST)[: limit + 1]
        for place in _places(actor, role, at=at)
        for state in wanted
        for rows in [Case.objects.values("due_at", "id")]
    ]
    if not scans:
        return Page(cases=[], after="")
    merged = scans[0] if len(scans) == 1 else scans[0].union(*scans[1:], all=True).order_by(*DUE_FIRST)[: limit + 1]
    ids = [row["id"] for row in merged]
    listed = ("item", "item_version", "department", "applicant")
    found = {
        case.pk: case for case in Case.objects.select_related(*listed).defer(TEXT_OF_VERSION).filter(pk__in=ids[:limit])
    }
    shown = [found[pk] for pk in ids[:limit]]
    return Page(cases=shown, after=_mark(shown[-1]) if len(ids) > limit else "")


def _places(actor: Actor, role: Role, *, at: datetime) -> list[Q]:
    """Where the work of a role lies: a clerk's in his zones, an officer's in his departments."""
    if actor.account is None or role not in actor.roles:
        return []
    desk = desk_of(actor.account, timezone.localdate(at))
    if role == Role.CLERK:
        return [Q(zone=zone) for zone in sorted({w.zone_id for w in desk.windows})]
    return [Q(department=department) for department in sorted({d.pk for d in desk.departments})]


def _after(rows: QuerySet[Case, Any], mark: str) -> QuerySet[Case, Any]:
    """The rows behind a mark, in the order of `DUE_FIRST`."""
    due, _sep, last = mark.partition("_")
    if not mark:
        return rows
    try:
        pk = UUID(last)
        moment = None if due == "none" else datetime.fromisoformat(due).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(_("列表位置不正确，请回到第一页。"), field="after") from None
    if moment is None:
        return rows.filter(due_at__isnull=True, id__gt=pk)
    return rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=pk) | Q(due_at__isnull=True))


def _mark(case: Case) -> str:
    return f"{case.due_at.isoformat() if case.due_at else 'none'}_{case.pk}"


def cases_of(actor: Actor, *, at: datetime, after: str = "", limit: int = PAGE) -> Page:
    """The applicant's own cases, the newest first."""
    rows = with_context().filter(_mine(actor, at=at)).order_by("-id")
    if after:
        try:
            rows = rows.filter(id__lt=UUID(after))
        except ValueError:
            raise Invalid(_("列表位置不正确，请回到第一页。"), field="after") from None
    found = list(rows[: limit + 1])
    return Page(cases=found[:limit], after=str(found[limit - 1].pk) if len(found) > limit else "")


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """What the account has begun and not yet sent, the last touched first."""
    return (
        Draft.objects.filter(account=actor.account)
        .select_related("item_version__item", "applicant")
        .order_by("-changed_at")
    )


def materials_of(case: Case) -> list[CaseMaterial]:
    """What lies in the case now, each with its file, in the order of the guide."""
    lying = CaseMaterial.objects.filter(case=case, superseded_at__isnull=True).select_related("file").order_by("id")
    return _as_in_the_guide(case, lying)


def _as_in_the_guide(case: Case, materials: Iterable[CaseMaterial]) -> list[CaseMaterial]:
    """Whatever was corrected stands where it stood before; papers of one material as they came."""
    place = {key: number for number, key in enumerate(material_names(case.item_version.parsed))}
    return sorted(materials, key=lambda one: place.get(one.key, len(place)))


def given(case: Case) -> list[Given]:
    """What lies in the case now, as it was handed in."""
    return [
        Given(key=m.key, file_id=m.file_id, originals=m.originals, copies=m.copies, original_seen=m.original_seen)
        for m in _as_in_the_guide(
            case, CaseMaterial.objects.filter(case=case, superseded_at__isnull=True).order_by("id")
        )
    ]


def file_of(case: Case, file_id: UUID) -> StoredFile:
    """A file that lies or lay in the case. The only way from a door to a file that somebody else uploaded."""
    try:
        return StoredFile.objects.get(pk=CaseMaterial.objects.filter(case=case, file_id=file_id)[:1].values("file_id"))
    except StoredFile.DoesNotExist:
        raise NoSuchCase(_("没有找到这份文件。")) from None


def files(ids: Iterable[UUID]) -> list[StoredFile]:
    """The stored files of these ids, in one statement; none when there are no ids."""
    wanted = list(ids)
    return plain.found(StoredFile, "WHERE id = ANY (%(wanted)s)", {"wanted": wanted}) if wanted else []


def letters_of(case: Case) -> QuerySet[Letter]:
    """The letters of the case, oldest first."""
    return letters_about(journal.Subject("case", case.number))


def letters_shown(case: Case) -> QuerySet[Letter]:
    """Those the applicant may read, oldest first: no form of the house, and no letter to somebody else. A 送达回证 may
    name his agent."""
    theirs = Q(addressee=case.applicant_id) | Q(kind=LetterKind.SERVICE_RECEIPT)
    return letters_of(case).filter(theirs).exclude(kind__in=INTERNAL)


def letters_for(actor: Actor, case: Case) -> QuerySet[Letter]:
    """The letters of the case that the actor may read, who may see the case: staff all, others their own."""
    return letters_of(case) if actor.kind == "staff" else letters_shown(case)


def results_of(case: Case) -> QuerySet[Letter]:
    """The letters that the applicant takes home: the decision and the result."""
    kinds = [LetterKind.GRANTING_DECISION, LetterKind.REFUSING_DECISION, LetterKind.RESULT]
    return letters_of(case).filter(kind__in=kinds)


def opinions_of(case: Case) -> QuerySet[Opinion]:
    """The opinions on the case, oldest first."""
    return Opinion.objects.filter(case=case).select_related("by").order_by("at", "id")


def history(case: Case) -> QuerySet[journal.Entry]:
    """Everything that was done with the case, oldest first."""
    return journal.history(journal.Subject("case", case.number))


def names_of(content: Content) -> dict[tuple[str, str], str]:
    """Names of everything a correction can be about, in the order of the guide: ("material", key), ("field", key)."""
    names = {("material", key): name for key, name in material_names(content).items()}
    return names | {("field", key): str(schema.get("title", key)) for key, schema in ordered_fields(content.form)}


def may_apply_for(actor: Actor) -> list[Party]:
    """For whom the actor can apply: himself, and every organisation that he represents."""
    if actor.party is None:
        return []
    return agency.principals_behind(actor.party)
