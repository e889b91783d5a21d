"""谁看过我的信息: whatever door staff go through, whoever's data they reach sees who it was, what, and why."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from django.utils import timezone

from yichuang.cases import printing, queries, testing
from yichuang.cases.models import Case, Photograph, ReentryMapping
from yichuang.cases.tests import inspections as visits
from yichuang.cases.tests.test_reentry import written
from yichuang.delivery import testing as delivery
from yichuang.delivery.models import Mode
from yichuang.documents.models import Letter
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors, reading, tokens
from yichuang.people import testing as town
from yichuang.people.models import Account, Party, Role
from yichuang.web.permissions import STAFF, TABLE, Door
from yichuang.web.tests.test_permissions import NAMED

NOW = testing.moment(day=3, hour=10)
READERS: dict[Callable[[], Account], set[Role]] = {
    town.liu_mei: {Role.CLERK},
    town.zhao_gang: {Role.EXAMINER},
    town.wu_jun: {Role.HEAD},
    town.qian_yan: {Role.MANAGER},
}
OPENING = {
    *("desk:case", "desk:file", "desk:file_page", "desk:photograph", "desk:letter", "desk:letter_page"),
    *("desk:reentry", "desk:reentry_files", "desk:field", "desk:printing_pdf"),
    *("api:case_file", "api:case_letter_pdf", "api:reentry"),
}
"""Some of the pages that must be found to show somebody: else the sweep sees nothing."""
OF_A_VISIT = {"desk:photograph", "desk:field", "desk:field_worker", "desk:field_state", "api:inspections"}
KIND = {True: "application/json", False: MULTIPART_CONTENT}


@pytest.fixture(autouse=True)
def each_look_counts(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reading, "AGAIN_AFTER", timedelta(0))
    with time_machine.travel(NOW, tick=False):
        testing.staffed_town()
        offices.posting(town.qian_yan(), Duty.MANAGER)
        delivery.terms()
        yield


def visited() -> Case:
    """A case whose visit is under way, with a photograph."""
    case = visits.arranged()
    visits.photographed(case)
    return case


def ready() -> Case:
    """A case whose result is to be sent by courier."""
    case = testing.completed()
    delivery.chosen(case, Mode.COURIER, at=NOW)
    return case


def printed(case: Case) -> UUID:
    """A printing of one of its letters."""
    letter = Letter.objects.filter(subject_id=case.number).earliest("issued_at")
    made = printing.print_letters(
        letters=[letter.pk],
        centre=offices.centre(),
        on=timezone.localdate(letter.issued_at),
        both_sides=False,
        by=testing.officer(town.liu_mei(), NOW),
        at=NOW,
    )
    return made.pk


def addresses(case: Case) -> dict[str, str]:
    """Every page that staff may use, of this case where it is a page of a case."""
    file, letter = queries.materials_of(case)[0].file_id, queries.letters_of(case)[0].pk
    photograph = Photograph.objects.filter(inspection__case=case).first()
    known: dict[str, Any] = {
        "screen": (ReentryMapping.objects.first() or written()).pk,
        "page": 1,
        "printing_id": printed(case),
    }
    known |= {"file_id": file, "file": file, "letter_id": letter, "letter": letter}
    known |= {"photograph_id": photograph.pk} if photograph else {}
    found = {}
    for name, page in TABLE.items():
        if page.door in (Door.DESK, Door.API) and page.who & STAFF:
            fitting = {key: known.get(key, value) for key, value in NAMED[name].items()}
            if fitting.get("number") == "none":
                fitting["number"] = case.number
            found[name] = reverse(name, kwargs=fitting)
    return found


def browser(account: Account, name: str) -> tuple[Client, dict[str, str]]:
    """Signed in at the door of that page, and what goes with every request there."""
    client = Client()
    if TABLE[name].door is Door.API:
        return client, {"Authorization": f"Bearer {tokens.make(account, name='test', by=actors.SYSTEM, at=NOW)}"}
    client.force_login(account)
    return client, {}


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def shows(answer: Any, party: Party) -> bool:
    """Whether the answer holds data of this person in full. What is no text is a paper of the case."""
    if answer.status_code not in (200, 422):
        return False
    if not any(kind in answer.get("Content-Type", "") for kind in ("text/", "json", "javascript")):
        return True
    text = content_of(answer).decode("utf-8", "ignore")
    secrets = [party.name, party.number, party.phone, party.address]
    plain = [str(one.open()) for one in secrets if one is not None] + [testing.ANSWERS["premises"]]
    return any(one in text for one in plain)


def looks(party: Party) -> int:
    return reading.who_looked(party).count()


def reader_of(name: str) -> Account | None:
    """The first of the readers who may use the page."""
    return next((one() for one, roles in READERS.items() if TABLE[name].who & roles), None)


def test_no_page_shows_a_person_to_staff_without_a_line_for_that_person() -> None:
    silent, opened = [], set()
    for case in (ready(), visited()):
        of_a_visit = Photograph.objects.filter(inspection__case=case).exists()
        for name, address in addresses(case).items():
            officer = reader_of(name) if (name in OF_A_VISIT) == of_a_visit else None
            if officer is None:
                continue
            client, headers = browser(officer, name)
            before = looks(case.applicant)
            if shows(client.get(address, headers=headers), case.applicant):
                opened.add(name)
                silent += [] if looks(case.applicant) > before else [name]
    assert not silent
    assert opened >= OPENING


def told_to(account: Account) -> str:
    client = Client()
    client.force_login(account)
    return client.get("/my/data/").content.decode()


POSTED: list[tuple[str, dict[str, str], str, str]] = [
    ("desk:identity", {"field": "number", "reason": "核对原件"}, "证件号码", "核对原件"),
    ("desk:courier_label", {}, "收件人、电话和地址", "邮寄结果"),
    ("desk:package", {"reason": "移交县档案馆"}, "整件办件的档案包", "移交县档案馆"),
    ("api:package", {"reason": "法院调取"}, "整件办件的档案包", "法院调取"),
]


@pytest.mark.parametrize(("name", "body", "what", "why"), POSTED, ids=[one[0] for one in POSTED])
def test_what_is_opened_by_a_button_is_told_with_who_what_and_why(
    name: str, body: dict[str, str], what: str, why: str
) -> None:
    case = testing.delivered() if name.endswith("package") else ready()
    client, headers = browser(town.liu_mei(), name)
    answer = client.post(
        reverse(name, args=[case.number]),
        json.dumps(body) if headers else body,
        headers=headers,
        content_type=KIND[bool(headers)],
    )
    assert answer.status_code == 200, content_of(answer)
    page = told_to(town.zhang_wei())
    for words in ("刘梅 · 小城县政务服务中心", what, why, case.number):
        assert words in page


def test_a_day_of_work_on_a_case_is_one_line_with_its_first_and_last_time() -> None:
    case = testing.submitted(at=NOW)
    for hour in (0, 1, 3):
        with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
            client, _headers = browser(town.liu_mei(), "desk:case")
            client.get(reverse("desk:case", args=[case.number]))
            client.get(reverse("desk:letter", args=[case.number, queries.letters_of(case)[0].pk]))
    page = told_to(town.zhang_wei())
    assert page.count("刘梅 · ") == 1
    assert "材料或者文书、申请内容" in page or "申请内容、材料或者文书" in page
    assert "6 次" in page


def test_whoever_represents_an_organisation_sees_who_looked_at_its_data_and_others_do_not() -> None:
    company = town.organisation(representative=town.zhang_wei().party)
    company.representative_proved = True
    company.save()
    reading.note([reading.Look(company.pk)], seen=reading.Seen.CASE, by=testing.officer(town.zhao_gang(), NOW), at=NOW)
    assert "赵刚" in told_to(town.zhang_wei())
    assert "赵刚" not in told_to(town.wang_fang())
