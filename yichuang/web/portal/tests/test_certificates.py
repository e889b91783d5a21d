"""My certificates, the public list of decisions, and the line of a limited item, as a citizen sees them."""

import io
import zipfile
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from yichuang.cases import issuing, queries, testing
from yichuang.cases.afterwards import ending, quotas, reminding
from yichuang.cases.models import Certificate, Draft
from yichuang.documents.tests.test_rendering import text_of
from yichuang.people import testing as town
from yichuang.web.portal.tests.conftest import NOW


def one(*, until: date | None = None) -> Certificate:
    case, at = testing.decided(at=NOW - timedelta(days=1)), NOW
    until = until or (NOW + timedelta(days=50)).date()
    by = testing.officer(town.zhao_gang(), at)
    issuing.issue(case=case, certificate_number="豫食1", valid_until=until, by=by, at=at)
    return Certificate.objects.get(case=case)


def begin(client: Client, certificate: Certificate, purpose: str = "renewal") -> int:
    return client.post(reverse("portal:certificate_case", args=[certificate.pk, purpose])).status_code


def test_the_holder_is_reminded_and_begins_a_renewal(zhang_wei: Client) -> None:
    certificate = one()
    reminding.remind_all(at=NOW)
    assert "快到期了" in zhang_wei.get(reverse("portal:my")).content.decode()
    page = zhang_wei.get(reverse("portal:certificates")).content.decode()
    assert "豫食1" in page
    assert "申请延续" in page
    assert begin(zhang_wei, certificate) == 302
    draft = Draft.objects.get()
    assert (draft.purpose, draft.former) == ("renewal", certificate)
    assert "豫食1" in zhang_wei.get(reverse("portal:draft", args=[draft.pk])).content.decode()
    assert "豫食1" in zhang_wei.get(reverse("portal:draft_review", args=[draft.pk])).content.decode()


def test_another_persons_certificate_is_not_there(wang_fang: Client) -> None:
    certificate = one()
    assert begin(wang_fang, certificate) == 404
    assert "豫食1" not in wang_fang.get(reverse("portal:certificates")).content.decode()
    assert not Draft.objects.exists()


def test_what_is_not_possible_is_told(zhang_wei: Client) -> None:
    certificate = one(until=NOW.date())
    Certificate.objects.filter(pk=certificate.pk).update(
        valid_from=NOW.date() - timedelta(days=9), valid_until=NOW.date() - timedelta(days=1)
    )
    assert begin(zhang_wei, certificate) == 302
    assert "已过有效期" in zhang_wei.get(reverse("portal:certificates")).content.decode()
    assert begin(zhang_wei, certificate, "theft") == 404
    assert not Draft.objects.exists()


def test_anybody_reads_the_decisions_and_no_full_name(visitor: Client) -> None:
    certificate = one()
    page = visitor.get(reverse("portal:decisions")).content.decode()
    assert str(certificate.holder.name) in page
    assert "张伟" not in page
    table = visitor.get(reverse("portal:decisions_csv"), {"department": "market"}).content.decode()
    assert "食品经营许可" in table
    assert "张伟" not in table
    for bent in ({"since": "x"}, {"department": "nobody"}):
        assert visitor.get(reverse("portal:decisions"), bent).status_code == 422
    assert visitor.get(reverse("portal:decisions"), {"after": "bent"}).status_code == 200
    assert "没有符合条件" not in visitor.get(reverse("portal:decisions"), {"item": "食品"}).content.decode()
    assert "没有符合条件" in visitor.get(reverse("portal:decisions"), {"item": "none"}).content.decode()


def test_what_was_revoked_shows_no_next_date_and_says_so_on_what_is_downloaded(zhang_wei: Client) -> None:
    case = testing.completed(at=NOW - timedelta(days=1))
    head = testing.officer(town.wu_jun(), NOW)
    ending.end(case=case, way="cancelled", ground="death", reasons="持证人死亡", by=head, at=NOW)

    page = zhang_wei.get(reverse("portal:case", args=[case.number])).content.decode()

    assert "准予的内容已经失效" in page
    assert "下一步最晚" not in page
    assert "怎么拿到结果" not in page
    granted = queries.letters_of(case).get(kind="granting_decision")
    copy = zhang_wei.get(reverse("portal:letter", args=[case.number, granted.pk]), {"download": "1"})
    assert "已失效" in text_of(copy.content)
    bag = zhang_wei.post(reverse("portal:package", args=[case.number]))
    content = b"".join(bag.streaming_content)  # type: ignore[attr-defined]  # it comes in pieces
    named = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if "准予许可决定书" in name]
    assert [name.endswith("_已失效.pdf") for name in named] == [True]


def test_a_limited_item_shows_what_is_left_and_the_place_in_the_line(zhang_wei: Client) -> None:
    version = testing.licence("taxi", quantity_limit="每年公布")
    quotas.set_quota(
        item=version.item,
        number=3,
        since=NOW.date(),
        until=date(2027, 1, 1),
        basis="市政府公告",
        by=testing.officer(town.qian_yan(), NOW),
        at=NOW,
    )
    assert "还剩 3 个" in zhang_wei.get(reverse("portal:guide", args=["taxi"])).content.decode()
    testing.accepted(version, at=NOW)
    case = testing.accepted(version, at=NOW)
    assert "您排在第 2 位" in zhang_wei.get(reverse("portal:case", args=[case.number])).content.decode()
