"""The other ways of delivery: locker, in person, public notice, and what the applicant chooses at the window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.cases.models import Case
from yichuang.delivery import by_locker, by_notice, choosing, in_person, ways
from yichuang.delivery.models import Cell, Failure, Relation
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, kept
from yichuang.web.kit.delivery_choice import ChoiceFields
from yichuang.web.kit.forms import text


class IntoLocker(ActForm):
    noun, moves = "locker", ("deliver",)
    title, button = pgettext_lazy("act", "放入取件柜"), _("放入取件柜")
    done = _("已放入取件柜，申请人在办件页面看得到一次性取件码。")
    cell = forms.ModelChoiceField(label=_("格口"), queryset=Cell.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        self.choose_from("cell", ways.free_cells(case.centre_id))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_locker.put_in_locker(case=self.case, by=by, at=at, **self.cleaned_data)


class LockerCollection(ActForm):
    """The locker has no machine of its own: the code is read out to the staff, who opens the cell with the key."""

    noun, moves = "locker_collection", ("deliver",)
    title, button = _("凭取件码取出"), _("核对取件码并开柜")
    done = _("取件码正确，结果已交付，送达回证已经出具。")
    code = text(_("取件码"), longest=20, autocomplete="off", inputmode="numeric")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_locker.collect_of(case=self.case, code=self.cleaned_data["code"], by=by, at=at)


class OutOfLocker(ActForm):
    noun, moves = "locker_return", ("deliver",)
    title, button = _("从取件柜取回"), _("已取回窗口")
    done = _("结果已取回窗口，取件码作废。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_locker.take_back(case=self.case, by=by, at=at)


class InPerson(ActForm):
    noun, moves = "in_person", ("deliver",)
    title, button = pgettext_lazy("act", "直接送达"), _("已当场签收")
    done = _("已直接送达，送达回证已经出具。")
    relation = forms.ChoiceField(label=_("签收人"), choices=Relation.choices)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return in_person.serve_in_person(case=self.case, by=by, at=at, **self.cleaned_data)


class LeftBehind(ActForm):
    noun, moves = "left_behind", ("deliver",)
    title, button = pgettext_lazy("act", "留置送达"), _("已留置，出具送达回证")
    done = _("已留置送达；有见证人的，请他在送达回证上签名。")
    photograph = forms.FileField(
        label=_("送达过程的照片"),
        required=False,
        help_text=_("拍下把文书留在住所的经过；没有照片的，请填写见证人。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    witness_name = text(_("见证人姓名"), longest=100, required=False, autocomplete="off")
    witness_number = text(
        _("见证人居民身份证号码"),
        longest=40,
        required=False,
        help_text=_("有关基层组织或者所在单位的代表，不能是申请人一方。"),
        autocomplete="off",
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        given = self.cleaned_data | {"photograph": kept(self.cleaned_data["photograph"], by=by, at=at)}
        return in_person.leave_behind(case=self.case, by=by, at=at, **given)


class Visit(ActForm):
    noun, moves = "visit", ("deliver",)
    title, button = pgettext_lazy("act", "上门未送达"), _("登记上门经过")
    done = _("已登记，记入送达经过。")
    failure = forms.ChoiceField(
        label=_("没有送达的原因"), choices=[(one, Failure(one).label) for one in in_person.VISITS_FAIL]
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return in_person.note_visit(case=self.case, by=by, at=at, **self.cleaned_data)


class Announcement(ActForm):
    noun, moves = "public_notice", ("deliver",)
    title, button, grave = pgettext_lazy("act", "公告送达"), _("发布送达公告"), True
    done = _("送达公告已经发布，公告期满视为送达。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return by_notice.announce(case=self.case, by=by, at=at)


class DeliveryChoice(ActForm, ChoiceFields):
    """What the person at the window wants; also while the case is still on its way."""

    noun, moves = "delivery_choice", ("deliver",)
    title, button = _("改送达方式"), _("按本人意愿登记")
    done = _("送达方式已按本人意愿登记。")

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        at = case.completed_at or case.submitted_at
        self.offer(ways.offered(case.item_version, case.centre_id, at=at), chosen=ways.chosen_mode(case))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return choosing.choose(case=self.case, wish=self.wish, by=by, at=at)
