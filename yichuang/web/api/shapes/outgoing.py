"""What goes out. Personal data leaves masked; times are ISO 8601; labels are in the caller's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from django.utils import timezone
from pydantic import AfterValidator, BaseModel, Field

from yichuang.base.journal import Entry
from yichuang.base.query_codes import query_code
from yichuang.cases import library, life_cycle
from yichuang.cases.afterwards import quotas
from yichuang.cases.chaining import Linked
from yichuang.cases.library import Origin, Paper
from yichuang.cases.models import Case, CaseMaterial, SignedCopy
from yichuang.cases.offers import Offer
from yichuang.cases.reckoning import Reckoning
from yichuang.documents.models import Letter, StoredFile
from yichuang.documents.verifying import Registered
from yichuang.offices.models import Department, Mandate
from yichuang.people.actors import Actor
from yichuang.people.document_codes import code_of
from yichuang.people.models import Party

Moment = Annotated[datetime, AfterValidator(timezone.localtime)]
"""A moment as it goes out: with the offset of the centre, whether it was just made or read from the database."""


class Out(BaseModel):
    """An answer, or a part of one."""


class PartyOut(Out):
    """A person or organisation, masked."""

    id: UUID
    kind: str
    name: str
    document_type: str
    document_code: str = Field(description="The type by GA/T 2000.156; empty where the standard has none")
    number: str
    phone: str

    @classmethod
    def of(cls, party: Party) -> Self:
        """Only what may be seen without a reason."""
        return cls(
            id=party.pk,
            kind=party.kind,
            name=str(party.name),
            document_type=party.document_type,
            document_code=code_of(party.document_type),
            number=str(party.number),
            phone=str(party.phone or ""),
        )


class Named(Out):
    """Something with a code and a name in the caller's language."""

    code: str
    name: str

    @classmethod
    def of_department(cls, department: Department) -> Self:
        """A department."""
        return cls(code=department.code, name=str(department))


class Labelled(Out):
    """A value for machines and its label for people."""

    code: str
    label: str


class CaseLine(Out):
    """A case in a list."""

    number: str
    state: Labelled
    item: Named
    department: Named
    applicant: PartyOut
    channel: str
    submitted_at: Moment
    accepted_at: Moment | None
    due_at: Moment | None
    due_is_provisional: bool
    version: int

    @classmethod
    def facts(cls, case: Case) -> dict[str, Any]:
        """The fields of the line; everything they need was read with the case."""
        return {
            "number": case.number,
            "state": Labelled(code=case.state, label=str(case.get_state_display())),
            "item": Named(code=case.item.code, name=case.item_version.title),
            "department": Named.of_department(case.department),
            "applicant": PartyOut.of(case.applicant),
            "channel": case.channel,
            "submitted_at": case.submitted_at,
            "accepted_at": case.accepted_at,
            "due_at": case.due_at,
            "due_is_provisional": case.due_is_provisional,
            "version": case.version,
        }

    @classmethod
    def of(cls, case: Case) -> Self:
        """The case as a line."""
        return cls(**cls.facts(case))


class CasePage(Out):
    """A page of a list; `after` asks for the next one, and is empty on the last."""

    cases: list[CaseLine]
    after: str


class CaseOut(CaseLine):
    """A case with both of its clocks."""

    situations: list[str]
    outcome: str
    statutory_due_at: Moment | None
    promised_due_at: Moment | None
    decided_at: Moment | None
    completed_at: Moment | None
    ended_at: Moment | None

    @classmethod
    def facts(cls, case: Case) -> dict[str, Any]:
        """The line, and what follows."""
        return super().facts(case) | {
            "situations": case.situations,
            "outcome": case.outcome,
            "statutory_due_at": case.statutory_due_at,
            "promised_due_at": case.promised_due_at,
            "decided_at": case.decided_at,
            "completed_at": case.completed_at,
            "ended_at": case.ended_at,
        }


class NewCaseOut(CaseOut):
    """A case that has just come into being, with the code for following it without an account."""

    query_code: str

    @classmethod
    def facts(cls, case: Case) -> dict[str, Any]:
        """The case, and its query code."""
        return super().facts(case) | {"query_code": query_code(case.number)}


class OriginOut(Out):
    """From which earlier case a paper was taken again, and how far it can be relied on."""

    number: str
    given_on: date
    trust: str

    @classmethod
    def of(cls, origin: Origin) -> Self:
        return cls(number=origin.number, given_on=origin.given_on, trust=str(origin.trust))


class MaterialOut(Out):
    """A material that lies in the case."""

    key: str
    name: str
    file: UUID | None
    media_type: str
    originals: int
    copies: int
    original_seen: bool
    given_at: Moment
    taken_from: OriginOut | None

    @classmethod
    def of(cls, material: CaseMaterial, origin: Origin | None) -> Self:
        """The material with its file."""
        return cls(
            taken_from=OriginOut.of(origin) if origin else None,
            key=material.key,
            name=material.name,
            file=material.file_id,
            media_type=material.file.media_type if material.file else "",
            originals=material.originals,
            copies=material.copies,
            original_seen=material.original_seen,
            given_at=material.given_at,
        )


class OfferOut(Out):
    """An act that the state of the case allows, and why the caller may not do it (empty when he may)."""

    act: str
    label: str
    allowed: bool
    reason: str


class LineOut(Out):
    """Where a case stands in the line of an item of which only so many are granted (XKF 57): its place by acceptance,
    how many before it are not decided, how many are left in the period."""

    place: int
    waiting: int
    left: int


class LinkedOut(Out):
    """A case of the same applicant in the same chain (一链办理)."""

    number: str
    item: Named
    state: Labelled

    @classmethod
    def of(cls, case: Case) -> Self:
        """The case by its number."""
        return cls(
            number=case.number,
            item=Named(code=case.item.code, name=case.item_version.name),
            state=Labelled(code=case.state, label=str(case.get_state_display())),
        )


class CaseDetail(CaseOut):
    """A case with its materials and what the caller may do with it now; `line` only for an item with a number. Only
    staff read why an instant item (即办件) was not decided at once."""

    why_not_at_once: str
    follows: LinkedOut | None
    followed_by: list[LinkedOut]
    materials: list[MaterialOut]
    acts: list[OfferOut]
    line: LineOut | None

    @classmethod
    def with_parts(
        cls,
        case: Case,
        materials: Sequence[CaseMaterial],
        offers: Iterable[Offer],
        linked: Sequence[Linked],
        *,
        inside: bool,
    ) -> Self:
        """The case and its parts."""
        origins = library.origins(case, materials)
        place = quotas.in_line(case)
        return cls(
            **cls.facts(case),
            why_not_at_once=case.why_not_at_once if inside else "",
            follows=next((LinkedOut.of(one.case) for one in linked if one.before), None),
            followed_by=[LinkedOut.of(one.case) for one in linked if not one.before],
            line=LineOut(place=place.place, waiting=place.waiting, left=place.left) if place else None,
            materials=[MaterialOut.of(one, origins.get(one.file_id)) for one in materials],
            acts=[OfferOut(act=o.act, label=str(o.label), allowed=o.allowed, reason=o.reason) for o in offers],
        )


OFFICERS = frozenset({"handed_to", "in_place_of"})
"""What the journal says of a step that names an officer by the number of his account."""


class EntryOut(Out):
    """One act in the history of a case. People of the public and staff are told by kind, not by name; `instrument` is
    the delegation under which it was done, with the department that gave it, empty for the power of one's own post."""

    at: Moment
    act: str
    label: str
    by: str
    mandate: int | None
    instrument: str
    detail: dict[str, Any]

    @classmethod
    def of(cls, entry: Entry, *, inside: bool, mandates: Mapping[int, Mandate]) -> Self:
        """The row of the journal; only staff (`inside`) read which officer is meant, others the department."""
        mandate = mandates.get(entry.mandate_id or 0)
        return cls(
            at=entry.at,
            act=entry.act,
            label=life_cycle.title_of(entry.act),
            by=entry.who_kind,
            mandate=entry.mandate_id,
            instrument=f"{mandate.grantor}{mandate}" if mandate else "",
            detail=entry.detail if inside else {k: v for k, v in entry.detail.items() if k not in OFFICERS},
        )


class History(Out):
    """Everything that was done with a case, oldest first."""

    entries: list[EntryOut]


class SignedCopyOut(Out):
    """That the signed copy of a letter has come back; `file` is its scan, read as a file of the case."""

    signed_on: date
    signer: Labelled
    file: UUID | None

    @classmethod
    def of(cls, copy: SignedCopy) -> Self:
        """When it was signed, and by whom."""
        signer = Labelled(code=copy.signer, label=str(copy.get_signer_display()))
        return cls(signed_on=copy.signed_on, signer=signer, file=copy.file_id)


class LetterOut(Out):
    """A letter, without its text. It was written with the `wording` of the centre or department, or without one with
    that of the `edition` that comes with the program."""

    id: UUID
    kind: Labelled
    number: str
    issued_at: Moment
    valid: bool
    wording: int | None
    edition: str
    signed_copy: SignedCopyOut | None

    @classmethod
    def of(cls, letter: Letter, signed: SignedCopy | None = None) -> Self:
        """The letter in a list, with its signed copy when that has come back."""
        return cls(
            id=letter.pk,
            kind=Labelled(code=letter.kind, label=str(letter.get_kind_display())),
            number=letter.number,
            issued_at=letter.issued_at,
            valid=letter.is_valid,
            wording=letter.wording_id,
            edition=letter.edition,
            signed_copy=SignedCopyOut.of(signed) if signed else None,
        )


class Letters(Out):
    """The letters of a case, oldest first."""

    letters: list[LetterOut]


class LetterLine(Out):
    """What a result or a receipt says of itself."""

    label: str
    value: str


class Verification(Out):
    """What the register knows of a letter; the copy that lies before you must say the same. The addressee is masked;
    `authority` names who acted for whom under which instrument, empty for the power of one's own post."""

    kind: Labelled
    title: str
    number: str
    department: Named
    item_name: str
    addressee: str
    issued_at: Moment
    seal: str
    authority: str
    lines: list[LetterLine]
    pages: int
    digest: str
    valid: bool
    revoked_at: Moment | None
    revoked_reason: str

    @classmethod
    def of(cls, letter: Registered) -> Self:
        """The register's own data."""
        return cls(
            kind=Labelled(code=letter.kind, label=str(letter.kind.label)),
            title=str(letter.title),
            number=letter.number,
            department=Named.of_department(letter.department),
            item_name=letter.item_name,
            addressee=letter.addressee,
            issued_at=letter.issued_at,
            seal=letter.seal,
            authority=letter.authority,
            lines=[LetterLine(label=label, value=value) for label, value in letter.lines],
            pages=letter.pages,
            digest=letter.digest,
            valid=letter.is_valid,
            revoked_at=letter.revoked_at,
            revoked_reason=letter.revoked_reason,
        )


class DayOut(Out):
    """One day of an explanation."""

    date: date
    counted: bool
    number: int | None
    reason: str


class Clock(Out):
    """Why a date is what it is: law, start, length, day by day. `due_at` is empty while the clock stands still.

    `kind` is statutory, promised, review, correction-1 …, hold-1 …, delivery.
    """

    kind: str
    label: str
    law: str
    start: Moment
    start_label: str
    length: str
    due_at: Moment | None
    provisional: bool
    note: str
    days: list[DayOut]

    @classmethod
    def of(cls, one: Reckoning) -> Self:
        """The reckoning with its days."""
        return cls(
            kind=one.key,
            label=one.title,
            law=one.law,
            start=one.start,
            start_label=one.start_words,
            length=one.length,
            due_at=one.due,
            provisional=one.provisional,
            note=one.note,
            days=[DayOut(date=d.date, counted=d.counted, number=d.number, reason=str(d.reason)) for d in one.days],
        )


class Clocks(Out):
    """Every date of a case with its account, and the notices on which the days off rest."""

    clocks: list[Clock]
    sources: list[str]


class UploadOut(Out):
    """An uploaded file; only a clean one can be handed in."""

    id: UUID
    name: str
    media_type: str
    size: int
    pages: int
    state: str
    uploaded_at: Moment

    @classmethod
    def of(cls, file: StoredFile) -> Self:
        """The file, without its bytes."""
        return cls(
            id=file.pk,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            pages=file.pages,
            state=file.state,
            uploaded_at=file.uploaded_at,
        )


class Me(Out):
    """Who the token stands for."""

    kind: str
    name: str
    roles: list[str]
    party: PartyOut | None
    may_apply_for: list[PartyOut]

    @classmethod
    def of(cls, actor: Actor, may_apply_for: Iterable[Party]) -> Self:
        """The actor and the parties he may apply for without a letter of authority."""
        account = actor.account
        return cls(
            kind=actor.kind,
            name=account.display_name if account else "",
            roles=sorted(actor.roles),
            party=PartyOut.of(actor.party) if actor.party else None,
            may_apply_for=[PartyOut.of(one) for one in may_apply_for],
        )


class PaperOut(Out):
    """A paper that was handed in before, and can be given again for the material `key` by naming its `file`."""

    key: str
    file: UUID
    name: str
    given_on: date
    trust: str

    @classmethod
    def each(cls, papers: Mapping[str, Sequence[Paper]]) -> list[Self]:
        return [
            cls(key=key, file=one.file.pk, name=one.file.name, given_on=one.given_on, trust=str(one.trust))
            for key, several in papers.items()
            for one in several
        ]


class CheckOut(Out):
    """Everything that is missing or wrong, at once, and what need not be brought again; nothing was changed."""

    complete: bool
    errors: list[dict[str, str]]
    papers: list[PaperOut]
