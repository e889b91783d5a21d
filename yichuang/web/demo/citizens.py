"""Made-up people and enterprises. Every number has a right check digit and serial 000, which no register gives out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stdnum.cn import ric

from yichuang.offices.loading import DemoAccount
from yichuang.people import registering
from yichuang.people.actors import SYSTEM
from yichuang.people.models import Account, DocumentType, Party

PASSWORD = "anyang-demo-2026"  # noqa: S105 — printed at every start of the demonstration, opens made-up accounts only


@dataclass(frozen=True)
class Citizen:
    """One made-up person."""

    username: str
    name: str
    birthday: str
    phone: str
    address: str
    enterprise: str = ""
    credit_stem: str = ""
    permit: str = ""
    """His 港澳居民来往内地通行证, for who has no identity card."""


CITIZENS = (
    Citizen(
        "wangjianguo",
        "王建国",
        "19780312",
        "13800000101",
        "安阳县柏庄镇演示路1号",
        "安阳县一窗演示商贸有限公司",
        "91410522MA9DEMY01",
    ),
    Citizen(
        "zhaoxiaomin",
        "赵小敏",
        "19920618",
        "13800000102",
        "安阳县白璧镇演示路2号",
        "安阳县示例餐饮服务有限公司",
        "91410522MA9DEMY02",
    ),
    Citizen("jili", "𠮷丽", "19880905", "13800000103", "安阳县高庄镇演示路3号"),
    Citizen("abudu", "阿卜杜热合曼·阿卜力孜", "19950120", "13800000104", "安阳县吕村镇演示路4号"),
    Citizen("liuguilan", "刘桂兰", "19450808", "13800000105", "安阳县永和镇演示路5号"),
    Citizen("chenyu", "陈雨", "20010430", "13800000106", "安阳县瓦店乡演示路6号", permit="H00000006"),
    Citizen(
        "sunzhiqiang",
        "孙志强",
        "19830227",
        "13800000107",
        "安阳县北郭乡演示路7号",
        "安阳县样本人力资源有限公司",
        "91410522MA9DEMY03",
    ),
    Citizen("mahongmei", "马红梅", "19901111", "13800000108", "安阳县辛村镇演示路8号"),
)


@dataclass(frozen=True)
class Settled:
    """A citizen in the register, with his account and his enterprise if he has one."""

    account: Account
    person: Party
    enterprise: Party | None


def accounts() -> list[DemoAccount]:
    """How to sign in as one of them; the first four to begin with."""
    return [
        DemoAccount(one.username, PASSWORD, one.name, "群众", one.enterprise or "个人", featured=number < 4)
        for number, one in enumerate(CITIZENS)
    ]


def identity_number(birthday: str) -> str:
    """A made-up identity number of Anyang County: serial 000, right check digit."""
    stem = f"410522{birthday}000"
    return stem + ric.calc_check_digit(stem + "0")


def credit_code(stem: str) -> str:
    """A made-up unified social credit code with its check character (GB 32100—2015)."""
    return stem + check_character(stem)


def check_character(stem: str) -> str:
    """The 18th character of a unified social credit code: weighted sum modulo 31 (GB 32100—2015)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(ch) * pow(3, place, 31) for place, ch in enumerate(stem))
    return alphabet[-total % 31]


def registered() -> list[Settled]:
    """Those of them who are in the register; nobody where this is no demonstration."""
    accounts = Account.objects.filter(username__in=[one.username for one in CITIZENS]).select_related("party")
    return [
        Settled(one, one.party, Party.objects.filter(representative=one.party).first())
        for one in accounts.order_by("pk")
        if one.party is not None
    ]


def neighbour_of(citizen: Settled) -> Settled:
    """Who lives next door: the first of them who is somebody else."""
    return next(one for one in registered() if one.account != citizen.account)


def settle(citizen: Citizen, *, at: datetime) -> Settled:
    """Register the person, his account and his enterprise."""
    person = registering.register_person(
        name=citizen.name,
        document_type=DocumentType.HK_MACAO_PERMIT if citizen.permit else DocumentType.IDENTITY_CARD,
        number=citizen.permit or identity_number(citizen.birthday),
        phone=citizen.phone,
        address=citizen.address,
        by=SYSTEM,
        at=at,
    )
    account = registering.register_account(username=citizen.username, password=PASSWORD, party=person, by=SYSTEM, at=at)
    enterprise = None
    if citizen.enterprise:
        enterprise = registering.register_organisation(
            name=citizen.enterprise,
            credit_code=credit_code(citizen.credit_stem),
            representative=person,
            phone=citizen.phone,
            address=citizen.address,
            by=SYSTEM,
            at=at,
        )
    return Settled(account=account, person=person, enterprise=enterprise)
