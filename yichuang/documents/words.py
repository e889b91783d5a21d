"""The facts of a letter in the words of its page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from yichuang.documents.models import LetterKind

# The law on which a letter stands when the facts name none.
ACCEPTING_LAW: Final = "《中华人民共和国行政许可法》第三十二条"


def chinese_date(moment: datetime | date, zone: ZoneInfo) -> str:
    """ "2026年3月5日": Arabic figures without leading zeros, as GB/T 9704 asks."""
    day = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    return f"{day.year}年{day.month}月{day.day}日"


class Words:
    """Reads the facts of one letter and puts them into the words of the page. Absent facts are empty words."""

    def __init__(self, facts: Mapping[str, Any], zone: ZoneInfo) -> None:
        self.facts = facts
        self.zone = zone

    def of(self, kind: LetterKind, issued_at: datetime) -> dict[str, Any]:
        """The facts that the template of `kind` names, and no others."""
        sort = "办理" if self.facts.get("item_type", "01") != "01" else "行政许可"
        common = {
            "reasons": self.lines("reasons"),
            "legal_basis": "、".join(self.lines("legal_basis")) or ACCEPTING_LAW,
            "received_on": self.day("submitted_at") or chinese_date(issued_at, self.zone),
            "decided_on": chinese_date(issued_at, self.zone),
            "materials": [self.material(entry) for entry in self.facts.get("materials", ())],
            "items": [{"name": str(x["what"]), "what": str(x["reason"])} for x in self.facts.get("items", ())],
            "note": self.lines("note"),
        }
        own: dict[str, Any] = {
            LetterKind.RECEIPT: self.receipt,
            LetterKind.CORRECTION_NOTICE: self.correction,
            LetterKind.ACCEPTANCE_NOTICE: self.acceptance,
            LetterKind.SERVICE_RECEIPT: self.service,
            LetterKind.RESULT: self.result,
        }.get(kind, self.decision)()
        accepted = {"accepted_on": self.day("accepted_at") or chinese_date(issued_at, self.zone)}
        verdict = {"verdict": f"{'不予' if kind == LetterKind.REFUSING_DECISION else '准予'}{sort}。"}
        return common | accepted | verdict | own

    def receipt(self) -> dict[str, Any]:
        by = self.day("review_by")
        return {"review_by": by}

    def correction(self) -> dict[str, Any]:
        effect = self.text("default_effect")
        return {
            "due_on": self.day("answer_by"),
            "default_effect": effect if effect.endswith(("。", "！")) else effect + "。",
            "how": self.text("how"),
        }

    def acceptance(self) -> dict[str, Any]:
        return {
            "statutory_limit": self.text("statutory_limit") or "自受理之日起，依法计算",
            "statutory_due_on": self.day("statutory_due"),
            "promised_limit": self.text("promised_limit") or "自受理之日起，本机关承诺",
            "promised_due_on": self.day("promised_due"),
            "provisional": bool(self.facts.get("provisional")),
            "deemed": self.text("deemed"),
            "owed": self.lines("owed"),
            "owed_until": self.day("supplement_by"),
            "owed_effect": self.text("default_effect"),
        }

    def decision(self) -> dict[str, Any]:
        return {
            "competent_body": self.text("competent_body"),
            "review_body": self.text("review_body"),
            "court": self.text("court"),
            "content": self.lines("content"),
            "conditions": self.lines("conditions"),
            "validity": self.validity(""),
            "result_name": self.text("result_name"),
            "withdrawn_on": self.day("withdrawn_at"),
        }

    def service(self) -> dict[str, Any]:
        return {
            "documents": self.lines("documents"),
            "mode": self.text("mode"),
            "served_at": self.moment("delivered_at"),
            "place": self.text("place"),
            "tracking_number": self.text("tracking_number"),
            "relation": self.text("relation"),
            "served_by": self.text("served_by"),
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
