"""Every power by every duty, instrument, day and item."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.offices import mandates
from yichuang.offices import testing as town_hall
from yichuang.offices.mandates import NoMandate
from yichuang.offices.models import Duty, Mandate, MandateKind, Posting, Power
from yichuang.offices.rights import Lack
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Role, RoleGrant

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)  # half past nine in the morning in Beijing
TODAY = date(2026, 3, 10)
FRONT = {Power.ACCEPT, Power.CORRECT, Power.DECLINE, Power.USE_SEAL, Power.ISSUE, Power.DELIVER}

OWN = {
    Duty.CLERK: FRONT,
    Duty.EXAMINER: FRONT | {Power.EXAMINE},
    Duty.CHIEF_APPROVER: FRONT - {Power.USE_SEAL} | {Power.EXAMINE},
    Duty.HEAD: set(Power),
}
# What each instrument adds when it lends everything it can, by the post of the one who holds it.
LENT = {
    ("件1 level 1", Duty.CHIEF_APPROVER): {Power.DECIDE, Power.PRELIMINARY_REVIEW, Power.USE_SEAL},
    ("件1 level 2", Duty.CHIEF_APPROVER): {Power.PRELIMINARY_REVIEW},
    ("件2", "centre clerk"): FRONT,
    ("件3", "centre clerk"): FRONT,
}
POSTS = ["centre clerk", "centre guide", "centre manager", *OWN]
INSTRUMENTS = ["none", "件1 level 1", "件1 level 2", "件2", "件3"]


def member(post: str) -> Account:
    """Somebody new in this post of the market department, or of the centre."""
    duty = Duty(post.removeprefix("centre "))
    account = town.staff(f"tester.{duty}", "测试员", Role(duty))
    of = None if post.startswith("centre") else town_hall.department()
    town_hall.posting(account, duty, department=of)
    return account


def instrument(name: str, holder: Account, **more: object) -> Mandate | None:
    market = town_hall.department()
    match name:
        case "件1 level 1":
            return town_hall.mandate(market, MandateKind.APPROVAL, to=holder, level=1, **more)  # type: ignore[arg-type]  # passed through
        case "件1 level 2":
            return town_hall.mandate(market, MandateKind.APPROVAL, to=holder, level=2, **more)  # type: ignore[arg-type]  # passed through
        case "件2":
            return town_hall.mandate(market, MandateKind.ACCEPTANCE, **more)  # type: ignore[arg-type]  # passed through
        case "件3":
            return town_hall.mandate(market, MandateKind.AGREEMENT, **more)  # type: ignore[arg-type]  # passed through
    return None


def ask(power: Power, by: Account | Actor, *, item: str = "item-1", at: datetime = AT) -> mandates.Warrant:
    actor = by if isinstance(by, Actor) else actors.of(by, at=at)
    return mandates.require(power=power, item_code=item, department=town_hall.department(), by=actor, at=at)


@pytest.mark.parametrize("power", list(Power))
@pytest.mark.parametrize("held", INSTRUMENTS)
@pytest.mark.parametrize("post", POSTS)
def test_a_power_is_had_exactly_when_the_table_says_so(post: str, held: str, power: Power) -> None:
    account = member(post)
    mandate = instrument(held, account)
    own = power in OWN.get(post, set())  # type: ignore[call-overload]  # posts of the centre own nothing
    lent = power in LENT.get((held, post), set())

    if own or lent:
        warrant = ask(power, account)
        assert warrant.kind == ("own" if own else "mandate")
        assert warrant.mandate == (None if own else mandate)
        assert warrant.posting.account_id == account.pk
    else:
        with pytest.raises(NoMandate):
            ask(power, account)


HOLDERS = [
    (Power.DECIDE, Duty.CHIEF_APPROVER, "件1 level 1"),
    (Power.PRELIMINARY_REVIEW, Duty.CHIEF_APPROVER, "件1 level 2"),
    (Power.ACCEPT, "centre clerk", "件2"),
    (Power.DELIVER, "centre clerk", "件3"),
]
DAYS = [
    # since, until: counted in days from today
    (-1, 1, None),
    (0, 1, None),  # the first day counts
    (-9, 0, Lack.EXPIRED),  # `until` is the first day without the power
    (-9, -3, Lack.EXPIRED),
    (1, 9, Lack.NOT_YET),
]


@pytest.mark.parametrize(("since", "until", "lack"), DAYS)
@pytest.mark.parametrize(("power", "post", "held"), HOLDERS)
def test_an_instrument_serves_from_its_first_day_up_to_its_end(
    power: Power, post: str, held: str, since: int, until: int, lack: Lack | None
) -> None:
    account = member(post)
    instrument(held, account, since=TODAY + timedelta(since), until=TODAY + timedelta(until))

    if lack is None:
        assert ask(power, account).kind == "mandate"
    else:
        with pytest.raises(NoMandate) as refused:
            ask(power, account)
        assert refused.value.lack == lack


@pytest.mark.parametrize(("power", "post", "held"), HOLDERS)
def test_the_day_is_the_day_in_beijing(power: Power, post: str, held: str) -> None:
    account = member(post)
    instrument(held, account, since=TODAY, until=TODAY + timedelta(1))

    assert ask(power, account, at=datetime(2026, 3, 9, 16, 0, tzinfo=UTC)).kind == "mandate"
    assert ask(power, account, at=datetime(2026, 3, 10, 15, 59, tzinfo=UTC)).kind == "mandate"
    with pytest.raises(NoMandate):
        ask(power, account, at=datetime(2026, 3, 9, 15, 59, tzinfo=UTC))
    with pytest.raises(NoMandate):
        ask(power, account, at=datetime(2026, 3, 10, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize(("power", "post", "held"), HOLDERS)
def test_a_revocation_works_from_its_moment(power: Power, post: str, held: str) -> None:
    account = member(post)
    mandate = instrument(held, account)
    assert mandate
    Mandate.objects.filter(pk=mandate.pk).update(revoked_at=AT, revoked_reason="换人")

    assert ask(power, account, at=AT - timedelta(seconds=1)).kind == "mandate"
    with pytest.raises(NoMandate) as refused:
        ask(power, account)
    assert refused.value.lack == Lack.REVOKED
    assert "2026年3月10日 撤销" in str(refused.value)


@pytest.mark.parametrize(("power", "post", "held"), HOLDERS)
def test_an_instrument_serves_only_the_items_it_names(power: Power, post: str, held: str) -> None:
    account = member(post)
    instrument(held, account, item_codes=["item-1", "item-2"])

    assert ask(power, account, item="item-2").kind == "mandate"
    with pytest.raises(NoMandate) as refused:
        ask(power, account, item="item-3")
    assert refused.value.lack == Lack.OTHER_ITEMS


@pytest.mark.parametrize(("power", "post", "held"), HOLDERS)
def test_one_good_instrument_among_many_bad_ones_serves(power: Power, post: str, held: str) -> None:
    account = member(post)
    instrument(held, account, until=TODAY)
    instrument(held, account, since=TODAY + timedelta(1))
    instrument(held, account, item_codes=["another"])
    good = instrument(held, account, item_codes=["item-1"])
    for _again in range(60):
        instrument(held, account, until=TODAY)

    assert ask(power, account).mandate == good


def test_an_instrument_lends_only_the_powers_it_names() -> None:
    clerk = member("centre clerk")
    town_hall.mandate(town_hall.department(), powers=[Power.ACCEPT])

    assert ask(Power.ACCEPT, clerk).kind == "mandate"
    with pytest.raises(NoMandate) as refused:
        ask(Power.DECLINE, clerk)
    assert refused.value.lack == Lack.OTHER_POWERS


def test_an_instrument_of_another_department_does_not_serve() -> None:
    clerk = member("centre clerk")
    town_hall.mandate(town_hall.department("water", "小城县水利局"))

    with pytest.raises(NoMandate) as refused:
        ask(Power.ACCEPT, clerk)
    assert refused.value.lack == Lack.NO_INSTRUMENT


def test_an_instrument_of_another_chief_approver_does_not_serve() -> None:
    mine = member(Duty.CHIEF_APPROVER)
    other = town.staff("other.chief", "另一位", Role.CHIEF_APPROVER)
    town_hall.posting(other, Duty.CHIEF_APPROVER, department=town_hall.department())
    instrument("件1 level 1", other)

    with pytest.raises(NoMandate):
        ask(Power.DECIDE, mine)


@pytest.mark.parametrize("post", list(OWN))
def test_nobody_acts_for_a_department_he_is_not_posted_to(post: str) -> None:
    account = town.staff("stranger", "外人", Role(post))
    town_hall.posting(account, Duty(post), department=town_hall.department("water", "小城县水利局"))

    for power in Power:
        with pytest.raises(NoMandate) as refused:
            ask(power, account)
        assert refused.value.lack == Lack.NO_POST


def test_a_chief_approver_moved_elsewhere_loses_his_instrument() -> None:
    account = member(Duty.CHIEF_APPROVER)
    instrument("件1 level 1", account)
    Posting.objects.filter(account=account).update(until=TODAY)

    with pytest.raises(NoMandate) as refused:
        ask(Power.DECIDE, account)
    assert refused.value.lack == Lack.NO_POST


@pytest.mark.parametrize(
    ("since", "until", "served"), [(0, None, True), (-5, 1, True), (-5, 0, False), (1, None, False)]
)
def test_a_post_runs_from_its_first_day_up_to_its_end(since: int, until: int | None, served: bool) -> None:
    account = town.staff("dated", "有期", Role.EXAMINER)
    town_hall.posting(
        account,
        Duty.EXAMINER,
        department=town_hall.department(),
        since=TODAY + timedelta(since),
        until=None if until is None else TODAY + timedelta(until),
    )

    if served:
        assert ask(Power.EXAMINE, account).kind == "own"
    else:
        with pytest.raises(NoMandate):
            ask(Power.EXAMINE, account)


def test_a_post_without_its_role_gives_nothing() -> None:
    account = member(Duty.EXAMINER)
    RoleGrant.objects.filter(account=account).update(until=AT)

    with pytest.raises(NoMandate) as refused:
        ask(Power.EXAMINE, account)
    assert refused.value.lack == Lack.NO_ROLE


def test_a_role_without_a_post_gives_nothing() -> None:
    with pytest.raises(NoMandate):
        ask(Power.ACCEPT, town.liu_mei())


def test_two_posts_add_up() -> None:
    account = town.staff("both", "两岗", Role.EXAMINER, Role.CHIEF_APPROVER)
    market = town_hall.department()
    for duty in (Duty.EXAMINER, Duty.CHIEF_APPROVER):
        town_hall.posting(account, duty, department=market)
    instrument("件1 level 1", account)

    assert ask(Power.USE_SEAL, account).kind == "own"
    assert ask(Power.DECIDE, account).kind == "mandate"


@pytest.mark.parametrize("who", [actors.SYSTEM, actors.VISITOR])
def test_who_is_no_officer_has_no_power(who: Actor) -> None:
    for power in Power:
        with pytest.raises(NoMandate):
            ask(power, who)


def test_an_applicant_has_no_power() -> None:
    with pytest.raises(NoMandate):
        ask(Power.ACCEPT, town.zhang_wei())


@pytest.mark.parametrize(
    ("post", "held", "power"), [("centre clerk", "件2", Power.ACCEPT), (Duty.EXAMINER, "none", Power.EXAMINE)]
)
def test_asking_costs_two_statements_at_most(post: str, held: str, power: Power) -> None:
    account = member(post)
    instrument(held, account)
    for _again in range(20):
        town_hall.mandate(town_hall.department(), until=TODAY)
    actor, market = actors.of(account, at=AT), town_hall.department()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        mandates.require(power=power, item_code="item-1", department=market, by=actor, at=AT)
    assert len(asked) <= 2

    with CaptureQueriesContext(connection) as asked, pytest.raises(NoMandate):
        mandates.require(power=Power.DECIDE, item_code="item-1", department=market, by=actor, at=AT)
    assert len(asked) <= 3, "one more to say whom to ask"


def test_all_powers_together_cost_two_statements() -> None:
    actor = actors.of(member("centre clerk"), at=AT)
    market = town_hall.department()
    town_hall.mandate(market)

    with CaptureQueriesContext(connection) as asked:
        powers = mandates.powers_of(item_code="item-1", department=market, by=actor, at=AT)
        had = {power for power in Power if powers.may(power)}
    assert had == FRONT
    assert len(asked) == 2
