"""What stands on the page of a letter: every fact put into words, ready to be set by the templates in `letters/`.

Pure: takes the letter's row and what `people` keeps (the addressee's name and document), gives plain data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import segno
from django.utils.translation import override

from yichuang.base.query_codes import query_code
from yichuang.documents import authority, codes, english, kinds
from yichuang.documents.body import body_of
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.sheets import SHEETS
from yichuang.documents.shipped import wording_of
from yichuang.documents.words import Words, chinese_date
from yichuang.offices.models import DepartmentKind

# Only these bodies issue 公文 under their own red head (党政机关公文处理工作条例 art 2; GB/T 9704-2012).
RED_HEADED: Final = frozenset({DepartmentKind.GOVERNMENT, DepartmentKind.INSTITUTION})
_LONG_RUN = re.compile("[!-~]{40,}")
_DARK = re.compile(rb"\x01+")
_PURPOSE = re.compile("(行政审批|行政许可|政务服务|审批服务|综合受理|业务受理|受理|业务|服务)专用章$")


@dataclass(frozen=True)
class Addressee:
    """Who the letter is for, as he may be named on it."""

    name: str
    document_label: str
    document_number: str


def page_of(letter: Letter, addressee: Addressee, *, zone: ZoneInfo, site: str) -> dict[str, Any]:
    """Everything the templates read, as JSON values. Dates are told in `zone`; `site` is the public address."""
    department = letter.department
    sheet = SHEETS[letter.kind]
    title = kinds.title_of(letter.kind, letter.facts)
    address = codes.verification_address(letter.verification_code, site=site)
    words = Words(letter.facts, zone)
    with override("zh-hans"):
        page = {
            "title": title,
            "number": letter.number,
            "department": department.name,
            "red_head": sheet.red_head and department.kind in RED_HEADED,
            "addressee": addressee.name,
            "document_label": addressee.document_label,
            "document_number": addressee.document_number,
            "case_number": letter.subject_id,
            "query_code": codes.grouped(query_code(letter.subject_id)),
            "item": letter.item_name,
            "issued_on": chinese_date(letter.issued_at, zone),
            "code": codes.grouped(letter.verification_code),
            "address": re.sub(r"^https?://", "", site) + codes.VERIFICATION_PATH,
            "seal": seal_of(letter),
            "authority": authority.told(letter.facts, title=title),
            "contact": _contact(department.address, department.phone),
            "signs": list(sheet.signs),
            "greeting": _greeting(letter, addressee),
            "body": body_of(letter, wording_of(letter), words, addressee.name),
            "facts": words.of(LetterKind(letter.kind)),
            "english": english.summary(letter, words, zone=zone, site=site),
        }
    return {key: breakable(value) for key, value in page.items()} | {"qr": qr(address)}


def breakable(value: Any) -> Any:
    """The same value, in whose texts every run of 40 and more Latin letters and figures may be broken anywhere, so
    that no line leaves the page."""
    if isinstance(value, str):
        return _LONG_RUN.sub(lambda run: "\u200b".join(run.group()), value)
    if isinstance(value, list):
        return [breakable(each) for each in value]
    if isinstance(value, dict):
        return {key: breakable(each) for key, each in value.items()}
    return value


def qr(address: str) -> str:
    """The QR code of `address` as SVG: one path of dark runs, so that no seam shows between its modules."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    runs = [
        f"M{run.start()} {y}h{len(run.group())}v1h-{len(run.group())}z"
        for y, row in enumerate(rows)
        for run in _DARK.finditer(row)
    ]
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(runs)}"/></svg>'


def seal_of(letter: Letter) -> dict[str, str] | None:
    """The text of the seal, parted into the name on its rim and the purpose below its star."""
    if letter.seal_use is None:
        return None
    text = letter.seal_use.seal.text
    purpose = _PURPOSE.search(text)
    if purpose is None:
        return {"name": text, "purpose": ""}
    name = text[: purpose.start()].strip() or letter.department.name
    return {"name": name, "purpose": purpose.group()}


def _greeting(letter: Letter, addressee: Addressee) -> str:
    """Whom the letter speaks to: the higher body a case is sent to, otherwise the addressee; nobody in a record."""
    if not SHEETS[letter.kind].greets:
        return ""
    return str(letter.facts.get("to_body") or addressee.name)


def _contact(address: str, phone: str) -> str:
    parts = []
    if address:
        parts.append(f"地址：{address}")
    if phone:
        parts.append(f"电话：{phone}")
    return "；".join(parts) + "。" if parts else ""
