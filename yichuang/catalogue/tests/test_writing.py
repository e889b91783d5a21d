from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from yichuang.base.models import Entry
from yichuang.base.refusal import Invalid
from yichuang.catalogue.content import Content, Question
from yichuang.catalogue.models import DraftStep, ItemVersion, Status
from yichuang.catalogue.revising import writing
from yichuang.catalogue.revising.writing import ChangedMeanwhile, NotWritable, UnpublishedExists
from yichuang.catalogue.testing import AT, content, draft, item, published_item, reviewed
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import Actor, NotAllowed

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def manager() -> Actor:
    return actors.of(town.qian_yan(), at=AT)


def examiner(*, posted: bool) -> Actor:
    """Zhao Gang of the market bureau."""
    if posted:
        offices.posting(town.zhao_gang(), Duty.EXAMINER, department=offices.department())
    return actors.of(town.zhao_gang(), at=AT)


def asked(answer: str) -> Content:
    return content(questions=(Question(question="可以代办吗？", answer=answer),))


def test_an_officer_of_the_department_writes_its_items() -> None:
    version = writing.begin(item=published_item().item, reason="材料减少", by=examiner(posted=True), at=AT)

    assert (version.status, version.number, version.written_by) == (Status.DRAFT, 2, town.zhao_gang())
    assert version.parsed.materials == content().materials


def test_an_officer_of_no_or_another_department_writes_nothing_of_it() -> None:
    with pytest.raises(NotAllowed, match="小城县市场监督管理局"):
        writing.begin(item=published_item().item, reason="材料减少", by=examiner(posted=False), at=AT)


def test_a_revision_of_what_is_published_needs_a_reason() -> None:
    with pytest.raises(Invalid, match="为什么"):
        writing.begin(item=published_item().item, reason=" ", by=manager(), at=AT)


def test_a_new_item_begins_with_an_empty_draft_without_a_reason() -> None:
    assert writing.begin(item=item(), reason="", by=manager(), at=AT).parsed == Content()


def test_one_version_is_under_way_at_a_time() -> None:
    version = draft()

    with pytest.raises(UnpublishedExists):
        writing.begin(item=version.item, reason="再改", by=manager(), at=AT)


def test_every_saved_step_is_kept_with_its_writer_and_the_journal_tells_it() -> None:
    version = draft()

    writing.revise(
        version=version, content=asked("可以。"), part="questions", explanation="常问", by=manager(), at=LATER
    )

    last = DraftStep.objects.filter(version=version).order_by("number").last()
    assert last is not None
    assert (last.number, last.part, last.note, last.saved_by) == (2, "questions", "常问", town.qian_yan())
    assert Entry.objects.filter(act="catalogue.version_revised", subject_id=version.item.code).count() == 1


def test_saving_the_same_again_is_no_step() -> None:
    version = draft()

    writing.revise(version=version, content=content(), by=manager(), at=LATER)

    assert DraftStep.objects.filter(version=version).count() == 1


def test_two_writers_do_not_overwrite_each_other() -> None:
    version = draft()
    seen = version.content_digest
    writing.revise(version=version, content=asked("可以。"), seen=seen, by=manager(), at=AT)

    with pytest.raises(ChangedMeanwhile, match="别人已经修改"):
        writing.revise(version=version, content=asked("不可以。"), seen=seen, by=manager(), at=LATER)


def test_a_draft_goes_back_to_an_earlier_step_without_losing_the_later() -> None:
    version = draft()
    writing.revise(version=version, content=asked("可以。"), by=manager(), at=AT)

    back = writing.take_back(version=version, to=1, by=manager(), at=LATER)

    assert back.parsed.questions == ()
    assert [step.parsed.questions != () for step in version.steps.order_by("number")] == [False, True, False]


def test_there_is_no_way_back_to_a_step_that_never_was() -> None:
    with pytest.raises(Invalid, match="第 9 步"):
        writing.take_back(version=draft(), to=9, by=manager(), at=AT)


def test_a_draft_is_discarded_with_a_reason_and_the_journal_remembers() -> None:
    version = draft()

    with pytest.raises(Invalid, match="理由"):
        writing.discard(version=version, reason="", by=manager(), at=AT)
    writing.discard(version=version, reason="不再需要", by=manager(), at=AT)

    assert not ItemVersion.objects.filter(pk=version.pk).exists()
    assert Entry.objects.get(act="catalogue.version_discarded").detail["reason"] == "不再需要"


def test_what_is_published_is_neither_written_nor_discarded() -> None:
    version = published_item()

    with pytest.raises(NotWritable, match="已发布"):
        writing.revise(version=version, content=asked("可以。"), by=manager(), at=AT)
    with pytest.raises(NotWritable, match="已经发布"):
        writing.discard(version=version, reason="不要了", by=manager(), at=AT)


def test_a_version_always_has_a_name() -> None:
    with pytest.raises(Invalid, match="事项名称"):
        writing.revise(version=draft(), content=content(), name="  ", by=manager(), at=AT)


def test_the_database_keeps_what_was_reviewed_as_it_was() -> None:
    version = reviewed(draft())

    with pytest.raises(IntegrityError, match="under review"), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(name="别的名字")


def test_the_database_lets_nobody_review_his_own_writing() -> None:
    version = draft()

    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(written_by=town.qian_yan(), reviewed_by=town.qian_yan())
