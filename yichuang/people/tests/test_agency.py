"""An agent acts within the letter of his principal and no further."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yichuang.base.refusal import Invalid
from yichuang.people import actors, agency
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed
from yichuang.people.agency import NoAgency
from yichuang.people.models import Account, Agency, Party

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
LETTER = "a" * 64


def party(account: Account) -> Party:
    assert account.party is not None
    return account.party


def authorise(
    *, item_codes: tuple[str, ...] = (), since: date = TODAY, until: date = date(2026, 6, 1), digest: str = LETTER
) -> Agency:
    """Zhang Wei lets Li Qiang act for him."""
    return agency.authorise(
        principal=party(town.zhang_wei()),
        agent=party(town.li_qiang()),
        item_codes=item_codes,
        since=since,
        until=until,
        letter_digest=digest,
        by=actors.of(town.zhang_wei(), at=AT),
        at=AT,
    )


def require(item: str = "item-1", at: datetime = AT) -> Agency | None:
    return agency.require(agent=party(town.li_qiang()), principal=party(town.zhang_wei()), item_code=item, at=at)


def test_an_agent_with_a_letter_acts_for_one_statement() -> None:
    letter = authorise()
    agent, principal = party(town.li_qiang()), party(town.zhang_wei())
    with CaptureQueriesContext(connection) as asked:
        assert agency.require(agent=agent, principal=principal, item_code="item-1", at=AT) == letter
    assert len(asked) == 1


def test_an_agent_without_a_letter_is_refused() -> None:
    with pytest.raises(NoAgency, match="没有该委托人的委托书"):
        require()


def test_a_letter_does_not_work_the_other_way_round() -> None:
    authorise()
    with pytest.raises(NoAgency):
        agency.require(agent=party(town.zhang_wei()), principal=party(town.li_qiang()), item_code="x", at=AT)


@pytest.mark.parametrize(
    ("moment", "served"),
    [
        (datetime(2026, 3, 14, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 14, 16, 0, tzinfo=UTC), True),  # midnight in Beijing
        (datetime(2026, 3, 19, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 19, 16, 0, tzinfo=UTC), False),
    ],
)
def test_a_letter_serves_from_its_first_day_up_to_its_end(moment: datetime, served: bool) -> None:
    letter = authorise(since=date(2026, 3, 15), until=date(2026, 3, 20))
    if served:
        assert require(at=moment) == letter
    else:
        with pytest.raises(NoAgency, match=r"起才生效|到期"):
            require(at=moment)


def test_a_letter_serves_only_the_items_it_names() -> None:
    letter = authorise(item_codes=("item-1", "item-2"))
    assert require("item-2") == letter
    with pytest.raises(NoAgency, match="没有包括这个事项"):
        require("item-3")


@pytest.mark.parametrize("who", [town.zhang_wei, town.li_qiang, town.liu_mei], ids=["principal", "agent", "clerk"])
def test_a_revoked_letter_serves_no_more(who: Callable[[], Account]) -> None:
    letter = authorise()
    agency.revoke(agency=letter, by=actors.of(who(), at=AT), at=AT)
    with pytest.raises(NoAgency, match="撤销"):
        require(at=AT)
    assert require(at=AT - timedelta(seconds=1)) is not None
    with pytest.raises(NoAgency, match="已经撤销"):
        agency.revoke(agency=letter, by=actors.SYSTEM, at=AT)


def test_a_good_letter_beside_bad_ones_serves() -> None:
    agency.revoke(agency=authorise(), by=actors.SYSTEM, at=AT)
    authorise(item_codes=("another",))
    good = authorise(item_codes=("item-1",), until=date(2026, 4, 1))
    assert require() == good


def test_nobody_needs_a_letter_for_himself_or_the_company_he_represents() -> None:
    me = party(town.zhang_wei())
    assert agency.require(agent=me, principal=me, item_code="x", at=AT) is None
    assert agency.require(agent=me, principal=town.huaxin(), item_code="x", at=AT) is None
    with pytest.raises(NoAgency):
        agency.require(agent=party(town.wang_fang()), principal=town.huaxin(), item_code="x", at=AT)


@pytest.mark.parametrize("who", [town.wang_fang, town.li_qiang, town.zhao_gang], ids=["stranger", "agent", "examiner"])
def test_only_the_principal_or_the_counter_enters_a_letter(who: Callable[[], Account]) -> None:
    with pytest.raises(NotAllowed):
        agency.authorise(
            principal=party(town.zhang_wei()),
            agent=party(town.li_qiang()),
            since=TODAY,
            until=date(2026, 6, 1),
            letter_digest=LETTER,
            by=actors.of(who(), at=AT),
            at=AT,
        )


def test_a_stranger_does_not_revoke() -> None:
    with pytest.raises(NotAllowed):
        agency.revoke(agency=authorise(), by=actors.of(town.wang_fang(), at=AT), at=AT)


def test_a_letter_has_an_end_a_scan_and_two_persons() -> None:
    for refused in ({"until": TODAY}, {"since": date(2026, 7, 1)}, {"digest": ""}, {"digest": "../../etc/passwd"}):
        with pytest.raises(Invalid):
            authorise(**refused)
    me = party(town.zhang_wei())
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(
            principal=me, agent=me, since=TODAY, until=date(2026, 6, 1), letter_digest=LETTER, created_at=AT
        )


def for_the_company(company: Party) -> Agency:
    """Zhang Wei, who represents it, lets Li Qiang act for it."""
    return agency.authorise(
        principal=company,
        agent=party(town.li_qiang()),
        since=TODAY,
        until=date(2026, 6, 1),
        letter_digest=LETTER,
        by=actors.of(town.zhang_wei(), at=AT),
        at=AT,
    )


def test_a_proved_representative_gives_authority_for_his_organisation() -> None:
    given = for_the_company(town.huaxin())
    assert list(agency.given_by(agency.principals_behind(party(town.zhang_wei())))) == [given]


def test_who_only_says_that_he_represents_it_gives_none() -> None:
    company = town.huaxin()
    Party.objects.filter(pk=company.pk).update(representative_proved=False)
    company.refresh_from_db()
    with pytest.raises(NotAllowed, match="没有核实"):
        for_the_company(company)


def named(name: str = "李强", number: str = "", *, by: Account | None = None) -> Agency:
    """Zhang Wei lets whoever has this name and number act for him."""
    principal = party(by or town.zhang_wei())
    return agency.authorise_named(
        principal=principal,
        name=name,
        number=number or str(party(town.li_qiang()).number.open()),
        since=TODAY,
        until=date(2026, 6, 1),
        letter_digest=LETTER,
        by=actors.of(by or town.zhang_wei(), at=AT),
        at=AT,
    )


def test_a_letter_given_on_line_is_used_by_whoever_has_that_name_and_number() -> None:
    agent, principal = party(town.li_qiang()), party(town.zhang_wei())
    letter = named(str(agent.name.open()))
    assert require() == letter
    assert agency.principals_of(agent, at=AT) == [principal]
    agency.use(letter, agent=agent)
    assert agency.principals_of(agent, at=AT) == [principal]
    assert agency.revoke(agency=letter, by=actors.of(town.li_qiang(), at=AT), at=AT).revoked_at == AT


def test_hostile_a_letter_tells_nobody_whether_a_number_is_on_file() -> None:
    known = str(party(town.li_qiang()).number.open())
    named(number=known)  # everybody of the town is there now
    unknown, count = town.identity_number(777), Party.objects.count()
    costs = []
    for number, name in ((known, "别的名字"), (unknown, "别的名字"), (known, str(party(town.li_qiang()).name.open()))):
        with CaptureQueriesContext(connection) as asked:
            letter = named(name, number)
        costs.append(len(asked))
        assert letter.agent is None
        assert letter.called
    assert len(set(costs)) == 1
    assert Party.objects.count() == count
    Agency.objects.filter(name_index=bytes(party(town.li_qiang()).name_index)).delete()
    with pytest.raises(NoAgency):
        require()
