"""What a granted decision brings: a certificate on record, with number, days and identifier."""

from datetime import date
from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import issuing, testing
from yichuang.cases.afterwards import arranging, certificates, validity
from yichuang.cases.afterwards.identifiers import identifier, is_identifier
from yichuang.cases.models import Case, Certificate
from yichuang.catalogue.content import Result
from yichuang.documents import rendering
from yichuang.documents.models import Letter
from yichuang.documents.verifying import registered
from yichuang.people import testing as town

TYPE = "11100000000013338W001"


def issued(case: Case | None = None, **said: Any) -> Certificate:
    at = testing.moment(day=1)
    issuing.issue(case=case or testing.decided(), by=testing.officer(town.zhao_gang(), at), at=at, **said)
    return Certificate.objects.latest("issued_at")


def test_it_counts_from_the_decision_as_long_as_the_guide_says() -> None:
    made = issued(certificate_number="豫食20260001")
    assert (made.number, made.name) == ("豫食20260001", "食品经营许可证")
    assert (made.valid_from, made.valid_until) == (date(2026, 3, 2), date(2031, 3, 1))
    facts = Letter.objects.get(kind="result").facts
    assert (facts["valid_from"], facts["valid_until"]) == ("2026-03-02", "2031-03-01")
    assert certificates.standing(made, on=date(2031, 3, 1)) == "in_force"
    assert certificates.standing(made, on=date(2031, 3, 2)) == "expired"


def test_the_officer_may_name_other_days() -> None:
    made = issued(valid_from=date(2026, 4, 1), valid_until=date(2027, 3, 31))
    assert (made.valid_from, made.valid_until) == (date(2026, 4, 1), date(2027, 3, 31))
    assert certificates.standing(made, on=date(2026, 3, 31)) == "not_yet"


def test_days_the_wrong_way_round_are_refused_and_nothing_is_issued() -> None:
    case = testing.decided()
    with pytest.raises(Invalid) as refused:
        issued(case, valid_from=date(2026, 4, 1), valid_until=date(2026, 3, 1))
    assert refused.value.field == "valid_until"
    assert Case.objects.get(pk=case.pk).state == "decided"


def test_one_without_a_number_of_its_own_is_known_by_that_of_the_decision() -> None:
    made = issued()
    assert made.number == Letter.objects.get(kind="granting_decision").number
    assert "certificate_number" not in Letter.objects.get(kind="result").facts


def test_a_number_is_given_once() -> None:
    issued(certificate_number="豫食20260001")
    with pytest.raises(Invalid) as refused:
        issued(testing.decided(), certificate_number="豫食20260001")
    assert refused.value.field == "certificate_number"


def test_what_names_no_time_has_no_end() -> None:
    made = issued(testing.decided(testing.licence("forever", result=Result(name="备案证明", validity="长期"))))
    assert made.valid_until is None


def test_its_identifier_carries_a_check_character() -> None:
    case = testing.decided()
    at = testing.moment()
    by = testing.officer(town.qian_yan(), at)
    arranging.arrange(item=case.item, licence_type=TYPE.lower(), supervisor=None, since=testing.MONDAY, by=by, at=at)
    made = issued(case)
    assert made.identifier.startswith(f"1.2.156.3005.2.{TYPE}.{case.department.credit_code}.{case.number}.001.")
    assert is_identifier(made.identifier)
    wrong = "0" if made.identifier[-1] != "0" else "1"
    assert not is_identifier(made.identifier[:-1] + wrong)
    assert not is_identifier("1.2.3")
    letter = Letter.objects.get(subject_id=case.number, kind="result")
    assert registered(letter).lines == (("证照标识", made.identifier),), "on the paper and on its verification page"


def test_an_identifier_needs_all_of_its_parts() -> None:
    assert identifier(licence_type="", issuer="11410522MB1234567X", serial="1") == ""
    assert identifier(licence_type=TYPE, issuer="", serial="1") == ""


def test_a_type_code_has_21_characters() -> None:
    at = testing.moment()
    with pytest.raises(Invalid) as refused:
        arranging.arrange(
            item=testing.licence().item,
            licence_type="123",
            supervisor=None,
            since=testing.MONDAY,
            by=testing.officer(town.qian_yan(), at),
            at=at,
        )
    assert refused.value.field == "licence_type"


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("5年", date(2026, 3, 2), date(2031, 3, 1)),
        ("有效期三年", date(2024, 2, 29), date(2027, 2, 27)),
        ("6 个月", date(2026, 8, 31), date(2027, 2, 27)),
        ("30日", date(2026, 3, 2), date(2026, 3, 31)),
    ],
)
def test_the_words_of_the_guide_are_counted(words: str, first: date, last: date) -> None:
    term = validity.term_of(words)
    assert term is not None
    assert validity.last_day(first, term) == last


@pytest.mark.parametrize("words", ["", "长期", "3至5年", "按规定", "0年"])
def test_words_that_name_no_single_time_are_none(words: str) -> None:
    assert validity.term_of(words) is None


def test_a_result_with_an_identifier_is_drawn() -> None:
    case = testing.decided()
    at = testing.moment()
    by = testing.officer(town.qian_yan(), at)
    arranging.arrange(item=case.item, licence_type=TYPE, supervisor=None, since=testing.MONDAY, by=by, at=at)
    issued(case)
    letter = Letter.objects.get(subject_id=case.number, kind="result")
    assert rendering.render(letter).startswith(b"%PDF-")
