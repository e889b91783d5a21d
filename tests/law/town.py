"""The acts of the law, done by the acts of the program, by people whom both know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from django.db import transaction

from tests.law.days import ONE_DAY, Calendar
from tests.law.law import Item, Mandate, Person, Stage
from yichuang.base import calendar as calendars
from yichuang.base import notices
from yichuang.base.refusal import Refused
from yichuang.base.working_days import HOLIDAY, MAKEUP, OFFICIAL
from yichuang.cases import accepting, applying, correcting, deciding, deeming, examining, terminating, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, Channel, Hold, Rule, State
from yichuang.cases.pausing import extending, procedures
from yichuang.cases.promises import supplementing, tolerance
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty, MandateKind, Posting
from yichuang.people import testing as people
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Role

MARKET, FIRE = "market", "fire"
PLAIN = Item(department=MARKET, promised=5, statutory=20)
LENIENT = Item(department=MARKET, promised=5, statutory=20, following=3)
CORRECTING = 5
CLOSES = time(17)
LAST_PUBLISHED = 2026


def known_people(lent: Mandate) -> dict[str, Person]:
    """Everybody who tries something, by name. `lent` is the period of the chief approver's instrument."""
    everybody = (
        Person("zhang wei"),
        Person("wang fang"),
        Person("liu mei", clerk_of_the_centre=True),
        Person("he lan", clerk_of_the_centre=True),
        Person("zhao gang", MARKET),
        Person("sun li", MARKET),
        Person("li hua", MARKET),
        Person("zhou min", MARKET, mandate=lent),
        Person("wu jun", MARKET, head=True),
        Person("fire officer", FIRE),
        Person("fire head", FIRE, head=True),
    )
    return {one.name: one for one in everybody}


def real_calendar() -> Calendar:
    """The notices of the State Council, put into the program and handed to the law as two plain sets of days."""
    facts = [fact for year in notices.read(notices.BUNDLED).values() for fact in year.facts if year.status == OFFICIAL]
    days = [fact.date for fact in facts]
    calendars.replace(facts, since=min(days), until=max(days), at=testing.moment())
    holidays = frozenset(fact.date for fact in facts if fact.kind == HOLIDAY)
    return Calendar(holidays, frozenset(fact.date for fact in facts if fact.kind == MAKEUP), CLOSES)


def found(*, centre: Mandate, chief: Mandate, told_on_the_spot: bool) -> None:
    """The town of the other tests, with instruments that end."""
    market, fire = offices.department(), offices.department(FIRE, "小城县消防局")
    for account, duty, of in (
        (people.zhao_gang(), Duty.EXAMINER, market),
        (people.sun_li(), Duty.EXAMINER, market),
        (_li_hua(), Duty.EXAMINER, market),
        (people.zhou_min(), Duty.CHIEF_APPROVER, market),
        (people.wu_jun(), Duty.HEAD, market),
        (testing.asked(FIRE, "消防"), Duty.EXAMINER, fire),
        (people.staff("fire.head", "消防局长", Role.HEAD), Duty.HEAD, fire),
    ):
        if not Posting.objects.filter(account=account, until=None).exists():
            offices.posting(account, duty, department=of)
    for clerk in (people.liu_mei(), _he_lan()):
        offices.clerk_of_the_centre(clerk)
    offices.mandate(market, since=centre.first, until=centre.last + ONE_DAY)
    until = chief.last + ONE_DAY
    offices.mandate(market, MandateKind.APPROVAL, to=people.zhou_min(), since=chief.first, until=until)
    offices.residual_rule(offices.zone())
    _rules(told_on_the_spot)


def _rules(told_on_the_spot: bool) -> None:
    for kind, length in testing.RULES.items():
        testing.rule(kind, length)
    testing.rule(Rule.Kind.ACCEPTANCE, 5)
    testing.rule(Rule.Kind.TOLERANCE, 0, effect="withdrawn")
    if told_on_the_spot:
        testing.rule(Rule.Kind.ACCEPTANCE, 0, unit="instant", channel=Channel.COUNTER)


def _with_party(username: str, name: str, serial: int, role: Role) -> Account:
    """An official who applies for a licence like anybody else: at home on another account, but the same person."""
    known = people.public_account(f"{username}.home", people.person(name, number=people.identity_number(serial)))
    return people.staff(username, name, role, party=known.party)


def _he_lan() -> Account:
    return _with_party("he.lan", "何兰", 912, Role.CLERK)


def _li_hua() -> Account:
    return _with_party("li.hua", "李华", 911, Role.EXAMINER)


AT_WORK: dict[str, Callable[[], Account]] = {
    "zhang wei": people.zhang_wei,
    "wang fang": people.wang_fang,
    "liu mei": people.liu_mei,
    "he lan": _he_lan,
    "zhao gang": people.zhao_gang,
    "sun li": people.sun_li,
    "li hua": _li_hua,
    "zhou min": people.zhou_min,
    "wu jun": people.wu_jun,
    "fire officer": lambda: testing.asked(FIRE, "消防"),
    "fire head": lambda: people.staff("fire.head", "消防局长", Role.HEAD),
}
AT_HOME: dict[str, Callable[[], Account]] = {
    "he lan": lambda: _home(_he_lan()),
    "li hua": lambda: _home(_li_hua()),
}


def _home(account: Account) -> Account:
    return Account.objects.get(party=account.party, kind="public")


class Town:
    """One case in the program, and what anybody tries to do with it."""

    def __init__(self, item: Item, applicant: str, *, at_counter: bool, missing: bool, at: datetime) -> None:
        self.applicant = applicant
        version = testing.lenient() if item.following else testing.licence()
        given = ("application", "identity", *(("health",) if item.following else ()))
        given += ("plan",) if item.following and not missing else ()
        person = self._actor(applicant, at, home=True)
        assert person.party is not None
        wanted = testing.application(version, of=person.party, materials=testing.papers(*given))
        wanted = replace(wanted, later=("plan",) if missing else ())
        if at_counter:
            clerk = "liu mei" if applicant != "liu mei" else "he lan"
            self.case = accepting.apply_at_counter(application=wanted, by=self._actor(clerk, at), at=at)
        else:
            wanted = replace(wanted, materials=testing.scans(*given, by=person))
            self.case = applying.apply(application=wanted, by=person, at=at)

    @staticmethod
    def _actor(name: str, at: datetime, *, home: bool = False) -> Actor:
        account = (AT_HOME.get(name) if home else None) or AT_WORK[name]
        return testing.officer(account(), at)

    def perform(self, act: str, name: str, at: datetime) -> str:
        """Do it, or hear why not: the code of the refusal, empty when it was done."""
        by = self._actor(name, at, home=act in ("correct", "bring_what_follows", "withdraw"))
        verb, _, kind = act.partition(":")
        try:
            with transaction.atomic():
                DOINGS[verb](self.fresh(), by, at, **({"kind": kind} if kind else {}))
        except Refused as refused:
            return refused.code if str(refused).strip() else "a refusal without a sentence"
        return ""

    def fresh(self) -> Case:
        """The case as it stands now."""
        return Case.objects.get(pk=self.case.pk)


def let_the_job_run(at: datetime) -> int:
    """What happens by itself, as the job of every five minutes does it. How many events."""
    report = deeming.deem_all(at=at)
    assert not report.failed
    return report.done


def _examine(case: Case, by: Actor, at: datetime) -> None:
    case = _taken_up(case, by, at)
    examining.give_opinion(case=case, recommends="granted", text="经审查", by=by, at=at)


def _taken_up(case: Case, by: Actor, at: datetime) -> Case:
    """The law knows no taking up of a case: whoever does the first thing in the department takes it up."""
    return examining.begin(case=case, by=by, at=at) if case.state == State.ACCEPTED else case


def _begin_procedure(case: Case, by: Actor, at: datetime, *, kind: str) -> None:
    procedures.begin(case=_taken_up(case, by, at), kind=kind, days=3, reason="需要检测", by=by, at=at)


def _end_procedure(case: Case, by: Actor, at: datetime, *, kind: str) -> None:
    running = Hold.objects.filter(case=case, procedure=kind, until__isnull=True).values_list("pk", flat=True).first()
    procedures.end(case=case, hold=running or 0, result="合格", by=by, at=at)


def _ask_extension(case: Case, by: Actor, at: datetime) -> None:
    extending.ask(case=_taken_up(case, by, at), reason="案情复杂", by=by, at=at)


def _ask_for_corrections(case: Case, by: Actor, at: datetime) -> None:
    wrong = [Defect(material_key="identity", reason="复印件不清晰，看不清证件号码")]
    correcting.ask_correction(case=case, defects=wrong, by=by, at=at)


STAGE_OF: dict[tuple[str, str], Stage] = {
    (State.SUBMITTED, ""): Stage.RECEIVED,
    (State.CORRECTING, ""): Stage.CORRECTING,
    (State.ACCEPTED, ""): Stage.ACCEPTED,
    (State.EXAMINING, ""): Stage.ACCEPTED,
    (State.SUSPENDED, ""): Stage.HELD,
    (State.DECIDED, "granted"): Stage.GRANTED,
    (State.DECIDED, "refused"): Stage.REFUSED,
    (State.DECLINED, ""): Stage.NOT_ACCEPTED,
    (State.WITHDRAWN, ""): Stage.WITHDRAWN,
    (State.LAPSED, ""): Stage.LAPSED,
    (State.TERMINATED, ""): Stage.TERMINATED,
}
"""What the law calls the states of the program."""

DOINGS: dict[str, Callable[..., object]] = {
    "accept": lambda case, by, at: accepting.accept(case=case, by=by, at=at),
    "accept_with_gaps": lambda case, by, at: tolerance.accept_with_gaps(case=case, credit_confirmed=True, by=by, at=at),
    "refuse_to_accept": lambda case, by, at: accepting.decline(
        case=case, reasons="不属于本机关职权范围", competent_body="县公安局", by=by, at=at
    ),
    "ask_for_corrections": _ask_for_corrections,
    "correct": lambda case, by, at: correcting.correct(
        case=case, materials=testing.scans("identity", by=by), by=by, at=at
    ),
    "bring_what_follows": lambda case, by, at: supplementing.supplement(
        case=case, materials=testing.scans("plan", by=by), by=by, at=at
    ),
    "examine": _examine,
    "begin_procedure": _begin_procedure,
    "end_procedure": _end_procedure,
    "ask_extension": _ask_extension,
    "extend": lambda case, by, at: extending.grant(case=case, by=by, at=at),
    "refuse_extension": lambda case, by, at: extending.refuse(case=case, answer="来得及", by=by, at=at),
    "grant": lambda case, by, at: deciding.decide(case=case, outcome="granted", by=by, at=at),
    "refuse": lambda case, by, at: deciding.decide(
        case=case, outcome="refused", reasons="经审查，经营场所不符合规定的条件。", by=by, at=at
    ),
    "terminate": lambda case, by, at: terminating.terminate(
        case=case, reason="申请人死亡", law="《行政许可法》第七十条", by=by, at=at
    ),
    "withdraw": lambda case, by, at: applying.withdraw(case=case, by=by, at=at),
}
