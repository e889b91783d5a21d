"""Revocation, withdrawal and cancellation by the body: closed grounds, the holder heard before (XKF 7, 8, 69, 70)."""

from datetime import datetime
from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import testing
from yichuang.cases.afterwards import certificates, ending
from yichuang.cases.models import Case, Certificate, Ending, Ground, Intention, SupervisionNote, Way
from yichuang.cases.standing import SamePerson
from yichuang.documents.models import Letter
from yichuang.offices.mandates import NoMandate
from yichuang.people import testing as town
from yichuang.people.models import PartyKind

TUESDAY, WEDNESDAY = testing.moment(day=1), testing.moment(day=2)
LATER = testing.moment(day=20)
WHY = "核查发现场所不符合条件"


def tell(case: Case, *, way: str = Way.REVOKED, ground: str = Ground.NOT_ELIGIBLE) -> Intention:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    return ending.tell(case=case, way=way, ground=ground, reasons=WHY, by=by, at=TUESDAY)


def hear(case: Case) -> Intention:
    by = testing.officer(town.zhao_gang(), WEDNESDAY)
    return ending.hear(case=case, statement="我愿意改正", place="部门会议室", by=by, at=WEDNESDAY)


def end(case: Case, *, at: datetime = WEDNESDAY, **said: str) -> Ending:
    parts = {"way": Way.REVOKED, "ground": Ground.NOT_ELIGIBLE, "reasons": WHY} | said
    return ending.end(case=case, by=testing.officer(town.wu_jun(), at), at=at, **parts)


def standing(case: Case) -> str:
    return certificates.standing(certificates.with_events().get(case=case), on=testing.MONDAY)


def kinds(case: Case) -> list[str]:
    return list(Letter.objects.filter(subject_id=case.number).order_by("issued_at").values_list("kind", flat=True))


def test_told_heard_and_revoked() -> None:
    case = testing.completed()
    tell(case)
    told = Letter.objects.get(subject_id=case.number, kind="hearing_rights").facts
    assert told["apply_by"][:10] == "2026-03-10"
    assert any("第六十九条" in law for law in told["legal_basis"])
    hear(case)
    made = end(case)
    assert standing(case) == "revoked"
    assert kinds(case)[-2:] == ["statement_record", "revoking_decision"]
    assert Letter.objects.get(pk=made.letter_id).facts["court"]
    assert SupervisionNote.objects.filter(case=case, about="revoked").exists()
    assert case.outcome == "granted", "the decision itself is never changed"


def test_nothing_is_revoked_before_the_holder_was_told() -> None:
    with pytest.raises(ending.CannotEnd, match="还没有告知"):
        end(testing.completed())


def test_he_has_his_time_to_answer() -> None:
    case = testing.completed()
    tell(case)
    with pytest.raises(ending.CannotEnd, match="还没有届满"):
        end(case)
    end(case, at=LATER)
    assert standing(case) == "revoked"


def test_who_told_him_does_not_decide() -> None:
    case = testing.completed()
    told = tell(case)
    Intention.objects.filter(pk=told.pk).update(told_by=town.wu_jun())
    with pytest.raises(SamePerson):
        end(case, at=LATER)
    with pytest.raises(NoMandate):
        ending.end(
            case=case,
            way=Way.REVOKED,
            ground=Ground.NOT_ELIGIBLE,
            reasons=WHY,
            by=testing.officer(town.zhao_gang(), LATER),
            at=LATER,
        )


def test_he_is_not_revoked_for_something_else_than_he_was_told() -> None:
    case = testing.completed()
    tell(case)
    with pytest.raises(ending.CannotEnd, match="不一致"):
        end(case, ground=Ground.FRAUD, at=LATER)


@pytest.mark.parametrize(
    ("way", "ground"),
    [(Way.REVOKED, Ground.DEATH), (Way.WITHDRAWN, Ground.FRAUD), (Way.CANCELLED, Ground.ABUSE), ("erased", "abuse")],
)
def test_the_grounds_of_each_way_are_closed(way: str, ground: str) -> None:
    with pytest.raises(Invalid):
        end(testing.completed(), way=way, ground=ground)


def test_a_withdrawal_says_how_the_loss_is_made_good() -> None:
    case = testing.completed()
    tell(case, way=Way.WITHDRAWN, ground=Ground.LAW_CHANGED)
    hear(case)
    said: dict[str, Any] = {"way": Way.WITHDRAWN, "ground": Ground.LAW_CHANGED}
    with pytest.raises(Invalid) as refused:
        end(case, **said)
    assert refused.value.field == "compensation"
    made = end(case, compensation="没有财产损失。", **said)
    assert Letter.objects.get(pk=made.letter_id).kind == "withdrawing_decision"
    assert standing(case) == "withdrawn"


def test_a_cancellation_needs_no_hearing_and_follows_a_revocation() -> None:
    case = testing.completed()
    tell(case)
    hear(case)
    end(case)
    end(case, way=Way.CANCELLED, ground=Ground.ENDED_BEFORE, at=LATER)
    assert standing(case) == "cancelled"
    with pytest.raises(ending.CannotEnd, match="已注销"):
        end(case, way=Way.CANCELLED, ground=Ground.DEATH, at=LATER)
    assert Ending.objects.count() == 2


def test_what_was_revoked_is_not_revoked_again() -> None:
    case = testing.completed()
    tell(case)
    hear(case)
    end(case)
    with pytest.raises(ending.CannotEnd):
        end(case)
    with pytest.raises(ending.CannotEnd):
        tell(case)


def test_when_the_answer_convinces_the_certificate_stands() -> None:
    case = testing.completed()
    tell(case)
    with pytest.raises(ending.CannotEnd, match="已经告知"):
        tell(case)
    hear(case)
    ending.drop(case=case, reasons="申辩成立", by=testing.officer(town.wu_jun(), WEDNESDAY), at=WEDNESDAY)
    assert standing(case) == "in_force"
    tell(case)


def test_a_case_without_certificate_has_nothing_to_end() -> None:
    with pytest.raises(ending.CannotEnd, match="没有颁发证照"):
        tell(testing.decided())
    assert not Certificate.objects.exists()


def test_what_has_not_run_out_is_not_cancelled_as_not_renewed() -> None:
    case = testing.completed()
    said: dict[str, Any] = {"way": Way.CANCELLED, "ground": Ground.NOT_RENEWED, "reasons": "届满未延续"}
    with pytest.raises(ending.CannotEnd, match="还没有届满") as refused:
        end(case, **said)
    assert refused.value.field == "ground"
    end(case, at=testing.moment(day=5 * 366), **said)


@pytest.mark.parametrize("kind", [PartyKind.NATURAL, PartyKind.ORGANISATION])
def test_a_person_dies_and_an_organisation_is_dissolved(kind: PartyKind) -> None:
    party = town.zhang_wei().party if kind == PartyKind.NATURAL else town.huaxin()
    case = testing.completed()
    Certificate.objects.filter(case=case).update(holder=party)
    of = {PartyKind.NATURAL: Ground.DEATH, PartyKind.ORGANISATION: Ground.DISSOLVED}
    theirs = of.pop(kind)
    with pytest.raises(ending.CannotEnd, match="持证人"):
        end(case, way=Way.CANCELLED, ground=of.popitem()[1])
    end(case, way=Way.CANCELLED, ground=theirs)
