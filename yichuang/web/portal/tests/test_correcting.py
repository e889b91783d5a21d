"""Answering a correction notice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yichuang.cases import correcting, marking, testing
from yichuang.cases.marking import Mark
from yichuang.cases.models import Case, CaseMaterial, State
from yichuang.documents import testing as documents
from yichuang.documents.models import StoredFile
from yichuang.people import testing as town

NOW = testing.moment(0, 10)


@pytest.fixture
def case() -> Case:
    """A case that came back with two things to put right."""
    return correcting.ask_correction(
        case=testing.submitted(),
        defects=[
            correcting.Defect(material_key="identity", reason="照片看不清，请重拍。"),
            correcting.Defect(field="premises", reason="门牌号与产权证不一致。"),
        ],
        by=testing.officer(town.liu_mei(), NOW),
        at=NOW,
    )


def answer(**given: object) -> dict[str, object]:
    photo = SimpleUploadedFile("身份证.jpg", documents.jpeg())
    return {"material-1": photo, "premises": "小城县东街2号"} | given


def test_each_thing_is_one_card_with_the_reason(zhang_wei: Client, case: Case) -> None:
    page = zhang_wei.get(f"/cases/{case.number}/correction/").content.decode()

    assert "照片看不清" in page
    assert "门牌号与产权证不一致" in page
    assert 'value="小城县东街1号"' in page
    assert "共 2 项" in page


def test_everything_put_right_goes_back_to_the_window(zhang_wei: Client, case: Case) -> None:
    zhang_wei.post(f"/cases/{case.number}/correction/", answer())

    found = Case.objects.get()
    assert found.state == State.SUBMITTED
    assert found.answers is not None
    assert found.answers.open()["premises"] == "小城县东街2号"


def test_what_was_left_out_is_told_on_its_card_and_nothing_changes(zhang_wei: Client, case: Case) -> None:
    given = answer()
    del given["material-1"]

    reply = zhang_wei.post(f"/cases/{case.number}/correction/", given)

    assert reply.status_code == 422
    assert "还没有补正" in reply.content.decode()
    assert Case.objects.get().state == State.CORRECTING


def test_a_file_that_is_not_what_it_says_is_refused(zhang_wei: Client, case: Case) -> None:
    bad = SimpleUploadedFile("身份证.jpg", b"MZ" + b"\x00" * 400)

    reply = zhang_wei.post(f"/cases/{case.number}/correction/", answer(**{"material-1": bad}))

    assert reply.status_code == 422
    assert "身份证.jpg" in reply.content.decode()


def test_a_case_that_needs_no_correction_has_no_such_page(zhang_wei: Client) -> None:
    other = testing.submitted()

    assert zhang_wei.get(f"/cases/{other.number}/correction/").status_code == 404


def test_a_good_file_is_kept_when_something_else_is_still_wrong(zhang_wei: Client, case: Case) -> None:
    address = f"/cases/{case.number}/correction/"
    page = zhang_wei.post(address, answer(premises="")).content.decode()
    kept = StoredFile.objects.latest("id")

    assert f'value="{kept.pk}" checked' in page
    zhang_wei.post(address, {"kept-1": str(kept.pk), "premises": "小城县东街2号"})

    assert Case.objects.get().state == State.SUBMITTED
    assert CaseMaterial.objects.get(case=case, key="identity", superseded_at=None).file_id == kept.pk


def test_a_chosen_file_is_looked_at_before_anything_is_sent(zhang_wei: Client, case: Case) -> None:
    bad = SimpleUploadedFile("身份证.jpg", b"MZ" + b"\x00" * 400)

    looked = zhang_wei.post(f"/cases/{case.number}/correction/", {**answer(), "do": "look"})
    refused = zhang_wei.post(f"/cases/{case.number}/correction/", {**answer(**{"material-1": bad}), "do": "look"})

    assert (looked.status_code, refused.status_code) == (200, 422)
    assert Case.objects.get().state == State.CORRECTING


def test_another_persons_file_is_not_kept(zhang_wei: Client, case: Case) -> None:
    strange = documents.stored_file(by=town.actor(town.wang_fang(), at=NOW))

    reply = zhang_wei.post(
        f"/cases/{case.number}/correction/", {"kept-1": [str(strange.pk), "x"], "premises": "小城县东街2号"}
    )

    assert reply.status_code == 422
    assert str(strange.pk) not in reply.content.decode()


def test_the_applicant_reads_of_each_line_where_it_stands_and_why(zhang_wei: Client, case: Case) -> None:
    address = f"/cases/{case.number}/"
    assert zhang_wei.get(address).content.decode().count("待补正") >= 2
    zhang_wei.post(f"{address}correction/", answer())
    marks = [Mark(1, right=False, remark="照片反光，看不清号码"), Mark(2, right=True)]
    marking.mark_lines(case=case, marks=marks, by=testing.officer(town.liu_mei(), NOW), at=NOW)

    page = zhang_wei.get(address).content.decode()

    assert "照片反光，看不清号码" in page
    assert "仍不合格" in page
    assert "已合格" in page
