"""The difference between two versions, as a lawyer reads it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue import testing
from yichuang.catalogue.content import (
    Condition,
    Content,
    Fee,
    File,
    Former,
    LegalBasis,
    Material,
    Part,
    Situation,
    Span,
    Step,
    TimeLimit,
)
from yichuang.catalogue.kinds import DeliveryWay, Processing, ServiceObject
from yichuang.catalogue.labels import CONTENT, FAMILIES, PARTS
from yichuang.catalogue.revising.comparing import Change, by_family, compare, marked
from yichuang.catalogue.revising.wording import Words

WORDS = st.text("营业执照身份证明申请书材料ab12", min_size=1, max_size=12)
KEYS = st.sampled_from(["m_a", "m_b", "m_c", "m_d"])
MATERIALS = st.builds(
    Material, key=KEYS, name=WORDS, copies=st.none() | st.integers(0, 9), proof=st.booleans(), note=WORDS
)
LIMITS = st.none() | st.builds(
    TimeLimit,
    length=st.integers(1, 60),
    unit=st.sampled_from(["working_days", "calendar_days"]),
    by_situation=st.dictionaries(
        KEYS, st.builds(TimeLimit, length=st.integers(1, 9), unit=st.just("hours")), max_size=2
    ),
)
CONTENTS = st.builds(
    Content,
    processing=st.sampled_from(list(Processing)),
    service_objects=st.lists(st.sampled_from(list(ServiceObject)), unique=True).map(tuple),
    materials=st.lists(MATERIALS, max_size=4).map(tuple),
    conditions=st.lists(st.builds(Condition, text=WORDS), max_size=3).map(tuple),
    steps=st.lists(st.builds(Step, name=WORDS, officers=st.integers(1, 3)), max_size=3).map(tuple),
    fees=st.lists(st.builds(Fee, name=WORDS, fen=st.none() | st.integers(0, 99)), max_size=2).map(tuple),
    statutory=LIMITS,
    promised=LIMITS,
    delivery=st.lists(st.sampled_from(list(DeliveryWay)), max_size=3).map(tuple),
    charged=st.none() | st.booleans(),
    place=WORDS,
    form=st.sampled_from([{}, testing.FORM, {**testing.FORM, "required": []}]),
    former=st.none()
    | st.builds(Former, steps=st.integers(0, 9), time=st.none() | st.builds(Span, length=st.integers(1, 9))),
)


def heads(changes: list[Change]) -> set[str]:
    """The fields of the content that the changes name."""
    return {path.split(".")[0].split("[")[0] for change in changes for path in change.paths}


def one(before: Content, after: Content) -> str:
    found = compare(before, after)
    assert len(found) == 1, found
    return found[0].sentence


@given(CONTENTS)
def test_equal_contents_differ_in_nothing(content: Content) -> None:
    assert compare(content, content.model_copy(deep=True)) == []


@given(CONTENTS, CONTENTS)
def test_every_field_that_changed_is_named_and_no_other(before: Content, after: Content) -> None:
    changed = {name for name in Content.model_fields if getattr(before, name) != getattr(after, name)}
    assert heads(compare(before, after)) == changed


@given(CONTENTS, CONTENTS, st.sampled_from(sorted(Content.model_fields)))
def test_a_change_of_one_field_is_told_of_that_field_alone(before: Content, other: Content, name: str) -> None:
    after = before.model_copy(update={name: getattr(other, name)})
    assert heads(compare(before, after)) <= {name}


@given(MATERIALS, MATERIALS)
def test_every_changed_field_of_a_material_is_named(old: Material, new: Material) -> None:
    new = new.model_copy(update={"key": old.key})
    changed = {name for name in Material.model_fields if getattr(old, name) != getattr(new, name)}
    found = compare(Content(materials=(old,)), Content(materials=(new,)))
    assert {path.rpartition(".")[2] for change in found for path in change.paths} == changed


@given(st.lists(MATERIALS, min_size=2, max_size=4, unique_by=lambda one: one.name), st.randoms())
def test_moving_is_neither_deleting_nor_adding(materials: list[Material], chance: Any) -> None:
    moved = list(materials)
    chance.shuffle(moved)
    found = compare(Content(materials=tuple(materials)), Content(materials=tuple(moved)))
    assert [change.kind for change in found] == (["moved"] if moved != materials else [])


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_marks_hold_both_texts_whole(before: str, after: str) -> None:
    marks = marked(before, after)
    assert "".join(mark.text for mark in marks if mark.kind != "new") == before
    assert "".join(mark.text for mark in marks if mark.kind != "gone") == after


def test_a_number_of_copies_is_told_with_its_material() -> None:
    before = testing.content(materials=(Material(key="m_licence", name="营业执照", copies=2),))
    after = testing.content(materials=(Material(key="m_licence", name="营业执照", copies=1),))
    assert one(before, after) == "材料“营业执照”：复印件份数 2 → 1"


def test_a_limit_is_one_thing() -> None:
    after = testing.content(promised=TimeLimit(length=3, unit="working_days", text="3个工作日"))
    assert one(testing.content(), after) == "承诺办结时限 5个工作日 → 3个工作日"


def test_what_was_put_in_and_taken_away_is_named() -> None:
    after = testing.content(materials=(*testing.THREE[:2], Material(key="m_plan", name="平面图", copies=1)))
    said = [change.sentence for change in compare(testing.content(), after)]
    assert said == ["删去材料“经营场所证明”", "新增材料“平面图”：复印件份数：1"]


def test_a_part_without_a_name_is_told_by_what_it_says() -> None:
    former = Former(steps=6, time=Span(length=20))
    assert one(testing.content(), testing.content(former=former)) == "新增改革前：环节数：6；用时：20个工作日"


def test_a_renamed_material_is_the_same_material() -> None:
    after = testing.content(materials=(*testing.THREE[:2], testing.THREE[2].model_copy(update={"name": "住所证明"})))
    assert one(testing.content(), after) == "材料“经营场所证明”：名称 经营场所证明 → 住所证明"


def test_a_reworded_condition_is_the_same_condition_with_its_words_marked() -> None:
    before = testing.content(conditions=(Condition(text="有与其经营规模相适应的固定的经营场所和必要的从业人员"),))
    after = testing.content(conditions=(Condition(text="有与其经营规模相适应的租赁的经营场所和必要的从业人员"),))
    (change,) = compare(before, after)
    assert change.kind == "changed"
    assert [mark.text for mark in change.marks if mark.kind != "same"] == ["固定", "租赁"]


def test_a_condition_of_a_material_is_told_in_words() -> None:
    situations = (Situation(key="s_rent", label="租用场所"), Situation(key="s_own", label="自有场所"))
    before = testing.content(situations=situations)
    when = '"s_rent" in situations && applicant.kind == "natural"'
    changed = testing.THREE[2].model_copy(update={"when": when})
    after = testing.content(situations=situations, materials=(*testing.THREE[:2], changed))
    expected = "材料“经营场所证明”：适用情形 所有情形 → 选择了情形“租用场所”，且申请人是自然人"
    assert one(before, after) == expected


def test_a_condition_too_involved_for_words_stands_as_it_is() -> None:
    words = Words(Content(situations=(Situation(key="a", label="甲"),)))
    assert words.condition("size(situations) > 1") == "size(situations) > 1"
    assert words.condition(None) == "所有情形"


def test_a_field_of_the_form_is_told_by_its_title() -> None:
    form = {
        **testing.FORM,
        "properties": {**testing.FORM["properties"], "shop": {**testing.FORM["properties"]["shop"], "maxLength": 30}},
    }
    assert one(testing.content(), testing.content(form=form)) == "申请表的“店名”：最长字数 20 → 30"
    assert (
        one(testing.content(), testing.content(form={**testing.FORM, "required": []}))
        == "申请表的“店名”：是否必填 必填 → 选填"
    )


def test_changes_stand_together_by_family() -> None:
    after = testing.content(place="一楼", legal_basis=(LegalBasis(law="公司法"),), hours="9:00")
    assert [(one.key, len(one.changes)) for one in by_family(compare(testing.content(), after))] == [
        ("power", 2),
        ("place", 2),
    ]


def test_every_field_has_a_name_and_a_family() -> None:
    assert sorted({*CONTENT} - {"name", "name_en"}) == sorted(Content.model_fields)
    assert sorted(name for _label, names in FAMILIES.values() for name in names) == sorted(CONTENT)
    parts = {
        name
        for kind in Part.__subclasses__()
        if kind.__module__ == Part.__module__ and kind is not Content
        for name in kind.model_fields
    }
    assert parts <= set(PARTS)


def test_a_file_is_told_by_its_name_and_the_first_digits_of_its_digest() -> None:
    told = Words().part(File(name="平面图.png", digest="0123456789abcdef" * 4, media_type="image/png"))

    assert told == "平面图.png（文件摘要：01234567）"
