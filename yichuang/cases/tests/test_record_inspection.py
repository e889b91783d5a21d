"""What was found is laid down by the team, each stands for it, and only then the step is done."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, queries, testing
from yichuang.cases.life_cycle import subject
from yichuang.cases.models import CaseStep, Hand, Inspection, Inspector, Photograph
from yichuang.cases.standing import SamePerson
from yichuang.cases.steps import photographs, returning
from yichuang.cases.steps.inspecting import NoInspection, NotAnInspector
from yichuang.cases.tests import inspections as visits
from yichuang.documents import receiving
from yichuang.documents import testing as documents
from yichuang.people import testing as town


def test_with_the_last_confirmation_the_record_goes_out_and_the_step_is_done() -> None:
    case = visits.recorded(applicant_present=True, statement="同意")
    visits.photographed(case)
    assert CaseStep.objects.get(case=case, kind="inspect").state == "open"
    case = visits.confirmed(case)
    assert CaseStep.objects.get(case=case, kind="inspect").state == "done"
    letter = queries.letters_shown(case).get(kind="inspection_record")
    assert letter.facts["findings"][0] == "操作间面积：28平方米，与布局图一致"
    assert "申请人一方陈述：同意" in letter.facts["findings"]
    assert letter.facts["conclusion"] == "符合要求"
    assert Photograph.objects.get().file.digest in str(letter.facts["note"])
    assert Inspection.objects.get().record_number == letter.number


def test_who_was_not_there_lays_nothing_down_and_confirms_nothing() -> None:
    case = visits.arranged()
    for other in (town.zhou_min(), testing.fire_officer(), town.wu_jun()):
        with pytest.raises(NotAnInspector):
            visits.recorded(case, by=other)
    case = visits.recorded(case)
    with pytest.raises(NotAnInspector):
        visits.confirmed(case, town.zhou_min())


def test_nobody_confirms_twice_or_before_there_is_a_record() -> None:
    case = visits.arranged()
    with pytest.raises(NoInspection, match="还没有填写"):
        visits.confirmed(case)
    case = visits.recorded(case)
    with pytest.raises(NoInspection, match="已经确认"):
        visits.confirmed(case, town.zhao_gang())


def test_laid_down_again_everybody_confirms_again() -> None:
    case = visits.recorded()
    case = visits.recorded(case, by=town.sun_li(), found=["30平方米", "一台"])
    confirmed = Inspector.objects.filter(confirmed_at__isnull=False).values_list("account__username", flat=True)
    assert list(confirmed) == [town.sun_li().username]
    assert Inspection.objects.get().found == ["30平方米", "一台"]


def test_a_photograph_after_a_confirmation_asks_for_it_again() -> None:
    case = visits.recorded()
    visits.photographed(case, by=town.sun_li())
    assert not Inspector.objects.filter(account=town.zhao_gang(), confirmed_at__isnull=False).exists()


def test_what_must_be_put_right_is_visited_again() -> None:
    case = visits.recorded(finding="put_right", put_right_by=date(2026, 3, 20))
    case = visits.confirmed(case)
    assert CaseStep.objects.get(case=case, kind="inspect").state == "open"
    assert queries.letters_shown(case).get(kind="inspection_record").facts["conclusion"].startswith("限期改正")
    with pytest.raises(NoInspection):
        visits.recorded(case)
    case = visits.confirmed(visits.recorded(visits.arranged(case)))
    assert CaseStep.objects.get(case=case, kind="inspect").state == "done"
    assert Inspection.objects.filter(case=case, state="done").count() == 2


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"finding": "perhaps"}, "finding"),
        ({"found": ["只有一条"]}, "found"),
        ({"found": ["有", " "]}, "found"),
        ({"found": ["x"] * 51}, "found"),
        ({"finding": "put_right"}, "put_right_by"),
        ({"finding": "put_right", "put_right_by": date(2026, 3, 1)}, "put_right_by"),
        ({"put_right_by": date(2026, 3, 20)}, "put_right_by"),
        ({"statement": "x" * 2001}, "statement"),
    ],
)
def test_what_does_not_fit_is_named(parts: dict[str, Any], field: str) -> None:
    case = visits.arranged()
    with pytest.raises(Invalid) as refused:
        visits.recorded(case, **parts)
    assert refused.value.field == field


def test_before_the_day_of_the_visit_there_is_no_record() -> None:
    with pytest.raises(NoInspection, match="还没有到"):
        visits.recorded(at=testing.moment(day=1))


def test_what_comes_late_from_a_device_does_not_land_in_another_visit() -> None:
    case = visits.arranged()
    first = Inspection.objects.get().pk
    case = visits.arranged(case)
    with pytest.raises(NoInspection, match="另行安排"):
        visits.recorded(case, inspection=first)


def test_a_step_sent_back_takes_its_visit_along() -> None:
    case = visits.recorded()
    by, step = testing.officer(town.zhao_gang(), visits.AFTER), CaseStep.objects.get(case=case, position=1)
    case = returning.send_back(case=case, step=step.pk, reason="材料不实", by=by, at=visits.AFTER)
    with pytest.raises(NoInspection):
        visits.confirmed(case)


def test_who_visited_does_not_decide() -> None:
    case = visits.confirmed(visits.recorded(visits.arranged(team=[town.zhao_gang(), town.zhou_min()])), town.zhou_min())
    assert Hand.objects.get(case=case, account=town.zhou_min()).part == "examine"
    with pytest.raises(SamePerson):
        deciding.decide(
            case=case, outcome="granted", by=testing.officer(town.zhou_min(), visits.AFTER), at=visits.AFTER
        )


def test_a_photograph_sent_twice_is_there_once() -> None:
    case, key = visits.arranged(), uuid4()
    first, second = visits.photographed(case, key=key), visits.photographed(case, key=key)
    assert first.pk == second.pk
    acts = [entry.act for entry in journal.history(subject(case))]
    assert acts.count("case.photograph_added") == 1


def test_a_photograph_is_a_picture() -> None:
    case, by = visits.arranged(), testing.officer(town.zhao_gang(), visits.AFTER)
    stream = BytesIO(documents.pdf())
    file = receiving.receive_upload(stream=stream, name="x.pdf", by=by, at=visits.AFTER)
    with pytest.raises(Invalid, match="JPEG"):
        photographs.add(case=case, key=uuid4(), file=file, by=by, at=visits.AFTER)


def test_nobody_puts_anothers_file_into_a_case() -> None:
    case = visits.arranged()
    by, other = (testing.officer(one, visits.AFTER) for one in (town.zhao_gang(), testing.fire_officer()))
    file = receiving.receive_upload(stream=BytesIO(documents.jpeg()), name="x.jpg", by=other, at=visits.AFTER)
    with pytest.raises(Invalid, match="不是由您上传"):
        photographs.add(case=case, key=uuid4(), file=file, by=by, at=visits.AFTER)
    with pytest.raises(NotAnInspector):
        photographs.add(case=case, key=uuid4(), file=file, by=other, at=visits.AFTER)


def test_the_hundred_and_first_photograph_is_refused() -> None:
    case = visits.arranged()
    first = visits.photographed(case)
    Photograph.objects.bulk_create(
        Photograph(inspection=first.inspection, key=uuid4(), file=first.file, by=first.by, at=visits.AFTER)
        for _n in range(199)
    )
    with pytest.raises(Invalid, match="最多 100 张"):
        visits.photographed(case)
