"""调取: what can be shared is called for and not asked of the applicant; who asks all the same says why."""

from typing import Any

import pytest

from yichuang.base.refusal import Invalid
from yichuang.cases import (
    accepting,
    applying,
    correcting,
    correction_lines,
    library,
    queries,
    registers,
    sharing,
    testing,
)
from yichuang.cases.correcting import Defect
from yichuang.cases.library import Trust
from yichuang.cases.models import Case, State
from yichuang.catalogue.content import Material, Related
from yichuang.catalogue.models import ItemVersion
from yichuang.documents.models import LetterKind
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.reading import who_looked

AT = testing.moment(hour=16)
MATERIALS = (Material(key="who", name="身份证明"), Material(key="business", name="营业执照", shared="本中心颁发的证照"))


def food(**parts: Any) -> ItemVersion:
    """A licence for which the business licence is looked up by the centre."""
    related = (Related(name="个体工商户设立登记", paper="营业执照"),)
    return testing.licence("sharing", **({"materials": MATERIALS, "related": related} | parts))


def handed_in() -> Case:
    """Applied for on line, without the paper that is shared."""
    by = testing.applicant(AT)
    wanted = testing.online(food(), by=by, materials=testing.scans("who", by=by))
    return applying.apply(application=wanted, by=by, at=testing.moment(hour=15))


def clerk() -> Actor:
    return testing.officer(town.liu_mei(), AT)


def licensed() -> Case:
    """The applicant's business, registered in this centre."""
    business = testing.licence("business", name="个体工商户设立登记", result=None)
    return testing.completed(business, at=testing.moment(hour=9))


def fetched(case: Case) -> Case:
    return sharing.fetch_shared(case=case, key="business", by=clerk(), at=AT)


def ask(case: Case, why: str) -> Case:
    defects = [Defect("登记系统里没有这家店", material_key="business", asked_anyway=why)]
    return correcting.ask_correction(case=case, defects=defects, by=clerk(), at=AT)


def test_what_the_centre_issued_lies_in_the_case_and_he_sees_who_called_for_it() -> None:
    former, case = licensed(), handed_in()
    with pytest.raises(sharing.NotFetched, match="营业执照"):
        accepting.accept(case=case, by=clerk(), at=AT)
    case = fetched(case)
    (_who, paper) = lying = queries.materials_of(case)
    assert (paper.key, paper.file is not None) == ("business", True)
    origin = library.origins(case, lying)[paper.file_id]
    assert (origin.number, origin.trust) == (former.number, Trust.ISSUED)
    told = who_looked(case.applicant).get(detail__seen="shared")
    assert (told.detail["case"], told.who_id) == (case.number, str(clerk().who_id))
    assert accepting.accept(case=case, by=clerk(), at=AT).state == State.ACCEPTED


def test_who_asks_for_it_all_the_same_has_called_before_and_says_why() -> None:
    case = handed_in()
    with pytest.raises(sharing.NotFetched):
        ask(case, "nothing")
    case = fetched(case)
    assert queries.history(case).get(act="case.fetch_shared").detail["call"] == "nothing"
    for why in ("", "never", "down"):
        with pytest.raises(Invalid) as refused:
            ask(case, why)
        assert refused.value.field == "defects.1.asked_anyway"
    case = ask(case, "nothing")
    letter = queries.letters_of(case).get(kind=LetterKind.CORRECTION_NOTICE)
    assert "没有查到" in letter.facts["items"][0]["reason"]
    (line,) = correction_lines.asked_anyway(offices.centre())
    assert (line.asked_anyway, line.correction.case) == ("nothing", case)


class Silent:
    """A register that does not answer."""

    def look_up(self, *_asked: object, **_more: object) -> None:
        raise registers.Unreachable


def test_a_register_that_does_not_answer_is_a_call_too_and_the_reason_says_so(settings: Any) -> None:
    case = handed_in()
    settings.SHARED_REGISTER = f"{Silent.__module__}.Silent"
    case = fetched(case)
    with pytest.raises(Invalid, match="暂时不能用"):
        ask(case, "nothing")
    assert ask(case, "down").state == State.CORRECTING


def test_what_he_handed_in_himself_can_be_called_for_and_gives_way_to_what_is_found() -> None:
    licensed()
    by = testing.applicant(AT)
    wanted = testing.online(food(), by=by, materials=testing.scans("who", "business", by=by))
    case = applying.apply(application=wanted, by=by, at=testing.moment(hour=15))
    assert not sharing.to_fetch(case)
    assert [one.key for one in sharing.callable_for(case)] == ["business"]
    case = fetched(case)
    assert [one.fetched_from for one in queries.materials_of(case)] == ["", "本中心颁发的证照"]
    with pytest.raises(sharing.NothingToFetch):
        fetched(case)
    assert ask(case, "differs").state == State.CORRECTING


def test_a_certificate_that_no_longer_counts_is_not_found() -> None:
    former = licensed()
    case = handed_in()
    yesterday = testing.MONDAY.replace(day=1)
    former.certificates.update(valid_from=yesterday, valid_until=yesterday)
    assert len(queries.materials_of(fetched(case))) == 1


def test_the_counter_takes_it_in_without_and_accepts_only_after_the_call() -> None:
    wanted = testing.application(food(), materials=testing.papers("who"))
    with pytest.raises(sharing.NotFetched):
        accepting.accept_at_counter(application=wanted, by=clerk(), at=AT)
    case = accepting.apply_at_counter(application=wanted, by=clerk(), at=AT)
    assert [one.key for one in sharing.to_fetch(case)] == ["business"]
    licensed()
    case = sharing.fetch_all(case=case, by=clerk(), at=AT)
    assert accepting.accept(case=case, by=clerk(), at=AT).state == State.ACCEPTED


def test_nothing_is_called_for_that_is_not_shared_or_lies_there() -> None:
    case = handed_in()
    with pytest.raises(sharing.NothingToFetch):
        sharing.fetch_shared(case=case, key="who", by=clerk(), at=AT)
    defects = [Defect("看不清", material_key="who", asked_anyway="down")]
    with pytest.raises(Invalid, match="共享"):
        correcting.ask_correction(case=case, defects=defects, by=clerk(), at=AT)


def test_hostile_a_paper_and_a_register_with_the_longest_name_of_a_guide_are_called_for() -> None:
    long = "证" * 500
    licensed()
    case = handed_in_for((MATERIALS[0], Material(key="business", name=long, shared=long)), paper=long)
    (_who, paper) = queries.materials_of(fetched(case))
    assert (paper.name, paper.fetched_from) == (long, long)


def handed_in_for(materials: tuple[Material, ...], *, paper: str) -> Case:
    version = food(materials=materials, related=(Related(name="个体工商户设立登记", paper=paper),))
    by = testing.applicant(AT)
    wanted = testing.online(version, by=by, materials=testing.scans("who", by=by))
    return applying.apply(application=wanted, by=by, at=testing.moment(hour=15))
