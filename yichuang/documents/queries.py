"""Questions about files and letters. Who may see a file of a case is the business of `cases`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from yichuang.base.journal import Subject, Who
from yichuang.documents import shipped
from yichuang.documents.models import FileState, Letter, StoredFile, Wording
from yichuang.offices.models import Centre, Department


def uploads_of(who: Who) -> QuerySet[StoredFile]:
    """The files somebody brought, newest first."""
    return StoredFile.objects.filter(owner_kind=who.who_kind, owner_id=who.who_id).order_by("-id")


def upload_for(who: Who, file_id: UUID) -> StoredFile | None:
    """A clean file for the one who brought it; None for everybody else."""
    return uploads_of(who).filter(pk=file_id, state=FileState.CLEAN).first()


def letters_about(subject: Subject) -> QuerySet[Letter]:
    """The letters about one subject, oldest first."""
    return Letter.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("issued_at", "id")


def for_everyone(digest: str) -> StoredFile | None:
    """A clean file of these bytes that was laid in as a blank form or a sample: never a paper of somebody's case."""
    rows = StoredFile.objects.filter(digest=digest, state=FileState.CLEAN, for_everyone=True)
    return rows.order_by("id").first()


def wordings_of(centre: Centre, kind: str, department: Department | None) -> QuerySet[Wording]:
    """The versions of a wording of the centre or of one department of it, newest first, drafts before all."""
    found = Wording.objects.filter(centre=centre, kind=kind, department=department, discarded_at=None)
    return found.select_related("written_by", "published_by", "department").order_by(
        F("since").desc(nulls_first=True), "-pk"
    )


def in_force(centre: Centre, kind: str, department: Department | None, on: date) -> Wording | None:
    """The centre's or department's own wording on that day; None where what comes with the program counts."""
    return wordings_of(centre, kind, department).filter(since__lte=on).first()


def text_in_force(centre: Centre, kind: str, department: Department | None, on: date) -> str:
    """What letters of the kind say on that day: the department's own words, the centre's, or those of the program."""
    found = in_force(centre, kind, department, on) or in_force(centre, kind, None, on)
    return found.text if found else shipped.shipped(kind)
