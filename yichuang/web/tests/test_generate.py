"""Many cases at once are as the acts would leave them."""

import re

import pytest
from django.db import connection

from yichuang.base import codes, journal
from yichuang.cases import queries, testing, timing
from yichuang.cases.models import Case, CaseMaterial, Decision, Opinion, State
from yichuang.catalogue.models import ItemVersion
from yichuang.people.models import Party
from yichuang.people.queries import find_party
from yichuang.web.demo.many import making, people
from yichuang.web.demo.many.making import NothingToGenerateFrom, generate

AT = testing.moment(day=3, hour=15)
MANY = 3_000


@pytest.fixture
def staffed_town(db: None) -> None:
    testing.staffed_town()


@pytest.fixture
def many(staffed_town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "CHUNK", MANY // 3)  # so that several are under way at once, and the last is small
    testing.licence()
    generate(cases=MANY, at=AT, workers=2)


def _guards() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'cases_%%' OR tablename = 'people_party' "
            "UNION SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid IN ('cases_case'::regclass, 'people_party'::regclass, 'cases_casematerial'::regclass)"
        )
        # The server writes the casts of a condition in another way when it reads its own words again.
        return {(name, re.sub(r"::[a-z ]+|[()\[\]]", "", text)) for name, text in cursor.fetchall()}


def test_as_many_as_asked_for_in_every_open_state(many: None) -> None:
    assert Case.objects.count() == MANY
    open_states = {State.SUBMITTED, State.ACCEPTED, State.EXAMINING, State.COMPLETED, State.DELIVERED}
    assert open_states <= set(Case.objects.values_list("state", flat=True))
    assert not Case.objects.filter(submitted_at__gt=AT).exists()
    assert not Case.objects.filter(state=State.ACCEPTED, due_at=None).exists()


def test_both_clocks_are_those_that_the_calculator_gives(many: None) -> None:
    case = queries.with_context().filter(state=State.EXAMINING)[0]
    assert case.accepted_at
    reckoned = timing.decision_dates(case, accepted_at=case.accepted_at)
    assert reckoned["statutory_due_at"]
    assert {name: getattr(case, name) for name in reckoned} == reckoned


def test_what_waits_at_the_window_is_due_when_the_rule_says(many: None) -> None:
    case = queries.with_context().filter(state=State.SUBMITTED)[0]
    known = case.due_at, case.warn_at
    timing.set_review_due(case, at=case.submitted_at)
    assert known == (case.due_at, case.warn_at)
    assert case.due_at


def test_numbers_rise_with_the_time_of_application(many: None) -> None:
    ordered = Case.objects.order_by("submitted_at").values_list("number", flat=True)
    days = [number[6:14] for number in ordered]
    assert days == sorted(days)
    assert len(set(ordered)) == MANY


def test_what_is_sealed_opens_and_is_found_by_its_index(many: None) -> None:
    case = Case.objects.select_related("applicant").order_by("?")[0]
    assert case.answers.open()["premises"]
    party = case.applicant
    number = party.number.open()
    assert find_party(document_type=party.document_type, number=number) == party
    assert str(party.name) != party.name.open()


def test_numbers_of_persons_and_companies_are_well_formed() -> None:
    for serial in (1, 999, 123_456):
        number = people.identity_number(serial)
        assert codes.check_identity_number(number, on=AT.date()).number == number
        assert codes.check_credit_code(people.credit_code(serial)) == people.credit_code(serial)


def test_the_history_of_a_complete_case_holds_together(many: None) -> None:
    complete = Case.objects.filter(materials__isnull=False, state=State.DELIVERED).distinct()[0]
    entries = list(journal.history(journal.Subject("case", complete.number)))
    assert entries[0].act == "case.apply"
    assert entries[-1].act == "case.deliver"
    previous = journal.GENESIS
    for entry in entries:
        assert bytes(entry.previous_hash) == previous
        assert bytes(entry.hash) == entry.computed_hash()
        previous = bytes(entry.hash)
    assert Decision.objects.filter(case=complete).count() == 1
    assert Opinion.objects.filter(case=complete).count() == 2
    assert CaseMaterial.objects.filter(case=complete).count() == 3


def test_every_index_and_constraint_is_back(staffed_town: None) -> None:
    testing.licence()
    before = _guards()
    generate(cases=50, at=AT)
    assert _guards() == before


def test_a_second_run_goes_on_behind_the_first(many: None) -> None:
    generate(cases=100, at=AT)
    assert Case.objects.count() == MANY + 100
    assert Party.objects.count() > MANY // 4


def test_a_day_has_numbers_for_many_runs(many: None) -> None:
    for seed in range(2, 5):
        generate(cases=MANY, at=AT, seed=seed)
    assert max(int(number[14:]) for number in Case.objects.values_list("number", flat=True)) < MANY
    assert Case.objects.count() == 4 * MANY


def test_a_centre_without_items_is_told_what_to_do_first(staffed_town: None) -> None:
    ItemVersion.objects.all().delete()
    with pytest.raises(NothingToGenerateFrom, match="import_guides"):
        generate(cases=1, at=AT)
