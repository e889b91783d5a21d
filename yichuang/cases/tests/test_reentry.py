"""Typing into another system: fields in its order, files by its rule, minutes on record and added up."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from yichuang.base import journal
from yichuang.base.refusal import Invalid
from yichuang.cases import queries, testing
from yichuang.cases.afterwards import mapping, reentry
from yichuang.cases.afterwards.reentry import AlreadyTyping, Cost, NoMapping, NotTyping
from yichuang.cases.models import ReentryMapping
from yichuang.cases.standing import OwnCase
from yichuang.catalogue.models import Item
from yichuang.offices import testing as offices
from yichuang.people import testing as town
from yichuang.people.actors import NotAllowed
from yichuang.people.models import Account

NOW = testing.moment()
FIELDS = """
名称 = 申请人.姓名
证件 ＝ 申请人.证件号码
场所 = 表单.premises
类型 = 固定.新办=首次

流水号 = 办件.编号
受理 = 办件.受理日期
"""


def written(account: Account | None = None, **parts: Any) -> ReentryMapping:
    values = {"system": "省系统", "item": None, "fields": FIELDS, "file_name": "{办件编号}-{序号}-{材料名}"}
    screen = mapping.Screen(**(values | {"since": date(2026, 3, 2)} | parts))
    by = testing.officer(account or town.qian_yan(), NOW)
    return mapping.set_mapping(centre=offices.centre(), screen=screen, by=by, at=NOW)


def clerk(minutes: int = 0) -> Any:
    at = NOW + timedelta(minutes=minutes)
    return {"by": testing.officer(town.liu_mei(), at), "at": at}


def test_every_field_stands_in_the_order_of_the_other_screen_with_its_value() -> None:
    case, screen = testing.accepted(), written()
    fields = reentry.fields_of(case, screen, **clerk())
    assert [(one.label, one.value) for one in fields] == [
        ("名称", case.applicant.name.open()),
        ("证件", case.applicant.number.open()),
        ("场所", "小城县东街1号"),
        ("类型", "新办=首次"),
        ("流水号", case.number),
        ("受理", "2026-03-02"),
    ]


@pytest.mark.parametrize(
    ("parts", "field", "word"),
    [
        ({"fields": ""}, "fields", "1 至 300"),
        ({"fields": "甲 = 办件.编号\n乙"}, "fields", "第 2 行"),
        ({"fields": "甲 = 别处.编号"}, "fields", "来源"),
        ({"fields": "甲 = 办件.密码"}, "fields", "没有“密码”"),
        ({"fields": "= 办件.编号"}, "fields", "第 1 行"),
        ({"fields": "\n".join(["甲 = 固定.一"] * 301)}, "fields", "1 至 300"),
        ({"file_name": "{材料名}"}, "file_name", "序号"),
        ({"file_name": "{序号}{0}"}, "file_name", "序号"),
        ({"file_name": "{序号!r}"}, "file_name", "序号"),
        ({"file_name": "{序号:>9999999999}"}, "file_name", "序号"),
        ({"file_name": "{序号.__class__}"}, "file_name", "序号"),
        ({"file_name": "{序号"}, "file_name", "序号"),
        ({"system": " "}, "system", "名称"),
        ({"since": date(2026, 3, 1)}, "since", "以后"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(parts: dict[str, Any], field: str, word: str) -> None:
    with pytest.raises(Invalid, match=word) as refused:
        written(**parts)
    assert refused.value.field == field


def test_a_field_that_the_form_of_the_item_does_not_ask_is_refused() -> None:
    testing.licence()
    item = Item.objects.get(code="food-licence")
    with pytest.raises(Invalid, match="nothing"):
        written(item=item, fields="甲 = 表单.nothing")
    assert written(item=item).item == item


def test_only_a_manager_writes_a_screen_down_and_it_reads_back_as_written() -> None:
    with pytest.raises(NotAllowed):
        written(town.liu_mei())
    screen = written()
    assert mapping.read(mapping.written(screen.lines), keys=None) == screen.lines
    with pytest.raises(Invalid):
        written()


def test_the_screen_of_the_item_comes_before_the_general_one() -> None:
    case = testing.accepted()
    general, other = written(), written(system="市系统")
    own = written(item=case.item)
    assert {one.pk for one in mapping.mappings_for(case, at=NOW)} == {own.pk, other.pk}
    with pytest.raises(NoMapping):
        reentry.mapping_for(case, general.pk, at=NOW)
    with pytest.raises(NoMapping):
        reentry.mapping_for(case, 10**30, at=NOW)


def test_files_have_the_names_that_the_other_system_wants() -> None:
    case, screen = testing.accepted(), written()
    content = b"".join(reentry.files_of(case, screen, **clerk()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == [f"{case.number}-01-申请书.pdf", f"{case.number}-02-身份证明.pdf"]
        assert archive.testzip() is None


def test_the_minutes_are_kept_in_the_history_and_added_up_by_system_and_month() -> None:
    case, screen = testing.accepted(), written()
    reentry.begin(case=case, screen=screen, **clerk(20))
    with pytest.raises(AlreadyTyping):
        reentry.begin(case=case, screen=screen, **clerk(21))
    done = reentry.finish(case=case, screen=screen, their_number=" S-9 ", **clerk(27))
    assert (done.minutes, done.their_number) == (7, "S-9")
    with pytest.raises(NotTyping):
        reentry.finish(case=case, screen=screen, **clerk(28))
    last = queries.history(case).last()
    assert last is not None
    assert (last.act, last.detail["minutes"]) == ("case.reentry_finished", 7)
    costs = reentry.costs(centre=offices.centre(), since=date(2026, 3, 1), until=date(2026, 4, 1))
    assert costs == [Cost("省系统", date(2026, 3, 1), 1, 7, 1)]
    assert not reentry.costs(centre=offices.centre(), since=date(2026, 4, 1), until=date(2026, 5, 1))


@pytest.mark.parametrize("account", [town.qian_yan, town.he_jian, town.zhang_wei])
def test_who_does_not_see_the_person_does_not_type_him(account: Any) -> None:
    case, screen = testing.accepted(), written()
    with pytest.raises(NotAllowed):
        reentry.fields_of(case, screen, by=testing.officer(account(), NOW), at=NOW)
    with pytest.raises(NotAllowed):
        reentry.begin(case=case, screen=screen, by=testing.officer(account(), NOW), at=NOW)


def test_nobody_types_his_own_case() -> None:
    case, screen = testing.accepted(), written()
    someone = town.liu_mei()
    someone.party_id = case.applicant_id
    someone.save()
    with pytest.raises(OwnCase):
        reentry.begin(case=case, screen=screen, **clerk())


def test_no_personal_data_goes_into_the_journal() -> None:
    case, screen = testing.accepted(), written()
    reentry.begin(case=case, screen=screen, **clerk(20))
    rows = journal.history(journal.Subject("case", case.number))
    assert case.applicant.name.open() not in "".join(str(row.detail) for row in rows)
