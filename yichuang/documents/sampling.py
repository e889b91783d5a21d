"""A wording filled in with sample facts, for whoever writes it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from yichuang.documents import kinds
from yichuang.documents.body import Block, body_of
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.samples import SAMPLES
from yichuang.documents.words import Words
from yichuang.offices.models import Centre, Department

NAME = "某某有限公司"
ITEM = "食品经营许可（新办）"
NUMBER = "41052220260305000012"


def sample(kind: str, text: str, centre: Centre, *, at: datetime) -> list[Block]:
    """The body of a letter of this kind with that wording, about nobody. One statement; nothing is kept."""
    department = Department.objects.filter(centre=centre).order_by("code").first() or Department(name=str(centre))
    remedies = {"review_body": department.review_body, "court": department.court}
    facts: kinds.Facts = remedies | SAMPLES[LetterKind(kind)]
    letter = Letter(
        kind=kind, department=department, subject_id=NUMBER, item_name=ITEM, facts=facts, issued_at=at, number=""
    )
    return body_of(letter, text, Words(facts, ZoneInfo(settings.TIME_ZONE)), NAME)
