"""Reading one guide: what is local elsewhere stays there, and nothing in a guide is too odd."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from yichuang.base.refusal import Refused
from yichuang.catalogue import bundled
from yichuang.catalogue.content import each_material
from yichuang.catalogue.guides import mapping
from yichuang.catalogue.guides.mapping import Mapped, Setting
from yichuang.catalogue.guides.notes import Notes
from yichuang.catalogue.rules import limit_for, materials_for

ANYANG: dict[str, Any] = {"region_code": "410522", "department_name": "安阳县某局"}
GUIDES = {
    entry["id"]: entry
    for path in sorted(bundled.GUIDES.glob("*.json"))
    for entry in json.loads(path.read_text(encoding="utf-8"))
}


def read(code: str, notes: Notes | None = None, **changes: Any) -> Mapped:
    setting = Setting(**ANYANG, overlay=bundled.overlay(code))
    return mapping.read(GUIDES[code] | changes, setting=setting, notes=notes or Notes())


def names(mapped: Mapped, *labels: str) -> set[str]:
    keys = [one.key for one in mapped.content.situations if one.label in labels]
    assert len(keys) == len(labels)
    return {material.name for material in materials_for(mapped.content, {}, keys)}


def days(mapped: Mapped, *labels: str) -> tuple[Any, Any]:
    keys = [one.key for one in mapped.content.situations if one.label in labels]
    limits = limit_for(mapped.content, keys)
    return tuple(limit and (limit.length, limit.unit) for limit in (limits.statutory, limits.promised))  # type: ignore[return-value]  # two of them


def test_what_is_local_elsewhere_is_not_said_here() -> None:
    notes = Notes()
    mapped = read("dev-036", notes)

    assert mapped.name == "离校未就业高校毕业生实名登记"
    assert mapped.content.implementing_body == "安阳县某局"
    assert (mapped.content.place, mapped.content.phone, mapped.content.cooperating_bodies) == ("", "", ())
    assert {path for path, _reason in notes.unread} == {"place", "cooperating_bodies"}
    assert any("张庄" in note for note in mapped.content.editor_notes)
    assert mapped.content.is_unverified("promised")


def test_no_bundled_guide_speaks_of_another_place_to_the_public() -> None:
    for code, entry in GUIDES.items():
        content = read(code).content
        said = [content.implementing_body, content.place, *content.cooperating_bodies]
        said += [step.department for step in content.steps]
        said += [text for one in content.special_procedures for text in (one.department, one.note)]
        said += [content.result.name] if content.result else []
        said += [material.name for material in content.materials]
        for place in ("灵山", "槐荫", "浦东", "海淀", "岳池", "霸州", "禹州", "邵阳", "铜山", "呈贡", "广安", "济南"):
            assert not any(place in text for text in said), (code, place)
        assert entry["item_name"].startswith(read(code).name)


def test_everything_bundled_that_the_public_reads_by_name_has_english() -> None:
    english = {section: bundled.english(section) for section in ("items", "materials", "situations", "results")}
    for code in GUIDES:
        content = read(code).content
        assert english["items"][code]
        assert {one.name for one in each_material(content.materials)} <= set(english["materials"])
        assert {one.label for one in content.situations} <= set(english["situations"])
        assert content.result is None or content.result.name in english["results"]


def test_situations_bring_their_materials() -> None:
    company = read("dev-001")
    assert "验资机构出具的验资证明" not in names(company, "一般有限责任公司")
    assert "验资机构出具的验资证明" in names(company, "募集设立股份有限公司")
    assert "已办理财产权转移手续的证明文件" in names(company, "发起人以非货币财产首次出资")

    ending = read("dev-005")
    assert "清算报告、负责清理债权债务的文件或者清理债务完结的证明" in names(ending, "依法清算")
    assert "清算报告、负责清理债权债务的文件或者清理债务完结的证明" not in names(ending, "个体工商户注销")

    insurance = read("dev-038")
    assert names(insurance, "与市场监管部门数据共享（免提交）") == set()
    assert names(insurance, "各类企业（无法共享）") == {"社会保险登记表", "法人代表身份证"}


def test_alternatives_are_alternatives() -> None:
    permit = {material.name: material for material in read("dev-055").content.materials}

    assert permit["居住地住址证明"].need == permit["就业证明"].need == "one_of"
    assert len(permit["居住地住址证明"].children) == 4


def test_limits_are_read_by_their_law_and_situation() -> None:
    assert days(read("dev-015")) == ((45, "calendar_days"), None)
    assert days(read("dev-012")) == ((20, "working_days"), None)
    assert days(read("dev-016"), "告知承诺方式") == ((0, "instant"), None)
    assert days(read("dev-026"), "环境影响报告表") == ((30, "calendar_days"), None)
    assert days(read("dev-044")) == ((30, "working_days"), (0, "instant"))
    assert days(read("dev-045"), "不涉及外线工程") == (None, (3, "working_days"))
    assert days(read("dev-046"), "双电源客户") == (None, (55, "working_days"))
    assert days(read("dev-046")) == (None, None)
    assert days(read("dev-053"), "跨省异地申请") == ((15, "calendar_days"), (20, "calendar_days"))
    assert days(read("dev-053")) == ((15, "calendar_days"), (7, "working_days"))


def test_a_situation_must_be_chosen_where_the_limit_hangs_on_it() -> None:
    electricity = read("dev-046").content.situations

    assert [one.only_one for one in electricity] == [True, True, False]
    assert not any(one.only_one for one in read("dev-053").content.situations)


def test_two_officers_are_asked_for_where_the_source_says_so() -> None:
    assert max(step.officers for step in read("dev-011").content.steps) == 2


def test_phases_are_added_up() -> None:
    phases = [{"value": 3, "unit": "工作日"}, {"value": 2, "unit": "工作日"}]
    limit = {"text": "分阶段", "value": None, "unit": "工作日", "phases": phases}

    assert days(read("dev-002", legal_time_limit=limit)) == ((5, "working_days"), None)


def test_money_is_kept_in_fen() -> None:
    assert [fee.fen for fee in read("dev-053").content.fees] == [12000, 2000]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text", "value", "unit", "name", "by_situation", "extend", "items", "amount", "children", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(mapping.KNOWN)), JSON, max_size=4))
def test_no_guide_is_too_odd_to_be_read_or_refused(odd: dict[str, Any]) -> None:
    try:
        mapping.read(GUIDES["dev-053"] | odd, setting=Setting(**ANYANG), notes=Notes())
    except (Refused, ValidationError):
        pass
