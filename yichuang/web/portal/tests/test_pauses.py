"""What an applicant sees of pauses, longer limits and hearings, and how he asks for a hearing."""

from django.test import Client

from yichuang.cases import intermediaries, testing
from yichuang.cases.models import Hearing
from yichuang.cases.pausing import extending, hearing, procedures
from yichuang.catalogue.content import Intermediary
from yichuang.people import testing as town
from yichuang.web.portal.tests.conftest import NOW

EXAMINER = town.zhao_gang


def test_every_pause_is_told_with_its_law_and_its_end(zhang_wei: Client) -> None:
    by = testing.officer(EXAMINER(), NOW)
    case = procedures.begin(case=testing.examined(), kind="testing", days=3, reason="检测", by=by, at=NOW)
    page = zhang_wei.get(f"/cases/{case.number}/").content.decode()
    assert "检测" in page
    assert "《行政许可法》第四十五条" in page
    assert "办理期限暂停计算" in page
    assert "暂停计算" in zhang_wei.get(f"/cases/{case.number}/clock/all/").content.decode()


def test_what_an_intermediary_takes_is_told_apart_from_the_approval(zhang_wei: Client) -> None:
    case = testing.accepted(testing.licence("audited", intermediaries=(Intermediary(name="验资", basis="某条例"),)))
    whose = {"service": "验资", "agency": "小城会计师事务所", "ordered_by": "applicant"}
    by = testing.officer(town.liu_mei(), NOW)
    intermediaries.begin(case=case, since=NOW.date(), by=by, at=NOW, **whose)
    for page in ("", "clock/all/"):
        shown = zhang_wei.get(f"/cases/{case.number}/{page}").content.decode()
        assert ("小城会计师事务所" in shown, "它本身不暂停办理期限" in shown) == (True, True)


def test_an_extension_is_told_and_that_the_promise_stays(zhang_wei: Client) -> None:
    case = extending.ask(case=testing.examined(), reason="函询", by=testing.officer(EXAMINER(), NOW), at=NOW)
    extending.grant(case=case, by=testing.officer(town.wu_jun(), NOW), at=NOW)
    page = zhang_wei.get(f"/cases/{case.number}/").content.decode()
    assert "法定期限依法延长一次" in page
    assert "《优化营商环境条例》第三十六条" in page


def test_a_hearing_is_waived_on_line(zhang_wei: Client) -> None:
    case = testing.examined()
    address = f"/cases/{case.number}/hearing/waiver/"
    assert zhang_wei.post(address).status_code == 302
    assert not Hearing.objects.exists()
    hearing.tell_rights(case=case, matter="相邻采光", by=testing.officer(EXAMINER(), NOW), at=NOW)
    assert address in zhang_wei.get(f"/cases/{case.number}/").content.decode()
    assert "声明以后不能再申请听证" in zhang_wei.get(address).content.decode()
    assert zhang_wei.post(address).status_code == 302
    assert Hearing.objects.get().waived_at == NOW
    page = zhang_wei.get(f"/cases/{case.number}/").content.decode()
    assert "您已声明放弃听证" in page
    assert address not in page


def test_a_hearing_is_asked_for_on_line(zhang_wei: Client) -> None:
    case = testing.examined()
    address = f"/cases/{case.number}/hearing/"
    zhang_wei.post(address)
    assert not Hearing.objects.exists()
    by = testing.officer(EXAMINER(), NOW)
    hearing.tell_rights(case=case, matter="相邻采光", by=by, at=NOW)
    assert address in zhang_wei.get(f"/cases/{case.number}/").content.decode()
    assert "相邻采光" in zhang_wei.get(address).content.decode()
    assert zhang_wei.post(address).status_code == 302
    assert Hearing.objects.get().asked_by == "applicant"
    assert address not in zhang_wei.get(f"/cases/{case.number}/").content.decode()
