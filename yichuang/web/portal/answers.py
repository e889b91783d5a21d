"""The short answers on top of a guide: on line or not, how long, how much, what to bring. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yichuang.base.explaining import length_words
from yichuang.base.money import yuan
from yichuang.catalogue import rules
from yichuang.catalogue.content import Content, Fee, Material, Situation, TimeLimit
from yichuang.catalogue.kinds import Processing
from yichuang.web.kit import times


def said(text: str, content: Content) -> str:
    """The words of a guide in the reader's language, as far as the guide has them in it."""
    return content.translated.get(text, text) if (get_language() or "").startswith("en") else text


def length_text(limit: TimeLimit) -> str:
    """`20 个工作日`; the words of the source when there is no number."""
    if limit.length is None or limit.unit is None:
        return limit.text
    return length_words(limit.length, limit.unit)


@dataclass(frozen=True)
class Answer:
    """One of the four: the question, the short answer, and a line below."""

    icon: str
    question: str
    short: str
    more: str = ""


@dataclass(frozen=True)
class Latest:
    """By when it is decided at the latest (`due`) when it is accepted at that moment; told at `now`."""

    accepted: datetime
    due: datetime
    now: datetime

    @property
    def words(self) -> str:
        """`如果今天受理，最晚 12月3日 周四 办好`."""
        accepted, due, today = (timezone.localdate(one) for one in (self.accepted, self.due, self.now))
        told = {"day": times.day_text(due, today=today), "accepted": times.day_text(accepted, today=today)}
        if accepted == today:
            return _("如果今天受理，最晚 %(day)s 办好") % told
        return _("如果 %(accepted)s 受理，最晚 %(day)s 办好") % told


def on_line(content: Content) -> bool:
    """Whether it can be applied for here. Only a guide that names its ways, none of them on line, says no."""
    return not content.channels or any("网" in way or "移动" in way or "线上" in way for way in content.channels)


def top(
    content: Content, *, situations: Sequence[str], materials: Sequence[Material], latest: Latest | None = None
) -> list[Answer]:
    """The four answers for these situations."""
    return [_where(content), _how_long(content, situations, latest), _how_much(content), _what_to_bring(materials)]


def _where(content: Content) -> Answer:
    question = _("能不能在网上办")
    if not on_line(content):
        return Answer("building-bank", question, _("要到窗口办"), said(content.place, content))
    if content.visits:
        more = ngettext("最多跑 %(n)d 次", "最多跑 %(n)d 次", content.visits) % {"n": content.visits}
    else:
        more = _("也可以到窗口办")
    return Answer("world", question, _("能，全程网上申请"), more)


def _how_long(content: Content, situations: Sequence[str], latest: Latest | None) -> Answer:
    question = _("多久")
    limits = rules.limit_for(content, situations)
    shortest = limits.promised or limits.statutory
    if content.processing == Processing.INSTANT and shortest is None:
        return Answer("clock", question, _("当场办结"))
    if shortest is None:
        written = content.promised or content.statutory
        return Answer(
            "clock",
            question,
            _("看具体情形"),
            said(written.text, content) if written else _("没有规定期限的，受理时书面告知。"),
        )
    if limits.promised and limits.statutory:
        more = _("从受理起算；法定时限 %(limit)s") % {"limit": length_text(limits.statutory)}
    elif limits.promised:
        more = _("从受理起算，本中心的承诺时限")
    else:
        more = _("从受理起算，法定时限")
    told = _("%(more)s。%(latest)s") % {"more": more, "latest": latest.words} if latest else more
    return Answer("clock", question, length_text(shortest), told)


def _how_much(content: Content) -> Answer:
    question = _("多少钱")
    if content.charged is False or (content.fees and all(fee.fen == 0 for fee in content.fees)):
        return Answer("coin", question, _("不收费"))
    if content.fees:
        return Answer("coin", question, fee_text(content.fees[0], content), _("按公布的标准收取，见下面“收费”"))
    return Answer("coin", question, _("以窗口书面告知为准"), _("本事项的收费标准尚未公布到本指南。"))


def fee_text(fee: Fee, content: Content) -> str:
    """`证照工本费 10.00 元/本`."""
    name = said(fee.name, content)
    if fee.fen is None:
        return _("%(name)s：按规定标准") % {"name": name}
    return _("%(name)s %(amount)s 元%(unit)s") % {
        "name": name,
        "amount": yuan(fee.fen),
        "unit": _per(said(fee.unit, content)),
    }


def _per(unit: str) -> str:
    """Behind “元”: sources write `本` as well as `元/本`; in English it is ` each`."""
    per = unit.removeprefix("元").removeprefix("/")
    return per and (f" {per}" if per.isascii() else f"/{per}")


def _what_to_bring(materials: Sequence[Material]) -> Answer:
    question = _("带什么")
    needed = [one for one in materials if rules.must_be_handed_in(one)]
    if not materials:
        return Answer("file-text", question, _("不用交材料"))
    short = ngettext("%(n)d 样材料", "%(n)d 样材料", len(needed)) % {"n": len(needed)}
    return Answer("file-text", question, short, _("按您的情形列在下面"))


@dataclass(frozen=True)
class Question:
    """One question about the situation with its answers; `only_one` when they exclude each other."""

    text: str
    text_en: str
    only_one: bool
    options: tuple[Situation, ...]


def questions(content: Content, situations: Sequence[str] = ()) -> list[Question]:
    """The situations as questions, in the order of the guide: those that are asked after these answers."""
    gathered: dict[tuple[str, bool], list[Situation]] = {}
    for situation in rules.offered(content, situations):
        gathered.setdefault((situation.question, situation.only_one), []).append(situation)
    return [
        Question(text or _("您属于哪种情形？（没有就不选）"), options[0].question_en, only_one, tuple(options))
        for (text, only_one), options in gathered.items()
    ]


def chosen(content: Content, keys: Sequence[str]) -> list[str]:
    """The keys that are situations of this item and may be chosen after the others, each once."""
    return rules.reached(content, keys)
