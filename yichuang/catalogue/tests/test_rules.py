from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.catalogue.conditions.evaluating import Applicant, holds
from yichuang.catalogue.content import Condition, Content, Extension, Material, Situation, TimeLimit
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.revising.checking import defects, is_catch_all
from yichuang.catalogue.rules import (
    conditions_for,
    limit_for,
    longest_lawful,
    materials_for,
    must_be_handed_in,
    offered,
    pieces,
    reached,
    situation_errors,
)

DAYS = "working_days"


def keys(materials: list[Material]) -> list[str]:
    return [material.key for material in materials]


def licence(**parts: Any) -> Content:
    return Content(**parts)


def test_a_situation_brings_its_materials() -> None:
    content = licence(
        materials=(
            Material(key="always", name="申请书"),
            Material(key="foreign", name="公证文件", need=Need.SITUATIONAL, when='"s_foreign" in situations'),
            Material(key="not_foreign", name="身份证", when='!("s_foreign" in situations)'),
        )
    )

    assert keys(materials_for(content, {}, [])) == ["always", "not_foreign"]
    assert keys(materials_for(content, {}, ["s_foreign"])) == ["always", "foreign"]


def test_answers_and_the_kind_of_applicant_choose_materials_too() -> None:
    content = licence(
        materials=(
            Material(key="old", name="照片", when="has(answers.age) && answers.age >= 60"),
            Material(key="passport", name="签证页", when='applicant.document_type == "passport"'),
        )
    )

    assert keys(materials_for(content, {}, [])) == []
    assert keys(materials_for(content, {"age": 60}, [])) == ["old"]
    assert keys(materials_for(content, {}, [], Applicant("natural", "passport"))) == ["passport"]


def test_an_answer_of_an_unexpected_type_asks_for_the_material_rather_than_forget_it() -> None:
    content = licence(materials=(Material(key="old", name="照片", when="has(answers.age) && answers.age >= 60"),))

    assert keys(materials_for(content, {"age": "老"}, [])) == ["old"]


def test_parts_have_conditions_of_their_own_and_an_empty_set_is_left_out() -> None:
    parts = (
        Material(key="a", name="甲", when='"x" in situations'),
        Material(key="b", name="乙", when='"y" in situations'),
    )
    content = licence(materials=(Material(key="both", name="甲乙", children=parts),))

    assert materials_for(content, {}, []) == []
    (one,) = materials_for(content, {}, ["y"])
    assert keys(list(one.children)) == ["b"]


def test_single_pieces_are_the_parts_but_a_choice_stays_one() -> None:
    parts = (Material(key="a", name="甲"), Material(key="b", name="乙"))
    materials = [
        Material(key="set", name="两样", children=parts),
        Material(key="choice", name="任一", need=Need.ONE_OF, children=parts),
    ]

    assert keys(pieces(materials)) == ["a", "b", "choice"]


@pytest.mark.parametrize(
    ("need", "asked"),
    [
        (Need.REQUIRED, True),
        (Need.SITUATIONAL, True),
        (Need.ONE_OF, True),
        (Need.OPTIONAL, False),
        (Need.EXEMPT, False),
    ],
)
def test_what_is_optional_or_exempt_is_not_demanded(need: Need, asked: bool) -> None:
    assert must_be_handed_in(Material(key="m", name="材料", need=need)) is asked


def test_conditions_hold_for_whom_they_are_written() -> None:
    content = licence(
        conditions=(Condition(text="年满十八"), Condition(text="有营业执照", when='applicant.kind == "organisation"'))
    )

    assert [one.text for one in conditions_for(content, {}, [], Applicant("natural"))] == ["年满十八"]


def situations(*, only_one: bool) -> tuple[Situation, ...]:
    return (
        Situation(key="report", label="报告书", question="选一种", only_one=only_one),
        Situation(key="form", label="报告表", question="选一种", only_one=only_one),
    )


def test_an_unknown_situation_is_told() -> None:
    (error,) = situation_errors(licence(), ["nonsense"])

    assert "“nonsense”" in str(error)


@pytest.mark.parametrize(("chosen", "errors"), [([], 1), (["report", "form"], 1), (["form"], 0)])
def test_where_one_must_be_chosen_one_is_chosen(chosen: list[str], errors: int) -> None:
    found = situation_errors(licence(situations=situations(only_one=True)), chosen)

    assert len(found) == errors
    assert all("报告书、报告表" in str(error) for error in found)
    assert situation_errors(licence(situations=situations(only_one=False)), chosen) == []


TREE = (
    Situation(key="own", label="自有房屋", question="房屋从哪里来", only_one=True),
    Situation(key="rent", label="租赁房屋", question="房屋从哪里来", only_one=True),
    Situation(key="long", label="长租", question="租多久", only_one=True, when='"rent" in situations'),
    Situation(key="short", label="短租", question="租多久", only_one=True, when='"rent" in situations'),
    Situation(key="sublet", label="转租", question="还有什么", when='"short" in situations'),
)


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ([], ["own", "rent"]),
        (["own"], ["own", "rent"]),
        (["rent"], ["own", "rent", "long", "short"]),
        (["rent", "short"], ["own", "rent", "long", "short", "sublet"]),
        (["own", "short"], ["own", "rent"]),
    ],
)
def test_a_question_is_asked_only_after_its_answers(chosen: list[str], asked: list[str]) -> None:
    assert [one.key for one in offered(licence(situations=TREE), chosen)] == asked


def test_a_question_that_is_not_asked_needs_no_answer_and_takes_none() -> None:
    content = licence(situations=TREE)

    assert situation_errors(content, ["own"]) == []
    assert "长租、短租" in str(situation_errors(content, ["rent"])[0])
    (error,) = situation_errors(content, ["own", "long"])
    assert str(error) == "按您的其他选择，不需要回答“长租”，请去掉。"


def test_what_was_answered_on_a_branch_since_left_is_dropped() -> None:
    content = licence(situations=TREE)

    assert reached(content, ["own", "short", "sublet", "nonsense", "own"]) == ["own"]
    assert reached(content, ["sublet", "short", "rent"]) == ["sublet", "short", "rent"]


def test_a_question_may_depend_only_on_what_stands_before_it() -> None:
    turned = licence(situations=TREE[::-1], item_type="01")
    assert any("没有情形“short”" in str(one) for one in defects(turned))
    assert not any(one.field == "situations" for one in defects(licence(situations=TREE)))


@st.composite
def trees(draw: st.DrawFn) -> Content:
    """Up to five questions; each may depend on an answer to one before it."""
    made: list[Situation] = []
    for number in range(draw(st.integers(1, 5))):
        earlier = draw(st.sampled_from([None, *(one.key for one in made)]))
        when = earlier and f'"{earlier}" in situations'
        only_one = draw(st.booleans())
        made += [
            Situation(
                key=f"q{number}_{n}", label=f"{number}之{n}", question=f"第{number}问", only_one=only_one, when=when
            )
            for n in range(draw(st.integers(1, 3)))
        ]
    return licence(situations=tuple(made))


def walked(content: Content, draw: st.DataObject) -> list[str]:
    """Answers question by question, the way an applicant goes through the tree."""
    chosen: list[str] = []
    for question in dict.fromkeys(one.question for one in content.situations):
        asked = [one for one in offered(content, chosen) if one.question == question]
        if asked and asked[0].only_one:
            chosen.append(draw.draw(st.sampled_from(asked)).key)
        else:
            chosen += [one.key for one in asked if draw.draw(st.booleans())]
    return chosen


@given(content=trees(), draw=st.data())
def test_a_way_through_the_tree_is_always_acceptable(content: Content, draw: st.DataObject) -> None:
    chosen = walked(content, draw)

    assert situation_errors(content, chosen) == []
    assert reached(content, chosen) == chosen


@given(content=trees(), draw=st.data())
def test_an_answer_that_cannot_be_reached_never_is(content: Content, draw: st.DataObject) -> None:
    chosen = walked(content, draw)
    open_ = {one.key for one in offered(content, chosen)}
    for one in content.situations:
        if one.key not in open_:
            assert [error for error in situation_errors(content, [*chosen, one.key]) if f"“{one.label}”" in str(error)]
            assert reached(content, [*chosen, one.key]) == chosen


def test_the_limit_of_a_situation_goes_before_the_general_one() -> None:
    by_situation = {
        "report": TimeLimit(length=60, unit="calendar_days"),
        "form": TimeLimit(length=30, unit="calendar_days"),
        "register": TimeLimit(length=0, unit="instant"),
    }
    content = licence(statutory=TimeLimit(length=60, unit="calendar_days", by_situation=by_situation))

    def days(*chosen: str) -> object:
        limit = limit_for(content, chosen).statutory
        return limit and (limit.length, limit.unit)

    assert days() == (60, "calendar_days")
    assert days("form") == (30, "calendar_days")
    assert days("register") == (0, "instant")
    assert days("register", "form", "report") == (60, "calendar_days")


def test_a_limit_that_depends_on_a_situation_nobody_chose_is_unknown() -> None:
    content = licence(promised=TimeLimit(unit="working_days", by_situation={"a": TimeLimit(length=3, unit=DAYS)}))

    assert limit_for(content, []).promised is None
    assert limit_for(content, []).statutory is None


def test_an_extension_counts_on_top_or_as_the_whole() -> None:
    on_top = Extension(length=10, unit="calendar_days")
    whole = Extension(length=30, unit="calendar_days", total=True)

    assert longest_lawful(TimeLimit(length=20, unit="calendar_days", extension=on_top)) == 30
    assert longest_lawful(TimeLimit(length=15, unit="calendar_days", extension=whole)) == 30


@pytest.mark.parametrize(
    "name",
    [
        "其他材料",
        "有关材料",
        "相关资料",
        "其他有关证明材料",
        "国务院水行政主管部门规定的其他材料",
        "需要提供的其他材料",
        "其它文件",
    ],
)
def test_a_name_that_spells_nothing_out_is_a_catch_all(name: str) -> None:
    assert is_catch_all(name)


@pytest.mark.parametrize(
    "name",
    ["有关设计文件", "相关决议决定", "其他抵押权人的书面同意文件", "使用土地的有关证明文件", "送养人材料", "备案材料"],
)
def test_a_name_that_says_what_is_wanted_is_none(name: str) -> None:
    assert not is_catch_all(name)


@given(st.text(max_size=200))
def test_no_name_is_too_odd_for_the_catch_all_rule(name: str) -> None:
    assert is_catch_all(name) in (True, False)


@given(st.lists(st.text(max_size=20), max_size=5), st.dictionaries(st.text(max_size=10), st.text(max_size=10)))
def test_conditions_take_any_situations_and_answers(chosen: list[str], answers: dict[str, str]) -> None:
    assert holds('"s" in situations', situations=chosen, answers=answers) is ("s" in chosen)
