"""People of a small town for tests: plain builders, each person made once per database.

`liu_mei` is a window clerk, `zhao_gang` and `sun_li` examine, `zhou_min` approves, `wu_jun` heads a department,
`qian_yan` runs the centre; `zhang_wei` and `wang_fang` are applicants, `li_qiang` an agent, `huaxin` a company of
`zhang_wei`.
"""

from datetime import UTC, datetime
from itertools import count

from yichuang.people import actors, passwords, registering
from yichuang.people.actors import Actor
from yichuang.people.models import Account, AccountKind, DocumentType, Party, Role, RoleGrant
from yichuang.people.queries import account_named

LONG_AGO = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery-1"
_serials = count(1)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity_number(serial: int, *, region: str = "410522", birthday: str = "19900307") -> str:
    """A well-formed identity number that differs for each serial below 1000."""
    body = f"{region}{birthday}{serial:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def credit_code(serial: int) -> str:
    """A well-formed unified social credit code that differs for each serial."""
    body = f"91410522{serial:09d}"
    total = sum(int(d) * w for d, w in zip(body, _CREDIT_WEIGHTS, strict=True))
    return body + _CREDIT_DIGITS[(31 - total % 31) % 31]


def person(name: str = "张三", *, number: str = "", phone: str = "", address: str = "") -> Party:
    """A natural person with an identity card; a new number each time unless one is given."""
    return registering.register_person(
        name=name,
        document_type=DocumentType.IDENTITY_CARD,
        number=number or identity_number(next(_serials), birthday="19880211"),
        phone=phone,
        address=address,
        by=actors.SYSTEM,
        at=LONG_AGO,
    )


def organisation(name: str = "甲有限公司", *, code: str = "", representative: Party | None = None) -> Party:
    """A company; a new credit code each time unless one is given."""
    return registering.register_organisation(
        name=name,
        credit_code=code or credit_code(500_000 + next(_serials)),
        representative=representative,
        by=actors.SYSTEM,
        at=LONG_AGO,
    )


def public_account(username: str, party: Party) -> Account:
    known = account_named(username)
    if known is not None:
        return known
    return registering.register_account(
        username=username, password=PASSWORD, party=party, by=actors.SYSTEM, at=LONG_AGO
    )


def staff(username: str, display_name: str, *roles: Role, party: Party | None = None) -> Account:
    """A staff account with roles that it has had for long; made once per user name."""
    account = account_named(username)
    if account is None:
        draft = Account(username=username, kind=AccountKind.STAFF)
        account = registering.open_staff_account(
            username=username,
            password=passwords.hashed(PASSWORD, account=draft),
            display_name=display_name,
            party=party,
            by=actors.SYSTEM,
            at=LONG_AGO,
        )
    held = set(account.role_grants.filter(until=None).values_list("role", flat=True))
    RoleGrant.objects.bulk_create(
        RoleGrant(account=account, role=role, since=LONG_AGO) for role in roles if role not in held
    )
    return account


def actor(account: Account, *, at: datetime) -> Actor:
    return actors.of(account, at=at)


def liu_mei() -> Account:
    return staff("liu.mei", "刘梅", Role.CLERK)


def chen_jie() -> Account:
    return staff("chen.jie", "陈洁", Role.GUIDE)


def zhao_gang() -> Account:
    return staff("zhao.gang", "赵刚", Role.EXAMINER)


def sun_li() -> Account:
    return staff("sun.li", "孙丽", Role.EXAMINER)


def zhou_min() -> Account:
    return staff("zhou.min", "周敏", Role.CHIEF_APPROVER)


def wu_jun() -> Account:
    return staff("wu.jun", "吴军", Role.HEAD)


def qian_yan() -> Account:
    return staff("qian.yan", "钱燕", Role.MANAGER)


def he_jian() -> Account:
    return staff("he.jian", "何鉴", Role.SUPERVISOR)


def system_admin() -> Account:
    return staff("admin.system", "郑系统", Role.SYSTEM_ADMIN)


def security_admin() -> Account:
    return staff("admin.security", "冯安全", Role.SECURITY_ADMIN)


def audit_admin() -> Account:
    return staff("admin.audit", "褚审计", Role.AUDIT_ADMIN)


def zhang_wei() -> Account:
    """An applicant, with an account of his own."""
    party = person("张伟", number=identity_number(901), phone="13800138000", address="河南省安阳市安阳县柏庄镇一号")
    return public_account("zhang.wei", party)


def wang_fang() -> Account:
    """Another applicant, a stranger to the cases of the first."""
    return public_account("wang.fang", person("王芳", number=identity_number(902), phone="13900139000"))


def li_qiang() -> Account:
    """Somebody who acts for others."""
    return public_account("li.qiang", person("李强", number=identity_number(903), phone="13700137000"))


def huaxin() -> Party:
    """A company whose legal representative is `zhang_wei`."""
    return organisation("安阳华鑫商贸有限公司", code=credit_code(900_001), representative=zhang_wei().party)
