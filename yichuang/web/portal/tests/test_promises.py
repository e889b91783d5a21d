"""What a citizen promises: chosen freely in the draft, brought later, or taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from yichuang.base import clock
from yichuang.cases import applying, queries
from yichuang.cases import testing as cases
from yichuang.cases.models import Draft, Promise
from yichuang.documents import testing as documents
from yichuang.people import testing as town

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: cases.moment(day=1))
    client = Client()
    client.force_login(town.zhang_wei())
    return client


def scan(name: str = "材料.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, documents.png())


def draft() -> Draft:
    at = cases.moment(day=1)
    by = cases.applicant(at)
    assert by.party is not None
    return applying.begin_draft(version=cases.lenient(), applicant=by.party, by=by, at=at)


def test_nothing_is_chosen_beforehand_and_the_whole_text_stands_there(citizen: Client) -> None:
    page = citizen.get(reverse("portal:draft_promises", args=[draft().pk])).content.decode()
    assert "从业人员应当取得健康证明" in page
    assert "承诺不实的，撤销许可" in page
    assert "checked" not in page


def test_what_is_chosen_is_kept_and_is_not_missing_any_more(citizen: Client) -> None:
    mine = draft()
    address = reverse("portal:draft_promises", args=[mine.pk])
    assert citizen.post(address, {"later": ["plan", "identity"], "promised": ["health"]}).status_code == 302
    mine.refresh_from_db()
    assert (mine.later, mine.promised) == (["plan"], ["health"])
    assert applying.application_of(mine).promises == ["plan", "health"]
    assert "从业人员都有健康证明" in citizen.get(reverse("portal:draft_review", args=[mine.pk])).content.decode()


def test_what_follows_is_brought_on_line(citizen: Client) -> None:
    case = cases.accepted_with_gaps()
    assert "平面布局图" in citizen.get(reverse("portal:case", args=[case.number])).content.decode()
    address = reverse("portal:supplement", args=[case.number])
    assert citizen.get(address).status_code == 200
    assert citizen.post(address).status_code == 422
    assert citizen.post(address, {"file-plan": scan()}).status_code == 302
    case.refresh_from_db()
    assert queries.owed_by(case) == []
    assert citizen.get(address).status_code == 404


def test_the_promise_is_taken_back_with_the_paper(citizen: Client) -> None:
    case = cases.promised()
    address = reverse("portal:promise_withdrawal", args=[case.number])
    assert citizen.post(address).status_code == 422
    assert citizen.post(address, {"file-health": scan()}).status_code == 302
    assert Promise.objects.get(case=case).withdrawn_at is not None


def test_a_refused_file_is_told_beside_its_material(citizen: Client) -> None:
    case = cases.accepted_with_gaps()
    wrong = SimpleUploadedFile("图.pdf", b"MZ this is a programme")
    answer = citizen.post(reverse("portal:supplement", args=[case.number]), {"file-plan": wrong})
    assert answer.status_code == 422
    assert 'id="e-plan"' in answer.content.decode()


def test_what_follows_is_no_business_of_another(citizen: Client) -> None:
    case = cases.accepted_with_gaps()
    stranger = Client()
    stranger.force_login(town.li_qiang())
    assert stranger.get(reverse("portal:supplement", args=[case.number])).status_code == 404


def test_the_page_says_until_when_and_offers_only_what_is_missing(citizen: Client) -> None:
    case = cases.accepted_with_gaps()
    page = citizen.get(reverse("portal:supplement", args=[case.number])).content.decode()
    assert "平面布局图" in page
    assert 'name="file-plan"' in page
    assert 'name="file-identity"' not in page
    assert "3月5日" in page
