"""Printing the letters of a day at the window."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock, journal
from yichuang.cases import printing, testing
from yichuang.documents import jobs
from yichuang.documents.models import Letter, Printing
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def shown(at_desk: At, query: str = "") -> str:
    answer = at_desk(town.liu_mei()).get(reverse("desk:printing") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_letters_of_today_are_listed_by_kind_until_they_are_printed(at_desk: At) -> None:
    case = testing.accepted(at=clock.now())
    letters = list(Letter.objects.filter(subject_id=case.number))
    page = shown(at_desk)
    assert all(letter.number in page for letter in letters)
    client = at_desk(town.liu_mei())
    day = f"{timezone.localdate(clock.now())}"
    made = client.post(reverse("desk:printing_begin"), {"letters": [one.pk for one in letters], "both_sides": "1"})
    pdf = client.get(made["Location"])
    assert pdf["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.content)) as whole:
        assert len(whole.pages) == 2 * len(letters)
    assert letters[0].number not in shown(at_desk)
    assert letters[0].number in shown(at_desk, f"?again=1&on={day}")
    (entry,) = journal.history(journal.Subject("printing", str(Printing.objects.get().pk)))
    assert (entry.act, entry.detail["letters"]) == ("documents.letters_printed", [one.number for one in letters])


def test_nothing_chosen_is_told_and_nothing_is_written(at_desk: At) -> None:
    client = at_desk(town.liu_mei())
    answer = client.post(reverse("desk:printing_begin"), {"letters": ["x"], "on": "x"}, follow=True)
    assert "请至少选择一份文书" in answer.content.decode()
    assert not Printing.objects.exists()


def test_letters_of_cases_i_may_not_see_are_not_printed(at_desk: At) -> None:
    case = testing.accepted(at=clock.now())
    letter = Letter.objects.filter(subject_id=case.number).first()
    assert letter is not None
    stranger = at_desk(town.staff("li.na", "李娜", Role.CLERK))
    assert stranger.post(reverse("desk:printing_begin"), {"letters": [letter.pk]}).status_code in (302, 404)
    assert not Printing.objects.exists()


def test_many_that_nobody_has_drawn_are_left_to_a_job_that_tells_how_far_it_is(
    at_desk: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "AT_ONCE", 1)
    case = testing.accepted(at=clock.now())
    letters = list(Letter.objects.filter(subject_id=case.number, digest=None))
    assert len(letters) > 1
    client = at_desk(town.liu_mei())
    address = client.post(reverse("desk:printing_begin"), {"letters": [one.pk for one in letters]})["Location"]
    made = Printing.objects.get()
    waiting = reverse("desk:printing_progress", args=[made.pk])
    assert client.get(address)["Location"] == waiting
    assert f"已生成 0 / {len(letters)} 份" in client.get(waiting).content.decode()
    assert at_desk(town.zhao_gang()).get(waiting).status_code == 404
    client = at_desk(town.liu_mei())
    jobs.render_printing(str(made.pk))
    assert not Letter.objects.filter(subject_id=case.number, digest=None).exists()
    part = client.get(waiting, headers={"HX-Request": "true"}).content.decode()
    assert address in part
    assert "<html" not in part
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_nobody_reads_the_printing_of_another(at_desk: At) -> None:
    at = clock.now()
    case = testing.accepted(at=at)
    letters = Letter.objects.filter(subject_id=case.number).values_list("pk", flat=True)
    by = testing.officer(town.liu_mei(), at)
    made = printing.print_letters(
        letters=letters, centre=case.centre, on=timezone.localdate(at), both_sides=False, by=by, at=at
    )
    assert at_desk(town.zhao_gang()).get(reverse("desk:printing_pdf", args=[made.pk])).status_code == 404
