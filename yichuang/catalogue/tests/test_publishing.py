from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid, Refusals
from yichuang.catalogue.content import Fee, Material, Situation, TimeLimit
from yichuang.catalogue.kinds import Need
from yichuang.catalogue.models import ItemVersion, SearchEntry
from yichuang.catalogue.revising import publishing, writing
from yichuang.catalogue.revising.publishing import Backdated, NotADraft, NotInForce
from yichuang.catalogue.testing import AT, content, draft, item, published_item, reviewed
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def publish(version: ItemVersion, on: date = TODAY, *, at: datetime = AT, initial_load: bool = False) -> ItemVersion:
    return publishing.publish(version=version, effective_from=on, initial_load=initial_load, by=actors.SYSTEM, at=at)


def defects_of(**parts: object) -> list[str]:
    with pytest.raises(Refusals) as refused:
        publish(draft(**parts))  # type: ignore[arg-type]  # parts of the content
    return [str(one) for one in refused.value.refusals]


def test_the_centre_manager_may_and_a_clerk_may_not() -> None:
    version = reviewed(draft())

    with pytest.raises(NotAllowed):
        publishing.publish(version=version, effective_from=TODAY, by=actors.of(town.liu_mei(), at=AT), at=AT)
    published = publishing.publish(version=version, effective_from=TODAY, by=actors.of(town.qian_yan(), at=AT), at=AT)

    assert published.published_by == town.qian_yan()


def test_a_version_is_never_backdated() -> None:
    with pytest.raises(Backdated, match="不能倒签"):
        publish(draft(), TODAY - timedelta(days=1))


def test_only_the_first_version_may_begin_in_the_past_at_the_initial_load() -> None:
    first = publish(draft(), date(2025, 1, 1), initial_load=True)

    with pytest.raises(Backdated, match="初次导入"):
        publish(draft(first.item), date(2025, 6, 1), initial_load=True)


def test_a_new_version_ends_the_one_before() -> None:
    first = published_item()

    second = publish(draft(first.item, name="小店设立登记（新）"), date(2026, 3, 1))

    first.refresh_from_db()
    assert (first.effective_until, second.effective_from, second.number) == (date(2026, 3, 1), date(2026, 3, 1), 2)


def test_a_version_to_come_stands_in_the_way_until_it_is_cancelled() -> None:
    first = published_item()
    second = publish(draft(first.item), date(2026, 6, 1))
    third = draft(first.item)

    with pytest.raises(Backdated, match="已有版本"):
        publish(third, date(2026, 3, 1))
    publishing.cancel(version=second, reason="改期", by=actors.SYSTEM, at=AT)
    publish(third, date(2026, 3, 1))

    first.refresh_from_db()
    assert first.effective_until == date(2026, 3, 1)


def test_two_versions_on_the_same_day_leave_the_later_one_in_force() -> None:
    first = published_item(since=TODAY)
    second = publish(draft(first.item), TODAY)

    first.refresh_from_db()
    assert (first.effective_from, first.effective_until) == (TODAY, TODAY)
    assert second.effective_until is None


def test_what_is_published_is_not_published_again() -> None:
    with pytest.raises(NotADraft):
        publish(published_item())


def test_writing_again_replaces_the_draft() -> None:
    one = draft()

    other = draft(one.item, name="别的名称")

    assert (other.pk, other.name) == (one.pk, "别的名称")


def test_each_act_writes_one_row_in_the_journal_of_the_item() -> None:
    version = published_item("j-1")
    publishing.pause(version=version, reason="系统升级", by=actors.SYSTEM, at=AT)
    publishing.resume(version=version, reason="升级完成", by=actors.SYSTEM, at=AT)
    publishing.cancel(version=version, reason="法律修改", by=actors.SYSTEM, at=AT)

    acts = [entry.act for entry in journal.history(journal.Subject("item", "j-1"))]
    assert acts == [
        "catalogue.item_named",
        "catalogue.version_written",
        "catalogue.version_published",
        "catalogue.version_paused",
        "catalogue.version_published",
        "catalogue.version_cancelled",
    ]


def test_what_ended_cannot_be_paused() -> None:
    version = published_item()
    publishing.cancel(version=version, reason="法律修改", by=actors.SYSTEM, at=AT)

    with pytest.raises(NotInForce, match="已取消"):
        publishing.pause(version=version, reason="再停", by=actors.SYSTEM, at=AT)
    assert not SearchEntry.objects.filter(version=version).exists()


def test_a_reason_is_needed() -> None:
    with pytest.raises(Invalid, match="理由"):
        publishing.pause(version=published_item(), reason="  ", by=actors.SYSTEM, at=AT)


@pytest.mark.parametrize("code", ["有汉字", "", "-a", "a b", "a/b", "é"])
def test_a_code_is_written_in_plain_letters(code: str) -> None:
    with pytest.raises(Invalid, match="编码"):
        item(code) if code else writing.new_item(
            code="", department=item().department, centre=item().centre, subject_area="x", by=actors.SYSTEM, at=AT
        )


def test_a_code_is_used_once() -> None:
    item("once")

    with pytest.raises(Invalid, match="已经使用"):
        item("once")


def test_an_endless_content_is_refused() -> None:
    many = tuple(Material(key=f"m_{number}", name="材" * 400) for number in range(1000))

    with pytest.raises(Invalid, match="精简"):
        draft(materials=many)


def test_a_promise_may_not_be_longer_than_the_law() -> None:
    assert "长于法定时限" in defects_of(promised=TimeLimit(length=21, unit="working_days", text="21个工作日"))[0]


def test_a_promise_in_another_unit_is_compared_by_calendar_days() -> None:
    law = TimeLimit(length=15, unit="calendar_days", text="15日")

    publish(draft(statutory=law, promised=TimeLimit(length=7, unit="working_days", text="7个工作日")))
    defects = defects_of(statutory=law, promised=TimeLimit(length=12, unit="working_days", text="12个工作日"))

    assert "长于法定时限" in defects[0]


def test_a_catch_all_material_is_not_published() -> None:
    assert "兜底" in defects_of(materials=(Material(key="m", name="其他有关材料"),))[0]


def test_keys_are_unique() -> None:
    twice = (Material(key="m", name="甲"), Material(key="n", name="乙", children=(Material(key="m", name="丙"),)))

    assert "“m”重复" in defects_of(materials=twice)[0]


def test_a_choice_needs_something_to_choose_from() -> None:
    assert "择一" in defects_of(materials=(Material(key="m", name="住址证明", need=Need.ONE_OF),))[0]


def test_a_fee_needs_a_basis() -> None:
    assert "第五十八条" in defects_of(fees=(Fee(name="工本费", fen=1000),))[0]


def test_a_limit_needs_a_number() -> None:
    assert "没有数值" in defects_of(promised=TimeLimit(text="尽快"))[0]


def test_a_limit_for_an_unknown_situation_is_found() -> None:
    odd = TimeLimit(length=3, unit="working_days", by_situation={"s_none": TimeLimit(length=1, unit="working_days")})

    assert "s_none" in defects_of(promised=odd)[0]


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("1 +", "第 4 个字符附近写错了"),
        ("colour == 1", "不认识的名称“colour”"),
        ("answers.none == 1", "没有“none”"),
        ('answers.shop == "甲"', "has(answers.shop)"),
        ("size(situations)", "不是“是”或者“否”"),
        ("nofunction(situations)", "nofunction"),
        ('answers["x"] == 1', "has(answers.x)"),
        ("(" * 200 + "true" + ")" * 200, "第 97 个字符附近写错了"),
        ("situations.all(a, situations.all(b, situations.all(c, situations.all(d, true))))", "循环过多"),
    ],
)
def test_a_condition_that_cannot_be_evaluated_is_not_published(when: str, told: str) -> None:
    (defect,) = defects_of(
        materials=(Material(key="m", name="证明", when=when),), situations=(Situation(key="s", label="甲"),)
    )

    assert "不能使用" in defect
    assert told in defect


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"properties": {"a": {"type": "string"}}}, "没有标题"),
        ({"properties": {"a": {"title": "甲", "x-format": "blood_group"}}}, "x-format"),
    ],
)
def test_a_form_that_cannot_be_used_is_not_published(form: dict[str, object], told: str) -> None:
    assert told in defects_of(form=form)[0]


def test_all_defects_are_told_at_once() -> None:
    assert len(defects_of(fees=(Fee(name="费", fen=1),), materials=(Material(key="m", name="其他材料"),))) == 2


def test_equal_contents_have_equal_digests_after_the_database() -> None:
    version = published_item()
    version.refresh_from_db()

    assert version.parsed == content()
