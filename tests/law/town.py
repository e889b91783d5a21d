"""The acts of the law, done by the acts of the program, by people whom both know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from django.db import transaction

from tests.law import doings
from tests.law.days import ONE_DAY, Calendar
from tests.law.law import Item, Mandate, Person, Stage
from yichuang.base import calendar as calendars
from yichuang.base import notices
from yichuang.base.refusal import Refused
from yichuang.base.working_days import HOLIDAY, MAKEUP, OFFICIAL
from yichuang.cases import accepting, applying, deeming, offers, testing
from yichuang.cases.models import Case, Channel, Exclusion, Rule, State
from yichuang.delivery import by_notice
from yichuang.delivery import testing as delivery
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
    testing.rule(Rule.Kind.PROMISE_CHECK, 60)
    delivery.terms()
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

    def __init__(
        self,
        item: Item,
        applicant: str,
        *,
        at_counter: bool,
        missing: bool,
        promising: bool,
        calendar: Calendar,
        at: datetime,
    ) -> None:
        self.calendar = calendar
        version = testing.lenient() if item.following else testing.licence()
        given = ("application", "identity", *(("health",) if item.following else ()))
        given = tuple(one for one in given if not (promising and one == "health"))
        given += ("plan",) if item.following and not missing else ()
        person = self._actor(applicant, at, home=True)
        assert person.party is not None
        wanted = testing.application(version, of=person.party, materials=testing.papers(*given))
        wanted = replace(wanted, later=("plan",) if missing else (), promised=("health",) if promising else ())
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
        by = self._actor(name, at, home=act in doings.AT_HOME)
        verb, _, kind = act.partition(":")
        said: dict[str, object] = {"kind": kind} if kind else {}
        if verb == "call_hearing":
            said["calendar"] = self.calendar
        try:
            with transaction.atomic():
                doings.DOINGS[verb](self.fresh(), by, at, **said)
        except Refused as refused:
            return refused.code if str(refused).strip() else "a refusal without a sentence"
        return ""

    def offered(self, name: str, at: datetime) -> set[str]:
        """What the desk offers him at work, and the portal at home."""
        accounts = [account() for account in (AT_WORK.get(name), AT_HOME.get(name)) if account]
        found = [
            one for account in accounts for one in offers.acts_for(self.fresh(), testing.officer(account, at), at=at)
        ]
        return {one.act for one in found if one.allowed} & {*doings.OFFERED_AS.values(), doings.TAKING_UP}

    def credit(self, *, lost: bool, at: datetime) -> None:
        """The applicant's promises are not taken any more, or are taken again."""
        found, _new = Exclusion.objects.get_or_create(
            case=self.case, defaults={"party": self.case.applicant, "since": at}
        )
        manager = None if lost else people.qian_yan()
        found.repaired_at, found.repaired_by, found.repaired_for = None if lost else at, manager, "" if lost else "试行"
        found.save()

    def fresh(self) -> Case:
        """The case as it stands now."""
        return Case.objects.get(pk=self.case.pk)


def let_the_job_run(at: datetime) -> int:
    """What happens by itself, as the job of every five minutes does it. How many events."""
    report = deeming.deem_all(at=at)
    assert not report.failed
    served = [by_notice.count_as_served(delivery=one, at=at) for one in by_notice.over(at, limit=10)]
    return report.done + sum(served)


STAGE_OF: dict[tuple[str, str], Stage] = {
    (State.SUBMITTED, ""): Stage.RECEIVED,
    (State.CORRECTING, ""): Stage.CORRECTING,
    (State.ACCEPTED, ""): Stage.ACCEPTED,
    (State.EXAMINING, ""): Stage.ACCEPTED,
    (State.SUSPENDED, ""): Stage.HELD,
    (State.DECIDED, "granted"): Stage.GRANTED,
    (State.DECIDED, "refused"): Stage.REFUSED,
    (State.FORWARDED, ""): Stage.ABOVE,
    (State.ISSUING, "granted"): Stage.MAKING,
    (State.COMPLETED, "granted"): Stage.READY,
    (State.COMPLETED, "refused"): Stage.READY,
    (State.DELIVERED, "granted"): Stage.DELIVERED,
    (State.DELIVERED, "refused"): Stage.DELIVERED,
    (State.NOT_REQUIRED, ""): Stage.NOT_REQUIRED,
    (State.DECLINED, ""): Stage.NOT_ACCEPTED,
    (State.WITHDRAWN, ""): Stage.WITHDRAWN,
    (State.LAPSED, ""): Stage.LAPSED,
    (State.TERMINATED, ""): Stage.TERMINATED,
    (State.TERMINATED, "granted"): Stage.TERMINATED,
}
"""What the law calls the states of the program."""
