"""Ways round the second pair of eyes: none of them lets anybody pass what he wrote himself."""

from __future__ import annotations

import pytest

from yichuang.catalogue.models import ItemVersion, Status
from yichuang.catalogue.revising import publishing, reviewing, writing
from yichuang.catalogue.revising.reviewing import NotUnderReview, OwnWriting
from yichuang.catalogue.testing import AT, content, draft, item, published_item
from yichuang.offices import testing as offices
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Role

pytestmark = pytest.mark.django_db


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def other_manager() -> Actor:
    return actors.of(town.staff("guo.yun", "郭芸", Role.MANAGER), at=AT)


def written_by(by: Actor) -> ItemVersion:
    return writing.new_version(item=item(), name="小店登记", content=content(), by=by, at=AT)


def passed(version: ItemVersion, *, by: Actor) -> ItemVersion:
    handed_in = reviewing.submit(version=version, by=other_manager(), at=AT)
    return reviewing.approve(version=handed_in, by=by, at=AT)


@pytest.mark.parametrize("last", ["other", "system"])
def test_a_word_changed_by_another_makes_nobody_the_reviewer_of_his_own_text(last: str) -> None:
    version = written_by(manager())
    another = other_manager() if last == "other" else actors.SYSTEM
    version = writing.revise(version=version, content=content(phone="0372-1"), by=another, at=AT)
    with pytest.raises(OwnWriting):
        passed(version, by=manager())


def test_taking_a_draft_back_to_his_own_step_does_not_help() -> None:
    version = writing.revise(version=draft(), content=content(phone="0372-1"), by=manager(), at=AT)
    version = writing.take_back(version=version, to=1, by=other_manager(), at=AT)
    with pytest.raises(OwnWriting):
        passed(version, by=manager())


def test_recalling_and_handing_in_again_does_not_help() -> None:
    version = reviewing.submit(version=written_by(manager()), by=manager(), at=AT)
    version = reviewing.recall(version=version, by=other_manager(), at=AT)
    with pytest.raises(OwnWriting):
        passed(version, by=manager())


def test_an_import_over_his_draft_does_not_help() -> None:
    version = written_by(manager())
    version = writing.new_version(item=version.item, name="小店", content=content(), by=actors.SYSTEM, at=AT)
    with pytest.raises(OwnWriting):
        passed(version, by=manager())


def test_who_only_began_it_from_what_is_published_may_review_what_another_wrote() -> None:
    version = writing.begin(item=published_item().item, reason="新条例", by=manager(), at=AT)
    version = writing.revise(version=version, content=content(phone="0372-1"), by=other_manager(), at=AT)
    assert passed(version, by=manager()).status == Status.APPROVED


def test_what_was_recalled_meanwhile_is_not_published_from_an_old_page() -> None:
    version = passed(draft(), by=manager())
    reviewing.recall(version=version, by=other_manager(), at=AT)
    with pytest.raises(publishing.NotReviewed):
        publishing.publish(version=version, effective_from=AT.date(), by=manager(), at=AT)


def test_two_reviewers_decide_once() -> None:
    version = reviewing.submit(version=draft(), by=manager(), at=AT)
    reviewing.send_back(version=version, opinion="补依据", by=other_manager(), at=AT)
    with pytest.raises(NotUnderReview):
        reviewing.approve(version=version, by=manager(), at=AT)


def test_an_officer_of_another_department_neither_hands_in_nor_recalls_nor_discards() -> None:
    version = draft(item(department=offices.department("education")))
    stranger = actors.of(town.zhao_gang(), at=AT)
    for act in (
        lambda: reviewing.submit(version=version, by=stranger, at=AT),
        lambda: reviewing.recall(version=version, by=stranger, at=AT),
        lambda: writing.discard(version=version, reason="x", by=stranger, at=AT),
        lambda: writing.revise(version=version, content=content(), by=stranger, at=AT),
    ):
        with pytest.raises(actors.NotAllowed):
            act()
