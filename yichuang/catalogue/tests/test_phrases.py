from __future__ import annotations

import pytest

from yichuang.catalogue.sheets import phrases


@pytest.mark.parametrize(
    "text",
    [
        "1.登记申请书\n2.身份证明\n3.场所证明",
        "1、登记申请书；2、身份证明；3、场所证明。",
        "①登记申请书②身份证明③场所证明",
        "（一）登记申请书\n（二）身份证明\n（三）场所证明",
        "登记申请书；身份证明；场所证明",
        "登记申请书\n\n身份证明\n场所证明\n",
        "1. 登记申请书 2. 身份证明 3. 场所证明",
    ],
)
def test_a_list_of_materials_is_read_however_it_is_numbered(text: str) -> None:
    assert [one["name"] for one in phrases.materials(text)] == ["登记申请书", "身份证明", "场所证明"]


def test_a_decimal_is_no_numbering() -> None:
    assert phrases.listed("面积1.5亩以上的证明") == ["面积1.5亩以上的证明"]


def test_copies_are_read_from_the_name() -> None:
    (one,) = phrases.materials("身份证（原件1份，复印件二份）")

    assert (one["name"], one["originals"], one["copies"]) == ("身份证", 1, 2)


@pytest.mark.parametrize("text", ["受理→审查→决定", "受理——审查——决定", "1.受理\n2.审查\n3.决定", "受理、审查、决定"])
def test_steps_are_read_with_their_kind(text: str) -> None:
    assert [(one["name"], one["kind"]) for one in phrases.steps(text)] == [
        ("受理", "accept"),
        ("审查", "examine"),
        ("决定", "decide"),
    ]


def test_bases_are_read_with_their_articles() -> None:
    assert phrases.bases(
        "《中华人民共和国行政许可法》第四十二条；《安阳市政务服务条例》（2021年）第十三条\n县政府文件"
    ) == [
        {"law": "中华人民共和国行政许可法", "article": "第四十二条"},
        {"law": "安阳市政务服务条例", "article": "第十三条"},
        {"law": "县政府文件"},
    ]


def test_an_amount_is_read_and_the_words_are_kept() -> None:
    assert phrases.fees("工本费：10元/本\n检测费按面积计算") == [
        {"name": "工本费", "standard": "工本费：10元/本", "fen": 1000, "unit": "元/本"},
        {"name": "检测费按面积计算", "standard": "检测费按面积计算"},
    ]
