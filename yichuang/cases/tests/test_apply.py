"""Applying: what a complete application gives, and that everything wrong with one is told at once."""

from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.query_codes import query_code
from yichuang.base.refusal import Refusals
from yichuang.cases import applying, queries, testing
from yichuang.cases.models import Case, State
from yichuang.cases.rules import Given
from yichuang.cases.standing import NotTheApplicant
from yichuang.documents.models import Letter
from yichuang.people import testing as town


def online(**parts: Any) -> applying.Application:
    """Zhang Wei's application with files that he uploaded."""
    return testing.online(by=testing.applicant(testing.moment()), **parts)


def apply_for(application: applying.Application) -> Case:
    at = testing.moment()
    return applying.apply(application=application, by=testing.applicant(at), at=at)


def refusals_of(application: applying.Application) -> dict[str, str]:
    with pytest.raises(Refusals) as caught:
        apply_for(application)
    return {one.field: str(one) for one in caught.value.refusals}


def test_a_complete_application_becomes_a_case_with_a_number_of_region_and_day() -> None:
    case = apply_for(online())
    assert case.number.startswith("41052220260302")
    assert case.state == State.SUBMITTED


def test_the_receipt_lists_the_materials_and_the_register_keeps_no_query_code() -> None:
    case = apply_for(online())
    letter = Letter.objects.get(subject_id=case.number)
    assert letter.kind == "receipt"
    assert [m["name"] for m in letter.facts["materials"]] == ["申请书", "身份证明"]
    assert query_code(case.number) not in str(letter.facts)


def test_the_window_must_look_at_it_within_the_centres_rule() -> None:
    case = apply_for(online())
    assert case.due_at == testing.moment(day=1, hour=17)


def test_one_row_stands_in_the_journal_without_personal_data() -> None:
    case = apply_for(online())
    (entry,) = journal.history(journal.Subject("case", case.number))
    assert (entry.act, entry.who_kind) == ("case.apply", "public")
    assert "张伟" not in str(entry.detail)


def test_everything_missing_is_told_at_once() -> None:
    told = refusals_of(testing.application(materials=[], situations=["rented"], premises=""))
    assert set(told) >= {"materials.application", "materials.identity", "materials.lease", "premises"}
    assert "申请书" in told["materials.application"]


def test_a_material_that_the_situation_does_not_ask_for_is_refused_by_name() -> None:
    told = refusals_of(testing.application(materials=testing.papers("application", "identity", "lease")))
    assert "租赁合同" in told["materials.lease"]


def test_nothing_is_kept_of_a_refused_application() -> None:
    refusals_of(testing.application(materials=[]))
    assert Case.objects.count() == 0
    assert Letter.objects.count() == 0


def test_an_empty_material_is_not_one() -> None:
    told = refusals_of(online(materials=[Given(key="application"), *testing.papers("identity")]))
    assert "申请书" in told["materials.application"]


def test_a_stranger_cannot_apply_for_somebody_else() -> None:
    at = testing.moment()
    stranger = town.actor(town.wang_fang(), at=at)
    with pytest.raises(NotTheApplicant):
        applying.apply(application=testing.application(), by=stranger, at=at)


def test_the_legal_representative_applies_for_his_enterprise() -> None:
    case = apply_for(online(of=town.huaxin()))
    assert case.applicant == town.huaxin()
    assert case.handed_in_by == town.zhang_wei().party


def test_a_draft_is_kept_and_becomes_one_case() -> None:
    at = testing.moment()
    me = testing.applicant(at)
    version = testing.licence()
    party = town.zhang_wei().party
    assert party is not None
    draft = applying.begin_draft(version=version, applicant=party, by=me, at=at)
    assert applying.begin_draft(version=version, applicant=party, by=me, at=at) == draft
    applying.change_draft(draft=draft, answers=testing.ANSWERS, at=at)
    kept = applying.draft_of(draft_id=draft.pk, by=me)
    assert kept.answers is not None
    assert kept.answers.open() == testing.ANSWERS
    with pytest.raises(Refusals):
        applying.submit(draft=kept, by=me, at=at)
    assert queries.drafts_of(me).count() == 1


def test_a_draft_of_another_does_not_exist() -> None:
    at = testing.moment()
    party = town.zhang_wei().party
    assert party is not None
    draft = applying.begin_draft(version=testing.licence(), applicant=party, by=testing.applicant(at), at=at)
    with pytest.raises(applying.NoSuchDraft):
        applying.draft_of(draft_id=draft.pk, by=town.actor(town.wang_fang(), at=at))


def test_rare_characters_live_in_name_and_answers() -> None:
    at = testing.moment()
    account = town.public_account("ji.li", town.person("𠮷丽·阿依古丽"))
    assert account.party is not None
    me = town.actor(account, at=at)
    application = testing.online(by=me, of=account.party, premises="𠮷祥路1号·2层")
    case = applying.apply(application=application, by=me, at=at)
    kept = Case.objects.select_related("applicant").get(pk=case.pk)
    assert kept.applicant.name.open() == "𠮷丽·阿依古丽"
    assert kept.answers is not None
    assert kept.answers.open()["premises"] == "𠮷祥路1号·2层"
