"""The stand-alone verifier: run away from the project, without its libraries, on packages that were tampered with."""

import hashlib
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from config.keys import Keys
from yichuang.base import sealing
from yichuang.base.canonical import canonical_json
from yichuang.base.journal import SYSTEM
from yichuang.base.testing import seal_all_now
from yichuang.cases import queries, signed_copies, testing
from yichuang.cases.afterwards import archiving, packaging
from yichuang.documents import signing
from yichuang.documents import testing as documents
from yichuang.people import testing as town

VERIFIER = Path(__file__).parents[3] / "tools" / "verify_archive.py"
LATER = testing.moment(day=2)
Files = dict[str, bytes]
_made: dict[str, bytes] = {}


def _make() -> None:
    """The packages, made once and then only tampered with."""
    testing.kept()
    by = testing.officer(town.liu_mei(), LATER)
    case = testing.delivered()
    letter = queries.letters_of(case).get(kind="acceptance_notice")
    scan = documents.stored_file(documents.jpeg(), name="回执.jpg", by=by)
    day = LATER.date()
    signed_copies.record(case=case, letter=letter.pk, signed_on=day, signer="agent", file=scan.pk, by=by, at=LATER)
    case = archiving.archive(case=case, by=by, at=LATER)
    seal_all_now(at=LATER)
    _made["archive"] = b"".join(packaging.export(case=case, reason="核验", by=by, at=LATER).chunks())
    _made["own"] = b"".join(packaging.own_papers(case=case, by=testing.applicant(LATER), at=LATER).chunks())


def test_a_whole_package_is_whole_and_says_which_key_it_bears(tmp_path: Path) -> None:
    unpacked()
    code, told = run(_made["archive"], tmp_path)
    assert (code, told[-1]) == (0, "档案包完好 / the package is whole")
    assert "0 not yet" in "".join(told)
    code, told = run(_made["archive"], tmp_path, "--key", sealing.own_public_key().hex())
    assert code == 0
    code, told = run(_made["archive"], tmp_path, "--key", "00" * 32)
    assert code == 1
    assert any("密钥" in line for line in told)
    assert run(_made["own"], tmp_path)[0] == 0


def run(content: bytes, folder: Path, *more: str, libraries: bool = False) -> tuple[int, list[str]]:
    """The exit code and lines of the verifier, run in an empty folder in isolation, without any library or with
    those that are installed."""
    shutil.copy(VERIFIER, folder / "verify_archive.py")
    (folder / "package.zip").write_bytes(content)
    alone = [] if libraries else ["-S"]
    command = [sys.executable, "-I", *alone, "verify_archive.py", "package.zip", *more]
    clean = {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=clean, check=False)  # noqa: S603
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def unpacked(kind: str = "archive") -> Files:
    if not _made:
        _make()
    with zipfile.ZipFile(io.BytesIO(_made[kind])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def one(files: Files, part: str) -> str:
    return next(name for name in files if part in name)


def remade(files: Files) -> Files:
    """With manifests that fit again, as a forger without the key would make them."""
    top = next(iter(files)).split("/")[0]
    digest = {name.split("/", 1)[1]: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    lines = "".join(f"{digest[path]}  {path}\n" for path in sorted(digest) if path.startswith("data/"))
    files[f"{top}/manifest-sha256.txt"] = lines.encode()
    digest["manifest-sha256.txt"] = hashlib.sha256(lines.encode()).hexdigest()
    tags = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "seal.json")
    files[f"{top}/tagmanifest-sha256.txt"] = "".join(f"{digest[path]}  {path}\n" for path in tags).encode()
    return files


def changed(files: Files, part: str) -> str:
    name = one(files, part)
    content = bytearray(files[name])
    content[len(content) // 2] ^= 1
    files[name] = bytes(content)
    return name.split("/", 1)[1]


@pytest.mark.parametrize(
    "part",
    [
        *("data/materials/001", "data/letters/001", "data/case.json", "data/parties.json", "data/item.json"),
        *("data/rows.json", "data/materials.json", "data/letters.json", "data/history.json", "data/proofs.json"),
        *(
            "data/signed/",
            "data/signed.json",
            "bag-info.txt",
            "/manifest-sha256.txt",
            "data/README.en.txt",
            "data/certificates/",
        ),
    ],
)
def test_a_changed_byte_is_found_and_its_file_named(part: str, tmp_path: Path) -> None:
    files = unpacked()
    path = changed(files, part)
    code, told = run(packed(files), tmp_path)
    assert code == 1
    assert any(line.startswith("✗") and path in line for line in told), told


@pytest.mark.parametrize("part", ["data/materials/001", "data/letters/001", "data/signed/"])
def test_a_paper_exchanged_with_new_manifests_is_found_by_register_signature_and_journal(
    part: str, tmp_path: Path
) -> None:
    files = unpacked()
    path = changed(files, part)
    code, told = run(packed(remade(files)), tmp_path)
    assert code == 1
    assert any(path in line and "登记" in line for line in told)
    assert any("manifest-sha256.txt" in line and "签名" in line for line in told)


def test_a_paper_exchanged_in_register_and_manifest_does_not_fit_the_journal(tmp_path: Path) -> None:
    files = unpacked()
    before = hashlib.sha256(files[one(files, "data/materials/001")]).hexdigest()
    changed(files, "data/materials/001")
    after = hashlib.sha256(files[one(files, "data/materials/001")]).hexdigest()
    register = one(files, "data/materials.json")
    files[register] = files[register].replace(before.encode(), after.encode())
    _code, told = run(packed(remade(files)), tmp_path)
    assert any("journal recorded" in line for line in told)


def _rows(files: Files, edit: Callable[[list[Any]], None]) -> Files:
    name = one(files, "data/history.json")
    rows = json.loads(files[name])
    edit(rows)
    files[name] = json.dumps(rows, ensure_ascii=False).encode()
    return remade(files)


def test_a_changed_row_of_the_history_is_named(tmp_path: Path) -> None:
    def edit(rows: list[Any]) -> None:
        rows[1]["told"]["who"] = ["staff", "999"]

    code, told = run(packed(_rows(unpacked(), edit)), tmp_path)
    assert code == 1
    assert any("case.accept" in line and "was changed" in line for line in told)


def test_a_rewritten_chain_does_not_stand_under_the_signed_root(tmp_path: Path) -> None:
    def edit(rows: list[Any]) -> None:
        rows[1]["told"]["who"] = ["staff", "999"]
        previous = rows[0]["hash"]
        for row in rows[1:]:
            row["told"]["previous"] = previous
            spelt = json.dumps(row["told"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            previous = row["hash"] = hashlib.sha256(spelt.encode()).hexdigest()

    _code, told = run(packed(_rows(unpacked(), edit)), tmp_path)
    assert not any("its hash does not fit" in line for line in told)
    assert any("not under the signed root" in line for line in told)


def test_a_removed_row_leaves_a_gap(tmp_path: Path) -> None:
    _code, told = run(packed(_rows(unpacked(), lambda rows: rows.pop(2))), tmp_path)
    assert any("removed or added" in line for line in told)


def test_removed_and_added_files_are_named(tmp_path: Path) -> None:
    files = unpacked()
    gone = one(files, "data/letters/001")
    top = gone.split("/")[0]
    del files[gone]
    files[f"{top}/data/letters/099_new.pdf"] = b"%PDF-"
    files[f"{top}/elsewhere.txt"] = b"x"
    code, told = run(packed(files), tmp_path)
    assert code == 1
    for path in (gone.split("/", 1)[1], "data/letters/099_new.pdf", "elsewhere.txt"):
        assert any(line.startswith("✗") and path in line for line in told), path


def test_data_of_another_shape_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    for part in ("history", "proofs", "letters", "materials", "case"):
        for content in (b"[", b"{}", b"[1]", b'[{"told":7}]', b"[" * 50_000, b"1" * 5000, b'"\\ud800"'):
            files = unpacked()
            files[one(files, f"data/{part}.json")] = content
            assert run(packed(files), tmp_path)[0] == 1


def _raw(names: list[str], content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/data/case.json", bytes(64 * 1024 * 1024))
    return out.getvalue()


def _link() -> bytes:
    out = io.BytesIO()
    entry = zipfile.ZipInfo("a/data/link")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _lying_about_its_size() -> bytes:
    whole = bytearray(_raw(["a/data/case.json"]))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(whole)


def _huge_directory() -> bytes:
    whole = bytearray(_raw(["a/x"]))
    at = whole.rindex(b"PK\x05\x06")
    whole[at + 12 : at + 16] = struct.pack("<I", 0x7FFFFFFF)
    return bytes(whole)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        _raw(["../evil"]),
        _raw(["a/../../evil"]),
        _raw(["/a/b"]),
        _raw(["C:/a"]),
        _raw(["a\\b/c"]),
        _raw(["a/b", "a/B"]),
        _raw(["a/b", "c/d"]),
        _raw(["alone"]),
        _raw([f"a/{number}" for number in range(20_001)]),
        _bomb(),
        _link(),
        _lying_about_its_size(),
        _huge_directory(),
    ],
    ids=[
        *("empty", "no-zip", "up", "up-inside", "absolute", "drive", "backslash", "twice", "two-folders", "no-folder"),
        *("too-many", "bomb", "link", "lying-size", "huge-directory"),
    ],
)
def test_a_hostile_file_is_refused_and_not_judged(content: bytes, tmp_path: Path) -> None:
    code, told = run(content, tmp_path)
    assert code == 2, told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["package.zip", "verify_archive.py"]


def test_a_package_cut_off_is_refused(tmp_path: Path) -> None:
    whole = packed(unpacked())
    assert run(whole[: len(whole) // 2], tmp_path)[0] == 2


def exchanged(files: Files, content: bytes) -> str:
    """The first letter replaced, with register and manifests that fit, as a forger would do it. Returns its path."""
    name = one(files, "data/letters/001")
    before, after = hashlib.sha256(files[name]).hexdigest(), hashlib.sha256(content).hexdigest()
    register = one(files, "data/letters.json")
    files[name], files[register] = content, files[register].replace(before.encode(), after.encode())
    remade(files)
    return name.split("/", 1)[1]


def wrong_about(path: str, told: list[str]) -> str:
    return "".join(line for line in told if line.startswith(f"✗ {path}"))


def test_the_signature_inside_every_letter_is_verified(tmp_path: Path) -> None:
    files = unpacked()
    letters = [name.split("/", 1)[1] for name in files if "/data/letters/" in name]
    code, told = run(_made["archive"], tmp_path, libraries=True)
    assert code == 0, told
    assert letters
    for path in letters:
        assert any(line.startswith(f"✓ {path}: 签名成立，覆盖全文") for line in told), told
    assert not any("pyhanko" in line for line in told)


def test_without_the_library_it_says_what_it_did_not_verify(tmp_path: Path) -> None:
    letters = len([name for name in unpacked() if "/data/letters/" in name])
    code, told = run(_made["archive"], tmp_path)
    assert code == 0
    assert any(line.startswith(f"! {letters} 份文书内的电子签名没有核验") for line in told)


def test_a_changed_byte_in_any_letter_breaks_its_signature(tmp_path: Path) -> None:
    for name in [name for name in unpacked() if "/data/letters/" in name]:
        files = unpacked()
        path = changed(files, name)
        code, told = run(packed(files), tmp_path, libraries=True)
        assert code == 1
        assert "signed" in wrong_about(path, told), told


def test_a_letter_signed_by_another_key_of_the_same_name_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = unpacked()
    monkeypatch.setattr(signing, "_directory", lambda: tmp_path / "thief")
    forged = signing.sign(blank_pdf(), reason="伪造", at=LATER)
    path = exchanged(files, forged)
    code, told = run(packed(files), tmp_path, libraries=True)
    assert code == 1
    assert "签名的证书不属于本中心" in wrong_about(path, told), told


def test_something_added_after_the_signature_is_named(tmp_path: Path) -> None:
    files = unpacked()
    out = io.BytesIO(files[one(files, "data/letters/001")])
    writer = IncrementalPdfFileWriter(out)
    writer.root["/Lang"] = writer.add_object(generic.TextStringObject("en"))
    writer.update_root()  # type: ignore[no-untyped-call]
    writer.write_in_place()  # type: ignore[no-untyped-call]
    path = exchanged(files, out.getvalue())
    _code, told = run(packed(files), tmp_path, libraries=True)
    assert "签名没有覆盖全文" in wrong_about(path, told), told


def test_a_letter_without_signature_is_named(tmp_path: Path) -> None:
    files = unpacked()
    path = exchanged(files, blank_pdf())
    _code, told = run(packed(files), tmp_path, libraries=True)
    assert "没有电子签名" in wrong_about(path, told)
    path = exchanged(files, b"%PDF-1.7 and nothing more")
    _code, told = run(packed(files), tmp_path, libraries=True)
    assert "cannot be read as a signed PDF" in wrong_about(path, told)


def test_a_letter_signed_when_its_certificate_was_not_valid_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = unpacked()
    monkeypatch.setattr(signing, "_directory", lambda: tmp_path / "early")
    signed = signing.sign(blank_pdf(), reason="过期", at=LATER.replace(year=2001))
    path = exchanged(files, signed)
    certificate = tmp_path / "early" / signing.CERTIFICATE_FILE
    _code, told = run(packed(files), tmp_path, "--root", str(certificate), libraries=True)
    assert "不在证书有效期内" in wrong_about(path, told), told


def test_letters_go_back_to_a_root_that_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked()
    (own,) = [content for name, content in signing.certificates() if name == signing.CERTIFICATE_FILE]
    (tmp_path / "own.pem").write_bytes(own)
    assert run(_made["archive"], tmp_path, "--root", "own.pem", libraries=True)[0] == 0
    code, told = run(_made["own"], tmp_path, libraries=True)
    assert code == 0
    assert any(line.startswith("! 包内没有证书") for line in told)
    assert not any(
        "包内没有证书" in line for line in run(_made["own"], tmp_path, "--root", "own.pem", libraries=True)[1]
    )
    monkeypatch.setattr(signing, "_directory", lambda: tmp_path / "other")
    signing.make_certificate(tmp_path / "other", at=LATER)
    other = str(tmp_path / "other" / signing.CERTIFICATE_FILE)
    code, told = run(_made["archive"], tmp_path, "--root", other, libraries=True)
    assert code == 1
    assert any("签名的证书不属于本中心" in line for line in told)
    (tmp_path / "none.pem").write_bytes(b"no certificate")
    assert run(_made["archive"], tmp_path, "--root", "none.pem")[0] == 2


def test_heads_of_a_former_key_count_for_its_time_and_not_after(tmp_path: Path, settings: Any) -> None:
    settings.KEYS = Keys(tmp_path / "keys")
    testing.kept()
    by = testing.officer(town.liu_mei(), LATER)
    case = archiving.archive(case=testing.delivered(), by=by, at=LATER)
    seal_all_now(at=LATER)
    stolen = sealing._private(sealing.KEY)
    key = sealing.change_key(by=SYSTEM, at=LATER)["key"]
    whole = b"".join(packaging.export(case=case, reason="核验", by=by, at=LATER).chunks())
    code, told = run(whole, tmp_path, "--key", key)
    assert code == 0, told
    assert "0 not yet" in "".join(told)

    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    proofs = one(files, "data/proofs.json")
    inside = json.loads(files[proofs])
    head = {name: value for name, value in inside["heads"][0].items() if name != "signature"} | {"number": 2}
    inside["heads"] = [head | {"signature": stolen.sign(canonical_json(head)).hex()}]
    files[proofs] = json.dumps(inside).encode()
    code, told = run(packed(remade(files)), tmp_path, "--key", key)
    assert code == 1
    assert "已经停用的密钥签名的" in wrong_about("data/proofs.json: 第 2 号封存", told), told
    head["number"], head["at"] = 1, "2026-01-01T00:00:00.000000Z"
    inside["heads"] = [head | {"signature": stolen.sign(canonical_json(head)).hex()}]
    files[proofs] = json.dumps(inside).encode()
    _code, told = run(packed(remade(files)), tmp_path, "--key", key)
    assert "与更换密钥时的不同" in wrong_about("data/proofs.json: 第 1 号封存", told), told


def blank_pdf() -> bytes:
    """An unsigned PDF."""
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()
