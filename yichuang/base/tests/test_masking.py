"""Masking: enough to recognise one's own, too little to learn another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.base.masking import mask
from yichuang.base.sealed import KINDS


@pytest.mark.parametrize(
    ("kind", "text", "masked"),
    [
        ("name", "张三", "张*"),
        ("name", "张三丰", "张**"),
        ("name", "𠮷田茂", "𠮷**"),
        ("name", "阿卜杜拉·买买提", "阿**"),
        ("name", "安阳县某某商贸有限公司", "安**"),
        ("name", "张", "*"),
        ("number", "110105194912310020", "110105********0020"),
        ("number", "E12345678", "E1*****78"),
        ("number", "1234567", "*******"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "03721234567", "037****4567"),
        ("phone", "12345", "***45"),
        ("phone", "110", "***"),
        ("address", "河南省安阳市安阳县崔家桥镇一村1号", "河南省安阳市安阳县＊＊＊"),
        ("address", "安阳县崔家桥镇一村1号", "安阳县＊＊＊"),
        ("address", "河南省安阳市林州市红旗渠大道1号", "河南省安阳市林州市＊＊＊"),
        ("address", "北京市东城区某某胡同1号", "北京市东城区＊＊＊"),
        ("address", "新疆维吾尔自治区伊犁哈萨克自治州霍城县兵团路1号", "新疆维吾尔自治区伊犁哈萨克自治州霍城县＊＊＊"),
        ("address", "人民路123号阳光小区5号楼", "＊＊＊"),
        ("address", "阳光小区5号楼", "＊＊＊"),
        ("address", "崔家桥镇一村1号", "＊＊＊"),
        ("address", "河南省安阳市人民大道1号", "河南省安阳市＊＊＊"),
        ("text", "任何内容", "＊＊＊"),
        ("unknown", "任何内容", "＊＊＊"),
        ("text", "", ""),
        ("name", "", ""),
    ],
)
def test_what_stays_to_be_seen(kind: str, text: str, masked: str) -> None:
    assert mask(text, kind=kind) == masked


@given(st.sampled_from(KINDS), st.text(min_size=1))
def test_nothing_is_ever_shown_whole(kind: str, text: str) -> None:
    shown = mask(text, kind=kind)
    assert "*" in shown or "＊" in shown
