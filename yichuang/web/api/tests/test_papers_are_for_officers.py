"""Who sees the way of a case does not therefore read its papers."""

import pytest

from yichuang.cases import queries, testing
from yichuang.people import reading
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.api.tests.conftest import Caller


@pytest.mark.parametrize("role", [Role.MANAGER, Role.SUPERVISOR, Role.GUIDE])
def test_neither_manager_supervisor_nor_helper_reads_letters_or_files(role: Role) -> None:
    case = testing.submitted()
    letter = queries.letters_of(case)[0]
    asking = Caller(town.staff("q.yan", "钱燕", role))
    assert asking.get(f"/cases/{case.number}/letters/{letter.pk}/pdf").status_code == 403
    assert asking.get(f"/cases/{case.number}/files/{letter.pk}").status_code == 403


def test_the_clerk_and_the_applicant_read_the_letter() -> None:
    case = testing.submitted()
    letter = queries.letters_of(case)[0]
    for account in (town.liu_mei(), town.zhang_wei()):
        assert Caller(account).get(f"/cases/{case.number}/letters/{letter.pk}/pdf").status_code == 200


def test_the_applicant_sees_that_the_clerk_read_his_papers_and_not_that_he_did() -> None:
    case = testing.submitted()
    letter = queries.letters_of(case)[0]
    for account in (town.liu_mei(), town.liu_mei(), town.zhang_wei()):
        Caller(account).get(f"/cases/{case.number}/letters/{letter.pk}/pdf")
    looked = reading.who_looked(case.applicant)
    assert {one.who_id for one in looked} == {str(town.liu_mei().pk)}
    assert sorted(one.detail["seen"] for one in looked) == ["case", "papers"]


def test_a_file_that_the_clerk_reads_is_noted_too() -> None:
    case = testing.submitted()
    material = queries.materials_of(case)[0]
    assert Caller(town.liu_mei()).get(f"/cases/{case.number}/files/{material.file_id}").status_code == 200
    assert reading.who_looked(case.applicant).filter(detail__seen="papers").count() == 1
