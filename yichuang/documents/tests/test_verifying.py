"""Verifying letters by their code and by their file."""

import io
import stat
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from yichuang.documents import codes, kinds, rendering, signing, store, testing, verifying, writing
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.verifying import Verdict
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.FILES_ROOT = tmp_path / "files"
    store.chosen.cache_clear()
    yield
    store.chosen.cache_clear()


def delivered() -> tuple[Letter, bytes]:
    letter = testing.letter(addressee=town.person("张三丰"))
    return letter, rendering.pdf_of(letter, at=testing.MORNING)


def test_a_code_leads_to_the_register_with_the_name_masked() -> None:
    letter, _pdf = delivered()
    with CaptureQueriesContext(connection) as seen:
        found = verifying.verify_code(letter.verification_code)
    assert len(seen) == 1
    assert found is not None
    assert (found.number, found.item_name, found.title) == (letter.number, letter.item_name, "受理通知书")
    assert found.addressee == "张**"
    assert "受理专用章" in found.seal
    assert found.is_valid


def test_a_code_may_be_typed_with_spaces_small_letters_and_look_alikes() -> None:
    letter, _pdf = delivered()
    typed = codes.grouped(letter.verification_code).lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    assert verifying.verify_code(typed) is not None


@pytest.mark.parametrize("typed", ["", "x", "0" * 26, "U" * 26, "1" * 100_000, "\x00" * 26, "１" * 26])
def test_another_code_leads_nowhere(typed: str) -> None:
    delivered()
    assert verifying.verify_code(typed) is None


def test_a_revoked_letter_says_so() -> None:
    letter, _pdf = delivered()
    writing.revoke_letter(letter=letter, reason="决定已撤销", at=testing.MORNING)
    found = verifying.verify_code(letter.verification_code)
    assert found is not None
    assert (found.is_valid, found.revoked_reason) == (False, "决定已撤销")


def test_the_file_as_it_was_delivered_is_ours() -> None:
    letter, pdf = delivered()
    checked = verifying.check_pdf(pdf)
    assert checked.verdict == Verdict.OURS
    assert checked.registered is not None
    assert checked.registered.number == letter.number


def test_an_increment_after_the_signature_is_found() -> None:
    _letter, pdf = delivered()
    out = io.BytesIO()
    # pyhanko's writer has no types.
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = TextStringObject("zh-CN")
    writer.update_root()
    writer.write(out)
    assert verifying.check_pdf(out.getvalue()).verdict == Verdict.CHANGED


def test_bytes_put_behind_or_changed_inside_are_found() -> None:
    _letter, pdf = delivered()
    assert verifying.check_pdf(pdf + b"\n%more\n").verdict == Verdict.CHANGED
    middle = pdf.index(b"stream") + 20
    changed = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    assert verifying.check_pdf(changed).verdict in {Verdict.CHANGED, Verdict.NOT_OURS}


def test_a_copy_written_anew_is_not_ours() -> None:
    _letter, pdf = delivered()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root["/AcroForm"]
        document.save(out)
    assert verifying.check_pdf(out.getvalue()).verdict == Verdict.NOT_OURS


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"%PDF-1.7\n" + b"\x00" * 500, b"MZ" * 100, testing.jpeg()])
def test_anything_else_is_not_ours(content: bytes) -> None:
    assert verifying.check_pdf(content).verdict == Verdict.NOT_OURS


def test_another_centres_signature_is_not_ours(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "elsewhere"
    foreign = signing.sign(testing.pdf(), reason="x", at=testing.MORNING)
    settings.DATA = tmp_path
    delivered()
    assert verifying.check_pdf(foreign).verdict == Verdict.NOT_OURS


def test_a_good_signature_without_a_row_is_no_proof() -> None:
    signed = signing.sign(testing.pdf(), reason="x", at=testing.MORNING)
    assert verifying.check_pdf(signed).verdict == Verdict.UNKNOWN


def test_letters_signed_before_a_new_key_are_still_known(settings: Any, tmp_path: Path) -> None:
    signed = signing.sign(testing.pdf(), reason="x", at=testing.MORNING)
    keys = tmp_path / "keys"
    (keys / signing.FORMER).mkdir()
    (keys / signing.CERTIFICATE_FILE).rename(keys / signing.FORMER / "2026.pem")
    (keys / signing.KEY_FILE).unlink()
    signing.make_certificate(keys, at=testing.MORNING)
    assert len(signing.trusted_fingerprints()) == 2
    assert verifying.check_pdf(signed).verdict == Verdict.UNKNOWN


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    delivered()
    mode = (tmp_path / "keys" / signing.KEY_FILE).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize("kind", LetterKind.values)
def test_the_page_of_verification_knows_every_kind(kind: str, client: Client) -> None:
    letter = testing.letter(LetterKind(kind))
    found = verifying.verify_code(letter.verification_code)
    assert found is not None
    assert (found.kind, found.title) == (kind, kinds.title_of(kind, letter.facts))
    page = client.get(f"/verify/{letter.verification_code}/").content.decode()
    assert letter.number in page
    assert found.title in page
