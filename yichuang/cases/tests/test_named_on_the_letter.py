"""Who acted, for whom, and under which instrument stands on the letter, wherever somebody acted in another's place."""

from yichuang.cases import deciding, terminating, testing
from yichuang.cases.afterwards import ending
from yichuang.cases.models import Case, Ground, Outcome, Way
from yichuang.cases.tests.test_substitute import substitute, told_principal
from yichuang.documents import rendering, verifying
from yichuang.documents.models import Letter
from yichuang.documents.tests.test_rendering import text_of
from yichuang.offices.models import Duty, Mandate
from yichuang.people import testing as town
from yichuang.people.models import Account, Role

LATER = testing.moment(day=1)


def words_of(case: Case, kind: str) -> str:
    letter = Letter.objects.get(subject_id=case.number, kind=kind)
    return text_of(rendering.pdf_of(letter, at=LATER))


def decide(case: Case, by: Account, outcome: str = Outcome.GRANTED) -> Case:
    actor = testing.officer(by, LATER)
    return deciding.decide(case=case, outcome=outcome, reasons="场所不符合条件", by=actor, at=LATER)


def test_a_decision_of_the_chief_approver_names_him_the_head_and_the_instrument() -> None:
    for outcome, kind in ((Outcome.GRANTED, "granting_decision"), (Outcome.REFUSED, "refusing_decision")):
        case = decide(testing.examined(), town.zhou_min(), outcome)
        mandate = Mandate.objects.get(kind="approval")
        words = words_of(case, kind)
        assert "本决定由首席审批员周敏受委托作出（依据本机关负责人吴军2025年1月2日签署的" in words
        assert f"签署的《审批服务授权委托书》{mandate.number}），后果由本机关承担。" in words


def test_an_acceptance_at_the_window_names_the_clerk_the_centre_and_the_body_in_whose_name_it_is() -> None:
    case = testing.accepted()
    mandate = Mandate.objects.get(kind="acceptance")
    words = words_of(case, "acceptance_notice")
    assert f"《“综窗受理”委托书》{mandate.number}）" in words
    assert f"由{case.centre.name}工作人员刘梅受委托以本机关名义办理" in words


def test_a_head_who_decides_by_his_own_power_needs_no_other_name() -> None:
    case = decide(testing.examined(), town.wu_jun())
    facts = Letter.objects.get(subject_id=case.number, kind="granting_decision").facts
    assert not {"authority", "stood_in"} & facts.keys()
    assert "吴军" not in words_of(case, "granting_decision")


def test_a_substitute_of_the_head_is_named_with_him() -> None:
    case = testing.examined()
    case = decide(case, substitute(town.wu_jun(), Duty.HEAD, role=Role.HEAD))
    assert "本决定由林青代行吴军的职责（AB角）作出" in words_of(case, "granting_decision")


def test_so_is_he_on_the_end_of_a_case_and_of_a_certificate() -> None:
    case, second = testing.examined(), testing.completed()
    by = testing.officer(substitute(town.wu_jun(), Duty.HEAD, role=Role.HEAD), LATER)
    case = terminating.terminate(case=case, reason="申请人死亡", law="《行政许可法》第七十条", by=by, at=LATER)
    assert "本文书由林青代行吴军的职责" in words_of(case, "termination_notice")
    assert told_principal(case, "case.terminate") == town.wu_jun().pk
    ending.end(case=second, way=Way.CANCELLED, ground=Ground.DEATH, reasons="持证人死亡", by=by, at=LATER)
    assert "本决定由林青代行吴军的职责" in words_of(second, "cancelling_decision")
    assert told_principal(second, "case.end_certificate") == town.wu_jun().pk


def test_whoever_verifies_the_letter_reads_the_same() -> None:
    case = decide(testing.examined(), town.zhou_min())
    letter = Letter.objects.get(subject_id=case.number, kind="granting_decision")
    found = verifying.verify_code(letter.verification_code)
    assert found is not None
    assert "首席审批员周敏" in found.authority


def test_no_name_of_a_citizen_gets_into_the_facts() -> None:
    case = decide(testing.examined(), town.zhou_min())
    facts = Letter.objects.get(subject_id=case.number, kind="granting_decision").facts
    assert facts["authority"]["by"] == "周敏"
    assert "张伟" not in str(facts)
