"""Archiving: nothing is missing, a number without gaps, a period by the dated rule of the type, a list to hand over."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from yichuang.base import clock
from yichuang.base.refusal import Invalid
from yichuang.cases import jobs, letters, life_cycle, offers, queries, testing
from yichuang.cases.afterwards import archiving, handing_over, retention
from yichuang.cases.afterwards.archiving import NotComplete, NotYet
from yichuang.cases.life_cycle import WrongState
from yichuang.cases.models import ArchiveRecord, Case, Keeping, RetentionRule, Rule, State
from yichuang.cases.standing import OwnCase
from yichuang.documents.models import FileState, Letter, StoredFile
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import SYSTEM, NotAllowed
from yichuang.people.models import Account

LATER = testing.moment(day=2)
LONG_AFTER = testing.moment(day=60)


def by_hand(case: Case, account: Account | None = None) -> Case:
    return archiving.archive(case=case, by=testing.officer(account or town.liu_mei(), LATER), at=LATER)


def undrawn(case: Case) -> Letter:
    """One more letter, which nobody has drawn yet."""
    with transaction.atomic():
        return letters.withdrawal_notice(case, by=SYSTEM, at=LATER)


def test_a_delivered_case_gets_a_number_a_period_and_a_digest_in_the_journal() -> None:
    rule = testing.kept()
    case = by_hand(testing.delivered())
    record = ArchiveRecord.objects.get(case=case)
    assert case.state == State.ARCHIVED
    assert (record.number, record.keeping, record.basis) == ("TOWN-ZW·2026-D30-00001", "D30", rule.basis)
    assert record.keep_until == date(2056, 12, 31)
    detail = queries.history(case).get(act="case.archive").detail
    assert (detail["number"], detail["contents"]) == (record.number, archiving.contents_of(case))


def test_numbers_follow_one_another_and_none_is_lost_by_a_refusal() -> None:
    testing.kept()
    by_hand(testing.delivered())
    with pytest.raises(NotComplete):
        by_hand(testing.completed())
    by_hand(testing.delivered())
    assert list(ArchiveRecord.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2]


def test_the_rule_of_the_type_comes_before_the_general_one_and_for_ever_has_no_end() -> None:
    testing.kept()
    testing.kept(Keeping.PERMANENT, item_type="01")
    case = by_hand(testing.delivered(testing.licence("for-ever", item_type="01")))
    record = ArchiveRecord.objects.get(case=case)
    assert (record.keeping, record.keep_until) == ("Y", None)


def test_what_was_not_delivered_is_not_archived() -> None:
    testing.kept()
    with pytest.raises(NotComplete, match="还没有送达"):
        by_hand(testing.completed())


def test_a_running_case_is_not_archived() -> None:
    with pytest.raises(WrongState):
        by_hand(testing.accepted())


def test_it_names_every_letter_that_is_not_drawn_and_every_file_that_is_not_checked() -> None:
    testing.kept()
    case = testing.delivered()
    letter = undrawn(case)
    StoredFile.objects.update(state=FileState.PENDING)
    with pytest.raises(NotComplete) as refused:
        by_hand(case)
    assert letter.number in str(refused.value)
    assert "申请书" in str(refused.value)


def test_papers_that_are_on_their_way_are_waited_for() -> None:
    testing.kept()
    case = testing.delivered()
    with transaction.atomic():
        life_cycle.note(case=case, act="papers_passed", by=testing.officer(town.liu_mei(), LATER), at=LATER)
    with pytest.raises(NotComplete, match="移交途中"):
        by_hand(case)


def test_without_a_period_nothing_is_archived_and_the_manager_is_named() -> None:
    with pytest.raises(NotComplete, match="保管期限"):
        by_hand(testing.delivered())


@pytest.mark.parametrize("account", [town.zhao_gang, town.he_jian, town.zhang_wei])
def test_only_clerks_and_managers_archive_by_hand(account: object) -> None:
    testing.kept()
    with pytest.raises(NotAllowed):
        by_hand(testing.delivered(), account())  # type: ignore[operator]


def test_nobody_archives_his_own_case() -> None:
    testing.kept()
    case = testing.delivered()
    clerk = town.liu_mei()
    clerk.party_id = case.applicant_id
    clerk.save()
    with pytest.raises(OwnCase):
        by_hand(case, clerk)


def test_the_case_page_offers_it_with_the_reason_when_something_is_missing() -> None:
    case = testing.delivered()
    by = testing.officer(town.liu_mei(), LATER)
    offer = next(one for one in offers.acts_for(case, by, at=LATER) if one.act == "archive")
    assert "保管期限" in offer.reason
    testing.kept()
    assert next(one for one in offers.acts_for(case, by, at=LATER) if one.act == "archive").allowed


def test_the_system_waits_for_the_time_of_the_rule() -> None:
    testing.kept()
    case = testing.delivered()
    with pytest.raises(NotYet):
        archiving.archive(case=case, at=LONG_AFTER)
    testing.rule(Rule.Kind.ARCHIVING, 30)
    with pytest.raises(NotYet):
        archiving.archive(case=case, at=LATER)
    assert archiving.archive(case=case, at=LONG_AFTER).state == State.ARCHIVED


def test_a_run_archives_what_it_can_and_reports_what_is_missing() -> None:
    testing.kept()
    testing.rule(Rule.Kind.ARCHIVING, 30)
    good, lacking = testing.delivered(), testing.delivered()
    undrawn(lacking)
    assert archiving.archive_some(at=LATER).done == 0
    report = archiving.archive_some(at=LONG_AFTER)
    assert (report.done, list(report.incomplete), report.failed) == (1, [lacking.number], [])
    good.refresh_from_db()
    assert good.state == State.ARCHIVED
    assert archiving.archive_some(at=LONG_AFTER).done == 0


def test_the_night_takes_everything_due_batch_after_batch_whatever_lies_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    testing.kept()
    testing.rule(Rule.Kind.ARCHIVING, 30)
    monkeypatch.setattr(archiving, "BATCH", 2)
    monkeypatch.setattr(clock, "now", lambda: LONG_AFTER)
    lacking = [testing.delivered() for _ in range(3)]
    for case in lacking:
        undrawn(case)
    good = [testing.delivered() for _ in range(2)]
    jobs.archive(0)
    rounds = 1
    while (told := deferred(rounds)) is not None:
        jobs.archive_on(**told)
        rounds += 1
    assert rounds == 3
    assert Case.objects.filter(state=State.ARCHIVED).count() == len(good)


def deferred(number: int) -> dict[str, Any] | None:
    """What the job that was asked for as the so-many-th was told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'cases.archive_on' ORDER BY id")
        found = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = 'cases.archive_on'")
    args = found[number - 1][0] if len(found) >= number else None
    return json.loads(args) if isinstance(args, str) else args


def test_a_night_does_not_look_at_what_cannot_be_due_yet(django_assert_num_queries: Any) -> None:
    testing.kept()
    testing.rule(Rule.Kind.ARCHIVING, 30)
    for _ in range(3):
        testing.delivered()
    with django_assert_num_queries(2):
        assert archiving.archive_some(at=LATER).done == 0


def test_a_list_takes_what_is_on_none_yet() -> None:
    testing.kept()
    by_hand(testing.delivered())
    manager = testing.officer(town.qian_yan(), LATER)
    made = handing_over.hand_over(centre=offices.centre(), by=manager, at=LATER)
    assert (made.number, made.records.count()) == ("TOWN-YJ20260001", 1)
    with pytest.raises(handing_over.NothingToHandOver):
        handing_over.hand_over(centre=offices.centre(), by=manager, at=LATER)
    with pytest.raises(NotAllowed):
        handing_over.hand_over(centre=offices.centre(), by=testing.officer(town.liu_mei(), LATER), at=LATER)


def period(**parts: object) -> retention.Period:
    values = {"item_type": "01", "keeping": "D10", "basis": "期限表", "since": date(2026, 4, 1)} | parts
    return retention.Period(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("parts", [{"item_type": "99"}, {"keeping": "D5"}, {"basis": " "}, {"since": date(2026, 1, 1)}])
def test_a_period_that_cannot_be_is_refused_at_its_field(parts: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        retention.set_retention(
            centre=offices.centre(), period=period(**parts), by=testing.officer(town.qian_yan(), LATER), at=LATER
        )
    assert refused.value.field == next(iter(parts))


def test_a_new_period_takes_the_place_of_the_old_from_its_day_on() -> None:
    manager = testing.officer(town.qian_yan(), LATER)
    retention.set_retention(centre=offices.centre(), period=period(), by=manager, at=LATER)
    with pytest.raises(Invalid):
        retention.set_retention(centre=offices.centre(), period=period(), by=manager, at=LATER)
    with pytest.raises(NotAllowed):
        retention.set_retention(
            centre=offices.centre(), period=period(), by=testing.officer(town.liu_mei(), LATER), at=LATER
        )
    assert RetentionRule.objects.count() == 1
