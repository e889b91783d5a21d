"""Holders are reminded before their certificates expire: once, in time to apply."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.base import clock
from yichuang.cases import jobs, testing
from yichuang.cases.afterwards import reminding
from yichuang.cases.models import Certificate, Purpose, Reminder, Rule
from yichuang.cases.tests.test_change_and_renew import about, one
from yichuang.documents.models import Letter

# The certificate's last day is 31 May; the town reminds sixty days before.
BEFORE, DUE = testing.moment(day=29), testing.moment(day=30)


def test_sixty_days_before_a_letter_goes_out_once() -> None:
    one()
    assert reminding.remind_all(at=BEFORE).done == 0
    assert reminding.remind_all(at=DUE).done == 1
    facts = Letter.objects.get(kind="renewal_reminder").facts
    assert (facts["former_number"], facts["valid_until"], facts["apply_by"]) == ("豫食1", "2026-05-31", "2026-05-01")
    assert reminding.remind_all(at=DUE + timedelta(days=1)).done == 0
    assert Reminder.objects.count() == 1


def test_the_job_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one()
    monkeypatch.setattr(clock, "now", lambda: DUE)
    jobs.remind(0)
    assert Reminder.objects.count() == 1


def test_whoever_has_applied_is_not_reminded() -> None:
    about(one(), Purpose.RENEWAL)
    assert reminding.remind_all(at=DUE).done == 0


def test_a_missed_run_is_made_up_but_not_after_the_last_day() -> None:
    one()
    assert reminding.remind_all(at=testing.moment(day=91)).done == 0
    assert reminding.remind_all(at=testing.moment(day=80)).done == 1


def test_without_a_rule_nobody_is_reminded() -> None:
    one()
    Rule.objects.filter(kind=Rule.Kind.RENEWAL_REMINDER).delete()
    assert reminding.remind_all(at=DUE).done == 0


def test_the_cost_does_not_know_the_archive() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Certificate.objects.filter(valid_until__gte=DUE, valid_until__lte=DUE).order_by("valid_until", "id")
        assert "certificate_expiry" in rows.explain()
    one()
    with CaptureQueriesContext(
        connection,
    ) as told:
        reminding.remind_all(at=BEFORE)
    assert len(told) <= 5
