"""From the guide to the receipt."""

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yichuang.cases import testing
from yichuang.cases.applying import application_of
from yichuang.cases.models import Case, Draft
from yichuang.catalogue.content import Material, Situation
from yichuang.documents import testing as documents
from yichuang.people import testing as town
from yichuang.people.models import Agency

ITEM = "food-licence"


def begun(client: Client, situations: str = "") -> str:
    """The address of a new draft."""
    party = town.zhang_wei().party
    assert party is not None
    answer = client.post(f"/items/{ITEM}/apply/{situations}", {"applicant": str(party.pk)})
    assert answer.status_code == 302
    return str(answer["Location"])


def upload(client: Client, draft: str, key: str, content: bytes | None = None, name: str = "材料.pdf") -> int:
    file = SimpleUploadedFile(name, documents.pdf() if content is None else content)
    return client.post(f"{draft}materials/{key}/", {"files": file}).status_code


def filled(client: Client) -> str:
    """A draft with everything in it."""
    draft = begun(client)
    client.post(f"{draft}form/", {"premises": "小城县东街1号"})
    for key in ("application", "identity"):
        assert upload(client, draft, key) == 302
    return draft


def test_a_visitor_is_asked_to_sign_in_and_comes_back(visitor: Client) -> None:
    answer = visitor.get(f"/items/{ITEM}/apply/?s=rented")

    assert answer["Location"] == "/account/login/?next=%2Fitems%2Ffood-licence%2Fapply%2F%3Fs%3Drented"


def test_the_whole_way_ends_with_number_query_code_and_receipt(zhang_wei: Client) -> None:
    draft = filled(zhang_wei)
    letter = zhang_wei.get(f"{draft}review/").content.decode()
    assert "小城县东街1号" in letter
    assert "随申请提交的材料" in letter

    answer = zhang_wei.post(f"{draft}review/")

    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.number}/sent/"
    page = zhang_wei.get(answer["Location"]).content.decode()
    assert case.number in page
    assert "查询码" in page
    assert "收件凭证" in page
    assert not Draft.objects.exists()


def test_the_situation_chosen_in_the_guide_comes_along(zhang_wei: Client) -> None:
    begun(zhang_wei, "?s=rented&s=unknown")

    assert Draft.objects.get().situations == ["rented"]


def test_what_was_typed_is_kept_though_it_is_not_yet_right(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)

    answer = zhang_wei.post(f"{draft}form/", {"premises": "短", "remark": "明天再填"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "经营场所" in page
    assert 'value="短"' in page
    answers = Draft.objects.get().answers
    assert answers is not None
    assert answers.open() == {"premises": "短", "remark": "明天再填"}


def test_a_forbidden_character_is_told_and_nothing_is_kept(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)

    answer = zhang_wei.post(f"{draft}form/", {"premises": "东街\x001号"})

    assert answer.status_code == 422
    answers = Draft.objects.get().answers
    assert answers is not None
    assert answers.open() == {}


def test_each_refused_file_says_why_and_the_good_ones_are_kept(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)
    good, bad = (
        SimpleUploadedFile("好.pdf", documents.pdf()),
        SimpleUploadedFile("坏.pdf", b"MZ\x90\x00" + b"\x00" * 99),
    )

    answer = zhang_wei.post(f"{draft}materials/identity/", {"files": [good, bad]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("坏.pdf") == 1
    assert len(Draft.objects.get().materials["identity"]) == 1


def test_a_file_can_be_taken_back(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)
    upload(zhang_wei, draft, "identity")
    (kept,) = Draft.objects.get().materials["identity"]

    zhang_wei.post(f"{draft}materials/identity/{UUID(kept)}/removal/")

    assert not Draft.objects.get().materials.get("identity")


def test_an_incomplete_application_is_told_everything_at_once(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)

    answer = zhang_wei.post(f"{draft}review/")

    page = answer.content.decode()
    assert answer.status_code == 422
    for missing in ("经营场所", "申请书", "身份证明"):
        assert missing in page
    assert not Case.objects.exists()


def test_each_refusal_leads_to_the_place_where_it_is_put_right(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)
    Draft.objects.update(situations=["rented", "gone"])

    page = zhang_wei.post(f"{draft}review/").content.decode()

    assert f'<a href="{draft}form/#id_premises">“经营场所”没有填写，请填写。</a>' in page
    assert f'<a href="{draft}materials/#m-identity">缺少材料“身份证明”' in page
    assert f'<a href="{draft}situations/">情形“gone”' in page
    assert 'id="id_premises"' in zhang_wei.get(f"{draft}form/").content.decode()
    assert 'id="m-identity"' in zhang_wei.get(f"{draft}materials/").content.decode()


def test_sending_twice_gives_one_case(zhang_wei: Client) -> None:
    draft = filled(zhang_wei)

    zhang_wei.post(f"{draft}review/")

    assert zhang_wei.post(f"{draft}review/").status_code == 404
    assert Case.objects.count() == 1


def test_nobody_sees_anothers_draft(zhang_wei: Client, wang_fang: Client) -> None:
    draft = filled(zhang_wei)
    (file_id,) = Draft.objects.get().materials["identity"]

    for page in ("", "form/", "materials/", "review/", f"files/{file_id}/"):
        assert wang_fang.get(draft + page).status_code == 404
    assert zhang_wei.get(f"{draft}files/{file_id}/").status_code == 200


def test_nobody_applies_for_a_stranger(wang_fang: Client) -> None:
    party = town.zhang_wei().party
    assert party is not None

    assert wang_fang.post(f"/items/{ITEM}/apply/", {"applicant": str(party.pk)}).status_code == 404


def test_a_representative_enters_his_enterprise_and_applies_for_it(zhang_wei: Client) -> None:
    given = {"name": "小城面馆有限公司", "credit_code": town.credit_code(77)}

    assert zhang_wei.post(f"/my/enterprises/?item={ITEM}", given).status_code == 302

    page = zhang_wei.get(f"/items/{ITEM}/apply/").content.decode()
    assert "小城面馆有限公司" in page
    found = re.search(r'value="([0-9a-f-]{36})"[^>]*><span><strong>小城面馆', page)
    assert found
    zhang_wei.post(f"/items/{ITEM}/apply/", {"applicant": found[1]})
    assert Draft.objects.get().applicant.name.open() == "小城面馆有限公司"


def test_an_agent_with_a_letter_applies_for_his_principal(zhang_wei: Client, wang_fang: Client) -> None:
    agent = town.wang_fang().party
    assert agent is not None
    given = {
        "name": agent.name.open(),
        "number": agent.number.open(),
        "scope": "some",
        "items": [ITEM],
        "until": "2026-06-01",
        "letter": SimpleUploadedFile("委托书.pdf", documents.pdf()),
    }

    page = zhang_wei.post("/my/agents/", given, follow=True).content.decode()

    assert "只限 1 个事项" in page
    assert "受委托代办" in wang_fang.get(f"/items/{ITEM}/apply/").content.decode()
    assert Agency.objects.get().item_codes == [ITEM]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"name": "王芳"}, "请选择“委托的事项”。"),
        ({"scope": "some"}, "请至少选择一个事项"),
        ({"scope": "all", "items": [ITEM]}, "您勾选了事项，又选了“所有事项”"),
        ({"scope": "some", "items": ["no-such-item"]}, "“可以代办的事项”的选项已经改变"),
    ],
)
def test_a_letter_says_for_which_items_it_is(zhang_wei: Client, asked: dict[str, object], sentence: str) -> None:
    answer = zhang_wei.post("/my/agents/", asked)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_proved_representative_lets_an_agent_act_for_his_enterprise(zhang_wei: Client, wang_fang: Client) -> None:
    enterprise, agent = town.huaxin(), town.wang_fang().party
    assert agent is not None
    given = {"principal": str(enterprise.pk), "name": agent.name.open(), "number": agent.number.open()}
    given["scope"] = "all"
    letter = SimpleUploadedFile("委托书.pdf", documents.pdf())

    answer = zhang_wei.post("/my/agents/", {**given, "until": "2026-06-01", "letter": letter}, follow=True)

    assert f"代理 {enterprise.name.open()}" in answer.content.decode()
    page = wang_fang.get(f"/items/{ITEM}/apply/").content.decode()
    assert str(enterprise.name.open()) in page
    assert "张伟" not in page


def test_files_are_handed_in_in_the_order_of_the_guide(zhang_wei: Client) -> None:
    draft = begun(zhang_wei)
    for key in ("identity", "application"):
        upload(zhang_wei, draft, key)

    assert [one.key for one in application_of(Draft.objects.get()).materials] == ["application", "identity"]


def test_a_refusal_in_english_calls_materials_and_situations_by_their_english_names(zhang_wei: Client) -> None:
    situations = tuple(
        Situation(key=key, label=label, label_en=english, question="场所", only_one=True)
        for key, label, english in (("own", "自有", "Own"), ("rented", "租用", "Rented"))
    )
    testing.licence("shop", situations=situations, materials=(Material(key="id", name="身份证明", name_en="Identity"),))
    party = town.zhang_wei().party
    assert party is not None
    answer = zhang_wei.post("/items/shop/apply/", {"applicant": str(party.pk)})
    zhang_wei.post("/look/", {"language": "en"})
    page = zhang_wei.post(f"{answer['Location']}review/").content.decode()
    assert "“Identity”" in page
    assert "Own, Rented" in page or "“Own”" in page
    assert "身份证明" not in page


def test_the_same_application_under_way_is_told_and_another_one_needs_a_reason(zhang_wei: Client) -> None:
    zhang_wei.post(f"{filled(zhang_wei)}review/")
    first = Case.objects.get()
    draft = filled(zhang_wei)

    assert first.number in zhang_wei.get(f"{draft}review/").content.decode()
    refused = zhang_wei.post(f"{draft}review/")

    assert refused.status_code == 422
    assert 'href="#again"' in refused.content.decode()
    assert zhang_wei.post(f"{draft}review/", {"again": "东街的第二家店"}).status_code == 302
    assert Case.objects.filter(beside=first).count() == 1
