"""Questions about persons and accounts."""

from uuid import UUID

from yichuang.base import sealed
from yichuang.people.models import Account, DocumentType, Party


def normal_username(username: str) -> str:
    return username.strip().lower()


def find_party(*, document_type: DocumentType | str, number: str) -> Party | None:
    """The person or organisation with this document, by its blind index. One statement."""
    index = sealed.blind_index(number, kind="number")
    return Party.objects.filter(document_type=document_type, number_index=index).first()


def account_named(username: str) -> Account | None:
    return Account.objects.select_related("party").filter(username=normal_username(username)).first()


def party_of(pk: UUID) -> Party | None:
    """The person or organisation of that id. One statement, written out, because every acceptance asks it."""
    return next(iter(Party.objects.raw("SELECT * FROM people_party WHERE id = %s", [pk])), None)
