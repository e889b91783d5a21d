"""The facts of a letter in the words of its page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from yichuang.documents.models import LetterKind


def chinese_date(moment: datetime | date, zone: ZoneInfo) -> str:
    """ "2026年3月5日": Arabic figures without leading zeros, as GB/T 9704 asks."""
    day = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    return f"{day.year}年{day.month}月{day.day}日"


class Words:
    """Reads the facts of one letter and puts them into the words of the page. Absent facts are empty words."""

    def __init__(self, facts: Mapping[str, Any], zone: ZoneInfo) -> None:
        self.facts = facts
        self.zone = zone

    def of(self, kind: LetterKind) -> dict[str, Any]:
        """The facts that the form of `kind` names, and no others; none where the kind has a wording."""
        if kind == LetterKind.SERVICE_RECEIPT:
            return self.service()
        return self.result() if kind == LetterKind.RESULT else {}

    @property
    def permit(self) -> str:
        """Only a 行政许可 (item type 01) is called one."""
        return "办理" if self.facts.get("item_type", "01") != "01" else "行政许可"

    def service(self) -> dict[str, Any]:
        return {
            "documents": self.lines("documents"),
            "mode": self.text("mode"),
            "served_at": self.moment("delivered_at"),
            "place": self.text("place"),
            "tracking_number": self.text("tracking_number"),
            "relation": self.text("relation"),
            "served_by": self.text("served_by"),
            "proof": self.text("proof"),
            "remark": self.text("remark"),
        }

    def result(self) -> dict[str, Any]:
        return {
            "certificate_number": self.text("certificate_number"),
            "lines": [{"label": str(x["label"]), "value": str(x["value"])} for x in self.facts.get("lines", ())],
            "validity": self.validity("长期"),
            "legal_basis": "、".join(self.lines("legal_basis")),
        }

    def validity(self, otherwise: str) -> str:
        since, until = self.day("valid_from"), self.day("valid_until")
        if since and until:
            return f"{since}至{until}"
        if since or until:
            return f"自{since}起" if since else f"至{until}"
        return self.text("validity") or otherwise

    def text(self, key: str) -> str:
        value = self.facts.get(key)
        return "" if value is None else str(value).strip()

    def phrase(self, key: str) -> str:
        """A text to be set into a sentence: without a full stop of its own."""
        return self.text(key).rstrip("。；")

    def flag(self, key: str) -> bool:
        return bool(self.facts.get(key))

    def lines(self, key: str) -> list[str]:
        """A text by its lines, or a list of texts; empty ones left out."""
        value = self.facts.get(key) or []
        parts = value.split("\n") if isinstance(value, str) else [str(part) for part in value]
        return [part.strip() for part in parts if part.strip()]

    def rows(self, key: str) -> list[dict[str, str]]:
        """The rows of a table, each value a text; those of the materials counted."""
        entries = self.facts.get(key) or []
        if key == "materials":
            return [self.material(entry) for entry in entries]
        return [{name: str(value) for name, value in entry.items() if value is not None} for entry in entries]

    def day(self, key: str) -> str:
        parsed = self._parsed(key)
        return chinese_date(parsed, self.zone) if parsed else ""

    def moment(self, key: str) -> str:
        parsed = self._parsed(key)
        if not isinstance(parsed, datetime):
            return self.day(key)
        local = parsed.astimezone(self.zone)
        return f"{chinese_date(parsed, self.zone)}{local.hour}时{local.minute:02d}分"

    def iso_day(self, key: str) -> str:
        """The day in figures for readers of other languages: "2026-03-05"."""
        parsed = self._parsed(key)
        local = parsed.astimezone(self.zone).date() if isinstance(parsed, datetime) else parsed
        return local.isoformat() if local else ""

    def _parsed(self, key: str) -> datetime | date | None:
        value = self.text(key)
        if not value:
            return None
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)

    @staticmethod
    def material(entry: Mapping[str, Any]) -> dict[str, str]:
        """One line of the list: how many originals, copies, files; 已核验 where an original was only seen."""
        counts = {key: int(entry.get(key) or 0) for key in ("originals", "copies", "files")}
        shown = {key: str(count) if count else "—" for key, count in counts.items()}
        if entry.get("original_seen") and not counts["originals"]:
            shown["originals"] = "已核验"
        return {"name": str(entry["name"]), **shown}
