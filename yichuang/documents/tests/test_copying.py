"""Who downloads a revoked letter reads on every page that it counts no more; the signed one stays as it was."""

import io

import pikepdf
import pytest

from yichuang.documents import copying, rendering, testing, verifying, writing
from yichuang.documents.tests.test_rendering import text_of

pytestmark = pytest.mark.django_db
LATER = testing.MORNING


def test_a_letter_that_counts_is_given_out_as_it_was_signed() -> None:
    letter = testing.letter()
    assert copying.copy_of(letter, at=LATER) == rendering.pdf_of(letter, at=LATER)


def test_a_revoked_letter_says_since_when_and_why_and_bears_no_signature() -> None:
    letter = testing.letter()
    signed = rendering.pdf_of(letter, at=LATER)
    writing.revoke_letter(letter=letter, reason="见撤销行政许可决定书（安市监撤销〔2026〕1号）", at=LATER)
    copy = copying.copy_of(letter, at=LATER)
    words = text_of(copy)
    assert "已失效" in words
    assert "安市监撤销〔2026〕1号" in words
    assert letter.number in words
    with pikepdf.open(io.BytesIO(copy)) as read:
        assert "/AcroForm" not in read.Root
    assert verifying.check_pdf(copy).verdict == verifying.Verdict.NOT_OURS
    assert rendering.pdf_of(letter, at=LATER) == signed
