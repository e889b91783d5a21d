"""Questions about cases. From a door there is no other way to a case than `case_for`: a stranger gets `NoSuchCase`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import journal, plain
from yichuang.base.query_codes import is_query_code
from yichuang.base.refusal import Invalid, Refused
from yichuang.cases.models import (
    ACT_OF,
    Case,
    CaseMaterial,
    CaseStep,
    Channel,
    Draft,
    ExpertOpinion,
    Hand,
    Inspection,
    LaterPromise,
    Opinion,
    OwedMaterial,
    Photograph,
    SignedCopy,
    State,
    StatementFile,
)
from yichuang.cases.rules import Given, material_names
from yichuang.catalogue.content import Content
from yichuang.catalogue.forms import ordered_fields
from yichuang.catalogue.kinds import StepKind
from yichuang.documents.models import Letter, LetterKind, StoredFile
from yichuang.documents.queries import letters_about
from yichuang.documents.sheets import INTERNAL
from yichuang.offices.models import Centre
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


class PapersOwed(Refused):
    """Something that was promised for later has not come yet."""

    code = "papers_owed"


def with_context() -> QuerySet[Case]:
    """Cases with everything a page or an act needs of one, in one statement."""
    return Case.objects.select_related(*WAY_TO_CASE).defer(TEXT_OF_VERSION)


def locked(case: Case, **also: Any) -> Case:
    """The case as it stands now, with what it owes, its row locked until the transaction ends; `also` are expressions
    that are read with it. One statement."""
    found = with_context().select_related("later_promise").annotate(**also)
    return found.select_for_update(of=("self",)).get(pk=case.pk)


def case_for(actor: Actor, number: str, *, at: datetime, asked_too: bool = False) -> Case:
    """The case of that number, if the actor may see it. Two statements at most. Raises `NoSuchCase`.

    With `asked_too`, officers of a department that only has a step of it may see it as well.
    """
    seen = visible_to(actor, at=at, asked_too=asked_too)
    found = None if "\x00" in number else with_context().filter(seen, number=number).first()
    if found is None:
        raise NoSuchCase(
            _("没有找到办件 %(number)s。请核对办件编号，或确认是否以办理人身份登录。") % {"number": number[:60]}
        )
    return found


def visible_to(actor: Actor, *, at: datetime, asked_too: bool = False) -> Q:
    """Which cases an actor may see: his own; a clerk's those of his zone; an officer's those of his departments, and
    with `asked_too` those at one step of which his department, or he as an expert, is asked."""
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
    if asked_too:
        seen |= Q(Exists(ExpertOpinion.objects.filter(case=OuterRef("pk"), account=actor.account)))
    if asked_too and actor.roles & EXAMINERS:
        seen |= Q(Exists(CaseStep.objects.filter(case=OuterRef("pk"), department__in=[d.pk for d in desk.departments])))
    return seen


def is_only_asked(case: Case, actor: Actor, *, at: datetime) -> bool:
    """Whether this officer sees the case only because his department has one of its steps. One statement."""
    if actor.account is None or actor.roles & {Role.MANAGER, Role.SUPERVISOR}:
        return False
    desk = desk_of(actor.account, timezone.localdate(at))
    in_zone = bool(actor.roles & {Role.CLERK, Role.GUIDE}) and case.zone_id in {w.zone_id for w in desk.windows}
    return not in_zone and case.department_id not in {d.pk for d in desk.departments}


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


def mine(actor: Actor, *, at: datetime) -> Q:
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


def my_parties(actor: Actor) -> list[UUID]:
    """The person himself and every organisation that he is proved to represent. One statement."""
    if actor.party is None:
        return []
    proved = Party.objects.filter(representative_id=actor.party.pk, representative_proved=True)
    return [actor.party.pk, *proved.values_list("pk", flat=True)]


def by_query_code(number: str, code: str) -> Case:
    """The case of that number, however it is spaced, when the code is its query code; else one and the same refusal.

    The code is judged before anybody looks for the case, so that a wrong one takes as long for every number.
    """
    number = "".join(number.split())
    found = with_context().filter(number=number).first() if is_query_code(number, code) else None
    if found is None:
        raise NoSuchCase(_("办件编号或者查询码不正确。请对照收件凭证重新输入。"))
    return found


@dataclass(frozen=True)
class Page:
    """One page of a list and the place where the next begins; empty when there is no more."""

    cases: Sequence[Case]
    after: str


@dataclass(frozen=True)
class StepPage:
    """One page of a list of steps, and the place where the next begins."""

    steps: Sequence[CaseStep]
    after: str


DUE_FIRST: Final = (F("due_at").asc(nulls_last=True), F("of").asc())

EXAMINERS: Final = frozenset({Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD})

STEPS_OF: Final[dict[str, tuple[str, ...]]] = {
    Role.EXAMINER: tuple(kind for kind, act in ACT_OF.items() if act in ("give_opinion", "inspect", "hear_experts")),
    Role.CHIEF_APPROVER: tuple(ACT_OF),
    Role.HEAD: (StepKind.REVIEW, StepKind.DECIDE),
}
"""Which steps of a case under examination stand on the list of which role: a chief approver sees them all coming."""

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

    A case under examination waits where one of its steps is open, until that step is due; it waits as well for the
    expert who was asked there and has not answered, wherever he sits. One short index scan for
    each place and state, merged: the cost of a page grows neither with the archive nor with the work that waits below
    the page.
    """
    wanted = [s for s in WORK.get(role, ()) if not states or s in states]
    places = _places(actor, role, at=at) if wanted else []
    scans = [
        behind(rows, after).order_by(*DUE_FIRST)[: limit + 1]
        for place in places
        for state in wanted
        for rows in _waiting(place, role, state, number)
    ]
    if role in WORK and role in actor.roles and (not states or State.EXAMINING in states):
        scans.append(behind(_asked_as_expert(actor, number), after).order_by(*DUE_FIRST)[: limit + 1])
    if not scans:
        return Page(cases=[], after="")
    first, *others = scans
    merged = first.union(*others, all=True).order_by(*DUE_FIRST)[: limit + 1] if others else first
    found = [(row["due_at"], row["of"]) for row in merged]
    mark = mark_of(*found[limit - 1]) if len(found) > limit else ""
    return Page(cases=_listed([pk for _due, pk in found[:limit]]), after=mark)


def _waiting(place: Q, role: Role, state: State, number: str) -> Iterator[QuerySet[Any, Any]]:
    """When what is due, and of which case."""
    if state == State.EXAMINING:
        for kind in STEPS_OF[role]:
            yield _open_steps(place, kind, number).values("due_at", of=F("case_id"))
    else:
        yield Case.objects.filter(place, state=state, number__startswith=number).values("due_at", of=F("id"))


def _asked_as_expert(actor: Actor, number: str) -> QuerySet[Any, Any]:
    """When the step is due at which this officer was asked as an expert and has not answered, and of which case."""
    asked = ExpertOpinion.objects.filter(
        account=actor.account, answered_at=None, step__state=CaseStep.State.OPEN, case__state=State.EXAMINING
    )
    asked = asked.filter(case__number__startswith=number) if number else asked
    return asked.values(due_at=F("step__due_at"), of=F("case_id"))


def _open_steps(place: Q, kind: str, number: str) -> QuerySet[CaseStep]:
    rows = CaseStep.objects.filter(place, kind=kind, state=CaseStep.State.OPEN, case__state=State.EXAMINING)
    return rows.filter(case__number__startswith=number) if number else rows


def _listed(ids: Sequence[UUID]) -> list[Case]:
    """These cases with what a list shows of each, in this order and each once. One statement."""
    listed = ("item", "item_version", "department", "applicant")
    rows = Case.objects.select_related(*listed).defer(TEXT_OF_VERSION).filter(pk__in=ids)
    found = {case.pk: case for case in rows}
    return [found[pk] for pk in dict.fromkeys(ids)]


def handled_by(actor: Actor, *, after: str = "", limit: int = PAGE) -> Page:
    """The cases in which this officer had a hand (我经手的), the last first. Two statements."""
    hands = Hand.objects.filter(account=actor.account).order_by("-id")
    if after:
        if not after.isdecimal() or len(after) > 18:
            raise Invalid(_("列表位置不正确，请回到第一页。"), field="after")
        hands = hands.filter(id__lt=int(after))
    found = list(hands.values_list("id", "case_id")[: limit + 1])
    shown = found[:limit]
    return Page(cases=_listed([pk for _hand, pk in shown]), after=str(shown[-1][0]) if len(found) > limit else "")


def _places(actor: Actor, role: Role, *, at: datetime) -> list[Q]:
    """Where the work of a role lies: a clerk's in his zones, an officer's in his departments."""
    if actor.account is None or role not in actor.roles:
        return []
    desk = desk_of(actor.account, timezone.localdate(at))
    if role == Role.CLERK:
        return [Q(zone=zone) for zone in sorted({w.zone_id for w in desk.windows})]
    return [Q(department=department) for department in sorted({d.pk for d in desk.departments})]


def behind(rows: QuerySet[Any, Any], mark: str) -> QuerySet[Any, Any]:
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
        return rows.filter(due_at__isnull=True, of__gt=pk)
    return rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, of__gt=pk) | Q(due_at__isnull=True))


def mark_of(due_at: datetime | None, pk: UUID) -> str:
    """Where the next page begins, as an address can hold it."""
    return f"{due_at.isoformat() if due_at else 'none'}_{pk}"


def cases_of(actor: Actor, *, at: datetime, after: str = "", limit: int = PAGE) -> Page:
    """The applicant's own cases, the newest first, without the files of certificates older than the system."""
    rows = with_context().filter(mine(actor, at=at)).exclude(channel=Channel.BEFORE).order_by("-id")
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


def open_promise_of(case: Case) -> LaterPromise | None:
    """The promise to bring more of which something is still missing. No statement for a locked case."""
    promise: LaterPromise | None = getattr(case, "later_promise", None)
    return promise if promise is not None and promise.completed_at is None else None


def owed_by(case: Case) -> list[OwedMaterial]:
    """What was promised for later and has not come yet. One statement where there is such a promise."""
    promise = open_promise_of(case)
    return list(promise.owed.filter(given_at__isnull=True)) if promise else []


def require_nothing_owed(case: Case) -> None:
    """No decision while something that was promised is missing (AY 24). Raises PapersOwed."""
    owed = owed_by(case)
    if owed:
        names = _("、").join(one.name for one in owed)
        raise PapersOwed(_("容缺后补的材料还没有补齐，补齐以后才能作出决定：%(names)s。") % {"names": names})


def given(case: Case) -> list[Given]:
    """What lies in the case now, as it was handed in."""
    return [
        Given(key=m.key, file_id=m.file_id, originals=m.originals, copies=m.copies, original_seen=m.original_seen)
        for m in _as_in_the_guide(
            case, CaseMaterial.objects.filter(case=case, superseded_at__isnull=True).order_by("id")
        )
    ]


def file_for(actor: Actor, case: Case, file_id: UUID) -> StoredFile:
    """A file that lies or lay in the case, was sent with a statement, or is the scan of a signed copy: staff reach all,
    the applicant's side its own. The only way from a door to a file that somebody else uploaded. Raises NoSuchCase."""
    laid_in = CaseMaterial.objects.filter(case=case, file_id=file_id)
    sent = StatementFile.objects.filter(statement__case=case, file_id=file_id)
    signed = SignedCopy.objects.filter(case=case, file_id=file_id)
    if actor.kind != "staff":
        sent = sent.filter(statement__of=None)
        signed = signed.filter(letter__in=letters_shown(case))
    ids = laid_in.values("file_id").union(sent.values("file_id"), signed.values("file_id"))
    found = StoredFile.objects.filter(pk__in=ids).first()
    if found is None:
        raise NoSuchCase(_("没有找到这份文件。"))
    return found


def files(ids: Iterable[UUID]) -> list[StoredFile]:
    """The stored files of these ids, in one statement; none when there are no ids."""
    wanted = list(ids)
    return plain.found(StoredFile, "WHERE id = ANY (%(wanted)s)", {"wanted": wanted}) if wanted else []


def inspections_of(case: Case) -> list[Inspection]:
    """The visits of the case with their teams and photographs, the first first. Four statements, one without any."""
    rows = Inspection.objects.filter(case=case).select_related("recorded_by").order_by("id")
    pictures = Prefetch("photographs", Photograph.objects.select_related("file").order_by("id"))
    return list(rows.prefetch_related("team__account", "team__department", pictures))


def experts_of(case: Case) -> list[ExpertOpinion]:
    """Who was asked as an expert, and what he answered. One statement."""
    return list(ExpertOpinion.objects.filter(case=case).select_related("account", "party", "file").order_by("id"))


def photograph_of(case: Case, photograph: int) -> StoredFile:
    """The picture of a visit of the case."""
    found = Photograph.objects.filter(inspection__case=case, pk=photograph).select_related("file").first()
    if found is None:
        raise NoSuchCase(_("没有找到这份文件。"))
    return found.file


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
    return letters_of(case).filter(kind__in=kinds, revoked_at__isnull=True)


def opinions_of(case: Case) -> QuerySet[Opinion]:
    """The opinions on the case, oldest first, each with its step and its author."""
    related = ("by", "in_place_of", "at_step__department")
    return Opinion.objects.filter(case=case).select_related(*related).order_by("at", "id")


def steps_of(case: Case) -> QuerySet[CaseStep]:
    """Every step of the case in its order, those sent back before those that stand for doing them again."""
    rows = CaseStep.objects.filter(case=case).select_related("department", "returned_by")
    return rows.prefetch_related("handovers__giver", "handovers__taker").order_by("position", "turn", "department_id")


def steps_now(case: Case) -> list[CaseStep]:
    """The steps that are open now. One statement."""
    open_ = CaseStep.objects.filter(case=case, state=CaseStep.State.OPEN).select_related("department")
    return list(open_.order_by("position", "department_id"))


MOST_NOT_AT_ONCE: Final = 100
"""Rows of one list of what was not decided at once."""


def not_at_once(centre: Centre) -> QuerySet[Case]:
    """The cases of instant items (即办件) that were sent the long way, with why, the last first: for supervision."""
    found = Case.objects.filter(centre=centre).exclude(why_not_at_once="")
    return found.select_related("item_version", "department").defer(TEXT_OF_VERSION).order_by("-id")


def steps_overdue(centre: Centre, *, at: datetime) -> QuerySet[CaseStep]:
    """The open steps of a centre whose time is over; a case that stands still has none."""
    return CaseStep.objects.filter(
        state=CaseStep.State.OPEN, due_at__lt=at, case__state=State.EXAMINING, case__centre=centre
    )


def overdue_steps(centre: Centre, *, at: datetime, after: str = "", limit: int = PAGE) -> StepPage:
    """The open steps of a centre whose time is over, the longest overdue first: for supervision. One statement."""
    rows = steps_overdue(centre, at=at).select_related("department", *(f"case__{one}" for one in WAY_TO_CASE))
    due, _sep, last = after.partition("_")
    if after:
        try:
            moment, pk = datetime.fromisoformat(due).astimezone(UTC), int(last)
        except (ValueError, OverflowError):
            raise Invalid(_("列表位置不正确，请回到第一页。"), field="after") from None
        rows = rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=pk))
    found = list(rows.defer(f"case__{TEXT_OF_VERSION}").order_by("due_at", "id")[: limit + 1])
    shown = found[:limit]
    mark = f"{shown[-1].due_at:%Y-%m-%dT%H:%M:%S.%f%z}_{shown[-1].pk}" if len(found) > limit else ""
    return StepPage(steps=shown, after=mark)


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
