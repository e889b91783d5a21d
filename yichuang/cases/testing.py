"""Cases for tests: a small town with one staffed department, one licence, and people who know each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from yichuang.cases import accepting, applying, deciding, examining, issuing, letters, life_cycle
from yichuang.cases.applying import Application
from yichuang.cases.models import Case, Certificate, Effect, Keeping, Outcome, RetentionRule, Rule
from yichuang.cases.promises import granting, tolerance
from yichuang.cases.queries import letters_of
from yichuang.cases.rules import Given
from yichuang.catalogue import queries
from yichuang.catalogue.content import Material, Promise, Result, Situation, Span, Step, Tolerance
from yichuang.catalogue.kinds import Processing, ServiceObject, StepKind
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.testing import published_item
from yichuang.documents import rendering, store
from yichuang.documents import testing as documents
from yichuang.documents.models import FileState, StoredFile
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors, agency
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Agency, Party, Role

TOLERANCE_LAW = "《安阳市政务服务条例》第二十四条"
MONDAY = date(2026, 3, 2)
"""An ordinary working Monday."""
FORM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["premises"],
    "properties": {
        "premises": {"type": "string", "title": "经营场所", "minLength": 2, "maxLength": 100},
        "remark": {"type": "string", "title": "说明", "maxLength": 500},
    },
}
ANSWERS = {"premises": "小城县东街1号"}


RULES = {
    Rule.Kind.REVIEW: 1,
    Rule.Kind.CORRECTION: 5,
    Rule.Kind.DELIVERY: 10,
    Rule.Kind.WARNING: 1,
    Rule.Kind.EXTENSION: 10,
    Rule.Kind.JOINT_EXTENSION: 15,
    Rule.Kind.HEARING_REQUEST: 5,
    Rule.Kind.HEARING_ORGANISING: 20,
    Rule.Kind.HEARING_NOTICE: 7,
    Rule.Kind.LOWER_REVIEW: 20,
    Rule.Kind.INSPECTION_TEAM: 5,
    Rule.Kind.DEFENCE: 5,
}
"""Working days by the rules of the town."""


def moment(day: int = 0, hour: int = 10, minute: int = 0) -> datetime:
    """A time so many days after the Monday."""
    return timezone.make_aware(datetime.combine(MONDAY + timedelta(days=day), time(hour, minute)))


def licence(code: str = "food-licence", *, instant: bool = False, **parts: Any) -> ItemVersion:
    """A licence with two materials for everybody and a third when the premises are rented; 20 and 5 working days."""
    made = ItemVersion.objects.filter(item__code=code).first()
    if made is None:
        values: dict[str, Any] = {
            "name": "食品经营许可",
            "processing": Processing.INSTANT if instant else Processing.PROMISED,
            "service_objects": (ServiceObject.NATURAL, ServiceObject.ENTERPRISE),
            "situations": (Situation(key="rented", label="租用场所"),),
            "materials": (
                Material(key="application", name="申请书"),
                Material(key="identity", name="身份证明"),
                Material(key="lease", name="租赁合同", when='"rented" in situations'),
            ),
            "form": FORM,
            "result": Result(name="食品经营许可证", validity="5年"),
        }
        published_item(code, **(values | parts))
    return queries.version_on(code, MONDAY)


def lenient(code: str = "lenient-licence", **parts: Any) -> ItemVersion:
    """A licence whose floor plan may follow within three working days, and whose health certificate a promise can
    stand for."""
    values: dict[str, Any] = {
        "materials": (
            Material(key="application", name="申请书"),
            Material(key="identity", name="身份证明"),
            Material(key="plan", name="平面布局图", tolerable=True),
            Material(key="health", name="健康证明", promisable=True),
        ),
        "tolerance": Tolerance(within=Span(length=3)),
        "promise": Promise(
            told="从业人员应当取得健康证明。", promised="从业人员都有健康证明。", consequences="承诺不实的，撤销许可。"
        ),
    }
    return licence(code, **(values | parts))


def staffed_town() -> None:
    """The department has its people and mandates, the centre its rules, and everything else goes to zone A."""
    offices.staffed(offices.department())
    offices.residual_rule(offices.zone())
    for kind, length in RULES.items():
        rule(kind, length)
    rule(Rule.Kind.RENEWAL, 30, unit="calendar_days")
    rule(Rule.Kind.RENEWAL_REMINDER, 60, unit="calendar_days")
    rule(Rule.Kind.ACCEPTANCE, 5, basis=letters.ACCEPTANCE_LAW)
    rule(Rule.Kind.PROMISE_CHECK, 60)
    rule(Rule.Kind.TOLERANCE, 2, effect=Effect.WITHDRAWN, basis=TOLERANCE_LAW)


def rule(kind: Rule.Kind, length: int, **parts: Any) -> Rule:
    """A rule of the centre, in working days and for ever unless said otherwise."""
    values = {"unit": "working_days", "basis": "试行", "since": offices.LONG_AGO} | parts
    return Rule.objects.create(centre=offices.centre(), kind=kind, length=length, **values)


def applicant(at: datetime) -> Actor:
    """Zhang Wei, signed in."""
    return town.actor(town.zhang_wei(), at=at)


def letter_of_authority(at: datetime) -> Agency:
    """Zhang Wei lets Li Qiang act for him for thirty days."""
    principal, agent = town.zhang_wei().party, town.li_qiang().party
    assert principal is not None, "a public account always has its person"
    assert agent is not None, "a public account always has its person"
    return agency.authorise(
        principal=principal,
        agent=agent,
        since=at.date(),
        until=at.date() + timedelta(days=30),
        letter_digest="0" * 64,
        by=applicant(at),
        at=at,
    )


def officer(account: Account, at: datetime) -> Actor:
    """A member of the staff, signed in."""
    return actors.of(account, at=at)


def papers(*keys: str) -> list[Given]:
    """One original of each, seen."""
    return [Given(key=key, originals=1, original_seen=True) for key in keys or ("application", "identity")]


def scans(*keys: str, by: Actor) -> list[Given]:
    """One file of each, as if `by` had uploaded it and it had passed the checks."""
    return [Given(key=key, file_id=_kept(by).pk) for key in keys or ("application", "identity")]


def _kept(by: Actor) -> StoredFile:
    content = documents.pdf()
    return StoredFile.objects.create(
        digest=store.put_bytes(content),
        size=len(content),
        media_type="application/pdf",
        name="材料.pdf",
        owner_kind=by.who_kind,
        owner_id=by.who_id,
        state=FileState.CLEAN,
        pages=1,
        uploaded_at=moment(),
    )


def online(version: ItemVersion | None = None, *, by: Actor, **parts: Any) -> Application:
    """A complete application of Zhang Wei's with the files that `by` uploaded."""
    return application(version, **({"materials": scans(by=by)} | parts))


def application(
    version: ItemVersion | None = None,
    *,
    of: Party | None = None,
    situations: Sequence[str] = (),
    materials: Sequence[Given] | None = None,
    purpose: str = "",
    former: Certificate | None = None,
    **answers: Any,
) -> Application:
    """A complete application of Zhang Wei's unless said otherwise; he may have others under way."""
    party = of or town.zhang_wei().party
    assert party is not None, "a public account always has its person"
    return Application(
        version=version or licence(),
        applicant=party,
        situations=situations,
        answers=ANSWERS | answers,
        materials=papers() if materials is None else materials,
        purpose=purpose,
        former=former,
        again="另一处经营场所",
    )


def submitted(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Zhang Wei has applied on line."""
    at = at or moment()
    by = applicant(at)
    return applying.apply(application=online(version, by=by), by=by, at=at)


def accepted_with_gaps(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Liu Mei has accepted Zhang Wei's application, whose floor plan is to follow by Thursday."""
    at = at or moment()
    by = applicant(at)
    scanned = scans("application", "identity", "health", by=by)
    wanted = replace(online(version or lenient(), by=by, materials=scanned), later=("plan",))
    case = applying.apply(application=wanted, by=by, at=at)
    clerk = officer(town.liu_mei(), at)
    return tolerance.accept_with_gaps(case=case, credit_confirmed=True, by=clerk, at=at + timedelta(minutes=10))


def promised(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Liu Mei has accepted Zhang Wei's application, in which his promise stands for the health certificate."""
    at = at or moment()
    by = applicant(at)
    scanned = scans("application", "identity", "plan", by=by)
    wanted = replace(online(version or lenient(), by=by, materials=scanned), promised=("health",))
    case = applying.apply(application=wanted, by=by, at=at)
    return accepting.accept(case=case, by=officer(town.liu_mei(), at), at=at + timedelta(minutes=10))


def granted_on_promise(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Wu Jun, head of the department, has granted it on the promise."""
    at = at or moment()
    case = promised(version, at=at)
    at += timedelta(hours=1)
    return granting.grant_on_promise(case=case, credit_confirmed=True, by=officer(town.wu_jun(), at), at=at)


def accepted(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Liu Mei has accepted Zhang Wei's application."""
    at = at or moment()
    case = submitted(version, at=at)
    return accepting.accept(case=case, by=officer(town.liu_mei(), at), at=at + timedelta(minutes=10))


def asked(code: str, name: str) -> Account:
    """A department with one examiner, who is asked for its part of a case."""
    username = f"{code}.officer"
    account = Account.objects.filter(username=username).first()
    if account is None:
        account = town.staff(username, f"{name}审查员", Role.EXAMINER)
        offices.posting(account, Duty.EXAMINER, department=offices.department(code, f"小城县{name}局"))
    return account


def fire_officer() -> Account:
    """The examiner of the fire department."""
    return asked("fire", "消防")


def health_officer() -> Account:
    """The examiner of the health department."""
    return asked("health", "卫生")


def planning_officer() -> Account:
    """The examiner of the planning department."""
    return asked("planning", "规划")


def joint_licence(code: str = "joint-licence", **parts: Any) -> ItemVersion:
    """A licence that two officers examine (3 days), then fire and health side by side (2 days), to which planning
    must agree, which is reviewed and then decided (1 day)."""
    for account in (fire_officer, health_officer, planning_officer):
        account()
    steps = (
        Step(name="受理", kind=StepKind.ACCEPT),
        Step(name="承办", kind=StepKind.EXAMINE, officers=2, time=Span(length=3)),
        Step(name="联合审查", kind=StepKind.EXAMINE, departments=("fire", "health"), time=Span(length=2)),
        Step(name="规划会签", kind=StepKind.COUNTERSIGN, departments=("planning",)),
        Step(name="审核", kind=StepKind.REVIEW),
        Step(name="决定", kind=StepKind.DECIDE, time=Span(length=1)),
        Step(name="发证", kind=StepKind.ISSUE),
    )
    return licence(code, **({"steps": steps} | parts))


def examining_now(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Zhao Gang has begun to examine."""
    at = at or moment()
    return examining.begin(case=accepted(version, at=at), by=officer(town.zhao_gang(), at), at=at + timedelta(hours=1))


def says(case: Case, *accounts: Account, at: datetime | None = None, recommends: str = Outcome.GRANTED) -> Case:
    """Each of these officers gives his opinion, in this order."""
    at = at or moment(hour=15)
    for account in accounts:
        case = examining.give_opinion(case=case, recommends=recommends, text="经审查", by=officer(account, at), at=at)
    return case


def examined(version: ItemVersion | None = None, *, at: datetime | None = None, opinions: int = 2) -> Case:
    """Zhao Gang and Sun Li have examined the case and recommend to grant it."""
    at = at or moment()
    case = accepted(version, at=at)
    at += timedelta(hours=1)
    case = examining.begin(case=case, by=officer(town.zhao_gang(), at), at=at)
    for account in (town.zhao_gang(), town.sun_li())[:opinions]:
        case = examining.give_opinion(
            case=case, recommends=Outcome.GRANTED, text="符合条件", by=officer(account, at), at=at
        )
    return case


def decided(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """Zhou Min, chief approver, has granted the application."""
    at = at or moment()
    case = examined(version, at=at)
    at += timedelta(hours=2)
    return deciding.decide(case=case, outcome=Outcome.GRANTED, by=officer(town.zhou_min(), at), at=at)


def completed(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """The result lies at the window."""
    at = at or moment()
    case = decided(version, at=at)
    at += timedelta(hours=3)
    return issuing.issue(case=case, by=officer(town.zhao_gang(), at), at=at)


def delivered(version: ItemVersion | None = None, *, at: datetime | None = None) -> Case:
    """The result is in Zhang Wei's hands and every letter is drawn."""
    at = at or moment()
    case = completed(version, at=at)
    at += timedelta(hours=4)
    by = officer(town.liu_mei(), at)
    with transaction.atomic():
        life_cycle.move(case=case, name="deliver", by=by, at=at, ended_at=at, due_at=None)
    return drawn(case, at=at)


def drawn(case: Case, *, at: datetime) -> Case:
    """The case with the PDF of each of its letters."""
    for letter in letters_of(case):
        rendering.ensure(letter.pk, at=at)
    return case


def kept(keeping: Keeping = Keeping.THIRTY_YEARS, *, item_type: str = "") -> RetentionRule:
    """How long the town keeps its papers."""
    basis = "归档范围和保管期限表（试行）"
    values = {"keeping": keeping, "basis": basis, "since": offices.LONG_AGO}
    return RetentionRule.objects.create(centre=offices.centre(), item_type=item_type, **values)
