"""The public list of decisions: organisations by name, persons masked, no refusals, nothing but licences (XKF 40)."""

from datetime import date
from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, testing
from yichuang.cases.afterwards import disclosing
from yichuang.cases.afterwards.disclosing import Shown, Wanted
from yichuang.cases.models import Case, Disclosure, Outcome
from yichuang.cases.tests.test_end_certificate import end, hear, tell
from yichuang.offices import testing as offices
from yichuang.people import testing as town


def listed(wanted: Wanted | None = None, **more: Any) -> list[Shown]:
    return disclosing.search(offices.centre(), wanted or Wanted(), on=testing.MONDAY, **more)[0]


def test_a_granted_licence_is_listed_with_a_masked_person() -> None:
    case = testing.completed()
    (shown,) = listed()
    assert shown.holder == case.applicant.known_as
    assert "伟" not in shown.holder[:-1] or "*" in shown.holder
    assert (shown.disclosure.decided_on, shown.outcome) == (testing.MONDAY, "准予")
    assert shown.valid_until == date(2031, 3, 1)


def test_refusals_and_what_is_no_licence_are_nobodys_business() -> None:
    at = testing.moment(day=1)
    by = testing.officer(town.zhou_min(), at)
    deciding.decide(case=testing.examined(), outcome=Outcome.REFUSED, reasons="操作间没有冷藏设备", by=by, at=at)
    testing.decided(testing.licence("aid", item_type="05"))
    assert listed() == []


def test_it_is_found_by_item_department_and_day() -> None:
    testing.decided()
    testing.decided(testing.licence("other"))
    assert len(listed(Wanted(item="other"))) == 1
    assert len(listed(Wanted(item=testing.licence().name[:2]))) == 2
    assert listed(Wanted(item="没有这样的事项")) == listed(Wanted(item="%")) == []
    assert len(listed(Wanted(department="market"))) == 2
    assert listed(Wanted(department="nobody")) == []
    assert listed(Wanted(since=date(2026, 3, 3))) == []
    assert len(listed(Wanted(until=testing.MONDAY))) == 2


def test_the_list_goes_on_from_page_to_page_and_loses_none() -> None:
    for _n in range(5):
        testing.decided()
    seen: list[int] = []
    after = ""
    while True:
        page, after = disclosing.search(offices.centre(), Wanted(), after=after, limit=2, on=testing.MONDAY)
        seen += [one.disclosure.pk for one in page]
        if not after:
            break
    assert seen == list(Disclosure.objects.order_by("-id").values_list("id", flat=True))
    assert len(list(disclosing.export(offices.centre(), Wanted(), on=testing.MONDAY))) == 5


@pytest.mark.parametrize("mark", ["x", "2026-03-02_", "2026-03-02_x", "2026-03-02_99999999999999999999", "_1"])
def test_a_bent_mark_is_refused(mark: str) -> None:
    with pytest.raises(Invalid):
        listed(after=mark)


def test_an_ended_certificate_says_so() -> None:
    case: Case = testing.completed()
    tell(case)
    hear(case)
    end(case)
    assert listed()[0].outcome == "已撤销"
