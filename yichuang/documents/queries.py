"""Questions about files and letters. Who may see a file of a case is the business of `cases`."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yichuang.base.journal import Subject, Who
from yichuang.documents.models import FileState, Letter, StoredFile


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
