"""Papers that the applicant handed in before, and need not bring again (材料库; 安阳市政务服务条例第二十三条).

The library is no table of its own: what lies in his cases is what can be taken again, for as long as the centre's
rule says, counted from the day on which it was first handed in. A paper taken again is the same stored file in another
case, so its origin is always known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base.counting import length_in_days
from yichuang.base.limits import Limit
from yichuang.cases import queries, timing
from yichuang.cases.models import Case, CaseMaterial, Certificate, Rule
from yichuang.catalogue.content import Material, each_material
from yichuang.catalogue.kinds import MaterialSource
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.rules import same_paper
from yichuang.documents.models import FileState, StoredFile
from yichuang.offices.models import Centre
from yichuang.people.actors import Actor
from yichuang.people.models import Party, Role

MOST_LOOKED_AT: Final = 100


class Trust(TextChoices):
    """How far a paper can be relied on. What a body issued itself is called for anew (`sharing`), never lent."""

    ISSUED = "A", _("出具的机关提供，由窗口调取")
    CHECKED = "B", _("窗口已核对原件")
    UPLOADED = "C", _("申请人上传，原件未核对")
    SELF_MADE = "D", _("申请人自备")


@dataclass(frozen=True)
class Paper:
    """A paper of the applicant that can be taken again. `given_on`: when it was first handed in; `number`: a case in
    which it lies."""

    file: StoredFile
    name: str
    number: str
    given_on: date
    trust: Trust


@dataclass(frozen=True)
class Origin:
    """Where a paper of a case was taken from: the earlier case, and how far it can be relied on."""

    number: str
    given_on: date
    trust: Trust


@dataclass(frozen=True)
class Library:
    """What lies in the applicant's cases in this centre, as far as the actor may take from it: he himself and who
    stands for him from what they may see, a window clerk for the person who stands there."""

    centre: Centre
    applicant: Party
    by: Actor
    at: datetime

    def papers(self, wanted: Sequence[Material]) -> dict[str, list[Paper]]:
        """By the key of each wanted material (or part of one): what can be taken again, the newest first. Nothing
        where the centre has no rule for it. Three statements.

        A form to be filled in is written anew for each application, and is never taken again.
        """
        asked = {one.key: same_paper(one) for one in each_material(wanted) if one.blank is None}
        rows = self._rows(Q()) if asked else []
        known = _known(rows)
        found: dict[str, dict[UUID, Paper]] = {}
        for one in rows:
            material, file = known.get((one.row.case.item_version_id, one.row.key)), one.row.file
            if material is None or file is None:
                continue
            paper = Paper(file, one.row.name, one.row.case.number, one.given_on, one.trust(material))
            for key in (key for key, same in asked.items() if same == same_paper(material)):
                found.setdefault(key, {}).setdefault(file.pk, paper)
        return {key: list(papers.values()) for key, papers in found.items()}

    def lends(self, files: Iterable[UUID]) -> set[UUID]:
        """Those of these stored files that may be taken again. Two statements, none when nothing is asked."""
        wanted = set(files)
        rows = self._rows(Q(file__in=wanted)) if wanted else []
        return {one.row.file_id for one in rows if one.row.file_id is not None}

    def _rows(self, only: Q) -> list[_Lying]:
        rule = timing.rule_of(self.centre, Rule.Kind.REUSE, at=self.at)
        if rule is None:
            return []
        limit, today = timing.limit_of(rule), timezone.localdate(self.at)
        lying = CaseMaterial.objects.filter(
            only,
            self._reach(),
            case__applicant=self.applicant,
            case__centre=self.centre,
            fetched_from="",
            superseded_at__isnull=True,
            file__state=FileState.CLEAN,
        )
        rows = _with_first(lying).select_related("file", "case").order_by("-id")[:MOST_LOOKED_AT]
        return [one for one in map(_Lying.of, rows) if one.last_day(limit) >= today]

    def _reach(self) -> Q:
        if self.by.is_staff:
            return Q() if Role.CLERK in self.by.roles else Q(pk__in=[])
        return Q(case__in=Case.objects.filter(queries.on_my_side(self.by, at=self.at)))


def origins(case: Case, materials: Sequence[CaseMaterial]) -> dict[UUID | None, Origin]:
    """By stored file: from which earlier case what lies in this one was taken. One statement, none without files,
    one more for what was called for."""
    mine: dict[UUID | None, int] = {one.file_id: one.pk for one in materials if one.file_id is not None}
    known = {one.key: one for one in each_material(case.item_version.parsed.materials)}
    found = _issued([one for one in materials if one.fetched_from])
    others = CaseMaterial.objects.filter(file__in=list(mine)).exclude(case=case).select_related("case").order_by("id")
    for row in _with_first(others) if mine else ():
        if row.pk < mine[row.file_id]:
            trust = _Lying.of(row).trust(known.get(row.key))
            found.setdefault(row.file_id, Origin(row.case.number, timezone.localdate(row.given_at), trust))
    return found


def _issued(materials: Sequence[CaseMaterial]) -> dict[UUID | None, Origin]:
    """Of what was called for: from which case of this centre it came, if from one. One statement, none without any."""
    issued = [one.certificate_id for one in materials if one.certificate_id]
    held = Certificate.objects.select_related("case").in_bulk(issued) if issued else {}
    found: dict[UUID | None, Origin] = {}
    for one in materials:
        certificate = held.get(one.certificate_id or 0)
        day = timezone.localdate(certificate.issued_at if certificate else one.given_at)
        found[one.file_id] = Origin(certificate.case.number if certificate else "", day, Trust.ISSUED)
    return found


@dataclass(frozen=True)
class _Lying:
    """A row of a case, with when its file was first handed in and whether a window ever checked it."""

    row: CaseMaterial
    given_on: date
    checked: bool

    @classmethod
    def of(cls, row: Any) -> _Lying:
        """Of a row that `_with_first` found."""
        return cls(row, timezone.localdate(row.first_given), row.was_checked)

    def last_day(self, limit: Limit) -> date:
        return self.given_on + timedelta(days=length_in_days(self.given_on, limit))

    def trust(self, material: Material | None) -> Trust:
        if self.checked:
            return Trust.CHECKED
        own = material is not None and material.source_kind == MaterialSource.APPLICANT
        return Trust.SELF_MADE if own else Trust.UPLOADED


def _with_first(rows: QuerySet[CaseMaterial]) -> QuerySet[CaseMaterial]:
    alike = CaseMaterial.objects.filter(file=OuterRef("file"))
    first = alike.values("file").annotate(at=Min("given_at")).values("at")
    return rows.annotate(first_given=Subquery(first), was_checked=Exists(alike.filter(original_seen=True)))


def _known(lying: Iterable[_Lying]) -> dict[tuple[int, str], Material]:
    """What the guides of those days say of the papers, by version and key. One statement."""
    versions = ItemVersion.objects.in_bulk({one.row.case.item_version_id for one in lying})
    return {(pk, one.key): one for pk, version in versions.items() for one in each_material(version.parsed.materials)}
