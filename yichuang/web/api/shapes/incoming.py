"""What comes in. Every shape knows its fields and refuses any other; lengths and rules are the domain's to judge."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from yichuang.cases.checklist import Check
from yichuang.cases.correcting import Defect
from yichuang.cases.models import State
from yichuang.cases.rules import Given
from yichuang.delivery.choosing import Wish
from yichuang.people.addresses import Label
from yichuang.people.document_codes import type_of_code
from yichuang.people.models import DocumentType, Role

Count = Annotated[int, Field(strict=True, ge=0, le=999)]
Truth = Annotated[bool, Field(strict=True)]


class In(BaseModel):
    """A body, or a part of one."""

    model_config = ConfigDict(extra="forbid")


class MaterialIn(In):
    """One material: a file that was uploaded, or paper counted at the window."""

    key: str = Field(description="The material's key in the guide")
    file: UUID | None = Field(default=None, description="The id of an upload of the same account")
    originals: Count = 0
    copies: Count = 0
    original_seen: Truth = False

    def given(self) -> Given:
        """The same for the domain."""
        return Given(
            key=self.key,
            file_id=self.file,
            originals=self.originals,
            copies=self.copies,
            original_seen=self.original_seen,
        )


class ContentsIn(In):
    """What an application consists of, beside the item."""

    applicant: UUID | None = Field(
        default=None, description="For whom: a party. When absent, the person of the account himself"
    )
    situations: list[str] = Field(default=[], max_length=100)
    answers: dict[str, Any] = Field(default={}, description="The form, by the JSON Schema of the guide")
    materials: list[MaterialIn] = Field(default=[], max_length=500)
    later: list[str] = Field(default=[], max_length=500, description="Keys of materials promised for later (容缺)")
    promised: list[str] = Field(default=[], max_length=500, description="Keys for which a promise stands (告知承诺)")
    purpose: Literal["", "change", "renewal", "cancellation"] = Field(
        default="", description="What is wanted of the certificate"
    )
    certificate: str = Field(default="", max_length=80, description="Number of the certificate that this is about")
    follows: str = Field(default="", max_length=50, description="Number of the applicant's case that this follows")
    again: str = Field(default="", description="Why another one is wanted although the same is under way")


class ChoiceIn(In):
    """How the applicant wants the result: receiver, phone and address for a courier, consent for electronic service."""

    mode: Literal["counter", "courier", "locker", "electronic"]
    receiver: str = ""
    phone: str = ""
    address: str = ""
    consent: Truth = False

    def wish(self) -> Wish:
        """The same for the domain."""
        return Wish(mode=self.mode, label=Label(self.receiver, self.phone, self.address), consent=self.consent)


class ApplicationIn(ContentsIn):
    """An application. `accept`, `credit_confirmed` and `handed_in_by` are for the staff of the counter."""

    item: str = Field(description="The code of the item")
    delivery: ChoiceIn | None = Field(default=None, description="How the result is to be had; absent: at the window")
    accept: Truth = Field(default=False, description="At the counter: take in and accept in one go")
    credit_confirmed: Truth = Field(
        default=False,
        description="At the counter, with `accept` and materials that follow `later`: the credit record was looked up",
    )
    handed_in_by: UUID | None = Field(default=None, description="At the counter: the party who stands there")


Document = Annotated[
    DocumentType,
    BeforeValidator(lambda told: type_of_code(told) if isinstance(told, str) else told),
    Field(description="A type, or its code of GA/T 2000.156 (111, 114, 118, 414, 511, 512, 516, 553, 990)"),
]


class PersonIn(In):
    """A natural person, entered at the counter."""

    kind: Literal["natural"]
    name: str
    document_type: Document
    number: str
    phone: str = ""
    address: str = ""


class OrganisationIn(In):
    """An organisation, entered at the counter."""

    kind: Literal["organisation"]
    name: str
    credit_code: str
    representative: UUID | None = Field(default=None, description="法定代表人: a party that is a natural person")
    phone: str = ""
    address: str = ""


class ItemsQuery(In):
    """Which items, and which page of them."""

    q: str = Field(default="", description="Words, pinyin or initials")
    department: str = Field(default="", description="Code of a department")
    area: str = Field(default="", description="Subject area")
    service_object: str = Field(default="", description="natural, enterprise …")
    after: str = Field(default="", description="`after` of the page before")
    limit: int = Field(default=20, ge=1, le=100)


class LifeEventQuery(In):
    """What was answered so far."""

    answers: list[str] = Field(default=[], max_length=60, description="Keys of the choices made")
    passed: list[str] = Field(default=[], max_length=60, description="Questions of several choices where none was made")


class CasesQuery(In):
    """Which cases, and which page of them."""

    role: Role | None = Field(default=None, description="For staff: the role whose work is asked for")
    state: list[State] = Field(default=[], description="Only these states")
    number: str = Field(default="", description="How the number begins")
    after: str = Field(default="", description="`after` of the page before")
    limit: int = Field(default=30, ge=1, le=100)


class OverdueQuery(In):
    """Which page of the steps whose time is over."""

    after: str = Field(default="", description="`after` of the page before")
    limit: int = Field(default=30, ge=1, le=100)


class EmptyIn(In):
    """An act that needs nothing said."""


class ExaminationIn(In):
    """Why an instant item (即办件) cannot be decided at once; not read for other items."""

    why_not_at_once: str = ""


class PaperCheckIn(In):
    """Whether the papers of one material, by key, meet its acceptance standard."""

    material: str
    fits: Truth

    def check(self) -> Check:
        """The same for the domain."""
        return Check(self.material, fits=self.fits)


class ReviewIn(In):
    """The preliminary review: a word for every paper that lies in the case, or none at all."""

    checks: list[PaperCheckIn] | None = Field(default=None, max_length=500)

    def found(self) -> list[Check] | None:
        """The same for the domain."""
        return None if self.checks is None else [one.check() for one in self.checks]


class DefectIn(In):
    """One thing to put right: a material, by key, or a field of the form."""

    reason: str
    material_key: str = ""
    field: str = ""
    asked_anyway: str = Field(default="", description="Why a shared paper is asked for: nothing, down or differs")

    def defect(self) -> Defect:
        """The same for the domain."""
        return Defect(**self.model_dump())


class FetchingIn(In):
    """Which shared paper is called for."""

    key: str


class CorrectionIn(In):
    """Everything that must be put right, told once; a second time only with the reason why."""

    defects: list[DefectIn] = Field(min_length=1, max_length=200)
    why_again: str = ""


class CorrectedIn(In):
    """The answer to a correction notice."""

    answers: dict[str, Any] = {}
    materials: list[MaterialIn] = Field(default=[], max_length=500)


class DecliningIn(In):
    """Why the application is not accepted, and which body is competent."""

    reasons: str
    competent_body: str = ""


class ReasonsIn(In):
    """Why."""

    reasons: str


class ProposalIn(In):
    """What is recommended, and why."""

    recommends: Literal["granted", "refused"]
    text: str


class OpinionIn(ProposalIn):
    """What an officer found, and what he recommends; `step` names one of several that are open."""

    step: int | None = Field(default=None, ge=1, le=2**63 - 1)


class HandingOnIn(In):
    """To which colleague (his user name) a step is handed on, and why."""

    to: str
    reason: str
    step: int | None = Field(default=None, ge=1, le=2**63 - 1)


class SendingBackIn(In):
    """Which earlier step is to be done again, and why."""

    step: int = Field(ge=1, le=2**63 - 1)
    reason: str


class DecisionIn(In):
    """The decision. A refusal needs reasons."""

    outcome: Literal["granted", "refused"]
    reasons: str = ""


class IssueIn(In):
    """The result is made."""

    certificate_number: str = ""
    valid_from: date | None = Field(default=None, description="Absent: from the day of the decision")
    valid_until: date | None = Field(default=None, description="The last day; absent: as the guide says")


class WithdrawalIn(In):
    """The application is taken back. A clerk names the document that was shown to him."""

    reason: str = ""
    document_number: str = ""


class TakingBackIn(In):
    """Why the last step is taken back; for a step with a letter, that the letter was not handed out. What asked for
    corrections, stopped the clock or arranged a visit is taken back all the same: another letter then tells it."""

    reason: str
    not_handed_out: bool = False


class SignedCopyIn(In):
    """The signed copy of a letter: the day on which it was signed, by whom, and the id of an upload of its scan."""

    signed_on: date
    signer: Literal["addressee", "representative", "agent"]
    file: UUID | None = None


class SignedCopyBackIn(In):
    """Why the signed copy of a letter was entered by mistake."""

    reason: str


class PackageIn(In):
    """Why the whole case is copied; an applicant who takes his own papers need not say."""

    reason: str = ""
