"""The acts on promises: accepted with materials to follow, granted on a promise, checked, ordered, revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases import queries
from yichuang.cases.models import Case, Found, Promise
from yichuang.cases.promises import checking, granting, repairing, revoking, supplementing, tolerance
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, words
from yichuang.web.desk.forms.offices import OfficeForm
from yichuang.web.desk.forms.papers import PapersForm, Wanted
from yichuang.web.desk.forms.review import ReviewForm
from yichuang.web.kit.forms import DateInput, text
from yichuang.web.kit.guide_words import names

CREDIT = _("已查询申请人的信用记录，没有不良记录")


def credit_confirmed() -> forms.BooleanField:
    """What a person confirms where no register is connected."""
    return forms.BooleanField(
        label=CREDIT, required=False, help_text=_("没有接入信用系统时，由您人工查询并勾选，记入办件。")
    )


class AcceptanceWithGaps(ReviewForm):
    noun, moves, with_gaps = "acceptance_with_gaps", ("accept_with_gaps",), True
    title, button = _("容缺受理"), _("容缺受理并出具承诺书和受理通知书")
    done = _("已容缺受理，承诺书写明了后补的材料、期限和逾期的后果。")
    credit_confirmed = credit_confirmed()

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return tolerance.accept_with_gaps(
            case=self.case,
            checks=self.checks(),
            credit_confirmed=self.cleaned_data["credit_confirmed"],
            by=by,
            at=at,
        )


class Supplement(ActForm):
    noun, moves = "supplement", ("supplement_at_counter",)
    title, button = _("收后补材料"), _("收下后补材料")
    done = _("后补材料已经收下。")

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, refused: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        self.papers = PapersForm(self.wanted(), data, errors=refused)
        self.asked: list[Any] = []

    def wanted(self) -> list[Wanted]:
        """The papers to be taken in."""
        return [Wanted(key=one.key, name=one.name) for one in queries.owed_by(self.case)]

    @property
    def template(self) -> str:
        return "desk/parts/corrected.html"

    def is_valid(self) -> bool:
        return super().is_valid() and self.papers.is_valid() and not self.papers.told

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return supplementing.supplement_at_counter(case=self.case, materials=self.papers.given(), by=by, at=at)


class PromiseWithdrawal(Supplement):
    noun, moves, rare = "promise_withdrawal", ("withdraw_promise_at_counter",), True
    title, button = _("收撤回承诺"), _("收下材料，撤回承诺")
    done = _("承诺已经撤回，材料已经收下，按一般程序办理。")

    def wanted(self) -> list[Wanted]:
        called = names(self.case.item_version.parsed)
        keys = [key for one in Promise.objects.filter(case=self.case, withdrawn_at__isnull=True) for key in one.keys]
        return [Wanted(key=key, name=called.get(("material", key), key)) for key in keys]

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return granting.withdraw_promise_at_counter(case=self.case, materials=self.papers.given(), by=by, at=at)


class PromiseGrant(ActForm):
    noun, moves = "promise_grant", ("grant_on_promise",)
    title, button = _("凭承诺当场准予"), _("准予并出具决定书")
    done = _("已凭承诺准予，决定书已经出具；核查任务已经列入“承诺核查”。")
    content = words(_("准予的内容"), required=False)
    credit_confirmed = credit_confirmed()

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return granting.grant_on_promise(case=self.case, by=by, at=at, **self.cleaned_data)


class PromiseCheck(ActForm):
    noun, moves = "promise_check", ("check_promise",)
    title, button = _("承诺核查"), _("记下核查意见")
    done = _("核查意见已经记入办件。两名工作人员意见一致即为核查结果。")
    found = forms.ChoiceField(label=_("核查结果"), choices=Found.choices, widget=forms.RadioSelect)
    text = words(_("核查情况"), help_text=_("写明核查了什么、怎么核查的、结论如何。"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return checking.check_promise(case=self.case, by=by, at=at, **self.cleaned_data)


class PromiseOrder(ActForm):
    noun, moves = "promise_order", ("order_to_keep",)
    title, button = _("责令改正"), _("出具责令改正通知书")
    done = _("责令改正通知书已经出具，到期后再核查一次。")
    requirements = words(_("要改正什么"))
    correct_by = forms.DateField(label=_("改正期限"), widget=DateInput())

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return checking.order_to_keep(case=self.case, by=by, at=at, **self.cleaned_data)


class PromiseRevocation(ActForm):
    noun, moves = "promise_revocation", ("revoke_for_promise",)
    title, button, grave = _("撤销决定"), _("出具撤销决定书"), True
    done = _("撤销决定书已经出具，写明了理由和救济途径。")
    reasons = words(_("撤销的事实和理由"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return revoking.revoke_for_promise(case=self.case, by=by, at=at, **self.cleaned_data)


class CreditRepair(OfficeForm):
    title, button, done = _("信用修复"), _("记为已修复"), _("已记为修复，申请人又可以作出承诺。")
    ground = text(_("修复的凭据"), longest=500, help_text=_("例如信用修复决定书的文号，或者信用系统的查询结果。"))

    def __init__(self, *args: Any, exclusion: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exclusion = exclusion

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return repairing.repair(exclusion=self.exclusion, by=by, at=at, **self.cleaned_data)
