"""A small centre for tests: plain builders; what has a code or number is made once per database.

Everything is set up long ago, so that a test may choose any moment from 2026 on.
"""

from collections.abc import Collection, Sequence
from datetime import date, time
from itertools import count

from yichuang.offices.models import (
    AreaRule,
    Centre,
    Department,
    DepartmentKind,
    Duty,
    Mandate,
    MandateKind,
    OfficeHours,
    PostedBy,
    Posting,
    Power,
    Seal,
    SealKind,
    Window,
    WindowKind,
    Zone,
)
from yichuang.people import testing as town
from yichuang.people.models import Account

LONG_AGO = date(2025, 1, 2)
FAR_AWAY = date(2099, 1, 1)
FRONT_DESK = (Power.ACCEPT, Power.CORRECT, Power.DECLINE, Power.USE_SEAL, Power.ISSUE, Power.DELIVER)
DECIDING = (Power.DECIDE, Power.PRELIMINARY_REVIEW, Power.USE_SEAL)
_numbers = count(1)


def centre(code: str = "town", name: str = "小城县政务服务中心") -> Centre:
    """A centre open on weekdays from 9 to 12 and from 13 to 17 o'clock."""
    made, new = Centre.objects.get_or_create(
        code=code, defaults={"name": name, "name_en": "Town Service Centre", "region_code": "410522"}
    )
    if new:
        for start, end in ((time(9), time(12)), (time(13), time(17))):
            OfficeHours.objects.create(
                centre=made, weekdays=[1, 2, 3, 4, 5], start=start, end=end, since=date(2020, 1, 1)
            )
    return made


def department(code: str = "market", name: str = "小城县市场监督管理局", short_name: str = "") -> Department:
    """A department with both seals in force."""
    made, new = Department.objects.get_or_create(
        centre=centre(),
        code=code,
        defaults={
            "name": name,
            "short_name": short_name or f"小{code}"[:12],
            "name_en": f"Town {code} bureau",
            "credit_code": town.credit_code(sum(code.encode())),
            "kind": DepartmentKind.GOVERNMENT,
            "phone": "0372-0000000",
            "review_body": "小城县人民政府",
            "court": "小城县人民法院",
        },
    )
    if new:
        for kind in SealKind:
            seal(made, kind)
    return made


def seal(of: Department, kind: SealKind, *, since: date = LONG_AGO, until: date | None = None) -> Seal:
    return Seal.objects.create(department=of, kind=kind, text=f"{of.name}{kind.label}", since=since, until=until)


def zone(code: str = "A", name: str = "综合服务区") -> Zone:
    return Zone.objects.get_or_create(centre=centre(), code=code, defaults={"name": name, "name_en": "General"})[0]


def window(
    number: str = "A01",
    *,
    kind: WindowKind = WindowKind.COMPREHENSIVE,
    of: Department | None = None,
    in_zone: Zone | None = None,
    subject_area: str = "社会事务",
) -> Window:
    """A window of the centre, or of the department `of` when it is a professional one."""
    professional = kind == WindowKind.PROFESSIONAL
    return Window.objects.get_or_create(
        zone=in_zone or zone(),
        number=number,
        closed_on=None,
        defaults={
            "name": "综合窗口",
            "kind": kind,
            "subject_area": subject_area,
            "posted_by": PostedBy.DEPARTMENT if professional else PostedBy.CENTRE,
            "department": of if professional else None,
            "opened_on": LONG_AGO,
        },
    )[0]


def posting(
    account: Account,
    duty: Duty,
    *,
    department: Department | None = None,
    at_window: Window | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Posting:
    return Posting.objects.create(
        centre=department.centre if department else centre(),
        account=account,
        department=department,
        window=at_window,
        duty=duty,
        since=since,
        until=until,
    )


def mandate(
    grantor: Department,
    kind: MandateKind = MandateKind.ACCEPTANCE,
    *,
    to: Account | None = None,
    powers: Collection[Power] | None = None,
    level: int | None = None,
    item_codes: Sequence[str] = (),
    since: date = LONG_AGO,
    until: date = FAR_AWAY,
) -> Mandate:
    """An instrument on file: 件1 to the account `to` (level 1 unless said), 件2 or 件3 to the centre; all items unless
    some are named."""
    approval = kind == MandateKind.APPROVAL
    if approval and level is None:
        level = 1
    usual = (DECIDING if level == 1 else (Power.PRELIMINARY_REVIEW,)) if approval else FRONT_DESK
    return Mandate.objects.create(
        kind=kind,
        number=f"试〔2026〕{next(_numbers)}号",
        grantor=grantor,
        grantee_account=to if approval else None,
        grantee_centre=None if approval else grantor.centre,
        powers=list(powers if powers is not None else usual),
        level=level,
        all_items=not item_codes,
        item_codes=list(item_codes),
        since=since,
        until=until,
        signed_on=min(since, LONG_AGO),
        filed_on=LONG_AGO,
    )


def residual_rule(to: Zone) -> AreaRule:
    """Whatever no other rule names goes to zone `to`."""
    return AreaRule.objects.create(centre=to.centre, zone=to, residual=True, since=LONG_AGO)


def clerk_of_the_centre(account: Account | None = None) -> Account:
    """Liu Mei at comprehensive window A01; she needs an instrument for each department."""
    account = account or town.liu_mei()
    if not Posting.objects.filter(account=account, until=None).exists():
        posting(account, Duty.CLERK, at_window=window())
    return account


def staffed(of: Department) -> Department:
    """`of` ready to work: two examiners, a chief approver of level 1, a head, the clerk of the centre under 件2."""
    for account, duty in (
        (town.zhao_gang(), Duty.EXAMINER),
        (town.sun_li(), Duty.EXAMINER),
        (town.zhou_min(), Duty.CHIEF_APPROVER),
        (town.wu_jun(), Duty.HEAD),
    ):
        posting(account, duty, department=of)
    clerk_of_the_centre()
    mandate(of)
    mandate(of, MandateKind.APPROVAL, to=town.zhou_min())
    return of
