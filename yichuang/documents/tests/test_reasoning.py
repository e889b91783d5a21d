"""Whether a letter says why."""

from datetime import date
from typing import Any

import pytest

from yichuang.documents import reasoning, testing
from yichuang.documents.models import Letter, LetterKind
from yichuang.offices.models import SealUse

ON = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "不符合规定",
        "材料不全。",
        "申请材料不齐全，不符合法定条件、标准，不予许可。",
        "根据《中华人民共和国行政许可法》第三十八条，不予许可",
        "经审查，不符合有关规定要求",
        "其他原因",
        "不予受理！！！",
    ],
)
def test_a_phrase_that_fits_every_case_is_no_reason(text: str) -> None:
    assert reasoning.is_bare_reason(text, on=ON)


@pytest.mark.parametrize(
    "text",
    [
        "未配备冷藏设备",
        "经营场所不在本县",
        "营业执照已被吊销，不符合规定",
        "申请材料不全：缺少租赁合同",
        "不属于本机关职权范围",
        "𠮷野家的操作间面积 6 平方米，少于 8 平方米",
        "The premises have no running water",
    ],
)
def test_a_fact_is_one(text: str) -> None:
    assert not reasoning.is_bare_reason(text, on=ON)


@pytest.mark.parametrize("text", ["不符合要求", "材料有问题，请补正", "有误。", "不合格，请重新提交"])
def test_a_line_that_does_not_say_what_is_wrong_is_bare(text: str) -> None:
    assert reasoning.is_bare_line(text, on=ON)


@pytest.mark.parametrize("text", ["缺", "没有签名", "看不清", "门牌号不全", "复印件不清晰"])
def test_a_line_that_says_it_is_not(text: str) -> None:
    assert not reasoning.is_bare_line(text, on=ON)


def test_before_the_law_nothing_was_asked() -> None:
    assert not reasoning.is_bare_reason("不符合规定", on=date(2000, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (LetterKind.REFUSING_DECISION, {"reasons": "不符合条件"}, "reasons"),
        (LetterKind.REVOKING_DECISION, {"reasons": ["不符合规定", "不予许可"]}, "reasons"),
        (LetterKind.TERMINATION_NOTICE, {"reasons": "其他情况"}, "reasons"),
        (LetterKind.CORRECTION_NOTICE, {"items": [{"what": "布局图", "reason": "不符合要求"}]}, "items"),
        (LetterKind.TOLERANCE_PROMISE, {"items": [{"what": "布局图", "reason": "有问题"}]}, "items"),
    ],
)
def test_no_letter_is_written_without_a_reason(kind: LetterKind, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(reasoning.NoReason, match="请写明") as refused:
        testing.letter(kind, **facts)
    assert refused.value.field == field
    assert not Letter.objects.exists()
    assert not SealUse.objects.exists()
