"""Is this letter ours? By its code, from the register; by its file, from the signature and the register.

The row is the truth and the file is a copy: what is shown always comes from the row.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from yichuang.documents import authority, codes, kinds, signing
from yichuang.documents.models import Letter, LetterKind
from yichuang.offices.models import Department

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

# Longer files are none of our letters; nothing of them is parsed.
LONGEST_LETTER: Final = 10 * 1024 * 1024


@dataclass(frozen=True)
class Registered:
    """What the register says about a letter to whoever holds its code. The addressee is masked; `authority` names the
    officials when one acted in another's place; `lines` are what a result or a receipt says of itself, by label."""

    kind: LetterKind
    title: str
    number: str
    department: Department
    item_name: str
    addressee: str
    issued_at: datetime
    seal: str
    authority: str
    lines: tuple[tuple[str, str], ...]
    pages: int
    digest: str
    revoked_at: datetime | None
    revoked_reason: str

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None


class Verdict(StrEnum):
    OURS = "ours"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"


SENTENCES: Final[dict[Verdict, StrPromise]] = {
    Verdict.OURS: _("这份文书由本中心签名发出，签名后没有任何改动。"),
    Verdict.CHANGED: _("这份文件带有本中心的签名，但是签名后被改动过，不能作为凭证。请向出具文书的部门核实。"),
    Verdict.UNKNOWN: _("这份文件的签名完好，但是登记簿中没有这份文书，不能作为凭证。请向出具文书的部门核实。"),
    Verdict.NOT_OURS: _(
        "这份文件不是本中心发出的文书，或者不是原始的电子文件。请上传下载得到的原文件，或者输入验证码核对。"
    ),
}


@dataclass(frozen=True)
class Checked:
    """The answer about a file: the verdict, its sentence, and the letter when it is one of ours, unchanged."""

    verdict: Verdict
    registered: Registered | None = None

    @property
    def sentence(self) -> StrPromise:
        return SENTENCES[self.verdict]


def verify_code(code: str) -> Registered | None:
    """What the register says about the letter with this code, as typed or scanned. One statement; None when there is
    no such letter. 128 bits of chance stand between a guess and a letter."""
    wanted = codes.normalised(code)
    letter = _letters().filter(verification_code=wanted).first() if wanted else None
    return None if letter is None else registered(letter)


def check_pdf(content: bytes) -> Checked:
    """Whether a PDF is a letter of ours as it was signed. Any byte added or changed afterwards is found, and so is a
    file with a good signature that the register does not know."""
    letter = _letters().filter(digest=hashlib.sha256(content).hexdigest()).first()
    if letter is not None:
        return Checked(Verdict.OURS, registered(letter))
    return Checked(_by_signature(content))


def registered(letter: Letter) -> Registered:
    """The public side of a letter's row."""
    title = kinds.title_of(letter.kind, letter.facts)
    return Registered(
        kind=LetterKind(letter.kind),
        title=title,
        number=letter.number,
        department=letter.department,
        item_name=letter.item_name,
        addressee=str(letter.addressee.name),
        issued_at=letter.issued_at,
        seal=letter.seal_use.seal.text if letter.seal_use else "",
        authority=authority.told(letter.facts, title=title),
        lines=tuple((one["label"], one["value"]) for one in letter.facts.get("lines", ())),
        pages=letter.pages,
        digest=letter.digest or "",
        revoked_at=letter.revoked_at,
        revoked_reason=letter.revoked_reason,
    )


def _letters() -> QuerySet[Letter]:
    return Letter.objects.select_related("department", "addressee", "seal_use__seal")


def _by_signature(content: bytes) -> Verdict:
    """What the signatures in a file say that is not, byte for byte, in the register."""
    if not content.startswith(b"%PDF-") or len(content) > LONGEST_LETTER:
        return Verdict.NOT_OURS
    # pyhanko takes most of a second to import, and few processes verify.
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        ours = [found for found in PdfFileReader(io.BytesIO(content)).embedded_signatures if _is_ours(found)]
        if not ours:
            return Verdict.NOT_OURS
        return Verdict.UNKNOWN if all(_is_whole(found) for found in ours) else Verdict.CHANGED
    except Exception:
        return Verdict.NOT_OURS


def _is_ours(found: EmbeddedPdfSignature) -> bool:
    return hashlib.sha256(found.signer_cert.dump()).digest() in signing.trusted_fingerprints()


def _is_whole(found: EmbeddedPdfSignature) -> bool:
    """Whether the signature is sound and covers every byte of the file: no increment after it (AB-09)."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    status = validate_pdf_signature(found, ValidationContext(trust_roots=[found.signer_cert]), skip_diff=True)
    return bool(status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
