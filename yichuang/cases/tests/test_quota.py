"""Limited items are granted in the order of acceptance, and no more than there are (行政许可法第五十七条)."""

from datetime import date

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import applying, deciding, deeming, testing
from yichuang.cases.afterwards import quotas
from yichuang.cases.models import Case, Outcome, Place, Quota
from yichuang.catalogue.models import ItemVersion
from yichuang.people import testing as town


def limited() -> ItemVersion:
    return testing.licence("taxi", quantity_limit="每年由市政府公布数量")


def quota(number: int = 2) -> Quota:
    version, at = limited(), testing.moment()
    return quotas.set_quota(
        item=version.item,
        number=number,
        since=testing.MONDAY,
        until=date(2027, 1, 1),
        basis="市政府公告",
        by=testing.officer(town.qian_yan(), at),
        at=at,
    )


def examined(minute: int) -> Case:
    return testing.examined(limited(), at=testing.moment(minute=minute))


def grant(case: Case, outcome: str = Outcome.GRANTED, *, reasons: str = "") -> Case:
    at = testing.moment(day=1)
    by = testing.officer(town.zhou_min(), at)
    return deciding.decide(case=case, outcome=outcome, reasons=reasons, by=by, at=at)


def places(*cases: Case) -> list[int]:
    return [found.place for case in cases if (found := quotas.in_line(case))]


def test_who_was_accepted_first_is_decided_first() -> None:
    quota()
    first, second = examined(0), examined(5)
    assert places(first, second) == [1, 2]
    with pytest.raises(quotas.NotYourTurn, match=first.number):
        grant(second)
    grant(first)
    assert grant(second).outcome == "granted"


def test_one_who_withdrew_or_was_refused_blocks_nobody() -> None:
    quota()
    first, second, third = examined(0), examined(5), examined(9)
    at = testing.moment(day=1)
    applying.withdraw(case=first, by=testing.applicant(at), at=at)
    grant(second, Outcome.REFUSED, reasons="操作间没有冷藏设备")
    assert grant(third).outcome == "granted"


def test_a_refusal_for_reasons_of_its_own_need_not_wait() -> None:
    quota()
    examined(0)
    assert grant(examined(5), Outcome.REFUSED, reasons="操作间没有冷藏设备").outcome == "refused"


def test_when_all_are_given_the_rest_are_refused_with_the_reason() -> None:
    held = quota(1)
    first, second = examined(0), examined(5)
    grant(first)
    held.refresh_from_db()
    found = quotas.in_line(second)
    assert found is not None
    assert (held.granted, found.left) == (1, 0)
    with pytest.raises(quotas.UsedUp, match="第五十七条"):
        grant(second)
    assert grant(second, Outcome.REFUSED, reasons=quotas.used_up_reason(held)).outcome == "refused"


def test_without_a_quota_and_for_other_items_there_is_no_line() -> None:
    case = examined(0)
    assert quotas.in_line(case) is None
    assert not Place.objects.exists()
    assert grant(case).outcome == "granted"


def test_who_is_deemed_accepted_stands_where_his_papers_came_in() -> None:
    quota()
    silent = testing.submitted(limited(), at=testing.moment(minute=1))
    other = testing.accepted(limited(), at=testing.moment(minute=30))
    deeming.deem_all(at=testing.moment(day=20))
    assert places(silent, other) == [1, 2]


def test_the_guide_must_tell_of_the_limit() -> None:
    at = testing.moment()
    with pytest.raises(Invalid) as refused:
        quotas.set_quota(
            item=testing.licence().item,
            number=1,
            since=testing.MONDAY,
            until=date(2027, 1, 1),
            basis="公告",
            by=testing.officer(town.qian_yan(), at),
            at=at,
        )
    assert refused.value.field == "item"


def test_periods_do_not_overlap() -> None:
    quota()
    with pytest.raises(Invalid) as refused:
        quota()
    assert refused.value.field == "since"
