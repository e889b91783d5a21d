"""Sheets of paper for the demonstration: a picture that says what it stands for."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from yichuang.documents import receiving
from yichuang.documents.models import StoredFile
from yichuang.people.actors import Actor

SIZE = (827, 1169)
"""A4 at 100 dots an inch."""
LINE = 18
"""Characters in one line of a title."""


def upload(item: str, *, by: Actor, at: datetime) -> StoredFile:
    """One sheet for all materials of an application, through the same checks as any upload."""
    return receiving.receive_upload(stream=io.BytesIO(sheet(item)), name="申请材料（演示）.png", by=by, at=at)


def signature(*, by: Actor, at: datetime) -> StoredFile:
    """What a recipient wrote on the pad."""
    return receiving.receive_upload(stream=io.BytesIO(signed()), name="签名（演示）.png", by=by, at=at)


@cache
def signed() -> bytes:
    """A stroke of the pen, and the word that it is a demonstration."""
    page = Image.new("L", (640, 240), 255)
    pen = ImageDraw.Draw(page)
    pen.line([(60 + 13 * x, 90 + 45 * ((7 * x) % 5 - 2) / 2) for x in range(32)], fill=20, width=3, joint="curve")
    pen.text((60, 180), "演示签名", font=font(26), fill=90)
    kept = io.BytesIO()
    page.save(kept, "PNG", optimize=False)
    return kept.getvalue()


@cache
def sheet(name: str) -> bytes:
    """A page with a name in large letters and the word that it is a demonstration."""
    page = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(page)
    pen.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline=120, width=2)
    for line, top in enumerate(range(0, len(name), LINE)):
        pen.text((80, 160 + 60 * line), name[top : top + LINE], font=font(34), fill=20)
    pen.text((80, 480), "演示材料，不是真实文件", font=font(26), fill=90)
    kept = io.BytesIO()
    page.save(kept, "PNG", optimize=False)
    return kept.getvalue()


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The CJK font that the letters are set in as well."""
    spec = find_spec("cvttf_NotoSansCJK_Regular")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the font package cvttf-notosanscjk-regular is not installed")
    return ImageFont.truetype(str(next(Path(spec.submodule_search_locations[0]).glob("*.otf"))), size)
