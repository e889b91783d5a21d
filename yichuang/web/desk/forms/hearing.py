"""Hearings, interested parties, sending upward: the rarer acts of the department."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.base import clock
from yichuang.cases.models import Case, InterestedParty, Outcome, Side
from yichuang.cases.pausing import hearing, interested, procedures, upward, waiving
from yichuang.people import registering
from yichuang.people.actors import Actor
from yichuang.people.models import Account, DocumentType
from yichuang.web.desk.forms.act import ActForm, words
from yichuang.web.desk.forms.pausing import choose
from yichuang.web.kit.forms import text


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and an hour."""

    input_type = "datetime-local"


def _people(told: Iterable[InterestedParty]) -> list[tuple[int | str, Any]]:
    """The applicant, then these people by what touches them."""
    people = [(one.pk, _("利害关系人：%(interest)s") % {"interest": one.interest[:40]}) for one in told]
    return [("", Side.APPLICANT.label), *people]


class InterestedNotice(ActForm):
    noun, moves, rare = "interested_party", ("tell_interested_party",), True
    title, button = _("告知利害关系人"), _("出具利害关系人告知书")
    done = _("利害关系人告知书已经出具，请送达本人。")
    name = text(_("姓名或者名称"), longest=registering.LONGEST_NAME, autocomplete="off")
    document_type = forms.ChoiceField(label=_("证件类型"), choices=DocumentType.choices)
    number = text(_("证件号码"), longest=40, autocomplete="off")
    interest = words(_("关系他的什么重大利益"))
    days = forms.IntegerField(label=_("陈述申辩的期限（工作日）"), min_value=1, max_value=procedures.LONGEST, initial=5)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = dict(self.cleaned_data)
        who = {key: said.pop(key) for key in ("name", "document_type", "number")}
        party = registering.register_party(**who, by=by, at=at)
        return interested.tell(case=self.case, party=party, by=by, at=at, **said)


class Statement(ActForm):
    noun, moves, rare = "statement", ("record_statement",), True
    title, button = _("听取陈述申辩"), _("出具陈述申辩笔录")
    done = _("陈述申辩笔录已经出具，请陈述人核对签字。")
    of = forms.TypedChoiceField(label=_("陈述人"), coerce=int, empty_value=None, required=False)
    place = text(_("地点"), longest=200)
    statements = words(_("陈述申辩的内容"), rows=6)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        choose(self, "of", _people(InterestedParty.objects.filter(case=case).order_by("id")))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return interested.record_statement(case=self.case, by=by, at=at, **self.cleaned_data)


class HearingRights(ActForm):
    noun, moves, rare = "hearing_rights", ("tell_hearing_rights",), True
    title, button = _("告知听证权利"), _("出具听证告知书")
    done = _("听证告知书已经出具。期限届满前不能作出决定。")
    matter = words(
        _("听证事项"),
        help_text=_("直接涉及申请人与他人之间重大利益关系的内容。五日的申请期限照常算在办理期限里，请及早告知。"),
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return hearing.tell_rights(case=self.case, by=by, at=at, **self.cleaned_data)


class HearingRequest(ActForm):
    noun, moves, rare = "hearing_request", ("take_hearing_request",), True
    title, button = _("收到听证申请"), _("登记听证申请")
    done = _("听证申请已经登记，应当在二十日内组织听证。通知听证时，办理时限从申请之日起暂停计算。")
    side = forms.ChoiceField(
        label=_("申请人"),
        choices=[(Side.APPLICANT, Side.APPLICANT.label), (Side.INTERESTED, Side.INTERESTED.label)],
    )

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return hearing.take_request(case=self.case, by=by, at=at, **self.cleaned_data)


class HearingWaiver(ActForm):
    noun, moves, rare = "hearing_waiver", ("take_hearing_waiver",), True
    title, button = _("收到放弃听证的声明"), _("登记放弃听证")
    done = _("放弃听证的声明已经登记。申请人和利害关系人都放弃的，不必等期限届满再作决定。")
    of = forms.TypedChoiceField(label=_("声明人"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        choose(self, "of", _people(waiving.who_may_waive(case)))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return waiving.take_waiver(case=self.case, by=by, at=at, **self.cleaned_data)


class HearingCall(ActForm):
    noun, moves, rare = "hearing_call", ("call_hearing",), True
    title, button = _("举行听证"), _("通知听证，时限暂停")
    done = _("听证通知书已经出具，办理时限暂停。")
    held_at = forms.DateTimeField(
        label=_("时间"), widget=MomentInput, help_text=_("应当在举行的七日前通知，申请之日起二十日内组织。")
    )
    place = text(_("地点"), longest=200)
    chair = forms.TypedChoiceField(label=_("主持人"), coerce=int, help_text=_("审查这件办件以外的工作人员。"))
    is_public = forms.BooleanField(label=_("公开举行，发布公告"), required=False, initial=True)
    matter = words(_("听证事项"), required=False, help_text=_("没有告知过听证权利、由机关主动举行的，须填写。"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        chairs = hearing.possible_chairs(case, at=clock.now())
        choose(self, "chair", [(one.pk, one.display_name) for one in chairs])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = self.cleaned_data | {"chair": Account.objects.get(pk=self.cleaned_data["chair"])}
        return hearing.call(case=self.case, by=by, at=at, **said)


class HearingRecord(ActForm):
    noun, moves, rare = "hearing_record", ("record_hearing",), True
    title, button = _("听证笔录"), _("出具听证笔录，恢复计时")
    done = _("听证笔录已经出具，请参加人核对签字。决定应当根据听证笔录作出。")
    attendees = forms.MultipleChoiceField(
        label=_("参加的各方"), choices=Side.choices, widget=forms.CheckboxSelectMultiple
    )
    statements = words(_("听证内容"), rows=8)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return hearing.record(case=self.case, by=by, at=at, **self.cleaned_data)


class Forwarding(ActForm):
    noun, moves, rare = "forwarding", ("send_upward",), True
    title, button = _("转报上级机关"), _("出具转报函并转报")
    done = _("已转报，转报函已经出具。请登记上级机关的签收和答复。")
    to_body = text(_("上级机关"), longest=100)
    opinion = words(_("初步审查意见"), rows=5)
    days = forms.IntegerField(label=_("预计多少个工作日答复"), min_value=1, max_value=procedures.LONGEST, initial=20)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        self.fields["to_body"].initial = case.department.higher_body

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return upward.send(case=self.case, by=by, at=at, **self.cleaned_data)


class ReceiptAbove(ActForm):
    noun, moves, rare = "receipt_above", ("note_receipt_above",), True
    title, button = _("上级机关签收"), _("登记签收")
    done = _("已登记上级机关签收。")
    receipt_number = text(_("收文号"), longest=100, required=False)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return upward.note_receipt(case=self.case, by=by, at=at, **self.cleaned_data)


class AnswerFromAbove(ActForm):
    noun, moves, rare = "answer_from_above", ("record_answer",), True
    title, button = _("上级机关答复"), _("登记答复")
    done = _("答复已经登记，决定应当与答复一致。")
    answer = forms.ChoiceField(
        label=_("答复"), choices=[(Outcome.GRANTED, _("准予")), (Outcome.REFUSED, _("不予"))], widget=forms.RadioSelect
    )
    answer_number = text(_("答复文号"), longest=100)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return upward.record_answer(case=self.case, by=by, at=at, **self.cleaned_data)
