"""Whose promises are taken: who broke none and has no bad credit (国办发〔2020〕42号; 安阳市政务服务条例第二十九条).

Which register is asked is a setting that names a class. Without one, a person at the window looks it up and confirms
it by hand, and the case says so: nobody is ever taken for creditworthy because no register was there to ask.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from yichuang.base.refusal import Refused
from yichuang.cases.models import Exclusion
from yichuang.people.models import Party

BY_HAND = "by_hand"
"""How the history names a check that a person made."""


class BadCredit(Refused):
    """The applicant's promises are not taken; he goes the ordinary way."""

    code = "bad_credit"


class CreditNotLookedUp(Refused):
    """No register is connected and nobody has confirmed that the record was looked up."""

    code = "credit_not_looked_up"


class Standing(StrEnum):
    """What a register says of a party."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


class Register(Protocol):
    """A register of credit records that can be asked (信用信息平台)."""

    name: str

    def standing(self, party: Party, *, at: datetime) -> Standing:
        """What the register says; UNKNOWN when it does not answer."""


class NoRegister:
    """No register is connected: it knows nothing of anybody."""

    name = ""

    def standing(self, party: Party, *, at: datetime) -> Standing:
        """Unknown, whoever it is."""
        return Standing.UNKNOWN


@lru_cache(maxsize=1)
def register() -> Register:
    """The register that the setting names."""
    return cast(Register, import_string(settings.CREDIT_REGISTER)())


def refuse_excluded(party: Party) -> None:
    """Refuse a party whose earlier promise was false and not yet made good. One statement."""
    if Exclusion.objects.filter(party=party, repaired_at__isnull=True).exists():
        raise BadCredit(_("申请人曾作出不实承诺，信用修复以前不适用告知承诺和容缺受理，请按一般程序提交全部材料。"))


def look_up(party: Party, *, confirmed: bool, at: datetime) -> str:
    """Ask before anything is locked, for a register may be slow. Returns who said that nothing is known against him.

    `confirmed`: the person at the window has looked the record up himself. Raises BadCredit, CreditNotLookedUp.
    """
    refuse_excluded(party)
    asked = register()
    said = asked.standing(party, at=at)
    if said == Standing.BAD:
        raise BadCredit(_("信用记录显示申请人有严重失信，不适用告知承诺和容缺受理，请按一般程序办理。"))
    if said == Standing.GOOD:
        return asked.name
    if not confirmed:
        raise CreditNotLookedUp(
            _("还没有接入信用系统，请人工查询申请人的信用记录，确认没有不良记录后勾选。"), field="credit_confirmed"
        )
    return BY_HAND
