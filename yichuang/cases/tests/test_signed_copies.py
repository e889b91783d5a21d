"""The signed copy of a letter comes back: one for each letter, on record, taken back when it was entered by mistake."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import correcting, queries, signed_copies, testing, undoing
from yichuang.cases.correcting import Defect
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import Case, SignedCopy
from yichuang.cases.signed_copies import SignedAlready
from yichuang.documents import testing as documents
from yichuang.documents.models import Letter
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db


def asked(at: datetime) -> tuple[Case, Letter]:
    defects = [Defect(material_key="identity", reason="复印件不清晰")]
    case = testing.submitted(at=at)
    case = correcting.ask_correction(case=case, defects=defects, by=testing.officer(town.liu_mei(), at), at=at)
    return case, queries.letters_of(case).get(kind="correction_notice")


def test_the_correction_that_the_applicant_signed_at_the_window_is_on_record_once() -> None:
    at = testing.moment(hour=11)
    (case, letter), clerk = asked(at), testing.officer(town.liu_mei(), at)
    given: dict[str, Any] = {"case": case, "letter": letter.pk, "signed_on": at.date(), "by": clerk, "at": at}
    scan = documents.stored_file(documents.jpeg(), name="回执.jpg", by=clerk)
    signed_copies.record(signer="agent", file=scan.pk, **given)
    stands = signed_copies.of_case(case)[letter.pk]
    assert (stands.signer, stands.signed_on, stands.file_id) == ("agent", at.date(), scan.pk)
    assert list(queries.history(case))[-1].detail["letter"] == letter.number
    assert queries.file_for(testing.applicant(at), case, scan.pk) == scan
    with pytest.raises(SignedAlready, match="已于"):
        signed_copies.record(signer="addressee", **given)
    signed_copies.take_back(case=case, letter=letter.pk, reason="选错了文书", by=clerk, at=at)
    assert not SignedCopy.objects.exists()
    assert SignedCopy.every.get().taken_back_at == at
    with pytest.raises(WrongState, match="没有登记过"):
        signed_copies.take_back(case=case, letter=letter.pk, reason="选错了文书", by=clerk, at=at)
    signed_copies.record(signer="addressee", **given)


def test_what_was_signed_for_was_handed_out_and_what_was_not_handed_out_is_not_signed_for() -> None:
    at = testing.moment(hour=11)
    (case, letter), clerk = asked(at), testing.officer(town.liu_mei(), at)
    sign: dict[str, Any] = {"letter": letter.pk, "signed_on": at.date(), "signer": "addressee", "by": clerk, "at": at}
    back: dict[str, Any] = {"reason": "告知错了", "not_handed_out": True, "by": clerk, "at": at}
    case = signed_copies.record(case=case, **sign)
    with pytest.raises(Invalid, match="签收") as refused:
        undoing.take_back(case=case, **back)
    assert refused.value.field == "not_handed_out"
    case = signed_copies.take_back(case=case, letter=letter.pk, reason="不是这一份", by=clerk, at=at)
    case = undoing.take_back(case=case, **back)
    assert letter not in signed_copies.signable(case)
    with pytest.raises(Invalid, match="没有交到申请人手里") as refused:
        signed_copies.record(case=case, **sign)
    assert refused.value.field == "letter"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("signed_on", date(2020, 1, 1)),
        ("signed_on", date(2199, 1, 1)),
        ("signer", "neighbour"),
        ("signer", "representative"),
        ("file", UUID(int=1)),
        ("letter", UUID(int=1)),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(field: str, wrong: object) -> None:
    at = testing.moment(hour=11)
    case, letter = asked(at)
    given: dict[str, Any] = {"letter": letter.pk, "signed_on": at.date(), "signer": "addressee"} | {field: wrong}
    with pytest.raises(Invalid) as refused:
        signed_copies.record(case=case, by=testing.officer(town.liu_mei(), at), at=at, **given)
    assert refused.value.field == field


def test_the_result_is_signed_for_when_it_is_delivered() -> None:
    case, at = testing.completed(), testing.moment(day=5)
    result = queries.letters_of(case).get(kind="result")
    with pytest.raises(Invalid, match="送达回证"):
        signed_copies.record(
            case=case,
            letter=result.pk,
            signed_on=at.date(),
            signer="addressee",
            by=testing.officer(town.liu_mei(), at),
            at=at,
        )
