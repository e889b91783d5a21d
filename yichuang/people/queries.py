"""Questions about persons and accounts."""

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
