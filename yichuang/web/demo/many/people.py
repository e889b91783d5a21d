"""Who the applicants of generated cases are: names and well-formed numbers that belong to nobody we know."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Final, NamedTuple

_SURNAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢唐许冯宋韩邓彭曹曾田萧潘袁蔡蒋余于杜叶程苏魏吕丁任沈𠮷"
)
_GIVEN: Final = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红玲芬燕彬凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳"
_TRADES: Final = ("商贸", "食品", "建材", "餐饮", "科技", "农业", "物流", "医药")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BORN: Final = date(1950, 1, 1)


class Person(NamedTuple):
    """A row of `people_party` before it is sealed."""

    kind: str
    document_type: str
    name: str
    number: str
    phone: str


def person(serial: int, random: Random) -> Person:
    """The applicant of that number: every seventh a company."""
    phone = f"1{38 + serial % 8:02d}{serial % 100_000_000:08d}"
    given = "".join(random.choices(_GIVEN, k=2))
    if serial % 7 == 0:
        name = f"安阳{given}{_TRADES[serial % 8]}有限公司"
        return Person("organisation", "credit_code", name, credit_code(serial), phone)
    name = random.choice(_SURNAMES) + (given if serial % 3 else given[0])
    return Person("natural", "identity_card", name, identity_number(serial), phone)


def identity_number(serial: int) -> str:
    """The well-formed identity number of one generated person; another for each serial."""
    day, order = divmod(serial, 1000)
    begun, total = _begun(day)
    ones, tens, hundreds = order % 10, order // 10 % 10, order // 100
    total += hundreds * _WEIGHTS[14] + tens * _WEIGHTS[15] + ones * _WEIGHTS[16]
    return f"{begun}{order:03d}{'10X98765432'[total % 11]}"


@lru_cache(maxsize=2)
def _begun(day: int) -> tuple[str, int]:
    """The first fourteen figures for everybody born on that day, and their part of the check sum."""
    begun = f"410522{_BORN + timedelta(days=day):%Y%m%d}"
    return begun, sum(int(figure) * weight for figure, weight in zip(begun, _WEIGHTS, strict=False))


def credit_code(serial: int) -> str:
    """The well-formed unified social credit code of one generated company."""
    body = f"91410522{serial:09d}"
    total = sum(int(d) * w for d, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return body + _CREDIT_DIGITS[(31 - total % 31) % 31]
