"""Both sides speak for themselves in writing before the decision; each sees only what concerns him (XKF 36, 47)."""

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import deciding, life_cycle, queries, standing, testing
from yichuang.cases.models import Case, InterestedParty, Outcome, State, Statement
from yichuang.cases.pausing import hearing, interested, stating, touched, waiving
from yichuang.documents import testing as paper
from yichuang.documents.models import LetterKind
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor

TUESDAY = testing.moment(day=1)
FRIDAY = testing.moment(day=4)
WORDS = "加建的雨棚挡住我家窗户。"


def neighbour() -> Actor:
    return actors.of(town.wang_fang(), at=FRIDAY)


def told(*, rights: bool = False) -> InterestedParty:
    by = testing.officer(town.zhao_gang(), TUESDAY)
    party = town.wang_fang().party
    assert party is not None
    case = interested.tell(case=testing.examined(), party=party, interest="相邻采光", days=5, by=by, at=TUESDAY)
    if rights:
        hearing.tell_rights(case=case, matter="相邻采光", by=by, at=TUESDAY)
    return InterestedParty.objects.select_related("case").get(case=case)


def speak(one: InterestedParty, *, by: Actor | None = None, of: int | None = None, **more: object) -> Case:
    by = by or neighbour()
    return stating.state(case=one.case, words=WORDS, of=of or one.pk, by=by, at=FRIDAY, **more)  # type: ignore[arg-type]


def test_whoever_was_told_speaks_in_writing_with_his_papers_and_counts_as_heard() -> None:
    one, file = told(), paper.stored_file(by=neighbour())
    case = speak(one, files=[file.pk])
    one.refresh_from_db()
    made = Statement.objects.get()
    assert (made.of_id, made.words.open(), one.heard_at) == (one.pk, WORDS, FRIDAY)
    assert [paper_.file_id for paper_ in made.papers.all()] == [file.pk]
    entry = queries.history(case).get(act="case.make_statement_as_touched")
    assert WORDS not in str(entry.detail)
    by = testing.officer(town.zhou_min(), FRIDAY)
    assert deciding.decide(case=case, outcome=Outcome.GRANTED, by=by, at=FRIDAY).state == State.DECIDED


def test_the_applicant_speaks_too_and_nobody_else() -> None:
    one = told()
    stating.state(case=one.case, words=WORDS, by=testing.applicant(FRIDAY), at=FRIDAY)
    assert Statement.objects.get().of is None
    with pytest.raises(standing.NotTheApplicant):
        stating.state(case=one.case, words=WORDS, by=neighbour(), at=FRIDAY)
    with pytest.raises(touched.NotTouched):
        speak(one, by=testing.applicant(FRIDAY))
    with pytest.raises(touched.NotTouched):
        speak(one, of=one.pk + 1)


def test_after_the_decision_it_is_too_late() -> None:
    one = told()
    case = speak(one)
    deciding.decide(case=case, outcome=Outcome.GRANTED, by=testing.officer(town.zhou_min(), FRIDAY), at=FRIDAY)
    with pytest.raises(life_cycle.WrongState):
        speak(one)


def test_somebody_elses_file_is_refused_and_there_is_an_end_to_it() -> None:
    one, other = told(), paper.stored_file(by=testing.applicant(FRIDAY))
    with pytest.raises(Invalid, match="附件不存在"):
        speak(one, files=[other.pk])
    for _turn in range(stating.MOST):
        speak(one)
    with pytest.raises(stating.SaidEnough, match="当面陈述"):
        speak(one)


def test_he_asks_for_the_hearing_himself_and_whoever_waived_cannot() -> None:
    one = told(rights=True)
    case = waiving.waive(case=one.case, of=one.pk, by=neighbour(), at=FRIDAY)
    one.refresh_from_db()
    assert one.waived_at == FRIDAY
    with pytest.raises(hearing.NoHearing, match="放弃"):
        hearing.ask(case=case, of=one.pk, by=neighbour(), at=FRIDAY)


def test_his_request_is_on_record_as_his() -> None:
    one = told(rights=True)
    case = hearing.ask(case=one.case, of=one.pk, by=neighbour(), at=FRIDAY)
    assert case.hearing.asked_by == "interested"
    assert queries.history(case).filter(act="case.ask_hearing_as_touched").exists()


def test_he_reaches_his_own_letters_and_no_paper_of_the_applicant() -> None:
    one = told(rights=True)
    kinds = {letter.kind for letter in touched.letters_to(one)}
    assert kinds == {LetterKind.INTERESTED_PARTY_NOTICE, LetterKind.HEARING_RIGHTS}
    paper_ = queries.materials_of(one.case)[0].file_id
    assert paper_ is not None
    with pytest.raises(touched.NotTouched):
        touched.file_of(one, paper_)
    with pytest.raises(queries.NoSuchCase):
        queries.case_for(neighbour(), one.case.number, at=FRIDAY)
    with pytest.raises(touched.NotTouched):
        touched.find(testing.applicant(FRIDAY), one.pk)


def test_the_applicant_does_not_get_the_file_of_the_neighbour() -> None:
    one, file = told(), paper.stored_file(by=neighbour())
    speak(one, files=[file.pk])
    assert touched.file_of(one, file.pk) == file
    with pytest.raises(queries.NoSuchCase):
        queries.file_for(testing.applicant(FRIDAY), one.case, file.pk)
    assert queries.file_for(testing.officer(town.sun_li(), FRIDAY), one.case, file.pk) == file
