"""The checklist in the form of acceptance: standard, file and tick of each paper; what does not fit leads on."""

import pytest
from django.urls import reverse

from yichuang.base import clock
from yichuang.cases import testing as cases
from yichuang.cases.models import Case, State
from yichuang.catalogue.content import Material
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")
PAPERS = (
    Material(key="application", name="申请书", acceptance_standard="本人签名"),
    Material(key="identity", name="身份证明"),
)


def _came_in() -> Case:
    return cases.submitted(cases.licence(materials=PAPERS), at=clock.now())


def test_the_clerk_sees_the_standard_beside_the_paper_and_what_he_ticked_is_told(at_desk: At) -> None:
    case, clerk = _came_in(), at_desk(town.liu_mei())
    address = reverse("desk:acceptance", args=[case.number])
    assert "受理标准：本人签名" in clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "请对照受理标准核对“身份证明”" in clerk.post(address, {"checks.application": "fits"}).content.decode()
    assert clerk.post(address, {"checks.application": "fits", "checks.identity": "fits"}).status_code == 302
    page = clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "逐份核对，符合受理标准：申请书、身份证明" in page


def test_what_does_not_fit_leads_to_the_correction_with_its_line_marked(at_desk: At) -> None:
    case, clerk = _came_in(), at_desk(town.liu_mei())
    ticks = {"checks.application": "wrong", "checks.identity": "fits"}
    page = clerk.post(reverse("desk:acceptance", args=[case.number]), ticks).content.decode()
    assert "“申请书”不符合受理标准，不能受理，请一次性告知补正。" in page
    assert 'value="不符合受理标准：本人签名"' in page
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED
