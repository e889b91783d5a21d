"""A short English text below the Chinese one, for an addressee who asked for it. The Chinese text prevails."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from yichuang.documents import codes
from yichuang.documents.models import Letter
from yichuang.documents.sheets import SHEETS
from yichuang.documents.words import Words


def summary(letter: Letter, words: Words, *, zone: ZoneInfo, site: str) -> list[str]:
    """What the letter is, what it is about and what its dates are; empty unless the facts ask for English."""
    if letter.facts.get("language") != "en":
        return []
    with override("en"):
        told = {
            "kind": letter.get_kind_display(),
            "number": letter.number,
            "department": letter.department.name_en or letter.department.name,
            "item": letter.item_name,
            "case": letter.subject_id,
            "date": letter.issued_at.astimezone(zone).date().isoformat(),
        }
        lines = [
            gettext("%(kind)s，文号 %(number)s，%(department)s，%(date)s。办理事项：%(item)s；办件编号：%(case)s。")
            % told,
            *_dates(words),
            *_remedies(letter, words),
        ]
        address = codes.verification_address(letter.verification_code, site=site)
        return [*lines, gettext("以中文文本为准。核验地址：%(address)s") % {"address": address}]


def _dates(words: Words) -> list[str]:
    sentences = {
        "answer_by": gettext("请于 %(day)s 前补正表中所列全部内容。"),
        "statutory_due": gettext("法定办结日期：%(day)s。"),
        "promised_due": gettext("承诺办结日期：%(day)s。"),
    }
    return [text % {"day": words.iso_day(key)} for key, text in sentences.items() if words.text(key)]


def _remedies(letter: Letter, words: Words) -> list[str]:
    if not SHEETS[letter.kind].remedies:
        return []
    sentence = gettext(
        "如不服本决定，可以自收到之日起六十日内向%(body)s申请行政复议，或者在六个月内向%(court)s提起行政诉讼。"
    )
    return [sentence % {"body": words.text("review_body"), "court": words.text("court")}]
