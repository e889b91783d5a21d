"""The applicant takes a copy of his own case (个人信息保护法第四十五条)."""

import io
import zipfile

from django.test import Client

from yichuang.base import journal
from yichuang.cases import testing
from yichuang.people import testing as town


def test_he_downloads_what_is_his_and_it_is_on_record(zhang_wei: Client) -> None:
    case = testing.delivered()
    address = f"/cases/{case.number}/package/"
    assert address in zhang_wei.get(f"/cases/{case.number}/").content.decode()
    assert zhang_wei.get(address).status_code == 405
    answer = zhang_wei.post(address)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert journal.history(journal.Subject("archive", case.number)).get().act == "cases.own_papers_taken"


def test_another_does_not(client: Client) -> None:
    case = testing.delivered()
    client.force_login(town.wang_fang())
    assert client.post(f"/cases/{case.number}/package/").status_code == 404
