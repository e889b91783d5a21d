"""清单之外无审批 (优化营商环境条例第四十条): no act takes an application for what is not on the list that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from yichuang.cases import accepting, applying, testing
from yichuang.cases.models import Case
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import NotOffered
from yichuang.catalogue.revising import publishing
from yichuang.people import actors
from yichuang.people import testing as town

NOW = testing.moment()


def unpublished() -> ItemVersion:
    return catalogue.draft(testing.licence().item)


def to_come() -> ItemVersion:
    later = catalogue.draft(testing.licence().item)
    return publishing.publish(
        version=later, effective_from=timezone.localdate(NOW) + timedelta(days=1), by=actors.SYSTEM, at=NOW
    )


def paused() -> ItemVersion:
    return publishing.pause(version=testing.licence(), reason="检修", by=actors.SYSTEM, at=NOW)


def cancelled() -> ItemVersion:
    return publishing.cancel(version=testing.licence(), reason="取消", by=actors.SYSTEM, at=NOW)


def replaced() -> ItemVersion:
    first = testing.licence()
    second = catalogue.draft(first.item)
    publishing.publish(version=second, effective_from=timezone.localdate(NOW), by=actors.SYSTEM, at=NOW)
    return ItemVersion.objects.select_related("item__department", "item__centre").get(pk=first.pk)


STATES: list[tuple[Callable[[], ItemVersion], str]] = [
    (unpublished, "不在目前公布的事项清单"),
    (to_come, "起受理"),
    (paused, "已暂停受理"),
    (cancelled, "不在目前公布的事项清单"),
    (replaced, "不在目前公布的事项清单"),
]


@pytest.mark.parametrize(("state", "told"), STATES)
def test_nobody_applies_for_it(state: Callable[[], ItemVersion], told: str) -> None:
    by = testing.applicant(NOW)
    application = testing.online(state(), by=by)
    with pytest.raises(NotOffered, match=told):
        applying.apply(application=application, by=by, at=NOW)
    assert not Case.objects.exists()


@pytest.mark.parametrize("act", [accepting.apply_at_counter, accepting.accept_at_counter])
@pytest.mark.parametrize(("state", "told"), STATES)
def test_no_clerk_takes_it_in(act: Callable[..., Case], state: Callable[[], ItemVersion], told: str) -> None:
    by = testing.officer(town.liu_mei(), NOW)
    application = testing.application(state())
    with pytest.raises(NotOffered, match=told):
        act(application=application, by=by, at=NOW)
    assert not Case.objects.exists()


@pytest.mark.parametrize(("state", "told"), STATES)
def test_no_application_is_begun_for_it(state: Callable[[], ItemVersion], told: str) -> None:
    party = town.zhang_wei().party
    assert party is not None
    with pytest.raises(NotOffered, match=told):
        applying.begin_draft(version=state(), applicant=party, by=testing.applicant(NOW), at=NOW)


def test_a_case_that_runs_keeps_its_version_and_goes_on() -> None:
    case = testing.submitted()
    publishing.cancel(version=case.item_version, reason="取消", by=actors.SYSTEM, at=NOW)
    accepted = accepting.accept(case=case, by=testing.officer(town.liu_mei(), NOW), at=NOW)
    assert accepted.item_version_id == case.item_version_id
