"""What a letter lacks, and what it is called. Pure; the kinds themselves stand in `sheets`.

Facts are plain JSON without personal data; moments are ISO texts ("2026-03-05T09:30:00+08:00"; a date alone will do);
facts of several lines are a text or a list of texts. Every letter may hold `submitted_at`, `item_type` ("01" is a
行政许可), `language` ("en" adds an English summary), `authority` and `stood_in` (see `authority`). The date of a letter
is that of its issue.

`review_body` and `court` of the remedies are taken from the department unless the facts name others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from yichuang.documents.models import LetterKind
from yichuang.documents.sheets import A_CLOCK, COMPETENT, COURT, ITEM, REVIEW_BODY, SHEETS, Fact

Facts = Mapping[str, Any]

# Grounds of a 不予受理决定书 for which the right body need not be named: the body is the right one (XKF 32).
GROUNDS_WITHIN_POWER: Final = frozenset({"incomplete", "not_legal_form", "not_supplemented", "other"})


def missing(kind: str, facts: Facts) -> list[Fact]:
    """Every fact the letter lacks, so that the officer is told all of them at once."""
    return [fact for fact in needed(kind, facts) if not _stands(fact, facts.get(fact.key))]


def needed(kind: str, facts: Facts) -> Iterator[Fact]:
    """The facts this letter cannot be written without, the conditional ones included."""
    sheet = SHEETS[kind]
    yield ITEM
    yield from sheet.needs
    if sheet.remedies:
        yield REVIEW_BODY
        yield COURT
    if kind == LetterKind.DECLINING_DECISION and facts.get("ground") not in GROUNDS_WITHIN_POWER:
        yield COMPETENT
    # The law may set no limit, or the centre may promise none: one of the two clocks must have its date.
    if kind == LetterKind.ACCEPTANCE_NOTICE and not facts.get("statutory_due"):
        yield A_CLOCK


def title_of(kind: str, facts: Facts) -> str:
    """The heading of the letter. Only a 行政许可 (item type 01) is called one."""
    sheet = SHEETS[kind]
    if kind == LetterKind.RESULT:
        return str(facts.get("result_name") or sheet.title)
    return sheet.other_title if sheet.other_title and facts.get("item_type", "01") != "01" else sheet.title


def _stands(fact: Fact, value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, (list, tuple)):
        return (bool(value) or fact.may_be_empty) and all(_whole(entry, fact.parts) for entry in value)
    return value is not None


def _whole(entry: Any, parts: tuple[str, ...]) -> bool:
    if not parts:
        return isinstance(entry, str) and bool(entry.strip())
    return isinstance(entry, Mapping) and all(str(entry.get(part) or "").strip() for part in parts)
