"""Taking in uploads."""

import contextlib
import io
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from yichuang.base import journal
from yichuang.base.refusal import Refused
from yichuang.documents import checking, queries, receiving, store, testing
from yichuang.documents.models import FileState, StoredFile
from yichuang.people import actors
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> Any:
    settings.FILES_ROOT = tmp_path / "files"
    store.chosen.cache_clear()
    yield
    store.chosen.cache_clear()


def take(content: bytes, name: str) -> StoredFile:
    return receiving.receive_upload(stream=io.BytesIO(content), name=name, by=actors.SYSTEM, at=testing.MORNING)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        take(content, name)
    assert not StoredFile.objects.exists()
    assert not journal.Entry.objects.filter(act="file.received").exists()
    return str(refused.value)


def pdf_with(**root: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for key, value in root.items():
            document.Root[f"/{key}"] = document.make_indirect(value)
        document.save(out)
    return out.getvalue()


def test_a_pdf_is_kept_under_its_digest_and_entered() -> None:
    content = testing.pdf(3)
    row = take(content, "营业执照.pdf")
    assert (row.media_type, row.pages, row.size, row.state) == ("application/pdf", 3, len(content), FileState.CLEAN)
    with store.open(row.digest, verify=True) as kept:
        assert kept.read() == content
    entry = journal.Entry.objects.get(act="file.received")
    assert entry.detail == {"digest": row.digest, "size": len(content), "type": "application/pdf"}


def test_an_upload_costs_few_statements() -> None:
    with CaptureQueriesContext(connection) as seen:
        take(testing.pdf(), "a.pdf")
    statements = [query for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 3, [query["sql"][:80] for query in statements]


def test_a_photograph_keeps_its_original_and_shows_a_picture_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telephone"
    content = testing.jpeg(80, 40, exif=exif.tobytes())
    row = take(content, "照片.JPG")
    with store.open(row.digest) as original:
        assert original.read() == content
    with store.open(row.rendition_digest) as shown, Image.open(shown) as picture:
        assert picture.size == (40, 80)
        assert not picture.getexif()
        assert b"Telephone" not in shown.read()


def test_a_png_with_transparency_is_taken() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert take(out.getvalue(), "章.png").media_type == "image/png"


def test_the_same_bytes_twice_are_two_rows_and_one_file() -> None:
    first, second = take(testing.pdf(), "一.pdf"), take(testing.pdf(), "二.pdf")
    assert first.pk != second.pk
    assert StoredFile.objects.count() == 2


def test_only_the_one_who_brought_a_file_gets_it() -> None:
    zhang = actors.of(town.public_account("zhangwei", town.person("张伟")), at=testing.MORNING)
    fang = actors.of(town.public_account("wangfang", town.person("王芳")), at=testing.MORNING)
    row = testing.stored_file(by=zhang)
    assert queries.upload_for(zhang, row.pk) == row
    assert queries.upload_for(fang, row.pk) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\fakepath\\身份证.pdf", "身份证.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("𠮷·野家.pdf", "𠮷·野家.pdf"),
        ("没有扩展名", "没有扩展名"),
        ("第2稿.最终", "第2稿.最终"),
    ],
)
def test_a_name_is_its_last_part(name: str, kept: str) -> None:
    if kept.endswith(".最终"):
        assert "扩展名" in refusal(testing.pdf(), name)
    else:
        assert take(testing.pdf(), name).name == kept


@pytest.mark.parametrize(
    "name",
    ["", "   ", "..", "a\x00.pdf", "a\u202efdp.exe", "\ud800.pdf", "长" * 201 + ".pdf", "x" * 1_000_000, "a\n.pdf"],
)
def test_a_name_that_cannot_be_stored_is_refused(name: str) -> None:
    sentence = refusal(testing.pdf(), name)
    assert "文件" in sentence
    assert len(sentence) < 200


def test_a_long_name_is_quoted_by_its_ends() -> None:
    sentence = refusal(b"MZ", "证" * 150 + "明.pdf")
    assert "…" in sentence
    assert len(sentence) < 120


HTML = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "空.pdf", "是空的"),
        (b"MZ\x90\x00" + b"\x00" * 300, "程序.pdf", "不是 PDF"),
        (HTML, "网页.pdf", "不是 PDF"),
        (b"\x00\x00" + testing.pdf(), "偏移.pdf", "不是 PDF"),
        (b"%PDF-1.7\n", "断.pdf", "已损坏"),
        (testing.pdf()[:-200], "断.pdf", ""),
        (testing.jpeg()[:300], "断.jpg", "已损坏"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "坏.jpg", "已损坏"),
        (testing.png() + HTML, "藏.png", "藏有"),
        (testing.jpeg() + b"PK\x03\x04" + b"\x00" * 40, "藏.jpg", "藏有"),
        (testing.pdf() + HTML, "藏.pdf", "藏有"),
        (testing.pdf(), "图.jpg", "扩展名"),
        (testing.jpeg(), "文.pdf", "扩展名"),
        (testing.jpeg(), "照片.exe", "扩展名"),
        (testing.pdf(301), "多.pdf", "300 页"),
    ],
)
def test_what_is_not_an_honest_file_is_refused_with_a_remedy(content: bytes, name: str, told: str) -> None:
    sentence = refusal(content, name)
    assert told in sentence
    assert f"“{name}”" in sentence
    assert "请" in sentence


def test_a_zip_glued_behind_a_picture_is_refused() -> None:
    packed = io.BytesIO(testing.png())
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("run.js", "x")
    assert "藏有" in refusal(packed.getvalue(), "图.png")


def test_a_pdf_with_a_password_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "密码" in refusal(out.getvalue(), "密.pdf")
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "密码" in refusal(out.getvalue(), "限.pdf")


D, N = pikepdf.Dictionary, pikepdf.Name


@pytest.mark.parametrize(
    "root",
    [
        {"OpenAction": D(S=N.JavaScript, JS="app.alert(1)")},
        {"OpenAction": D(S=N.Launch, F="calc.exe")},
        {"AA": D(WC=D(S=N.JavaScript, JS="x"))},
        {"Names": D(JavaScript=D(Names=pikepdf.Array([])))},
        {"AcroForm": D(XFA="x", Fields=pikepdf.Array([]))},
        {"Extra": pikepdf.Array([D(A=D(S=N.SubmitForm, F="http://x"))])},
    ],
)
def test_a_pdf_that_does_something_is_refused(root: dict[str, Any]) -> None:
    assert "自动运行" in refusal(pdf_with(**root), "动.pdf")


def test_a_pdf_that_carries_a_file_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["a.exe"] = b"MZ"
        document.save(out)
    assert "附件" in refusal(out.getvalue(), "附.pdf")


def test_a_picture_of_a_hundred_megapixels_is_refused_by_its_header() -> None:
    row = zlib.compress(b"\x00" * 12_501, 9)
    header = (10_000).to_bytes(4) + (10_000).to_bytes(4) + b"\x01\x00\x00\x00\x00"

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")
    assert "5000 万像素" in refusal(bomb, "大.png")


def test_a_pdf_whose_page_is_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        flat = zlib.compress(zlib.compress(b"\x00" * 60_000_000, 6), 6)
        stream = document.make_stream(b"")
        stream.write(flat, filter=pikepdf.Array([N.FlateDecode, N.FlateDecode]))
        stream.Type, stream.Subtype, stream.ColorSpace = N.XObject, N.Image, N.DeviceRGB
        stream.Width = stream.Height = 30_000
        stream.BitsPerComponent = 8
        page.Resources = D(XObject=D(Im=stream))
        page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /Im Do Q")
        document.save(out)
    # Decoders differ in how they give up on it; either way it costs no more than the limits of the inspector allow.
    began = time.monotonic()
    with contextlib.suppress(checking.FileRefused):
        assert take(out.getvalue(), "弹.pdf").pages == 1
    assert time.monotonic() - began < checking.PATIENCE + 10


def test_too_large_a_file_is_refused_while_it_comes(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            assert self.given < 10 * 1024 * 1024
            return b"\x00" * size

    with pytest.raises(Refused, match="超过 2 MB"):
        receiving.receive_upload(stream=Endless(), name="大.pdf", by=actors.SYSTEM, at=testing.MORNING)  # type: ignore[arg-type]  # reads like one


def test_nothing_stays_behind_of_a_refused_file(settings: Any) -> None:
    refusal(b"MZ" * 100, "x.pdf")
    assert not list(Path(settings.FILES_ROOT).rglob("*"))
