"""At the door: signed for, left behind before a witness, or nobody there."""

from io import BytesIO
from uuid import UUID

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.delivery import in_person, ways
from yichuang.delivery.in_person import LeavingNotAllowed
from yichuang.delivery.models import Term
from yichuang.documents import receiving
from yichuang.documents import testing as documents
from yichuang.documents.models import Letter
from yichuang.people import testing as town
from yichuang.people.actors import Actor

AT = cases.moment(day=1)
WITNESS = town.identity_number(555)
pytestmark = pytest.mark.usefixtures("town_that_delivers")


def clerk() -> Actor:
    return cases.officer(town.liu_mei(), AT)


def leave(case: Case, number: str = WITNESS, name: str = "村委会主任") -> None:
    in_person.leave_behind(case=case, witness_name=name, witness_number=number, by=clerk(), at=AT)


def receipt(case: Case) -> dict[str, str]:
    facts: dict[str, str] = Letter.objects.get(subject_id=case.number, kind="service_receipt").facts
    return facts


def test_an_adult_of_the_household_signs_for_a_person() -> None:
    case = cases.completed()
    in_person.serve_in_person(case=case, relation="family", by=clerk(), at=AT)
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED
    assert receipt(case)["relation"] == "同住成年家属"


@pytest.mark.parametrize("relation", ["office", "neighbour", ""])
def test_nobody_else_signs_for_a_person(relation: str) -> None:
    with pytest.raises(Invalid) as refused:
        in_person.serve_in_person(case=cases.completed(), relation=relation, by=clerk(), at=AT)
    assert refused.value.field == "relation"


def test_who_refuses_to_sign_is_served_before_a_witness() -> None:
    case = cases.completed()
    leave(case)
    told = receipt(case)
    assert "留置送达" in told["remark"]
    assert "第八十九条" in told["remark"]
    assert "村委会主任" not in str(told), "a name is no fact of a letter"


def test_nothing_is_left_where_no_rule_allows_it() -> None:
    Term.objects.filter(kind=Term.Kind.LEAVING).delete()
    with pytest.raises(LeavingNotAllowed):
        leave(cases.completed())


def test_the_applicant_is_not_his_own_witness() -> None:
    case = cases.completed()
    number, name = str(case.applicant.number.open()), str(case.applicant.name.open())
    with pytest.raises(Invalid) as refused:
        leave(case, number, name)
    assert refused.value.field == "witness_number"


def test_a_visit_in_vain_is_on_record() -> None:
    case = cases.completed()
    in_person.note_visit(case=case, failure="nobody", by=clerk(), at=AT)
    assert [one.failure for one in ways.attempts_of(case)] == ["nobody"]
    assert ways.delivery_of(case) is None
    with pytest.raises(Invalid):
        in_person.note_visit(case=case, failure="expired", by=clerk(), at=AT)


def picture(by: Actor, content: bytes | None = None, name: str = "门口.jpg") -> UUID:
    stream = BytesIO(documents.jpeg() if content is None else content)
    return receiving.receive_upload(stream=stream, name=name, by=by, at=AT).pk


def test_a_picture_of_the_serving_proves_it_as_a_witness_does_and_the_receipt_says_so() -> None:
    case = cases.completed()
    left = in_person.leave_behind(case=case, photograph=picture(clerk()), by=clerk(), at=AT)
    told = receipt(case)
    assert left.photograph is not None
    assert "拍照" in told["proof"]
    assert left.photograph.digest[:16] in told["proof"]
    assert "见证人" not in told["proof"] + told["remark"]


def test_with_a_picture_and_a_witness_the_receipt_names_both() -> None:
    case = cases.completed()
    proof = {"witness_name": "村委会主任", "witness_number": WITNESS, "photograph": picture(clerk())}
    in_person.leave_behind(case=case, by=clerk(), at=AT, **proof)  # type: ignore[arg-type]  # of several types
    told = receipt(case)
    assert "拍照" in told["proof"]
    assert told["remark"].endswith("见证人签名：")


def test_neither_witness_nor_picture_nor_anothers_picture_nor_a_paper_proves_it() -> None:
    case = cases.completed()
    other = picture(cases.officer(town.zhao_gang(), AT))
    for proof in (other, picture(clerk(), documents.pdf(), "门口.pdf")):
        with pytest.raises(Invalid) as refused:
            in_person.leave_behind(case=case, photograph=proof, by=clerk(), at=AT)
        assert refused.value.field == "photograph"
    with pytest.raises(Invalid):
        in_person.leave_behind(case=case, by=clerk(), at=AT)
    assert ways.delivery_of(case) is None
