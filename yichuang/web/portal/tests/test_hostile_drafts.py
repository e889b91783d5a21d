"""Drafts between two situations, and drafts of others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yichuang.cases import testing as cases
from yichuang.cases.models import Draft
from yichuang.catalogue.kinds import ServiceObject
from yichuang.documents import testing as documents
from yichuang.people import actors, registering
from yichuang.people import testing as town
from yichuang.web.portal.tests.conftest import NOW
from yichuang.web.portal.tests.test_applying import begun

HTMX = {"HX-Request": "true"}


def with_lease(client: Client) -> tuple[str, str]:
    """The address of a draft with a lease, which is no longer asked for; and the address that takes the lease out."""
    draft = begun(client, "?s=rented")
    client.post(f"{draft}materials/lease/", {"files": SimpleUploadedFile("合同.pdf", documents.pdf())})
    client.post(f"{draft}situations/", {})
    return draft, f"{draft}materials/lease/{Draft.objects.get().materials['lease'][0]}/removal/"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_file_that_is_no_longer_asked_for_can_be_taken_out(zhang_wei: Client, headers: dict[str, str]) -> None:
    _draft, removal = with_lease(zhang_wei)
    assert zhang_wei.post(removal, headers=headers).status_code == 302
    assert Draft.objects.get().materials == {}


@pytest.mark.parametrize("page", ["", "situations/", "form/", "materials/", "review/"])
def test_a_strangers_draft_is_not_found_on_any_page(zhang_wei: Client, wang_fang: Client, page: str) -> None:
    draft = begun(zhang_wei)
    assert wang_fang.get(f"{draft}{page}").status_code == 404
    assert wang_fang.post(f"{draft}{page}").status_code in (404, 405)
    assert Draft.objects.filter(situations=[]).count() == 1


def test_the_form_of_a_company_that_is_only_claimed_does_not_show_its_phone(wang_fang: Client) -> None:
    code = town.credit_code(700_002)
    wang_fang.post("/my/enterprises/", {"name": "丙有限公司", "credit_code": code})
    clerk = actors.of(town.liu_mei(), at=NOW)
    company = registering.register_organisation(
        name="丙有限公司", credit_code=code, phone="13900001111", address="南街9号", by=clerk, at=NOW
    )
    fields = {name: {"type": "string", "title": name} for name in ("phone", "address")}
    version = cases.licence(
        "claimed", form={"type": "object", "properties": fields}, service_objects=(ServiceObject.ENTERPRISE,)
    )
    answer = wang_fang.post(f"/items/{version.item.code}/apply/", {"applicant": str(company.pk)})
    page = wang_fang.get(f"{answer['Location']}form/").content.decode()
    assert "13900001111" not in page
    assert "南街9号" not in page
