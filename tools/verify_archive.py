#!/usr/bin/env python3
"""Verify an archive package without the system that made it: what holds, and exactly what was changed.

    python -I verify_archive.py PACKAGE.zip [--key HEX] [--root PEM] [--most GIGABYTES]

It needs Python 3.11 or later; with pyhanko (`pip install pyhanko`) it verifies the signatures inside the letters too,
and without it says that it did not. It unpacks nothing and opens no connection. Exit codes: 0 the package is whole,
1 something was changed (each thing on a line of its own), 2 it cannot be read or is not safe to read.

`--key` is the public key of the centre, 64 hexadecimal figures, from the centre itself: the one that was in force when
the package was made. Without it everything is checked against the key in the package, and only whoever knows that key
can say that the package comes from the centre. `--root` is a file with the certificates that letters may go back to;
without it, those in the package count, which the centre's key signed with everything else.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import logging
import os
import re
import stat
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

MOST_MEMBERS = 20_000
MOST_TEXT = 64 * 1024 * 1024
MOST_DIRECTORY = 64 * 1024 * 1024
MOST_RATIO = 100
MOST_LETTER = 32 * 1024 * 1024
MOST_HEADS = 2_000
CHUNK = 1024 * 1024
PURPOSE = "yichuang-archive-package-1"
KEY_PURPOSE = "yichuang-journal-key-1"
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "seal.json")
OWN = ("case.json", "parties.json", "materials.json", "letters.json")
NEEDED = {"own": OWN, "archive": (*OWN, "rows.json", "item.json", "history.json", "proofs.json")}
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Unsafe(Exception):
    """The file is no package, or reading it could do harm; nothing was judged."""


@dataclass
class Package:
    """An opened package: its members by their path below its one folder, and what was found: what is wrong, what is
    right, and what could not be looked at."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    wrong: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def text(self, path: str) -> bytes:
        """A text member whole; empty when there is none."""
        member = self.members.get(path)
        if member is None:
            return b""
        if member.file_size > MOST_TEXT:
            raise Unsafe(f"{path}: 文本过大 / text too large")
        return b"".join(self.chunks(path))

    def chunks(self, path: str) -> Iterator[bytes]:
        """The bytes of a member, never more than it declares."""
        member, left = self.members[path], self.members[path].file_size
        try:
            with self.archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise Unsafe(f"{path}: 比声明的长 / longer than declared")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError):
            self.wrong.append(f"{path}: 内容与 ZIP 校验码不符 / content does not fit the checksum of the ZIP")

    def json(self, path: str, kind: type) -> Any:
        """A member of data; an empty one of that kind, with a finding, when it is not what it should be, or holds what
        no package of ours does: half a character, a number without end."""
        try:
            found = json.loads(self.text(path))
            canonical(found)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, kind):
            if path in self.members:
                self.wrong.append(f"{path}: 不是规定的数据格式 / not data of the expected form")
            return kind()
        return found

    def rows(self, path: str) -> list[dict[str, Any]]:
        """A member that is a list of objects."""
        found = self.json(path, list)
        if not all(isinstance(row, dict) for row in found):
            self.wrong.append(f"{path}: 不是规定的数据格式 / not data of the expected form")
            return []
        return list(found)


def canonical(value: Any) -> bytes:
    """The one spelling in which the centre hashes and signs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def plain(sentence: str) -> str:
    """The sentence on one line, without what would move a terminal's cursor or turn its writing: names come from the
    package, and the package may lie."""
    return "".join("?" if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") else one for one in sentence)


def opened(file: IO[bytes], most: int) -> Package:
    """The package, when it is safe to read: plain files below one folder, none twice, none that swells."""
    _bounded_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unsafe(f"不是 ZIP 文件 / not a ZIP file: {error}") from None
    entries = archive.infolist()
    if not 0 < len(entries) <= MOST_MEMBERS:
        raise Unsafe(f"文件数 {len(entries)} / number of files")
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    folders: set[str] = set()
    for entry in entries:
        folder, path = _safe(entry)
        folders.add(folder)
        same = unicodedata.normalize("NFC", path).casefold()
        if same in seen:
            raise Unsafe(f"{path}: 同名文件 / name used twice")
        seen.add(same)
        members[path] = entry
    if len(folders) != 1:
        raise Unsafe("不止一个顶层文件夹 / more than one top folder")
    if sum(entry.file_size for entry in entries) > most:
        raise Unsafe("解开后过大 / too large when unpacked")
    return Package(archive, members)


def _bounded_directory(file: IO[bytes]) -> None:
    """Refuse a directory of the ZIP that would not fit into memory, before anything reads it."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - 65_633))  # the longest comment, the end, and the two records of a large file before it
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) < at + 22:
        raise Unsafe("不是 ZIP 文件 / not a ZIP file")
    length = int.from_bytes(end[at + 12 : at + 16], "little")
    large = end.rfind(b"PK\x06\x06", 0, at)
    if large >= 0:
        length = int.from_bytes(end[large + 40 : large + 48], "little")
    if length > MOST_DIRECTORY:
        raise Unsafe("ZIP 目录过大 / directory of the ZIP too large")
    file.seek(0)


def _safe(entry: zipfile.ZipInfo) -> tuple[str, str]:
    """The top folder and the path below it of a member that may be read."""
    name = entry.orig_filename
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    strange = any(unicodedata.category(character) in ("Cc", "Cs") for character in name)
    if strange or "\\" in name or ":" in name or len(parts) < 2 or any(part in ("", ".", "..") for part in parts):
        raise Unsafe(f"{name!r}: 路径不安全 / path is not safe")
    if kind not in (0, stat.S_IFREG) or entry.is_dir():
        raise Unsafe(f"{name!r}: 不是普通文件 / not a plain file")
    if entry.flag_bits & 0x41 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unsafe(f"{name!r}: 加密或者压缩方法不认识 / encrypted, or compressed in an unknown way")
    if entry.file_size > MOST_RATIO * entry.compress_size + CHUNK:
        raise Unsafe(f"{name!r}: 压缩比异常 / swells too much")
    return parts[0], "/".join(parts[1:])


def check_bag(package: Package) -> None:
    """Every file is on the manifest with its digest, every line of the manifest has its file, nothing else is there."""
    if b"BagIt-Version: 1.0\n" not in package.text("bagit.txt"):
        package.wrong.append("bagit.txt: 缺失或者被改动 / missing or changed")
    for path in package.members:
        if path not in (*TAGS, "tagmanifest-sha256.txt") and not path.startswith("data/"):
            package.wrong.append(f"{path}: 多出的文件 / file that does not belong here")
    before = len(package.wrong)
    tags = _manifest(package, "tagmanifest-sha256.txt")
    payload = _manifest(package, "manifest-sha256.txt")
    _compare(package, tags, set(TAGS))
    _compare(package, payload, {path for path in package.members if path.startswith("data/")})
    if len(package.wrong) == before:
        package.right.append(f"清单完整：{len(payload)} 个文件与摘要相符 / manifest: {len(payload)} files as listed")


def _manifest(package: Package, path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in package.text(path).decode("utf-8", "replace").splitlines():
        match = LINE.fullmatch(line)
        if match is None or match[2] in found:
            package.wrong.append(f"{path}: 有一行不合格式 / a line is not of the form: {line[:80]!r}")
        else:
            found[match[2]] = match[1]
    if not found:
        package.wrong.append(f"{path}: 缺失或者是空的 / missing or empty")
    return found


def _compare(package: Package, listed: Mapping[str, str], there: set[str]) -> None:
    for path in sorted(there - listed.keys()):
        package.wrong.append(f"{path}: 多出的文件，清单里没有 / added: not on the manifest")
    for path, digest in sorted(listed.items()):
        if path not in package.members:
            package.wrong.append(f"{path}: 文件被删除 / removed: on the manifest and not in the package")
        elif digest_of(package, path) != digest:
            package.wrong.append(f"{path}: 内容被改动，与清单的摘要不符 / changed: does not fit the manifest")


def digest_of(package: Package, path: str) -> str:
    """SHA-256 of a member, read once."""
    if path not in package.digests:
        digest = hashlib.sha256()
        for chunk in package.chunks(path):
            digest.update(chunk)
        package.digests[path] = digest.hexdigest()
    return package.digests[path]


def check_seal(package: Package, key: str) -> str:
    """The centre's signature over the manifest. Returns the key that counts: the one that was given, else its own."""
    seal = package.json("seal.json", dict)
    told = {"purpose": PURPOSE, "key": seal.get("key")}
    for name, path in (("manifest", "manifest-sha256.txt"), ("info", "bag-info.txt")):
        told[name] = digest_of(package, path) if path in package.members else ""
        if seal.get(name) != told[name]:
            package.wrong.append(f"{path}: 与签名时的不同 / not the one that was signed")
    own = str(seal.get("key"))
    if key and own != key:
        package.wrong.append(
            f"seal.json: 不是用给出的密钥签名的，而是 {own[:64]}；中心换过密钥的，请给出制作时的密钥 / not signed with "
            "the key that was given; if the centre changed its key since, give the key of that time"
        )
    if seal.get("purpose") != PURPOSE or not is_signed(own, told, seal.get("signature")):
        package.wrong.append("seal.json: 签名不成立 / the signature does not hold")
    else:
        package.right.append(f"清单的签名成立，公钥 {own} / the manifest is signed with this public key")
    return key or own


def check_papers(package: Package, kind: str) -> None:
    """Every paper and letter of the registers is there and is what the register says, and there are no others."""
    for name in NEEDED[kind]:
        if f"data/{name}" not in package.members:
            package.wrong.append(f"data/{name}: 缺失 / missing")
    for register, folder in ((name, f"data/{name}/") for name in ("materials", "letters", "signed")):
        rows = [row for row in package.rows(f"data/{register}.json") if row.get("path")]
        before = len(package.wrong)
        for row in rows:
            path, title = str(row["path"]), f"{row.get('title') or row.get('name')} {row.get('number', '')}".strip()
            if path not in package.members or not path.startswith(folder):
                package.wrong.append(f"{path}: “{title}”的文件缺失 / file of the register is missing")
            elif digest_of(package, path) != row.get("digest"):
                package.wrong.append(f"{path}: “{title}”与登记的摘要不符 / does not fit the register")
        named = {str(row["path"]) for row in rows}
        for path in sorted(one for one in package.members if one.startswith(folder) and one not in named):
            package.wrong.append(f"{path}: 登记簿里没有 / not in the register")
        if rows and len(package.wrong) == before:
            package.right.append(f"data/{register}.json: {len(rows)} 份与登记相符 / as registered")


def check_history(package: Package) -> dict[int, str]:
    """Every row has its hash and names the row before it. Returns the hashes of the sound rows by their number."""
    number = package.json("data/case.json", dict).get("number")
    previous, sound = "0" * 64, {}
    rows = package.rows("data/history.json")
    before = len(package.wrong)
    for row in rows:
        told = row.get("told")
        told = told if isinstance(told, dict) else {}
        name = f"data/history.json: 第 {told.get('seq')} 条（{told.get('act')}）/ row {told.get('seq')}"
        if hashlib.sha256(canonical(told)).hexdigest() != row.get("hash"):
            package.wrong.append(f"{name}: 内容与散列不符 / was changed: its hash does not fit")
        elif isinstance(told.get("seq"), int):
            sound[told["seq"]] = str(row["hash"])
        if told.get("previous") != previous:
            package.wrong.append(f"{name}: 与前一条不相连，其间有删除或者插入 / a row before it was removed or added")
        if told.get("subject") != ["case", number]:
            package.wrong.append(f"{name}: 不是这件办件的 / belongs to another case")
        previous = str(row.get("hash"))
    if not rows:
        package.wrong.append("data/history.json: 没有日志 / no history")
    elif len(package.wrong) == before:
        package.right.append(
            f"日志 {len(rows)} 条，散列和次序相符 / {len(rows)} rows of history, each linked to the last"
        )
    return sound


def check_proofs(package: Package, key: str, sound: Mapping[int, str]) -> None:
    """Every sealed row stands under the root of a head that is signed with the key in force when it was made."""
    told = package.json("data/proofs.json", dict)
    keys, signed, proofs = (_objects(told.get(name)) for name in ("keys", "heads", "proofs"))
    if len(signed) > MOST_HEADS or len(keys) > MOST_HEADS:
        raise Unsafe(f"data/proofs.json: {len(signed)} 个封存 / heads, {len(keys)} 个密钥 / keys")
    numbers = [head.get("number") for head in signed] + [row.get(name) for row in proofs for name in ("seq", "head")]
    if not all(isinstance(number, int) for number in numbers):
        package.wrong.append("data/proofs.json: 不是规定的数据格式 / not data of the expected form")
        return
    before_it = _former_keys(key, keys)
    heads = {}
    before = len(package.wrong)
    for head in signed:
        unsigned = {name: value for name, value in head.items() if name != "signature"}
        if not is_signed(str(head.get("key")), unsigned, head.get("signature")):
            package.wrong.append(f"data/proofs.json: 第 {head.get('number')} 号封存的签名不成立 / head is not signed")
        elif wrong := _wrong_key(head, key, before_it):
            package.wrong.append(f"data/proofs.json: 第 {head.get('number')} 号封存{wrong}")
        heads[head.get("number")] = head
    proved = set()
    for proof in proofs:
        seq, head = proof["seq"], heads.get(proof["head"], {})
        leaf = sound.get(seq)
        if leaf is None or _root(leaf, proof, head.get("size")) != head.get("root"):
            package.wrong.append(
                f"data/proofs.json: 第 {seq} 条不在封存的树里 / row {seq} is not under the signed root"
            )
        proved.add(seq)
    if len(package.wrong) == before:
        waiting = len(sound.keys() - proved)
        package.right.append(
            f"封存证明 {len(proved)} 条，未封存 {waiting} 条 / {len(proved)} rows sealed, {waiting} not yet"
        )


def _former_keys(key: str, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the centre said when it changed its key, the first change first; each is signed by the key that came."""
    found: list[dict[str, Any]] = []
    for one in sorted(told, key=lambda row: str(row.get("retired_at")), reverse=True):
        unsigned = {name: value for name, value in one.items() if name != "signature"}
        sound = one.get("purpose") == KEY_PURPOSE and isinstance(one.get("last"), int)
        if sound and one.get("key") == key and is_signed(key, unsigned, one.get("signature")):
            found.insert(0, one)
            key = str(one.get("former"))
    return found


def _wrong_key(head: dict[str, Any], key: str, before: list[dict[str, Any]]) -> str:
    """Why the head's key was not the one in force for it; empty when it was."""
    number, named = head.get("number"), head.get("key")
    if not isinstance(number, int):
        return "没有编号 / head without a number"
    period = next((one for one in before if number <= one["last"]), None)
    if named == (period["former"] if period else key):
        signed = {name: value for name, value in head.items() if name != "signature"}
        hashed = hashlib.sha256(canonical(signed) + bytes.fromhex(str(head.get("signature")))).hexdigest()
        if period and number == period["last"] and hashed != period.get("last_hash"):
            return "与更换密钥时的不同 / is not the head at which the key was changed"
        return ""
    for one in before:
        if one["former"] == named:
            day = str(one.get("retired_at"))[:10]
            return f"是用 {day} 已经停用的密钥签名的 / is signed with a key that was retired on that day"
    return "不是用中心的密钥签名的 / is not signed with the centre's key"


def _objects(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _root(leaf: str, proof: Mapping[str, Any], size: Any) -> str:
    """The root that the path leads to from the row (RFC 9162, 2.1.3.2); empty when it cannot be one."""
    try:
        index, last = int(proof["index"]), int(size) - 1
        node = hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest()
        if not 0 <= index <= last:
            return ""
        for other in [bytes.fromhex(step) for step in proof["path"]]:
            if last == 0:
                return ""
            if index & 1 or index == last:
                node = hashlib.sha256(b"\x01" + other + node).digest()
                while not index & 1 and index:
                    index, last = index >> 1, last >> 1
            else:
                node = hashlib.sha256(b"\x01" + node + other).digest()
            index, last = index >> 1, last >> 1
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""
    return node.hex() if last == 0 else ""


def check_contents(package: Package) -> None:
    """What the journal said on the day of archiving about the papers in the case still holds."""
    told = [row.get("told") for row in package.rows("data/history.json")]
    row = next((one for one in told if isinstance(one, dict) and one.get("act") == "case.archive"), None)
    detail = row.get("detail") if row else None
    if row is None or not isinstance(detail, dict):
        package.right.append("办件还没有归档 / the case is not archived yet")
        return
    materials = [one.get("digest") for one in package.rows("data/materials.json") if one.get("digest")]
    on_that_day = [one for one in package.rows("data/letters.json") if str(one.get("issued_at")) <= str(row.get("at"))]
    letters = [str(one.get("digest")) for one in on_that_day]
    papers = {"materials": sorted(map(str, materials)), "letters": sorted(letters)}
    if hashlib.sha256(canonical(papers)).hexdigest() == detail.get("contents"):
        package.right.append(f"档号 {detail.get('number')}：材料和文书与归档时相符 / papers as on the day of archiving")
    else:
        package.wrong.append("材料或者文书与归档时日志所记的不同 / papers are not those that the journal recorded")


def check_signatures(package: Package, roots: list[bytes]) -> None:
    """The signature inside every letter: it covers the whole file, fits it, goes back to a root, and was made while
    its certificate was valid. `roots` are certificates in PEM; none: those of the package count."""
    letters = [str(row["path"]) for row in package.rows("data/letters.json") if row.get("path")]
    there = [path for path in letters if path in package.members]
    carried = [path for path in package.members if path.startswith("data/certificates/")]
    kept = [one for path in carried for one in PEM.findall(package.text(path))]
    try:
        from pyhanko.keys import load_certs_from_pemder_data
    except ImportError:
        package.unsaid.append(
            f"{len(there)} 份文书内的电子签名没有核验：没有安装 pyhanko / signatures inside {len(there)} letters not "
            "verified: pyhanko is not installed (pip install pyhanko)"
        )
        return
    if not roots and not kept:
        package.unsaid.append(
            "包内没有证书，没有核验文书由谁签名，请用 --root 给出 / no certificates in the package: who signed the "
            "letters was not verified; give them with --root"
        )
    logging.disable(logging.CRITICAL)
    try:
        trusted = list(load_certs_from_pemder_data(b"\n".join(roots or kept))) if roots or kept else None
        others = list(load_certs_from_pemder_data(b"\n".join(kept))) if kept else []
    except Exception as error:
        package.wrong.append(f"证书不能读取 / the certificates cannot be read: {error}")
        return
    for path in there:
        right, sentence = _signature_of(package, path, trusted, others)
        (package.right if right else package.wrong).append(f"{path}: {sentence}")


def _signature_of(package: Package, path: str, trusted: list[Any] | None, others: list[Any]) -> tuple[bool, str]:
    """Whether the letter is signed as it should be, and the sentence about it."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if package.members[path].file_size > MOST_LETTER:
        return False, "文件过大，没有核验签名 / too large, its signature was not verified"
    try:
        found = list(PdfFileReader(io.BytesIO(package.text(path))).embedded_signatures)
        if not found:
            return False, "没有电子签名 / bears no signature"
        told = [_judged(one, trusted, others) for one in found]
    except Unsafe:
        raise
    except Exception as error:  # whatever a forged file makes the reader stumble over
        return False, f"不能作为签名的 PDF 读取 / cannot be read as a signed PDF: {type(error).__name__}"
    wrong = [sentence for right, sentence in told if not right]
    return (False, "；".join(wrong)) if wrong else (True, "；".join(sentence for _right, sentence in told))


def _judged(found: Any, trusted: list[Any] | None, others: list[Any]) -> tuple[bool, str]:
    """Whether one signature holds, and what it says or why it does not."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate, moment = found.signer_cert, found.self_reported_timestamp
    if moment is None:
        return False, "没有签名时间 / does not say when it was signed"
    who, day = certificate.subject.human_friendly, f"{moment:%Y-%m-%d %H:%M}"
    context = ValidationContext(
        trust_roots=[certificate] if trusted is None else trusted,
        other_certs=others,
        moment=moment,
        best_signature_time=moment,
        allow_fetching=False,
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    status = validate_pdf_signature(found, context, key_usage_settings=usage, skip_diff=True)
    if not (status.intact and status.valid):
        return False, "签名后被改动，签名不成立 / was changed after it was signed"
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return False, "签名没有覆盖全文，签名后有添加 / something was added after it was signed"
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        return False, f"签名时间 {day} 不在证书有效期内 / signed when its certificate was not valid ({who})"
    if not status.trusted:
        return False, f"签名的证书不属于本中心 / signed with a certificate that goes back to none of the roots ({who})"
    return True, f"签名成立，覆盖全文，{day} / signature holds and covers the whole file ({who})"


# Ed25519 as in RFC 8032, section 6; verification only, so nothing here is secret.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def _add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _add(total, point)
        point, factor = _add(point, point), factor >> 1
    return total


def _point(content: bytes) -> Point | None:
    """The point that 32 bytes stand for; None when there is none."""
    y = int.from_bytes(content, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if len(content) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key: str, told: Mapping[str, Any], signature: Any) -> bool:
    """Whether the signature over the canonical form of what is told belongs to the key."""
    try:
        public, signed = bytes.fromhex(key), bytes.fromhex(str(signature))
        message = canonical(told)
    except (ValueError, TypeError):
        return False
    mine, theirs = _point(public), _point(signed[:32])
    factor = int.from_bytes(signed[32:], "little")
    if len(signed) != 64 or mine is None or theirs is None or BASE is None or factor >= ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signed[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(factor, BASE), _add(theirs, _times(hashed, mine))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


def verify(file: IO[bytes], *, key: str = "", roots: list[bytes] | None = None, most: int = 20 * 2**30) -> Package:
    """Everything that can be said about the package. Raises Unsafe."""
    package = opened(file, most)
    about = package.text("bag-info.txt").decode("utf-8", "replace").splitlines()
    kind = "own" if "Yichuang-Package: own" in about else "archive"
    check_bag(package)
    trusted = check_seal(package, key)
    check_papers(package, kind)
    check_signatures(package, roots or [])
    if kind == "archive":
        sound = check_history(package)
        check_proofs(package, trusted, sound)
        check_contents(package)
    return package


def main() -> int:
    """Read the command line, verify, tell. Returns the exit code."""
    parser = argparse.ArgumentParser(description="核验档案包 / Verify an archive package")
    parser.add_argument("package", help="档案包 / the ZIP")
    parser.add_argument("--key", default="", help="中心公布的公钥 / the centre's public key, 64 hexadecimal figures")
    parser.add_argument("--root", type=Path, help="文书可以追溯到的证书 / certificates letters may go back to, PEM")
    parser.add_argument("--most", type=float, default=20, help="解开后最多多少 GB / largest size unpacked, in GB")
    told = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        roots = PEM.findall(told.root.read_bytes()) if told.root else []
        if told.root and not roots:
            raise Unsafe(f"{told.root.name}: 没有证书 / no certificates")
        with open(told.package, "rb") as file:
            package = verify(file, key=told.key.strip().lower(), roots=roots, most=int(told.most * 2**30))
    except (Unsafe, OSError, EOFError, RuntimeError, NotImplementedError, OverflowError, zipfile.error) as error:
        print(plain(f"不能核验 / cannot be verified: {PurePosixPath(told.package).name}: {error}"))
        return 2
    for mark, sentences in (("✓", package.right), ("✗", package.wrong), ("!", package.unsaid)):
        for sentence in sentences:
            print(f"{mark} {plain(sentence)}")
    if not told.key:
        print("! 没有给出 --key：请向中心核对公钥 / no --key was given: compare the public key with the centre's")
    print("档案包被改动 / the package was changed" if package.wrong else "档案包完好 / the package is whole")
    return 1 if package.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
