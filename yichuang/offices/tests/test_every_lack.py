"""Every power with everything that can be wrong with the instrument it is lent by: the refusal names the instrument
that is missing and whom to ask."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from yichuang.offices import mandates
from yichuang.offices import testing as town_hall
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import ALLOWED_POWERS, Duty, Mandate, MandateKind, Power
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
K = MandateKind
WHOM = "部门负责人吴军，电话 0372-0000000"


class Ask:
    """One power that an instrument of one kind can lend, and the officer who would use it."""

    def __init__(self, kind: MandateKind, power: Power) -> None:
        self.kind, self.power = kind, power
        market = town_hall.department()
        town_hall.posting(town.wu_jun(), Duty.HEAD, department=market)
        self.by: Account = town.zhou_min() if kind == K.APPROVAL else town_hall.clerk_of_the_centre()
        if kind == K.APPROVAL:
            town_hall.posting(self.by, Duty.CHIEF_APPROVER, department=market)

    def lend(self, **parts: object) -> Mandate:
        to = {"to": self.by, "level": 1} if self.kind == K.APPROVAL else {}
        values = {"powers": [self.power]} | to | parts
        return town_hall.mandate(town_hall.department(), self.kind, **values)  # type: ignore[arg-type]  # passed through

    def said(self) -> str:
        market = town_hall.department()
        by = actors.of(self.by, at=AT)
        with pytest.raises(NoMandate) as refused:
            mandates.require(power=self.power, item_code="item-1", department=market, by=by, at=AT)
        return str(refused.value)


MISSING = {
    K.APPROVAL: ("没有向您出具《审批服务授权委托书》（件1）",),
    K.ACCEPTANCE: ("《“综窗受理”委托书》（件2）", "《政务服务事项委托协议书》（件3）"),
    K.AGREEMENT: ("《“综窗受理”委托书》（件2）", "《政务服务事项委托协议书》（件3）"),
}


def nothing(ask: Ask) -> tuple[str, ...]:
    return (*MISSING[ask.kind], "出具并向政务服务中心备案")


def for_somebody_else(ask: Ask) -> tuple[str, ...]:
    town_hall.mandate(town_hall.department(), K.APPROVAL, to=town.sun_li())
    return nothing(ask)


def of_another_department(ask: Ask) -> tuple[str, ...]:
    fire = town_hall.department("fire", "小城县消防救援大队")
    if ask.kind == K.APPROVAL:
        town_hall.mandate(fire, ask.kind, to=ask.by)
    else:
        town_hall.mandate(fire, ask.kind)
    return nothing(ask)


def not_yet(ask: Ask) -> tuple[str, ...]:
    return (ask.lend(since=date(2026, 3, 11)).number, "自 2026年3月11日 起生效", "急需办理")


def over_since_yesterday(ask: Ask) -> tuple[str, ...]:
    return (ask.lend(until=TODAY).number, "有效期到 2026年3月9日 为止", "续签")


def revoked(ask: Ask) -> tuple[str, ...]:
    made = ask.lend()
    Mandate.objects.filter(pk=made.pk).update(revoked_at=AT, revoked_reason="收回")
    return (made.number, "已于 2026年3月10日 撤销", "重新出具")


def another_item(ask: Ask) -> tuple[str, ...]:
    return (ask.lend(item_codes=["item-2"]).number, "没有包括这个事项", "补充委托")


def other_powers(ask: Ask) -> tuple[str, ...]:
    others = [power for power in ALLOWED_POWERS[ask.kind] if power != ask.power]
    return (ask.lend(powers=others).number, "没有授予", "补充委托", "或者交由该部门的")


LACKS: list[Callable[[Ask], tuple[str, ...]]] = [
    nothing,
    for_somebody_else,
    of_another_department,
    not_yet,
    over_since_yesterday,
    revoked,
    another_item,
    other_powers,
]
LENT = [(kind, power) for kind, powers in ALLOWED_POWERS.items() for power in powers]


@pytest.mark.parametrize("lack", LACKS)
@pytest.mark.parametrize(("kind", "power"), LENT)
def test_the_refusal_names_the_instrument_and_whom_to_ask(
    kind: MandateKind, power: Power, lack: Callable[[Ask], tuple[str, ...]]
) -> None:
    ask = Ask(kind, power)
    wanted = lack(ask)
    sentence = ask.said()
    for words in (*wanted, f"“{power.label}”", "小城县市场监督管理局", WHOM):
        assert words in sentence


WHO = {
    Power.ACCEPT: "窗口受理人员、审查人员、首席审批员、部门负责人、受委托的综合窗口",
    Power.CORRECT: "窗口受理人员、审查人员、首席审批员、部门负责人、受委托的综合窗口",
    Power.DECLINE: "窗口受理人员、审查人员、首席审批员、部门负责人、受委托的综合窗口",
    Power.EXAMINE: "审查人员、首席审批员、部门负责人",
    Power.PRELIMINARY_REVIEW: "部门负责人、持有《审批服务授权委托书》（件1）的首席审批员",
    Power.DECIDE: "部门负责人、持有一级《审批服务授权委托书》（件1）的首席审批员",
    Power.USE_SEAL: "窗口受理人员、审查人员、部门负责人、"
    "持有一级《审批服务授权委托书》（件1）的首席审批员、受委托的综合窗口",
    Power.ISSUE: "窗口受理人员、审查人员、首席审批员、部门负责人、受委托的综合窗口",
    Power.DELIVER: "窗口受理人员、审查人员、首席审批员、部门负责人、受委托的综合窗口",
}


@pytest.mark.parametrize("power", list(Power))
def test_who_has_no_post_there_is_told_who_may(power: Power) -> None:
    ask = Ask(K.APPROVAL, power)
    ask.by = town.sun_li()
    town_hall.posting(ask.by, Duty.CHIEF_APPROVER, department=town_hall.department("fire", "小城县消防救援大队"))
    sentence = ask.said()
    for words in (WHO[power], "“小城县市场监督管理局”的岗位", "中心管理员", WHOM):
        assert words in sentence


@pytest.mark.parametrize("power", [Power.EXAMINE, Power.DECIDE, Power.PRELIMINARY_REVIEW])
def test_a_clerk_whose_post_can_never_do_it_is_told_who_may(power: Power) -> None:
    sentence = Ask(K.ACCEPTANCE, power).said()
    for words in ("您的职责“窗口受理”", WHO[power], WHOM):
        assert words in sentence


@pytest.mark.parametrize("power", [Power.DECIDE, Power.USE_SEAL])
def test_level_two_is_sent_to_whoever_may(power: Power) -> None:
    ask = Ask(K.APPROVAL, power)
    made = ask.lend(level=2, powers=[Power.PRELIMINARY_REVIEW])
    sentence = ask.said()
    for words in (made.number, "二级授权，只有初审权", WHOM):
        assert words in sentence
    assert ("请提出初审意见" in sentence) == (power == Power.DECIDE)
