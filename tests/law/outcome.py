"""What follows a decision, as law: made, laid at the window, delivered in ten days (XKF 39, 44)."""

from datetime import datetime, timedelta

from tests.law.days import ONE_DAY
from tests.law.law import Matter, Person, Stage, front_desk, need

NOTICE_DAYS = 30


def begin_making(matter: Matter, by: Person, at: datetime) -> None:
    """The certificate is made (XKF 39)."""
    front_desk(matter, by, at)
    need(matter.stage is Stage.GRANTED, "XKF 39: what was granted")
    matter.stage = Stage.MAKING


def issue(matter: Matter, by: Person, at: datetime) -> None:
    """The result lies at the window, be it a certificate or a refusal (XKF 38, 39, 44)."""
    front_desk(matter, by, at)
    need(matter.stage in (Stage.GRANTED, Stage.REFUSED, Stage.MAKING), "XKF 44: decided")
    matter.stage = Stage.READY


def _to_hand_over(matter: Matter, by: Person, at: datetime) -> None:
    front_desk(matter, by, at)
    need(matter.stage is Stage.READY, "XKF 44: the result is there")


def _nothing_under_way(matter: Matter) -> None:
    need(matter.under_way == "", "one attempt at a time")


def hand_over(matter: Matter, by: Person, at: datetime) -> None:
    """直接送达: into his hands."""
    _to_hand_over(matter, by, at)
    _nothing_under_way(matter)
    matter.stage = Stage.DELIVERED


def visit_in_vain(matter: Matter, by: Person, at: datetime) -> None:
    """Nobody was there."""
    _to_hand_over(matter, by, at)
    _nothing_under_way(matter)
    matter.tried.add("visit")


def send(matter: Matter, by: Person, at: datetime) -> None:
    """邮寄送达."""
    _to_hand_over(matter, by, at)
    _nothing_under_way(matter)
    matter.under_way = "courier"


def arrive(matter: Matter, by: Person, at: datetime) -> None:
    """The courier says that it arrived."""
    _to_hand_over(matter, by, at)
    need(matter.under_way == "courier", "it was sent")
    matter.under_way, matter.stage = "", Stage.DELIVERED


def come_back(matter: Matter, by: Person, at: datetime) -> None:
    """The parcel came back."""
    _to_hand_over(matter, by, at)
    need(matter.under_way == "courier", "it was sent")
    matter.under_way = ""
    matter.tried.add("courier")


def announce(matter: Matter, by: Person, at: datetime) -> None:
    """公告送达: the last way, after the others failed (参照民事诉讼法 95)."""
    _to_hand_over(matter, by, at)
    _nothing_under_way(matter)
    need(matter.tried >= {"visit", "courier"}, "民事诉讼法 95: the other ways failed")
    matter.under_way = "notice"
    matter.notice_since = at
    matter.letters.append("送达公告")


def counts_as_served(matter: Matter, at: datetime) -> bool:
    """When the time of the notice is over the result counts as served. Whether it does so now."""
    if matter.stage is not Stage.READY or matter.notice_since is None or matter.under_way != "notice":
        return False
    calendar, day = matter.place.calendar, matter.notice_since.date() + timedelta(days=NOTICE_DAYS)
    while not calendar.is_worked(day):
        day += ONE_DAY
    if at < calendar.end_of(day, at):
        return False
    matter.under_way, matter.stage = "", Stage.DELIVERED
    return True
