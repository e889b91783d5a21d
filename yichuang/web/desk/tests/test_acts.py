"""Every act on a case, done through its page."""

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from yichuang.base import clock
from yichuang.cases import correcting, queries, signed_copies
from yichuang.cases import testing as cases
from yichuang.cases.correcting import Defect
from yichuang.cases.models import Case, CaseMaterial, Correction, Rule, State
from yichuang.delivery.ways import delivery_of
from yichuang.documents import testing as documents
from yichuang.people import testing as town
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


def do(client: Client, case: Case, noun: str, **fields: str) -> int:
    return client.post(reverse(f"desk:{noun}", args=[case.number]), fields).status_code


ALL_FIT = {"checks.application": "fits", "checks.identity": "fits"}


def _came_in() -> Case:
    """An application of this minute: what lay at the window for long, the law has accepted by itself."""
    return cases.submitted(at=clock.now())


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


@pytest.mark.parametrize(
    ("noun", "fields", "after"),
    [
        ("acceptance", ALL_FIT, State.ACCEPTED),
        ("declining", {"competent_body": "安阳市市场监督管理局", "reasons": "不在本县"}, State.DECLINED),
        ("not_required", {"reasons": "不需要许可"}, State.NOT_REQUIRED),
        ("correction", {"material-application": "没有签字"}, State.CORRECTING),
    ],
)
def test_the_window_decides_on_what_came_in(at_desk: At, noun: str, fields: Mapping[str, str], after: str) -> None:
    case = _came_in()
    assert do(at_desk(town.liu_mei()), case, noun, **fields) == 302
    assert state_of(case) == after


def test_a_correction_lists_every_line_with_a_reason_and_no_other(at_desk: At) -> None:
    case = _came_in()
    do(at_desk(town.liu_mei()), case, "correction", **{"material-application": "没有签字", "field-premises": "不完整"})
    lines = Correction.objects.get(case=case).lines.all()
    assert [(line.what, line.reason) for line in lines] == [("申请书", "没有签字"), ("经营场所", "不完整")]


def test_a_correction_without_any_reason_changes_nothing(at_desk: At) -> None:
    case = _came_in()
    client = at_desk(town.liu_mei())
    answer = client.post(reverse("desk:correction", args=[case.number]), {})
    assert answer.status_code == 422
    assert "请至少写明一项需要补正的内容" in answer.content.decode()
    assert state_of(case) == State.SUBMITTED


def test_paper_and_a_scan_answer_the_notice(at_desk: At) -> None:
    case = _asked_to_correct()
    scan = SimpleUploadedFile("申请书.png", documents.png())
    fields = {"a-premises": "小城县西街2号", "m-application-upload": scan}
    answer = at_desk(town.liu_mei()).post(reverse("desk:corrected", args=[case.number]), fields)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert case.answers.open()["premises"] == "小城县西街2号"
    assert CaseMaterial.objects.filter(case=case, key="application", file__isnull=False, superseded_at=None).exists()


def test_a_refused_scan_is_told_beside_its_line(at_desk: At) -> None:
    case = _asked_to_correct()
    scan = SimpleUploadedFile("申请书.pdf", b"MZ this is a programme")
    answer = at_desk(town.liu_mei()).post(reverse("desk:corrected", args=[case.number]), {"m-application-upload": scan})
    assert answer.status_code == 422
    assert state_of(case) == State.CORRECTING


def _asked_to_correct() -> Case:
    case = _came_in()
    at = clock.now()  # a notice of long ago can no longer be answered at the desk
    by = cases.officer(town.liu_mei(), at)
    defects = [Defect("没有签字", material_key="application"), Defect("不完整", field="premises")]
    return correcting.ask_correction(case=case, defects=defects, by=by, at=at)


def test_two_officers_examine_and_the_approver_decides(at_desk: At) -> None:
    case = cases.accepted()
    zhao, sun = at_desk(town.zhao_gang()), at_desk(town.sun_li())
    assert do(zhao, case, "examination") == 302
    for client in (zhao, sun):
        assert do(client, case, "opinions", recommends="granted", text="符合条件") == 302
    assert do(at_desk(town.zhou_min()), case, "decision", outcome="granted") == 302
    assert state_of(case) == State.DECIDED
    assert do(zhao, case, "making") == 302
    assert do(zhao, case, "issue", certificate_number="JY14105220001") == 302
    assert state_of(case) == State.COMPLETED


def test_a_refusal_without_reasons_is_told_beside_the_field(at_desk: At) -> None:
    case = cases.examined()
    client = at_desk(town.zhou_min())
    answer = client.post(reverse("desk:decision", args=[case.number]), {"outcome": "refused"})
    assert answer.status_code == 422
    assert "不予许可必须说明理由" in answer.content.decode()
    assert 'id="decision_reasons_error"' in answer.content.decode()


def test_the_approver_reviews_and_the_head_decides(at_desk: At) -> None:
    case = cases.examined()
    assert do(at_desk(town.zhou_min()), case, "proposal", recommends="granted", text="建议准予") == 302
    assert do(at_desk(town.wu_jun()), case, "decision", outcome="granted", reasons="准予经营") == 302
    assert state_of(case) == State.DECIDED


def test_the_result_is_handed_to_whoever_shows_the_right_document(at_desk: At) -> None:
    case = cases.completed()
    client = at_desk(town.liu_mei())
    assert do(client, case, "delivery", document_number=town.identity_number(99), face="on") == 422
    assert state_of(case) == State.COMPLETED
    number = str(case.applicant.number.open())
    unseen = client.post(reverse("desk:delivery", args=[case.number]), {"document_number": number})
    assert unseen.status_code == 422, "the face was not compared"
    assert "请勾选“已看证件原件，人和证件一致”。" in unseen.content.decode()
    assert do(client, case, "delivery", document_number=number, face="on") == 302
    assert state_of(case) == State.DELIVERED


def test_a_courier_takes_the_result_and_it_arrives(at_desk: At) -> None:
    case = cases.completed()
    client = at_desk(town.liu_mei())
    assert do(client, case, "courier", courier="邮政", tracking_number="EMS001") == 302
    sent = delivery_of(case)
    assert sent is not None
    assert sent.delivered_at is None
    assert "EMS001" in client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert do(client, case, "arrival") == 302
    assert state_of(case) == State.DELIVERED


def test_an_act_in_the_wrong_state_changes_nothing_and_says_so(at_desk: At) -> None:
    case = cases.accepted()
    answer = at_desk(town.liu_mei()).post(reverse("desk:acceptance", args=[case.number]))
    assert answer.status_code == 422
    assert "不能做" in answer.content.decode()
    assert queries.history(case).filter(act="case.accept").count() == 1


def test_an_act_that_is_not_his_is_listed_with_the_reason(at_desk: At) -> None:
    case = cases.examined()
    page = at_desk(town.zhao_gang()).get(reverse("desk:case", args=[case.number])).content.decode()
    assert "您的职责“审查”不能“作出审批决定”" in page
    assert at_desk(town.zhao_gang()).get(reverse("desk:decision", args=[case.number])).status_code == 403


def test_the_clerk_takes_acceptance_back_through_the_page_and_the_history_says_so(at_desk: At) -> None:
    cases.rule(Rule.Kind.TAKING_BACK, 3)
    case = cases.submitted(at=clock.now())
    clerk = at_desk(town.liu_mei())
    assert do(clerk, case, "acceptance", **ALL_FIT) == 302
    assert reverse("desk:taking_back", args=[case.number]) in page(clerk, case)
    assert do(clerk, case, "taking_back", reason="点错了办件") == 422
    assert do(clerk, case, "taking_back", reason="点错了办件", not_handed_out="on") == 302
    told = page(clerk, case)
    assert "收回受理" in told
    assert "点错了办件" in told
    assert reverse("desk:taking_back", args=[case.number]) not in told


def test_the_window_enters_a_signed_copy_that_came_back_with_its_scan(at_desk: At) -> None:
    case, clerk = _came_in(), at_desk(town.liu_mei())
    letter = queries.letters_of(case).get()
    scan = SimpleUploadedFile("回执.jpg", documents.jpeg())
    fields = {"letter": str(letter.pk), "signed_on": f"{letter.issued_at:%Y-%m-%d}", "signer": "addressee"}
    answer = clerk.post(reverse("desk:signed_copy", args=[case.number]), fields | {"file": scan})
    assert answer.status_code == 302
    told = page(clerk, case)
    assert "受送达人本人签字" in told
    file = signed_copies.of_case(case)[letter.pk].file_id
    assert clerk.get(reverse("desk:file", args=[case.number, file])).status_code == 200
    assert do(clerk, case, "signed_copy_taking_back", letter=str(letter.pk), reason="选错了文书") == 302
    assert not signed_copies.of_case(case)


def page(client: Client, case: Case) -> str:
    return client.get(reverse("desk:case", args=[case.number])).content.decode()


def test_the_window_takes_a_withdrawal_from_whoever_shows_the_card_of_the_applicant(at_desk: At) -> None:
    case, client = _came_in(), at_desk(town.liu_mei())
    wrong = {"document_number": "11010519491231002X", "face": "on"}
    answer = client.post(reverse("desk:withdrawal", args=[case.number]), wrong)
    assert answer.status_code == 422
    assert "出示的证件不是申请人" in answer.content.decode()
    assert do(client, case, "withdrawal", document_number=str(case.applicant.number.open()), face="on") == 302
    assert state_of(case) == State.WITHDRAWN


def test_the_window_takes_a_promise_back_with_the_paper(at_desk: At) -> None:
    case = cases.promised()
    Case.objects.filter(pk=case.pk).update(deemed_at=None)
    paper = {"m-health-got": "on", "m-health-originals": "1"}
    assert do(at_desk(town.liu_mei()), case, "promise_withdrawal", **paper) == 302
    assert CaseMaterial.objects.filter(case=case, key="health").exists()


def _put_right() -> Case:
    case, at = _asked_to_correct(), clock.now()
    by = cases.applicant(at)
    materials, answers = cases.scans("application", by=by), {"premises": "小城县西街2号"}
    return correcting.correct(case=case, materials=materials, answers=answers, by=by, at=at)


def test_what_was_put_right_is_marked_line_by_line(at_desk: At) -> None:
    case, clerk = _put_right(), at_desk(town.liu_mei())
    address = reverse("desk:correction_marks", args=[case.number])
    assert "为什么仍不合格" in clerk.post(address, {"found-1": "still_wrong"}).content.decode()
    assert do(clerk, case, "correction_marks", **{"found-1": "still_wrong", "lines.1": "还是没有签字"}) == 302
    page = clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "还是没有签字" in page
    assert 'value="还是没有签字"' in page, "the next letter begins with what is still wrong"
    assert do(clerk, case, "acceptance", **ALL_FIT) == 422
    assert do(clerk, case, "correction_marks", **{"found-1": "accepted", "found-2": "accepted"}) == 302
    assert do(clerk, case, "acceptance", **ALL_FIT) == 302


def test_an_error_is_put_right_on_the_spot(at_desk: At) -> None:
    case, clerk = _came_in(), at_desk(town.liu_mei())
    fields = {"s-premises": "小城县东街8号", "m-identity-got": "on", "m-identity-originals": "1"}
    assert do(clerk, case, "on_the_spot", **fields) == 422
    assert do(clerk, case, "on_the_spot", **fields, confirmed="on") == 302
    case.refresh_from_db()
    assert case.answers.open()["premises"] == "小城县东街8号"
    assert CaseMaterial.objects.get(case=case, key="identity", superseded_at=None).originals == 1
    page = clerk.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "更正了：经营场所、身份证明" in page
    assert cases.ANSWERS["premises"] in page, "what stood there can be read by whoever may read the answers"
