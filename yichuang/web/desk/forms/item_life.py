"""The acts in the life of an item: each asks for what the act needs, and makes one call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.revising import publishing, reviewing, writing
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import DeskForm, words
from yichuang.web.kit.forms import DateInput
from yichuang.web.kit.times import day_text

REASON: Final = _("写给以后查阅的人看，会记入事项的修订记录。")


class LifeForm(DeskForm):
    """One act on one version (or on the item); in the table of permissions it is `item_<noun>`."""

    def __init__(self, data: Any = None, *, item: Item, version: ItemVersion, at: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.noun}_%s")
        super().__init__(data, **kwargs)
        self.item, self.version, self.at = item, version, at


class Beginning(LifeForm):
    noun = "beginning"
    title, button = _("修订：编制新版本"), _("开始修订")
    done = _("已开始修订，新版本从现在的内容起草。")
    reason = words(_("为什么修订"), help_text=REASON)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return writing.begin(item=self.item, reason=self.cleaned_data["reason"], by=by, at=at)


class Submission(LifeForm):
    noun = "submission"
    title, button = _("提交审核"), _("提交审核")
    done = _("已提交，由另一位中心管理员审核。")
    reason = words(_("修订理由（已经写过的可以不填）"), required=False)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return reviewing.submit(version=self.version, reason=self.cleaned_data["reason"], by=by, at=at)


class Recall(LifeForm):
    noun = "recall"
    title, button = _("撤回修改"), _("撤回到草稿")
    done = _("已撤回，可以继续修改，改完再提交。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return reviewing.recall(version=self.version, by=by, at=at)


class Discarding(LifeForm):
    noun, grave = "discarding", True
    title, button = _("作废草稿"), _("作废这个草稿")
    done = _("草稿已作废。")
    reason = words(_("作废的理由"), help_text=REASON)

    def carry_out(self, *, by: Actor, at: datetime) -> None:
        writing.discard(version=self.version, reason=self.cleaned_data["reason"], by=by, at=at)


class Passing(LifeForm):
    """Whether a version passes: both answers in one form, because an opinion is written once."""

    noun = "review"
    title, button = _("审核"), _("提交审核意见")
    done = _("审核意见已经记录。")
    outcome = forms.ChoiceField(
        label=_("审核结论"),
        widget=forms.RadioSelect,
        choices=[("approve", _("通过，可以发布")), ("send_back", _("不通过，退回修改"))],
    )
    opinion = words(_("审核意见"), required=False, help_text=_("退回修改的，请写明要改什么。"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        act = reviewing.approve if self.cleaned_data["outcome"] == "approve" else reviewing.send_back
        return act(version=self.version, opinion=self.cleaned_data["opinion"], by=by, at=at)


class Publication(LifeForm):
    noun = "publication"
    title, button = _("发布"), _("发布")
    done = _("已发布。生效之前，办事群众看到的仍是现行版本。")
    effective_from = forms.DateField(
        label=_("生效日期"),
        widget=DateInput(),
        help_text=_("从这一天起执行，现行版本在同一天终止。不能早于今天。"),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["effective_from"].initial = timezone.localdate(self.at)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return publishing.publish(
            version=self.version, effective_from=self.cleaned_data["effective_from"], by=by, at=at
        )


class Pause(LifeForm):
    noun, grave = "pause", True
    title, button = _("暂停受理"), _("暂停")
    done = _("已暂停受理新的申请；已经受理的办件继续办理。")
    reason = words(_("暂停的理由"), help_text=REASON)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return publishing.pause(version=self.version, reason=self.cleaned_data["reason"], by=by, at=at)


class Resumption(LifeForm):
    noun = "resumption"
    title, button = _("恢复受理"), _("恢复")
    done = _("已恢复受理。")
    reason = words(_("恢复的理由"), help_text=REASON)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return publishing.resume(version=self.version, reason=self.cleaned_data["reason"], by=by, at=at)


class Cancellation(LifeForm):
    noun, grave = "cancellation", True
    title, button = _("取消事项"), _("取消，从今天起不再受理")
    done = _("已取消。已经受理的办件按原版本办完。")
    reason = words(_("取消的理由"), help_text=REASON)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return publishing.cancel(version=self.version, reason=self.cleaned_data["reason"], by=by, at=at)


class WithdrawalBeforeItsDay(Cancellation):
    """Cancelling a version that waits for its day: the item goes on under the version in force, until that ends."""

    title, button = _("取消还没有生效的版本"), _("取消，这一版不再生效")
    done = _("已取消，这一版不会生效。")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        sentence = _("现行版本在 %(day)s 终止的日期不会因此改变；要接着办理，请在这一天以前发布另一个版本。")
        self.fields["reason"].help_text = sentence % {"day": self._day()}

    def _day(self) -> str:
        begins = self.version.effective_from
        return day_text(begins, today=timezone.localdate(self.at)) if begins else ""


FORMS: Final[Mapping[str, type[LifeForm]]] = {
    form.noun: form
    for form in (
        *(Beginning, Submission, Recall, Discarding, Passing),
        *(Publication, Pause, Resumption, Cancellation),
    )
}


def form_class(noun: str, version: ItemVersion, *, at: datetime) -> type[LifeForm]:
    """The form of an act on a version; cancelling is said in other words before the day of the version."""
    if noun == Cancellation.noun and version.waits(timezone.localdate(at)):
        return WithdrawalBeforeItsDay
    return FORMS[noun]
