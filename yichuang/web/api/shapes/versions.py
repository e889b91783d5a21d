"""Versions of an item and what differs between them, as they go out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from pydantic import Field

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.revising.comparing import Change
from yichuang.web.api.shapes.incoming import In
from yichuang.web.api.shapes.outgoing import Labelled, Out


class VersionLine(Out):
    """One published version of an item. `effective_until` is exclusive; null is "until further notice"."""

    number: int
    name: str
    status: Labelled
    effective_from: date | None
    effective_until: date | None
    reason: str
    digest: str

    @classmethod
    def of(cls, version: ItemVersion) -> Self:
        """The version without its content."""
        return cls(
            number=version.number,
            name=version.title,
            status=Labelled(code=version.status, label=version.get_status_display()),
            effective_from=version.effective_from,
            effective_until=version.effective_until,
            reason=version.change_reason,
            digest=version.content_digest,
        )


class VersionPage(Out):
    """All published versions of an item, newest first."""

    versions: list[VersionLine]

    @classmethod
    def of(cls, versions: Iterable[ItemVersion]) -> Self:
        """The versions as lines."""
        return cls(versions=[VersionLine.of(one) for one in versions])


class DifferenceQuery(In):
    """Which two versions."""

    from_: int = Field(alias="from", ge=1, le=1_000_000, description="Number of the earlier version")
    to: int = Field(ge=1, le=1_000_000, description="Number of the later version")


class ChangeOut(Out):
    """One difference: `kind` is changed, added, removed or moved; `paths` name the fields of the content."""

    family: str
    kind: str
    where: str
    before: str
    after: str
    sentence: str
    paths: list[str]


class DifferenceOut(Out):
    """Everything that differs between two versions, in the order of a guide."""

    before: int
    after: int
    changes: list[ChangeOut]

    @classmethod
    def of(cls, before: int, after: int, changes: Sequence[Change]) -> Self:
        """The changes of two numbered versions."""
        shaped = [
            ChangeOut(
                family=one.family,
                kind=one.kind,
                where=one.where,
                before=one.before,
                after=one.after,
                sentence=one.sentence,
                paths=list(one.paths),
            )
            for one in changes
        ]
        return cls(before=before, after=after, changes=shaped)
