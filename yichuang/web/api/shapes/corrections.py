"""Corrections as they come in and go out: each missing or wrong thing is a line of its own."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import Field

from yichuang.cases.correction_lines import Looked
from yichuang.cases.marking import Mark
from yichuang.cases.models import Correction
from yichuang.web.api.shapes.incoming import In, MaterialIn, Truth
from yichuang.web.api.shapes.outgoing import Moment, Out


class MarkIn(In):
    """What came of one line of the last letter; a word why it is still wrong."""

    line: int = Field(ge=1, le=32767, description="Its number in the letter")
    right: Truth
    remark: str = ""

    def mark(self) -> Mark:
        """The same for the domain."""
        return Mark(line=self.line, right=self.right, remark=self.remark)


class MarksIn(In):
    """The lines that were looked at; the others stay as they are."""

    lines: list[MarkIn] = Field(min_length=1, max_length=200)


class OnTheSpotIn(In):
    """What is put right at the window: fields as they shall read (null: empty), papers in the place of others."""

    answers: dict[str, Any] = {}
    materials: list[MaterialIn] = Field(default=[], max_length=500)
    confirmed: Truth = Field(default=False, description="The applicant stands there, has read it and confirms it")


class LineOut(Out):
    """One line: what is wrong, by which rule, where it stands (open, answered, accepted, still_wrong) and why, and the
    digests of the blank form and the sample that the guide offers. `asked_anyway`: why a shared paper is asked for
    (nothing, down, differs)."""

    line: int
    material_key: str
    field: str
    what: str
    reason: str
    asked_anyway: str
    rule: str
    status: str
    remark: str
    blank: str
    sample: str

    @classmethod
    def of(cls, one: Looked) -> Self:
        """The line as it stands."""
        line, paper = one.line, one.material
        return cls(
            line=line.position,
            material_key=line.material_key,
            field=line.field,
            what=line.what,
            reason=line.reason,
            asked_anyway=line.asked_anyway,
            rule=line.rule,
            status=one.status,
            remark=line.remark,
            blank=paper.blank.digest if paper and paper.blank else "",
            sample=paper.sample.digest if paper and paper.sample else "",
        )


class RoundOut(Out):
    """One letter of correction with its lines. `why_again`: why they were not told in the first."""

    round: int
    told_at: Moment
    answer_by: Moment
    answered_at: Moment | None
    why_again: str
    lines: list[LineOut]

    @classmethod
    def of(cls, notice: Correction, lines: Sequence[Looked]) -> Self:
        """The letter, line by line."""
        return cls(
            round=notice.round,
            told_at=notice.told_at,
            answer_by=notice.answer_by,
            answered_at=notice.answered_at,
            why_again=notice.why_again,
            lines=[LineOut.of(one) for one in lines],
        )


class Rounds(Out):
    """All of them, the last first."""

    rounds: list[RoundOut]
