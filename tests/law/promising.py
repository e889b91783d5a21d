"""告知承诺 as law: what the applicant promises stands for a proof; decided on the spot, checked later
(国办发〔2020〕42号; AY 25–29)."""

from datetime import datetime, time, timedelta

from tests.law.law import (
    OFFICERS,
    UNDER_WAY,
    Matter,
    Person,
    Stage,
    department,
    front_desk,
    need,
    power_to_decide,
    pronounce_granted,
    the_applicants_own,
)

KEPT, UNKEPT, FALSE = "kept", "unkept", "false"
DAYS_TO_PUT_RIGHT = 10


def _stands(matter: Matter) -> None:
    need(matter.promising, "42号: there is a promise, and it was not taken back")


def grant_on_promise(matter: Matter, by: Person, at: datetime) -> None:
    """On the spot, on the promise (AY 26). Reading: before the department has begun to examine in the ordinary way."""
    power_to_decide(matter, by, at)
    _stands(matter)
    need(matter.stage is Stage.ACCEPTED and not matter.taken_up, "AY 26: decided on the spot, once accepted")
    need(not matter.excluded, "42号: who made a false promise before is excluded until his credit is repaired")
    need(by.name != matter.accepted_by, "不相容岗位相分离: who accepted does not decide")
    need(not matter.missing, "AY 24: decided when what was to follow is there")
    pronounce_granted(matter, by, at)


def withdraw_promise(matter: Matter, by: Person, at: datetime) -> None:
    """The applicant may choose, and may choose anew until it is decided: he brings the proof instead (42号; AY 26)."""
    the_applicants_own(matter, by)
    _taken_back(matter)


def withdraw_promise_at_counter(matter: Matter, by: Person, at: datetime) -> None:
    """He does so at the window."""
    front_desk(matter, by, at)
    _taken_back(matter)


def _taken_back(matter: Matter) -> None:
    need(matter.stage in UNDER_WAY, "AY 26: before the decision")
    _stands(matter)
    matter.promising = False


def check_promise(matter: Matter, by: Person, at: datetime, *, kind: str) -> None:
    """Two officers look whether the promise is kept; it counts when both found the same (XKF 34(3); AY 27). While an
    order runs he has all of its time, and only that he kept it can be found."""
    department(matter, by)
    need(matter.check_by is not None and not matter.found, "AY 27: granted on a promise that is not yet checked")
    findings = matter.findings[-1]
    need(by.name not in dict(findings), "XKF 34(3): two officers, not one twice")
    in_time = matter.order_until is not None and at <= matter.order_until
    need(kind == KEPT or not in_time, "42号: the time of the order has not run out")
    findings.append((by.name, kind))
    if [found for _who, found in findings].count(kind) >= OFFICERS:
        matter.found, matter.settled = kind, kind == KEPT


def order_to_keep(matter: Matter, by: Person, at: datetime) -> None:
    """Order to put it right by a day, once; then it is looked at again (AY 28)."""
    department(matter, by)
    need(matter.found in (UNKEPT, FALSE) and not matter.settled, "AY 28: found not to be kept, or false")
    need(matter.order_until is None, "one order is enough")
    last = (at + timedelta(days=DAYS_TO_PUT_RIGHT)).date()
    matter.order_until = datetime.combine(last, time(23, 59), tzinfo=at.tzinfo)
    matter.check_by, matter.found = matter.order_until, ""
    matter.findings.append([])
    matter.letters.append("责令改正通知书")


def revoke_for_promise(matter: Matter, by: Person, at: datetime) -> None:
    """Not kept: revoke; false: order first, then revoke (42号; AY 28). What nobody has yet in hand goes out no more:
    the case is over (XKF 69, 70)."""
    power_to_decide(matter, by, at)
    need(matter.found in (UNKEPT, FALSE) and not matter.settled, "AY 28: found not to be kept, or false")
    need(matter.found == UNKEPT or matter.order_until is not None, "AY 28: false is ordered to be put right first")
    matter.settled = True
    if matter.stage in (Stage.GRANTED, Stage.MAKING, Stage.READY):
        matter.stage = Stage.TERMINATED
    matter.letters.append("撤销行政许可决定书")


def credit_is_lost(matter: Matter) -> None:
    """Another promise of his was found to be false (42号)."""
    matter.excluded = True


def credit_is_repaired(matter: Matter) -> None:
    """信用修复 (AY 29)."""
    matter.excluded = False
