"""Builders for tests: files as people bring them, and the facts of a whole letter of each kind."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
from PIL import Image

from yichuang.base.journal import Subject
from yichuang.documents.models import Letter, LetterKind, StoredFile
from yichuang.documents.receiving import receive_upload
from yichuang.documents.writing import write_letter
from yichuang.offices import testing as offices
from yichuang.offices.models import Department
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Party

MORNING = datetime(2026, 3, 5, 2, 20, tzinfo=UTC)
CASE = Subject("case", "41052220260305000012")

FACTS: dict[LetterKind, dict[str, Any]] = {
    LetterKind.RECEIPT: {
        "materials": [
            {"name": "食品经营许可申请书", "originals": 1, "files": 1},
            {"name": "营业执照", "copies": 1, "original_seen": True},
        ],
        "review_by": "2026-03-12T17:30:00+08:00",
    },
    LetterKind.CORRECTION_NOTICE: {
        "items": [
            {"what": "设备布局图", "reason": "没有标明冷藏设备的位置"},
            {"what": "经营项目", "reason": "与营业执照不一致"},
        ],
        "answer_by": "2026-03-12T17:30:00+08:00",
        "default_effect": "逾期未补正的，视为撤回申请",
    },
    LetterKind.ACCEPTANCE_NOTICE: {
        "statutory_due": "2026-04-02T17:30:00+08:00",
        "promised_due": "2026-03-12T17:30:00+08:00",
    },
    LetterKind.DECLINING_DECISION: {"reasons": "经营场所不在本县", "competent_body": "安阳市市场监督管理局"},
    LetterKind.NOT_REQUIRED_NOTICE: {"reasons": "销售食用农产品不需要取得许可"},
    LetterKind.GRANTING_DECISION: {"legal_basis": ["《中华人民共和国食品安全法》第三十五条"]},
    LetterKind.REFUSING_DECISION: {
        "reasons": ["未配备冷藏设备"],
        "legal_basis": ["《中华人民共和国行政许可法》第三十八条第二款"],
    },
    LetterKind.SERVICE_RECEIPT: {
        "documents": ["食品经营许可证"],
        "mode": "直接送达",
        "delivered_at": "2026-03-06T10:05:00+08:00",
    },
    LetterKind.WITHDRAWAL_NOTICE: {"withdrawn_at": "2026-03-05T10:00:00+08:00"},
    LetterKind.RESULT: {"result_name": "食品经营许可证", "valid_from": "2026-03-05", "valid_until": "2031-03-04"},
}


def letter(
    kind: LetterKind = LetterKind.ACCEPTANCE_NOTICE,
    *,
    department: Department | None = None,
    addressee: Party | None = None,
    by: Actor = actors.SYSTEM,
    at: datetime = MORNING,
    item_name: str = "食品经营许可（新办）",
    **facts: Any,
) -> Letter:
    """A whole letter of this kind; `facts` add to or replace the usual ones. Wants a transaction around it."""
    return write_letter(
        kind=kind,
        department=department or offices.department(),
        addressee=addressee or town.organisation(),
        subject=CASE,
        item_name=item_name,
        facts=FACTS[kind] | facts,
        by=by,
        mandate_id=None,
        at=at,
    )


def pdf(pages: int = 1) -> bytes:
    """An honest PDF with blank pages."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


def jpeg(width: int = 64, height: int = 48, **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG", **save)
    return out.getvalue()


def png(width: int = 64, height: int = 48, **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG", **save)
    return out.getvalue()


def stored_file(
    content: bytes | None = None, *, name: str = "材料.pdf", by: Actor = actors.SYSTEM, for_everyone: bool = False
) -> StoredFile:
    """A file that passed the checks."""
    return receive_upload(stream=io.BytesIO(content or pdf()), name=name, by=by, at=MORNING, for_everyone=for_everyone)
