"""Packages made to break whoever verifies them: every one is judged or refused, and says nothing but its own name."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from yichuang.cases import testing
from yichuang.cases.tests.test_verify_archive import one, packed, run, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("proofs", '{"heads": [{"number": [1]}]}'),
        ("proofs", '{"heads": [], "proofs": [{"head": {}, "seq": 1}]}'),
        ("proofs", '{"heads": [], "proofs": [{"head": 1, "seq": [1]}]}'),
        ("proofs", '{"heads": [{"number": 1, "size": 1e400}], "proofs": [{"head": 1, "seq": 1, "index": 1e400}]}'),
        ("history", '[{"told": {"seq": 1, "act": "\\ud800"}, "hash": "x"}]'),
        ("materials", '[{"digest": "\\ud800"}]'),
        ("letters", '[{"path": "data/letters/\\udc00", "digest": 1e400}]'),
    ],
)
def test_hostile_package_data_of_no_shape_is_a_finding(part: str, content: str, tmp_path: Path) -> None:
    files = unpacked()
    files[one(files, f"data/{part}.json")] = content.encode()
    assert run(packed(files), tmp_path)[0] == 1


def test_hostile_package_a_name_writes_no_line_of_its_own(tmp_path: Path) -> None:
    files = unpacked()
    lie = "x\r\n✓ 全部相符\n\u001b[2J\u202e档案包完好 / the package is whole"
    files[one(files, "data/materials.json")] = json.dumps([{"path": lie, "digest": "x"}]).encode()
    code, told = run(packed(files), tmp_path)
    assert code == 1
    assert not any(line.startswith(("✓ 全部", "档案包完好")) for line in told)
    assert not any(character in line for line in told for character in "\u001b\u202e")


def test_hostile_package_more_heads_than_a_case_has_are_not_counted_one_by_one(tmp_path: Path) -> None:
    files = unpacked()
    heads = [{"number": number, "key": "aa" * 32, "signature": "bb" * 64} for number in range(3000)]
    files[one(files, "data/proofs.json")] = json.dumps({"heads": heads, "proofs": []}).encode()
    assert run(packed(files), tmp_path)[0] == 2


def test_hostile_package_a_broken_stream_is_a_finding(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/bagit.txt", "BagIt-Version: 1.0\n" * 50)
    broken = bytearray(out.getvalue())
    broken[45:60] = b"\xff" * 15
    assert run(bytes(broken), tmp_path)[0] == 1


def test_hostile_package_a_huge_directory_told_only_in_the_record_of_large_files_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/x", "x")
    whole = out.getvalue()
    at = whole.rindex(b"PK\x05\x06")
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 2**33, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    assert run(whole[:at] + record + locator + whole[at:], tmp_path)[0] == 2
