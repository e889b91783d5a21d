"""Drafts that somebody pulls at from two sides, or that the guide has left behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from yichuang.cases import applying, testing
from yichuang.cases.models import Case, Draft
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import NotOffered
from yichuang.catalogue.revising import publishing, writing
from yichuang.documents import testing as documents
from yichuang.people import actors
from yichuang.people import testing as town

AT = testing.moment()
LATER = testing.moment(day=3)


@pytest.fixture(autouse=True)
def staffed_town(request: pytest.FixtureRequest) -> None:
    commits = request.node.get_closest_marker("django_db")
    request.getfixturevalue("transactional_db" if commits else "db")
    testing.staffed_town()


def begun(version: ItemVersion | None = None) -> Draft:
    party = town.zhang_wei().party
    assert party is not None
    draft = applying.begin_draft(version=version or testing.licence(), applicant=party, by=testing.applicant(AT), at=AT)
    return applying.draft_of(draft_id=draft.pk, by=testing.applicant(AT))


def filled(**changes: Any) -> Draft:
    by = testing.applicant(AT)
    files = {key: [str(documents.stored_file(by=by).pk)] for key in ("application", "identity")}
    said: dict[str, Any] = {"answers": testing.ANSWERS, "materials": files, "situations": []} | changes
    return applying.change_draft(draft=begun(), at=AT, **said)


def new_guide(**parts: Any) -> ItemVersion:
    """From the second day on there is another guide."""
    item = testing.licence().item
    content = testing.licence().parsed.model_copy(update=parts)
    made = writing.new_version(item=item, name="食品经营许可", content=content, by=actors.SYSTEM, at=AT)
    day = testing.MONDAY + timedelta(days=2)
    return publishing.publish(version=made, effective_from=day, by=actors.SYSTEM, at=AT)


@pytest.mark.django_db(transaction=True)
def test_sixteen_beginnings_at_once_give_one_draft() -> None:
    version, by = testing.licence(), testing.applicant(AT)
    party = town.zhang_wei().party
    assert party is not None

    def begin(_number: int) -> object:
        try:
            return applying.begin_draft(version=version, applicant=party, by=by, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(begin, range(16)))) == 1


def test_a_draft_under_an_older_guide_is_not_sent() -> None:
    draft = filled()
    new_guide()
    with pytest.raises(applying.GuideChanged):
        applying.submit(draft=draft, by=testing.applicant(LATER), at=LATER)
    assert Draft.objects.exists()
    assert not Case.objects.exists()


def test_a_draft_begun_again_after_a_new_guide_is_brought_over_and_sent() -> None:
    draft = filled(situations=["rented", "gone"], answers={**testing.ANSWERS, "gone": "旧项目"})
    version = new_guide()
    party = draft.applicant
    again = applying.begin_draft(version=version, applicant=party, by=testing.applicant(LATER), at=LATER)
    assert again.pk == draft.pk
    kept = applying.draft_of(draft_id=draft.pk, by=testing.applicant(LATER))
    assert kept.item_version == version
    assert kept.situations == ["rented"]
    assert applying.application_of(kept).answers == testing.ANSWERS
    kept = applying.change_draft(draft=kept, situations=[], at=LATER)
    assert applying.submit(draft=kept, by=testing.applicant(LATER), at=LATER).item_version == version


def test_a_draft_of_a_paused_item_is_not_sent() -> None:
    draft = filled()
    publishing.pause(version=testing.licence(), reason="系统升级", by=actors.SYSTEM, at=AT)
    with pytest.raises(NotOffered):
        applying.submit(draft=draft, by=testing.applicant(AT), at=AT)


def test_a_file_of_a_situation_that_was_given_up_does_not_stand_in_the_way() -> None:
    draft = filled(situations=["rented"])
    lease = documents.stored_file(by=testing.applicant(AT))
    applying.put_into_draft(draft=draft, key="lease", files=[lease.pk], at=AT)
    draft = applying.change_draft(draft=begun(), situations=[], at=AT)
    case = applying.submit(draft=draft, by=testing.applicant(AT), at=AT)
    assert sorted(case.materials.values_list("key", flat=True)) == ["application", "identity"]
