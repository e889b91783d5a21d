"""Blank forms and samples: everyone may take those of a published guide, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import File, Material, Result
from yichuang.documents import testing as documents
from yichuang.documents.models import StoredFile
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Account

pytestmark = pytest.mark.django_db


def brought(by: Account, *, for_everyone: bool = True) -> StoredFile:
    return documents.stored_file(name="空白表.pdf", by=actors.of(by, at=documents.MORNING), for_everyone=for_everyone)


def offering(file: StoredFile) -> tuple[Material, ...]:
    blank = File(name="设立登记申请书（空白）.pdf", digest=file.digest, media_type=file.media_type)
    return (Material(key="both", name="全套", children=(Material(key="form", name="申请书", blank=blank),)),)


def address(code: str, digest: str) -> str:
    return reverse("portal:guide_file", args=[code, digest])


def test_a_blank_form_of_a_published_guide_is_given_to_everyone_under_its_name(client: Client) -> None:
    file = brought(town.zhao_gang())
    catalogue.published_item("shop", materials=offering(file))

    answer = client.get(address("shop", file.digest))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%AE%BE")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert client.head(address("shop", file.digest)).status_code == 200


def test_the_sample_of_a_result_too(client: Client) -> None:
    file = brought(town.zhao_gang())
    sample = File(name="样本.pdf", digest=file.digest)
    catalogue.published_item("shop", result=Result(name="营业执照", sample=sample))
    assert client.get(address("shop", file.digest)).status_code == 200


def test_what_only_a_draft_names_is_not_there(client: Client) -> None:
    file = brought(town.zhao_gang())
    catalogue.draft(catalogue.item("shop"), materials=offering(file))
    assert client.get(address("shop", file.digest)).status_code == 404


def test_the_file_of_another_item_or_an_unknown_one_is_not_there(client: Client) -> None:
    file = brought(town.zhao_gang())
    catalogue.published_item("shop", materials=offering(file))
    catalogue.published_item("inn")
    strange = [address("inn", file.digest), address("none", file.digest), address("shop", "0" * 64)]
    for wrong in (*strange, "/items/shop/files/x/"):
        assert client.get(wrong).status_code == 404, wrong


def test_what_a_citizen_handed_in_is_never_given_out_even_when_a_guide_names_it(client: Client) -> None:
    file = brought(town.zhang_wei(), for_everyone=False)
    catalogue.published_item("shop", materials=offering(file))
    assert client.get(address("shop", file.digest)).status_code == 404


def test_a_paper_that_a_clerk_scanned_at_the_counter_is_never_given_out_either(client: Client) -> None:
    file = brought(town.liu_mei(), for_everyone=False)
    catalogue.published_item("shop", materials=offering(file))
    assert client.get(address("shop", file.digest)).status_code == 404
