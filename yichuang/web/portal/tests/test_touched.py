"""Whoever was told that a case touches him has a page of his own; it shows nothing of the applicant (XKF 36, 47)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yichuang.cases import queries, testing
from yichuang.cases.models import InterestedParty, Statement
from yichuang.cases.pausing import hearing, interested
from yichuang.documents import testing as paper
from yichuang.people import reading
from yichuang.people import testing as town
from yichuang.web.portal.tests.conftest import NOW, signed_in

WORDS = "雨棚挡住我家窗户，请看照片。"


@pytest.fixture
def told(db: None) -> InterestedParty:
    """Wang Fang is told of Zhang Wei's application, and both of their right to a hearing."""
    party, by = town.wang_fang().party, testing.officer(town.zhao_gang(), NOW)
    assert party is not None
    case = interested.tell(case=testing.examined(), party=party, interest="相邻采光", days=5, by=by, at=NOW)
    hearing.tell_rights(case=case, matter="相邻采光", by=by, at=NOW)
    return InterestedParty.objects.select_related("case__applicant").get()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_he_reads_what_he_was_told_and_nothing_of_the_applicant(told: InterestedParty, wang_fang: Client) -> None:
    address = f"/my/interested/{told.pk}/"
    assert address in page(wang_fang, "/my/")
    shown = page(wang_fang, address)
    assert "相邻采光" in shown
    assert "利害关系人告知书" in shown
    applicant = told.case.applicant
    for secret in (str(applicant.name.open()), str(applicant.number.open()), testing.ANSWERS["premises"]):
        assert secret not in shown
    assert wang_fang.get(f"/cases/{told.case.number}/").status_code == 404


def test_a_stranger_and_the_applicant_find_no_such_page(told: InterestedParty, zhang_wei: Client) -> None:
    letter = queries.letters_of(told.case).filter(addressee=told.party).first()
    assert letter is not None
    parts = ("", "statement/", "hearing/", "hearing/waiver/", f"letters/{letter.pk}/")
    for part in parts:
        assert zhang_wei.get(f"/my/interested/{told.pk}/{part}").status_code == 404
        assert zhang_wei.get(f"/my/interested/{2**70}/{part}").status_code == 404
    other = queries.letters_of(told.case).exclude(addressee=told.party).first()
    assert other is not None
    assert signed_in("wang.fang").get(f"/my/interested/{told.pk}/letters/{other.pk}/").status_code == 404
    assert signed_in("wang.fang").get(f"/my/interested/{told.pk}/letters/{letter.pk}/").status_code == 200


def test_he_writes_with_a_photograph_and_the_officer_who_reads_it_is_told_to_him(
    told: InterestedParty, wang_fang: Client, client: Client
) -> None:
    address = f"/my/interested/{told.pk}/statement/"
    assert wang_fang.post(address, {"words": ""}).status_code == 422
    broken = SimpleUploadedFile("窗户.png", b"no picture")
    assert wang_fang.post(address, {"words": WORDS, "files": broken}).status_code == 422
    photograph = SimpleUploadedFile("窗户.png", paper.png())
    assert wang_fang.post(address, {"words": WORDS, "files": photograph}).status_code == 302
    made = Statement.objects.get()
    file = made.papers.get().file_id
    assert WORDS in page(wang_fang, f"/my/interested/{told.pk}/")
    assert wang_fang.get(f"/my/interested/{told.pk}/files/{file}/").status_code == 200
    client.force_login(town.sun_li())
    before = reading.who_looked(told.party).count()
    desk = page(client, f"/desk/cases/{told.case.number}/")
    assert WORDS in desk
    assert client.get(f"/desk/cases/{told.case.number}/files/{file}/").status_code == 200
    assert reading.who_looked(told.party).count() == before + 2
    assert signed_in("zhang.wei").get(f"/cases/{told.case.number}/files/{file}/").status_code == 404
    assert WORDS not in page(signed_in("zhang.wei"), f"/cases/{told.case.number}/")


def test_he_asks_for_the_hearing_or_waives_it_himself(told: InterestedParty, wang_fang: Client) -> None:
    address = f"/my/interested/{told.pk}/"
    for act in ("hearing/waiver/", "hearing/"):
        assert f"{address}{act}" in page(wang_fang, address)
        assert "相邻采光" in page(wang_fang, f"{address}{act}")
    assert wang_fang.post(f"{address}hearing/waiver/").status_code == 302
    told.refresh_from_db()
    assert told.waived_at == NOW
    assert f"{address}hearing/" not in page(wang_fang, address)


def test_his_news_leads_to_his_page_and_the_applicant_hears_that_he_spoke(
    told: InterestedParty, wang_fang: Client, zhang_wei: Client
) -> None:
    news = page(wang_fang, "/my/news/")
    assert "一件申请关系您的重大利益" in news
    assert f'href="/my/interested/{told.pk}/"' in news
    assert "申请已经受理" not in news
    wang_fang.post(f"/my/interested/{told.pk}/statement/", {"words": WORDS})
    assert "书面陈述了意见" in page(zhang_wei, "/my/news/")
    told_to_applicant = page(zhang_wei, f"/cases/{told.case.number}/")
    assert "王芳" not in told_to_applicant


def test_the_applicant_writes_too(told: InterestedParty, zhang_wei: Client, wang_fang: Client) -> None:
    address = f"/cases/{told.case.number}/statement/"
    assert address in page(zhang_wei, f"/cases/{told.case.number}/")
    assert wang_fang.get(address).status_code == 404
    assert zhang_wei.post(address, {"words": WORDS}).status_code == 302
    assert WORDS in page(zhang_wei, f"/cases/{told.case.number}/")
    assert WORDS not in page(wang_fang, f"/my/interested/{told.pk}/")
