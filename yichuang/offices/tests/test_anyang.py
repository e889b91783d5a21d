"""The demonstration centre stands as the plan has it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from yichuang import offices
from yichuang.base import codes, partitions
from yichuang.offices import loading, mandates, queries, windows
from yichuang.offices.loading import Loaded
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import (
    Department,
    Duty,
    Mandate,
    MandateKind,
    PostedBy,
    Posting,
    Power,
    Seal,
    SealKind,
    Window,
    WindowKind,
)
from yichuang.offices.rights import Lack
from yichuang.people import actors, signing_in
from yichuang.people.models import Account, Role
from yichuang.people.queries import account_named

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ANYANG = Path(offices.__file__).parent / "data" / "anyang.json"


@pytest.fixture(scope="module")
def anyang(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """Loaded once for this module; no test here changes it, and it is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield loading.load_centre(ANYANG, by=actors.SYSTEM, at=AT)
        transaction.set_rollback(True)


def account(username: str) -> Account:
    found = account_named(username)
    assert found is not None
    return found


def test_windows_are_of_three_kinds_and_staffed_as_the_plan_says(anyang: Loaded) -> None:
    kinds = {kind: Window.objects.filter(zone__centre=anyang.centre, kind=kind) for kind in WindowKind}

    professional = set(kinds[WindowKind.PROFESSIONAL].values_list("subject_area", flat=True))
    assert professional == {"公积金", "税务", "公安出入境"}
    assert set(kinds[WindowKind.ONE_THING].values_list("subject_area", flat=True)) == {"一件事一次办"}
    comprehensive = set(kinds[WindowKind.COMPREHENSIVE].values_list("subject_area", flat=True))
    assert comprehensive >= {"企业开办", "工程建设", "审批局无差别", "社会事务", "社保医保", "不动产登记", "公共服务"}
    assert comprehensive >= {"全豫通办", "跨省通办", "老年人服务"}
    posted_by_department = Window.objects.filter(posted_by=PostedBy.DEPARTMENT)
    assert set(posted_by_department) == set(kinds[WindowKind.PROFESSIONAL])


def test_every_window_has_a_clerk_of_the_right_unit(anyang: Loaded) -> None:
    for window in Window.objects.all():
        clerks = window.postings.filter(duty=Duty.CLERK)
        assert clerks.exists()
        assert {post.department_id for post in clerks} == {window.department_id}


def test_every_department_has_seals_two_examiners_and_somebody_who_decides(anyang: Loaded) -> None:
    for department in Department.objects.all():
        assert {Seal.objects.get(department=department, kind=kind).until for kind in SealKind} == {None}
        posts = department.postings.filter(mandates.running(TODAY))
        assert posts.filter(duty=Duty.EXAMINER).count() >= 2
        assert posts.filter(duty__in=[Duty.HEAD, Duty.CHIEF_APPROVER]).exists()


def test_credit_codes_are_well_formed(anyang: Loaded) -> None:
    for department in Department.objects.all():
        assert codes.check_credit_code(department.credit_code) == department.credit_code


@pytest.mark.parametrize(
    ("department", "area", "numbers"),
    [
        ("market", "企业开办", {"A01", "A02", "A03", "A04"}),
        ("market", "自贸区企业设立", {"A04"}),
        ("approval_bureau", "工程建设", {"C01", "C02"}),  # transferred to the bureau, so at any of its windows
        ("housing_fund", "公积金", {"J01", "J02"}),
        ("public_security", "跨省通办", {"H02"}),
        ("education", "没有专区的领域", {"D01", "D02"}),  # the residual rule
    ],
)
def test_items_find_their_windows(anyang: Loaded, department: str, area: str, numbers: set[str]) -> None:
    owner = Department.objects.get(code=department)
    found = windows.for_item(item_code="x", department_id=owner.pk, subject_area=area, on=TODAY)
    assert {window.number for window in found} == numbers


def test_the_clerk_accepts_for_departments_with_an_instrument_and_for_no_other(anyang: Loaded) -> None:
    clerk = actors.of(account("liu.mei"), at=AT)

    def ask(code: str, item: str = "dev-001") -> mandates.Warrant:
        department = Department.objects.get(code=code)
        return mandates.require(power=Power.ACCEPT, item_code=item, department=department, by=clerk, at=AT)

    assert ask("market").kind == "mandate"
    assert ask("tobacco").kind == "mandate"
    assert ask("public_security", "dev-056").kind == "mandate"
    for code, item, lack in (
        ("tax", "dev-050", Lack.NO_INSTRUMENT),
        ("forestry", "dev-018", Lack.EXPIRED),
        ("public_security", "dev-053", Lack.OTHER_ITEMS),
    ):
        with pytest.raises(NoMandate) as refused:
            ask(code, item)
        assert refused.value.lack == lack


def test_there_are_both_levels_of_chief_approvers(anyang: Loaded) -> None:
    levels = Mandate.objects.filter(kind=MandateKind.APPROVAL).values_list("level", flat=True)
    assert set(levels) == {1, 2}


def test_one_instrument_is_about_to_expire(anyang: Loaded) -> None:
    assert [mandate.grantor.code for mandate in mandates.about_to_expire(TODAY)] == ["power_supply"]


def test_instruments_cover_the_year_and_the_next(anyang: Loaded) -> None:
    usual = Mandate.objects.get(grantor__code="market", kind=MandateKind.ACCEPTANCE)
    assert (usual.since, usual.until) == (date(2026, 1, 1), date(2028, 1, 1))


def test_demonstration_accounts_sign_in(anyang: Loaded) -> None:
    shown = [one for one in anyang.accounts if one.featured]
    assert {Role(grant.role) for one in shown for grant in account(one.username).role_grants.all()} == set(Role)
    for one in shown[:3]:
        assert signing_in.sign_in(username=one.username, password=one.password, at=AT).username == one.username


def test_the_three_administrators_are_three_people(anyang: Loaded) -> None:
    admins = Account.objects.filter(role_grants__role__endswith="_admin")
    assert admins.count() == admins.distinct().count() == 3


def test_everybody_at_work_has_a_desk(anyang: Loaded) -> None:
    for post in Posting.objects.filter(mandates.running(TODAY)).select_related("account"):
        assert queries.desk_of(post.account, TODAY).centre == anyang.centre


def test_the_past_of_the_demonstration_reaches_back(anyang: Loaded) -> None:
    clerk = account("liu.mei")
    earlier = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
    assert Role.CLERK in actors.of(clerk, at=earlier).roles
    assert queries.desk_of(clerk, timezone.localdate(earlier)).windows


def test_its_made_up_past_lies_in_the_months_in_which_it_happened(anyang: Loaded) -> None:
    assert partitions.astray("base_entry") == 0
