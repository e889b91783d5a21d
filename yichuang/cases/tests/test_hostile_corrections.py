"""Answers to a correction notice that promise more than they hold."""

import pytest

from yichuang.base.refusal import Refusals
from yichuang.cases import correcting, testing
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.rules import Given
from yichuang.people import testing as town


@pytest.fixture(autouse=True)
def staffed_town(db: None) -> None:
    testing.staffed_town()


def asked(*defects: Defect) -> Case:
    at = testing.moment(hour=11)
    case = testing.submitted()
    return correcting.ask_correction(case=case, defects=defects, by=testing.officer(town.liu_mei(), at), at=at)


def refused(case: Case, *materials: Given) -> list[str]:
    at = testing.moment(day=1)
    before = CaseMaterial.objects.count()
    with pytest.raises(Refusals) as caught:
        correcting.correct_at_counter(case=case, materials=materials, by=testing.officer(town.liu_mei(), at), at=at)
    assert CaseMaterial.objects.count() == before
    return [one.field for one in caught.value.refusals]


BLURRED = Defect(material_key="identity", reason="复印件不清晰")


def test_a_material_named_without_anything_is_refused() -> None:
    paper = testing.papers("identity")
    assert refused(asked(BLURRED), *paper, Given(key="identity")) == ["materials.identity"]


def test_an_empty_material_that_was_not_asked_for_is_refused() -> None:
    paper = testing.papers("identity")
    assert "materials.lease" in refused(asked(BLURRED), *paper, Given(key="lease"))


def test_a_key_as_long_as_a_book_is_cut_short_in_the_refusal() -> None:
    fields = refused(asked(BLURRED), *testing.papers("identity"), Given(key="n" * 100_000, originals=1))
    assert max(map(len, fields)) < 100


def test_the_answers_are_kept_as_cleaned() -> None:
    case = asked(Defect(field="premises", reason="门牌号不全"))
    at = testing.moment(day=1)
    by = testing.officer(town.liu_mei(), at)
    correcting.correct_at_counter(case=case, materials=[], answers={"premises": " 东街\u200b2号 "}, by=by, at=at)
    kept = Case.objects.get(pk=case.pk)
    assert kept.answers is not None
    assert kept.answers.open()["premises"] == "东街2号"
