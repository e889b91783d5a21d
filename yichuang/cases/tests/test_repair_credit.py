"""信用修复: whoever promised what was false can promise again once the centre's manager has recorded the repair."""

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import testing
from yichuang.cases.models import Case, Exclusion
from yichuang.cases.promises import credit, repairing
from yichuang.cases.promises.credit import BadCredit
from yichuang.cases.promises.repairing import NotExcluded
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

AT = testing.moment(day=30)


@pytest.fixture(autouse=True)
def _manager() -> None:
    offices.posting(town.qian_yan(), Duty.MANAGER)


def excluded() -> tuple[Case, int]:
    case = testing.submitted()
    return case, Exclusion.objects.create(party=case.applicant, case=case, since=testing.moment()).pk


def repair(exclusion: int, *, ground: str = "信用修复决定书〔2026〕1号") -> Exclusion:
    return repairing.repair(exclusion=exclusion, ground=ground, by=testing.officer(town.qian_yan(), AT), at=AT)


def test_promises_are_taken_again_and_it_stands_in_the_history_of_the_case() -> None:
    case, exclusion = excluded()
    with pytest.raises(BadCredit):
        credit.refuse_excluded(case.applicant)
    found = repair(exclusion)
    assert (found.repaired_for, found.repaired_at) == ("信用修复决定书〔2026〕1号", AT)
    credit.refuse_excluded(case.applicant)
    last = journal.history(journal.Subject("case", case.number)).last()
    assert last is not None
    assert (last.act, last.detail or {}) == ("case.repair_credit", {})


def test_it_is_repaired_once() -> None:
    _case, exclusion = excluded()
    repair(exclusion)
    with pytest.raises(NotExcluded, match="已经修复"):
        repair(exclusion)


def test_the_ground_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        repair(excluded()[1], ground=" ")
    assert caught.value.field == "ground"


def test_only_the_manager_of_the_centre_records_it() -> None:
    case, exclusion = excluded()
    with pytest.raises(NotAllowed):
        repairing.repair(exclusion=exclusion, ground="已修复", by=testing.officer(town.liu_mei(), AT), at=AT)
    Case.objects.filter(pk=case.pk).update(centre=offices.centre("elsewhere"))
    with pytest.raises(NotExcluded):
        repair(exclusion)


def test_the_list_shows_who_is_excluded_and_on_request_who_was() -> None:
    _case, exclusion = excluded()
    centre = offices.centre()
    assert [one.pk for one in repairing.excluded(centre).exclusions] == [exclusion]
    repair(exclusion)
    assert not repairing.excluded(centre).exclusions
    assert [one.pk for one in repairing.excluded(centre, repaired=True).exclusions] == [exclusion]
    assert not repairing.excluded(None).exclusions


def test_the_list_goes_on_where_the_page_before_ended() -> None:
    keys = [excluded()[1] for _n in range(3)]
    first = repairing.excluded(offices.centre(), limit=2)
    assert [one.pk for one in first.exclusions] == keys[:0:-1]
    second = repairing.excluded(offices.centre(), after=first.after, limit=2)
    assert ([one.pk for one in second.exclusions], second.after) == (keys[:1], "")


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "１"])
def test_a_place_in_the_list_that_is_none_is_refused(after: str) -> None:
    with pytest.raises(Invalid):
        repairing.excluded(offices.centre(), after=after)
