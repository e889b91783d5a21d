"""What goes wrong behind a decision: steps taken back and done again, numbers used twice, days out of this world."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.cases import accepting, applying, deeming, issuing, queries, testing, undoing
from yichuang.cases.afterwards import certificates, describing, linking, quotas, reentry, validity
from yichuang.cases.models import Case, Certificate, Place, Purpose, State
from yichuang.cases.tests.test_change_and_renew import about
from yichuang.cases.tests.test_quota import limited, quota
from yichuang.cases.tests.test_reentry import written
from yichuang.catalogue.content import Material
from yichuang.people import testing as town
from yichuang.people.models import Account

AT = testing.moment(hour=14)
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


@pytest.fixture(autouse=True)
def staffed_town(request: pytest.FixtureRequest) -> None:
    commits = request.node.get_closest_marker("django_db").kwargs
    request.getfixturevalue("transactional_db" if commits else "db")
    testing.staffed_town()


def issue(case: Case, number: str = "A1", **days: Any) -> Case:
    by = testing.officer(town.zhao_gang(), AT)
    return issuing.issue(case=case, certificate_number=number, by=by, at=AT, **days)


def back(case: Case, who: Account) -> Case:
    by = testing.officer(who, AT)
    return undoing.take_back(case=case, reason="点错了办件", not_handed_out=True, by=by, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["A1", "A2"])
def test_hostile_undo_a_result_taken_back_is_issued_again_under_either_number(number: str) -> None:
    case = back(issue(testing.decided()), town.zhao_gang())
    holder = testing.applicant(AT)
    assert not certificates.of_actor(holder, at=AT)
    case = issue(case, number)
    assert certificates.of_actor(holder, at=AT).get().number == number
    rows = describing.rows_of(case)["cases_certificate"]
    assert [row["taken_back_at"] is None for row in rows] == [False, True], "nothing is edited away"


@pytest.mark.django_db
def test_hostile_undo_nobody_goes_on_from_a_certificate_that_was_taken_back() -> None:
    case = issue(testing.decided())
    former = Certificate.objects.get(case=case)
    by = testing.applicant(AT)
    draft = applying.begin_draft(
        version=testing.licence(), applicant=case.applicant, purpose=Purpose.CHANGE, former=former, by=by, at=AT
    )
    back(case, town.zhao_gang())
    with pytest.raises(Refusals, match="请选择要变更、延续或者注销的证照"):
        applying.submit(draft=draft, by=by, at=AT)
    with pytest.raises(linking.CannotContinue, match="出件已经收回"):
        about(former, Purpose.CHANGE, at=AT)


@pytest.mark.django_db
def test_hostile_undo_a_result_on_which_somebody_has_built_stands() -> None:
    case = issue(testing.decided())
    later = about(Certificate.objects.get(case=case), Purpose.CHANGE, at=AT)
    with pytest.raises(undoing.NotToBeUndone, match=later.number):
        back(case, town.zhao_gang())
    assert Case.objects.get(pk=case.pk).state == State.COMPLETED


@pytest.mark.django_db
def test_hostile_undo_a_case_in_line_is_accepted_again_behind_those_who_came_meanwhile() -> None:
    quota()
    first = back(testing.accepted(limited()), town.liu_mei())
    assert quotas.in_line(first) is None
    second = testing.accepted(limited(), at=testing.moment(hour=14, minute=10))
    at = testing.moment(hour=15)
    first = accepting.accept(case=first, by=testing.officer(town.liu_mei(), at), at=at)
    assert [found.place for one in (first, second) if (found := quotas.in_line(one))] == [2, 1]


@pytest.mark.django_db
def test_hostile_undo_a_case_in_line_is_deemed_accepted_all_the_same() -> None:
    quota()
    case = back(testing.accepted(limited()), town.liu_mei())
    assert case.deemed_at is not None
    deeming.deem_all(at=case.deemed_at + timedelta(minutes=1))
    assert Place.objects.get(case=case).accepted_at == Case.objects.get(pk=case.pk).accepted_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("valid_from", {"valid_from": LAST}),
        ("valid_from", {"valid_from": FIRST}),
        ("valid_until", {"valid_until": LAST}),
        ("valid_from", {"valid_from": FIRST, "valid_until": LAST}),
    ],
)
def test_hostile_days_a_certificate_lies_within_a_century(field: str, days: dict[str, Any]) -> None:
    case = testing.decided()
    with pytest.raises(Invalid, match="长期有效") as refused:
        issue(case, **days)
    assert refused.value.field == field
    assert Case.objects.get(pk=case.pk).state == State.DECIDED


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["99999年", "有效期9999999999个月", "9" * 30 + "天"])
def test_hostile_days_a_guide_that_promises_eternity_names_no_term(words: str) -> None:
    assert validity.term_of(words) is None


@pytest.mark.django_db(transaction=True)
def test_hostile_race_of_four_cases_issued_under_one_number_one_gets_it() -> None:
    cases = [testing.decided(at=testing.moment(minute=n)) for n in range(4)]

    def one(case: Case) -> str:
        try:
            return issue(case, "A1").state
        except Refused as refused:
            return refused.field
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(one, cases))
    assert told == ["certificate_number"] * 3 + ["completed"]


@pytest.mark.django_db
def test_hostile_names_two_long_names_stay_two_files() -> None:
    materials = [Material(key=key, name="证" * 90 + key) for key in ("application", "identity")]
    case = testing.submitted(testing.licence(materials=tuple(materials)))
    names = [name for name, _member in reentry.named_files(case, written(file_name="{材料名}_{序号}"))]
    assert len(set(names)) == len(queries.materials_of(case)) == 2
