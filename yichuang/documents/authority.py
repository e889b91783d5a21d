"""By whose authority a letter was made, told on the letter itself: who acted, for whom, and under which instrument.

An officer who acts by the power of his own post is not named: the department answers for him. Under an instrument the
one who lends the power answers for what is done (行政许可法第二十四条第二款), so both stand there, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from yichuang.offices.models import MandateKind
from yichuang.offices.seals import Lent
from yichuang.people.actors import Actor

_INSTRUMENTS = {
    MandateKind.APPROVAL: "审批服务授权委托书",
    MandateKind.ACCEPTANCE: "“综窗受理”委托书",
    MandateKind.AGREEMENT: "政务服务事项委托协议书",
}


def facts_of(lent: Lent | None, *, by: Actor) -> dict[str, Any]:
    """What the letter keeps of the instrument under which it is sealed; nothing when none was needed."""
    if lent is None or by.account is None:
        return {}
    return {"authority": asdict(lent) | {"by": by.account.display_name}}


def standing_in(by: Actor, principal: str) -> dict[str, Any]:
    """What the letter keeps of a substitute (AB角) and of whom he stands in for."""
    if by.account is None or not principal:
        return {}
    return {"stood_in": {"by": by.account.display_name, "for": principal}}


def told(facts: Mapping[str, Any], *, title: str) -> str:
    """The sentences for the letter, in Chinese as the letter is; empty when nobody acted in another's place."""
    this = "本决定" if title.endswith("决定书") else "本文书"
    parts = []
    if lent := facts.get("authority"):
        parts.append(_under(lent, this))
    if stood := facts.get("stood_in"):
        parts.append(f"{this}由{stood['by']}代行{stood['for']}的职责（AB角）作出。")
    return "".join(parts)


def _under(lent: Mapping[str, str], this: str) -> str:
    signed_on = date.fromisoformat(lent["signed_on"])
    day = f"{signed_on.year}年{signed_on.month}月{signed_on.day}日"
    head = f"负责人{lent['head']}" if lent["head"] else ""
    done = f"{lent['centre']}工作人员{lent['by']}受委托以本机关名义办理"
    if not lent["centre"]:
        done = f"首席审批员{lent['by']}受委托作出"
    instrument = f"《{_INSTRUMENTS[MandateKind(lent['kind'])]}》{lent['number']}"
    return f"{this}由{done}（依据本机关{head}{day}签署的{instrument}），后果由本机关承担。"
