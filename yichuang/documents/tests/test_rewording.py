"""Writing and publishing the wording of a letter."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.db.utils import DatabaseError

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals, Refused
from yichuang.documents import rewording, shipped, testing
from yichuang.documents.models import Letter, LetterKind, Wording
from yichuang.offices import testing as offices
from yichuang.offices.models import Department
from yichuang.people import testing as town
from yichuang.people.actors import Actor
from yichuang.people.models import Account, Role

pytestmark = pytest.mark.django_db

AT = testing.MORNING
TOMORROW = date(2026, 3, 6)
KIND = LetterKind.REFUSING_DECISION
TEXT = shipped.shipped(KIND)


def manager(name: str = "writer") -> Actor:
    return town.actor(town.staff(name, name, Role.MANAGER), at=AT)


def drafted(department: Department, *, own: bool = False, text: str = TEXT, by: Actor | None = None) -> Wording:
    return rewording.draft(
        centre=department.centre,
        department=department if own else None,
        kind=KIND,
        text=text,
        reason="行政复议法修改",
        by=by or manager(),
        at=AT,
    )


def published(department: Department, text: str, *, own: bool = False, since: date = TOMORROW) -> Wording:
    writer = known_manager("writer")
    found = drafted(department, own=own, text=text, by=writer)
    return rewording.publish(wording=found, since=since, by=known_manager("reviewer"), at=AT)


def known_manager(name: str) -> Actor:
    known = Account.objects.filter(username=name).first()
    return town.actor(known, at=AT) if known else manager(name)


def letter_on(department: Department, days: int) -> Letter:
    written = testing.letter(KIND, department=department, at=AT + timedelta(days=days))
    return Letter.objects.select_related("wording", "department").get(pk=written.pk)


def test_one_writes_and_another_publishes_and_both_are_in_the_journal() -> None:
    found = published(offices.department(), TEXT + "特此决定。")
    acts = [entry.act for entry in journal.history(journal.Subject("wording", str(found.pk)))]
    assert acts == ["documents.wording_drafted", "documents.wording_published"]


def test_nobody_publishes_what_he_wrote() -> None:
    writer = manager()
    found = drafted(offices.department(), by=writer)
    with pytest.raises(rewording.OwnWording, match="另一位"):
        rewording.publish(wording=found, since=TOMORROW, by=writer, at=AT)


def test_another_sends_a_draft_back_with_words_and_it_waits_for_its_next_version() -> None:
    writer, reviewer = manager(), manager("reviewer")
    found = drafted(offices.department(), by=writer)
    for by, remarks, refusal in ((writer, "改", rewording.OwnWording), (reviewer, " ", Invalid)):
        with pytest.raises(refusal):
            rewording.send_back(wording=found, remarks=remarks, by=by, at=AT)
    rewording.send_back(wording=found, remarks="救济途径写全", by=reviewer, at=AT)
    with pytest.raises(rewording.WordingSettled, match="退回"):
        rewording.publish(wording=found, since=TOMORROW, by=reviewer, at=AT)
    with pytest.raises(rewording.WordingSettled):
        rewording.send_back(wording=found, remarks="再改", by=reviewer, at=AT)
    again = drafted(offices.department(), by=writer, text=TEXT + "特此决定。")
    assert (again.pk, again.remarks) == (found.pk, "")
    rewording.publish(wording=again, since=TOMORROW, by=reviewer, at=AT)
    entries = list(journal.history(journal.Subject("wording", str(found.pk))))
    assert [entry.act.removeprefix("documents.wording_") for entry in entries] == [
        "drafted",
        "sent_back",
        "drafted",
        "published",
    ]
    assert entries[1].detail["remarks"] == "救济途径写全"


def test_only_a_manager_writes_and_publishes() -> None:
    clerk = town.actor(town.liu_mei(), at=AT)
    with pytest.raises(Refused):
        drafted(offices.department(), by=clerk)
    found = drafted(offices.department())
    with pytest.raises(Refused):
        rewording.publish(wording=found, since=TOMORROW, by=clerk, at=AT)


def test_a_wording_begins_tomorrow_at_the_earliest() -> None:
    found = drafted(offices.department())
    with pytest.raises(Invalid, match="明天"):
        rewording.publish(wording=found, since=date(2026, 3, 5), by=manager("other"), at=AT)


def test_two_versions_do_not_begin_on_one_day() -> None:
    department = offices.department()
    published(department, TEXT + "一。")
    with pytest.raises(Invalid, match="另选日期"):
        published(department, TEXT + "二。")


@pytest.mark.parametrize("text", ["", "{{item_name}}", TEXT.replace("{{> remedies}}", ""), TEXT + "{{#x"])
def test_what_the_law_demands_stays_in(text: str) -> None:
    with pytest.raises(Refusals):
        drafted(offices.department(), text=text)
    assert not Wording.objects.exists()


def test_a_form_has_no_wording_to_write() -> None:
    department = offices.department()
    with pytest.raises(Invalid, match="固定格式"):
        rewording.draft(
            centre=department.centre,
            department=None,
            kind=LetterKind.SERVICE_RECEIPT,
            text="x",
            reason="y",
            by=manager(),
            at=AT,
        )


def test_a_draft_is_written_over_and_can_be_put_away() -> None:
    department, writer = offices.department(), manager()
    first = drafted(department, by=writer)
    again = drafted(department, by=writer, text=TEXT + "再写。")
    assert first.pk == again.pk
    rewording.discard(wording=again, by=writer, at=AT)
    with pytest.raises(rewording.WordingSettled):
        rewording.publish(wording=again, since=TOMORROW, by=manager("other"), at=AT)


def test_letters_take_the_wording_in_force_on_their_day_the_departments_own_first() -> None:
    department, other = offices.department(), offices.department("school", "小城县教育局")
    centre_wide = published(department, TEXT + "全中心。")
    own = published(department, TEXT + "本部门。", own=True, since=date(2026, 3, 8))
    assert [letter_on(department, days).wording for days in (0, 1, 3)] == [None, centre_wide, own]
    assert letter_on(other, 3).wording == centre_wide


def test_a_letter_keeps_its_wording_when_a_later_one_is_published() -> None:
    department = offices.department()
    published(department, TEXT + "前一版。")
    letter = letter_on(department, 1)
    published(department, TEXT + "后一版。", since=date(2026, 3, 7))
    again = Letter.objects.select_related("wording").get(pk=letter.pk)
    assert shipped.wording_of(again).endswith("前一版。")


def test_the_database_keeps_what_was_published() -> None:
    found = published(offices.department(), TEXT)
    letter = letter_on(found.centre.departments.get(), 1)
    with pytest.raises((InternalError, DatabaseError), match="not changed"), transaction.atomic():
        Wording.objects.filter(pk=found.pk).update(text="别的")
    with pytest.raises((InternalError, DatabaseError), match="never deleted"), transaction.atomic():
        Wording.objects.filter(pk=found.pk)._raw_delete("default")
    with pytest.raises((InternalError, DatabaseError), match="not changed"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(wording=None)
