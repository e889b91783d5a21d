from __future__ import annotations

import pytest

from yichuang.base.models import Entry
from yichuang.base.refusal import Invalid, Refusals
from yichuang.catalogue.content import Material, TimeLimit
from yichuang.catalogue.kinds import Processing
from yichuang.catalogue.models import Status
from yichuang.catalogue.revising import publishing, reviewing, writing
from yichuang.catalogue.revising.publishing import NotReviewed
from yichuang.catalogue.revising.reviewing import NotUnderReview, OwnWriting
from yichuang.catalogue.testing import AT, content, draft, item, reviewed
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed
from yichuang.people.models import Role

pytestmark = pytest.mark.django_db


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def other_manager() -> Actor:
    return actors.of(town.staff("guo.yun", "郭芸", Role.MANAGER), at=AT)


def test_a_complete_draft_is_handed_in_with_its_reason() -> None:
    version = reviewing.submit(version=draft(), reason="按新条例减少材料", by=manager(), at=AT)

    assert (version.status, version.change_reason) == (Status.REVIEW, "按新条例减少材料")
    assert Entry.objects.filter(act="catalogue.version_submitted").count() == 1


def test_everything_the_guide_lacks_is_told_at_once() -> None:
    version = writing.begin(item=item(), reason="", by=manager(), at=AT)

    with pytest.raises(Refusals) as refused:
        reviewing.submit(version=version, by=manager(), at=AT)

    fields = {one.field for one in refused.value.refusals}
    assert fields >= {"legal_basis", "conditions", "review_standard", "steps", "promised", "result", "item_type"}


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"materials": (Material(key="m", name="其他相关材料"),)}, "兜底"),
        ({"promised": TimeLimit(length=30, unit="working_days", text="30个工作日")}, "长于法定时限"),
        ({"processing": Processing.INSTANT}, "即办件应当当场办结"),
    ],
)
def test_what_the_rules_forbid_is_not_handed_in(parts: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refusals, match=sentence):
        reviewing.submit(version=draft(**parts), by=manager(), at=AT)  # type: ignore[arg-type]  # parts of the content


def test_the_reviewer_passes_what_another_wrote_and_it_is_published() -> None:
    version = writing.new_version(item=item(), name="小店设立登记", content=content(), by=manager(), at=AT)
    reviewing.submit(version=version, by=manager(), at=AT)

    passed = reviewing.approve(version=version, opinion="同意", by=other_manager(), at=AT)
    published = publishing.publish(version=passed, effective_from=AT.date(), by=manager(), at=AT)

    assert (published.status, published.reviewed_by, published.written_by) == (
        Status.PUBLISHED,
        other_manager().account,
        town.qian_yan(),
    )


def test_nobody_reviews_his_own_writing() -> None:
    version = writing.new_version(item=item(), name="小店设立登记", content=content(), by=manager(), at=AT)
    reviewing.submit(version=version, by=manager(), at=AT)

    with pytest.raises(OwnWriting, match="自己编制"):
        reviewing.approve(version=version, by=manager(), at=AT)


def test_a_version_sent_back_says_why_and_can_be_written_on() -> None:
    version = reviewing.submit(version=draft(), by=actors.SYSTEM, at=AT)

    with pytest.raises(Invalid, match="修改什么"):
        reviewing.send_back(version=version, opinion=" ", by=manager(), at=AT)
    sent = reviewing.send_back(version=version, opinion="请写明依据的条款", by=manager(), at=AT)

    assert (sent.status, sent.review_opinion) == (Status.RETURNED, "请写明依据的条款")
    revised = writing.revise(version=sent, content=content(place="一楼"), by=manager(), at=AT)
    assert reviewing.submit(version=revised, by=manager(), at=AT).status == Status.REVIEW


def test_the_writer_takes_a_version_back_before_it_is_published() -> None:
    version = reviewing.recall(version=reviewed(draft()), by=manager(), at=AT)

    assert (version.status, version.reviewed_by) == (Status.DRAFT, None)


def test_what_nobody_reviewed_is_not_published() -> None:
    with pytest.raises(NotReviewed, match="还没有通过审核"):
        publishing.publish(version=draft(), effective_from=AT.date(), by=manager(), at=AT)


def test_only_the_centre_reviews() -> None:
    version = reviewing.submit(version=draft(), by=actors.SYSTEM, at=AT)

    with pytest.raises(NotAllowed):
        reviewing.approve(version=version, by=actors.of(town.liu_mei(), at=AT), at=AT)


def test_what_does_not_lie_with_the_reviewer_is_not_decided() -> None:
    with pytest.raises(NotUnderReview, match="编制中"):
        reviewing.approve(version=draft(), by=manager(), at=AT)
