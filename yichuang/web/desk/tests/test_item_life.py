"""The life of an item on the desk: begin, submit, review, publish, pause, cancel, and who changed what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yichuang.base import clock
from yichuang.catalogue import testing as catalogue
from yichuang.catalogue.content import TimeLimit
from yichuang.catalogue.models import ItemVersion, Status
from yichuang.catalogue.revising import writing
from yichuang.offices import testing as offices
from yichuang.offices.models import Duty
from yichuang.people import actors
from yichuang.people import testing as town
from yichuang.people.models import Role
from yichuang.web.desk.tests.conftest import At

pytestmark = pytest.mark.usefixtures("staffed")


@pytest.fixture
def version() -> ItemVersion:
    """An item in force."""
    return catalogue.published_item("shop-licence")


@pytest.fixture
def writer(at_desk: At) -> Client:
    """The manager who writes."""
    offices.posting(town.qian_yan(), Duty.MANAGER)
    return at_desk(town.qian_yan())


@pytest.fixture
def reviewer(at_desk: At) -> Client:
    """The other manager."""
    other = town.staff("lu.wen", "陆文", Role.MANAGER)
    offices.posting(other, Duty.MANAGER)
    return at_desk(other)


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"desk:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def do(client: Client, name: str, *args: object, status: int = 302, **data: str) -> str:
    answer = client.post(reverse(f"desk:{name}", args=args), data)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def shorter(item_code: str) -> None:
    """The draft promises three days instead of five."""
    draft = ItemVersion.objects.get(item__code=item_code, status=Status.DRAFT)
    content = draft.parsed.model_copy(update={"promised": TimeLimit(length=3, unit="working_days", text="3个工作日")})
    by = actors.of(town.qian_yan(), at=clock.now())
    writing.revise(version=draft, content=content, part="promised", explanation="缩短", by=by, at=clock.now())


def under_review(writer: Client) -> None:
    do(writer, "item_beginning", "shop-licence", reason="压缩时限")
    shorter("shop-licence")
    do(writer, "item_submission", "shop-licence", 2)


def test_an_item_goes_its_whole_way_from_page_to_page(version: ItemVersion, writer: Client, reviewer: Client) -> None:
    under_review(writer)
    shown = page(reviewer, "item_review", "shop-licence", 2)
    assert "承诺办结时限 5个工作日 → 3个工作日" in shown
    assert "没有监督电话" in shown
    do(reviewer, "item_review", "shop-licence", 2, outcome="approve", opinion="同意")
    do(writer, "item_publication", "shop-licence", 2, effective_from=str(timezone.localdate()))
    second = ItemVersion.objects.get(item=version.item, number=2)
    assert second.status == Status.PUBLISHED
    version.refresh_from_db()
    assert version.effective_until == second.effective_from


def test_only_what_may_be_done_now_has_a_button(version: ItemVersion, writer: Client, reviewer: Client) -> None:
    fresh = page(writer, "item", "shop-licence")
    assert "修订：编制新版本" in fresh
    assert "暂停受理" in fresh
    assert "提交审核" not in fresh
    under_review(writer)
    own = page(writer, "item", "shop-licence")
    assert "撤回修改" in own
    assert "审核这个版本" not in own
    assert "审核这个版本" in page(reviewer, "item", "shop-licence")


def test_an_officer_of_another_department_reads_and_changes_nothing(version: ItemVersion, at_desk: At) -> None:
    stranger = town.staff("far.away", "远处", Role.CLERK)
    offices.posting(stranger, Duty.CLERK, department=offices.department("water", "小城县水利局"))
    client = at_desk(stranger)
    assert "现在没有您可以做的" in page(client, "item", "shop-licence")
    assert "请由他们修改" in do(client, "item_beginning", "shop-licence", status=422, reason="想改")


def test_who_wrote_it_does_not_pass_it(version: ItemVersion, writer: Client) -> None:
    under_review(writer)
    said = do(writer, "item_review", "shop-licence", 2, status=422, outcome="approve")
    assert "自己编制的版本不能自己审核" in said


def test_sending_back_asks_for_an_opinion_and_the_writer_reads_it(
    version: ItemVersion, writer: Client, reviewer: Client
) -> None:
    under_review(writer)
    assert "请写明要修改什么" in do(reviewer, "item_review", "shop-licence", 2, status=422, outcome="send_back")
    do(reviewer, "item_review", "shop-licence", 2, outcome="send_back", opinion="请写明依据")
    assert "请写明依据" in page(writer, "item", "shop-licence", query="?version=2")


def test_a_date_in_the_past_is_refused_beside_its_field(version: ItemVersion, writer: Client, reviewer: Client) -> None:
    under_review(writer)
    do(reviewer, "item_review", "shop-licence", 2, outcome="approve")
    yesterday = str(timezone.localdate() - timedelta(days=1))
    said = do(writer, "item_publication", "shop-licence", 2, status=422, effective_from=yesterday)
    assert "不能倒签" in said
    assert 'id="publication_effective_from_error"' in said


def test_everything_missing_is_told_at_once(writer: Client) -> None:
    draft = catalogue.draft(catalogue.item("bare"), legal_basis=(), review_standard="", result=None)
    said = do(writer, "item_submission", "bare", draft.number, status=422)
    for word in ("没有设定依据", "没有审查标准", "没有办理结果"):
        assert word in said


def test_pause_resume_and_cancel_each_want_a_reason(version: ItemVersion, writer: Client) -> None:
    do(writer, "item_pause", "shop-licence", 1, status=422)
    do(writer, "item_pause", "shop-licence", 1, reason="系统升级")
    do(writer, "item_resumption", "shop-licence", 1, reason="升级完成")
    do(writer, "item_cancellation", "shop-licence", 1, reason="不再设立")
    told = page(writer, "item_history", "shop-licence")
    for word in ("系统升级", "升级完成", "不再设立", "恢复受理"):
        assert word in told
    assert "暂停受理" not in page(writer, "item", "shop-licence")


def test_a_version_that_waits_stands_below_the_one_in_force_and_in_other_words(
    version: ItemVersion, writer: Client, reviewer: Client
) -> None:
    under_review(writer)
    do(reviewer, "item_review", "shop-licence", 2, outcome="approve")
    day = timezone.localdate() + timedelta(days=30)
    do(writer, "item_publication", "shop-licence", 2, effective_from=str(day))

    shown = re.sub(r"<[^>]+>|\s+", "", page(writer, "item", "shop-licence"))
    acts = shown[shown.index("现在可以做的") : shown.index("权力与编码")]
    first, later = acts.index("取消事项第1版·现行"), acts.index("取消还没有生效的版本第2版·")
    assert acts.index("暂停受理第1版·现行") < first < later
    assert acts.count("暂停受理") == 1
    assert acts.count("起生效") == 1
    assert acts.index("待生效") < acts.rindex("现行")
    do(writer, "item_cancellation", "shop-licence", 2, reason="改期")
    assert ItemVersion.objects.get(item__code="shop-licence", number=2).status == Status.CANCELLED


def test_resuming_what_runs_says_so(version: ItemVersion, writer: Client) -> None:
    assert "请刷新后再看" in do(writer, "item_resumption", "shop-licence", 1, status=422, reason="恢复")


def test_the_history_leads_to_what_was_changed_in_a_step(version: ItemVersion, writer: Client) -> None:
    under_review(writer)
    assert "?from=2.1&amp;to=2.2" in page(writer, "item_history", "shop-licence")
    said = page(writer, "item_difference", "shop-licence", query="?from=2.1&to=2.2")
    assert "承诺办结时限 5个工作日 → 3个工作日" in said
    assert "没有差别" in page(writer, "item_difference", "shop-licence", query="?from=1&to=2.1")


@pytest.mark.parametrize("query", ["?from=9&to=1", "?from=1&to=1.7", "?from=x", "?from=1.1.1"])
def test_a_version_that_is_not_there_is_not_found(version: ItemVersion, writer: Client, query: str) -> None:
    assert writer.get(reverse("desk:item_difference", args=["shop-licence"]) + query).status_code == 404


@pytest.mark.parametrize("query", ["?version=9", "?version=1x", "?version=-1", "?version=99999999999999"])
def test_a_strange_version_breaks_nothing(version: ItemVersion, writer: Client, query: str) -> None:
    assert writer.get(reverse("desk:item", args=["shop-licence"]) + query).status_code in (200, 404)


def test_the_list_shows_what_waits_for_whom(version: ItemVersion, writer: Client, reviewer: Client) -> None:
    do(writer, "item_beginning", "shop-licence", reason="压缩时限")
    assert "shop-licence" in page(writer, "items", query="?waits=drafts")
    shorter("shop-licence")
    do(writer, "item_submission", "shop-licence", 2)
    assert "没有等您处理的事项" in page(writer, "items", query="?waits=review")
    assert "shop-licence" in page(reviewer, "items", query="?waits=review")
    do(reviewer, "item_review", "shop-licence", 2, outcome="approve")
    assert "shop-licence" in page(writer, "items", query="?waits=publish")


def test_the_list_is_narrowed_by_status_department_and_words(version: ItemVersion, writer: Client) -> None:
    catalogue.draft(catalogue.item("only-draft"), name="尚未发布的许可")
    assert "only-draft" in page(writer, "items")
    assert "only-draft" not in page(writer, "items", query="?status=published")
    assert "only-draft" in page(writer, "items", query="?status=draft")
    assert "only-draft" in page(writer, "items", query="?q=尚未发布")
    assert "shop-licence" in page(writer, "items", query="?q=xdsl")
    assert "没有找到事项" in page(writer, "items", query="?department=nobody")


def test_a_long_list_goes_on_by_key(writer: Client) -> None:
    for number in range(32):
        catalogue.draft(catalogue.item(f"many-{number:02}"))
    first = page(writer, "items")
    assert "many-29" in first
    assert "many-30" not in first
    assert "many-30" in page(writer, "items", query="?after=many-29")
