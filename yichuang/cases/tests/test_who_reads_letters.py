"""Whose eyes a letter of a case is for."""

import pytest

from yichuang.cases import life_cycle, queries, testing
from yichuang.cases.models import Case
from yichuang.documents import testing as paper
from yichuang.documents.models import Letter, LetterKind
from yichuang.documents.samples import SAMPLES
from yichuang.documents.writing import write_letter
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Party

pytestmark = pytest.mark.django_db


def written(case: Case, kind: LetterKind, addressee: Party) -> Letter:
    return write_letter(
        kind=kind,
        department=case.department,
        addressee=addressee,
        subject=life_cycle.subject(case),
        item_name=case.item_version.name,
        facts=SAMPLES[kind],
        by=actors.SYSTEM,
        mandate_id=None,
        at=paper.MORNING,
    )


def test_forms_of_the_house_and_letters_to_others_are_not_shown_to_the_applicant() -> None:
    case = testing.accepted()
    form = written(case, LetterKind.DECISION_FORM, case.applicant)
    other = written(case, LetterKind.INTERESTED_PARTY_NOTICE, town.person("王芳"))
    own = written(case, LetterKind.HEARING_RIGHTS, case.applicant)
    shown = {letter.pk for letter in queries.letters_shown(case)}
    assert own.pk in shown
    assert not {form.pk, other.pk} & shown
    assert {form.pk, other.pk} <= {letter.pk for letter in queries.letters_of(case)}


def test_a_receipt_signed_by_the_agent_is_shown() -> None:
    case = testing.accepted()
    receipt = written(case, LetterKind.SERVICE_RECEIPT, town.person("王芳"))
    assert receipt in queries.letters_shown(case)
