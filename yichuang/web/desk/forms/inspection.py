"""The acts of a visit and of asking experts. What was found is written on the page that works without a line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.base import clock
from yichuang.cases.models import Case, Outcome
from yichuang.cases.steps import experts, inspecting, way
from yichuang.cases.steps.delegating import colleagues
from yichuang.documents import receiving
from yichuang.people import registering
from yichuang.people.actors import Actor
from yichuang.people.models import Account, DocumentType
from yichuang.web.desk.forms.act import ActForm, words
from yichuang.web.desk.forms.hearing import MomentInput
from yichuang.web.desk.forms.pausing import choose
from yichuang.web.kit.forms import DateInput, text

if TYPE_CHECKING:  # Django's fields take no type parameters when they run
    _AccountsField = forms.ModelMultipleChoiceField[Account]
else:
    _AccountsField = forms.ModelMultipleChoiceField


class _Team(_AccountsField):
    def label_from_instance(self, obj: Account) -> str:
        return f"{obj.display_name}（{obj.employee_number or obj.username}）"


class Arrangement(ActForm):
    noun, moves, rare = "inspection", ("arrange_inspection",), True
    title, button = _("安排现场勘验"), _("安排勘验，出具通知书")
    done = _("勘验已经安排，通知书已经出具。办理时限照常计算。")
    visit_at = forms.DateTimeField(label=_("勘验时间"), widget=MomentInput)
    place = text(_("地点"), longest=200)
    team = _Team(Account.objects.none(), label=_("勘验人员"), widget=forms.CheckboxSelectMultiple)
    points = words(_("勘验要点"), help_text=_("一行一条；申请人会在通知书上看到。"), rows=4, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        steps = way.of(case).open_for(inspecting.ACT)
        self.choose_from("team", colleagues(steps, on=timezone.localdate(clock.now())))
        latest = inspecting.arrange_by(case) if steps else None
        told = _("不少于两名；各部门一起勘验的，每个部门都要有人参加。")
        late = _("应当在 %(day)s 前指派（行政许可法第五十五条）。") % {"day": f"{latest:%Y-%m-%d}"} if latest else ""
        self.fields["team"].help_text = f"{told}{late}"
        if steps:
            self.fields["points"].initial = "\n".join(inspecting.points_of(case, steps[0]))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = self.cleaned_data | {"points": self.cleaned_data["points"].splitlines()}
        return inspecting.arrange(case=self.case, by=by, at=at, **(said | {"team": list(said["team"])}))


class Confirmation(ActForm):
    noun, moves = "inspection_confirmation", ("confirm_inspection",)
    title, button = _("确认勘验记录"), _("我到过现场，记录属实")
    done = _("您已确认勘验记录。")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return inspecting.confirm(case=self.case, by=by, at=at)


class ExpertRequest(ActForm):
    noun, moves, rare = "expert_request", ("ask_expert",), True
    title, button = _("征求专家意见"), _("征求意见")
    done = _("已经征求专家意见。办理时限照常计算。")
    question = words(_("请专家回答的问题"))
    due_on = forms.DateField(label=_("答复日期"), widget=DateInput)
    expert = text(_("工作人员的用户名"), longest=150, required=False, help_text=_("外部专家请填写下面两项。"))
    name = text(_("姓名"), longest=registering.LONGEST_NAME, required=False, autocomplete="off")
    number = text(_("身份证号码"), longest=40, required=False, autocomplete="off")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = dict(self.cleaned_data)
        username, name, number = said.pop("expert"), said.pop("name"), said.pop("number")
        party = None
        if name or number:
            kind = DocumentType.IDENTITY_CARD
            party = registering.register_person(name=name, document_type=kind, number=number, by=by, at=at)
        expert = experts.of_staff(username) if username else None
        return experts.ask(case=self.case, expert=expert, party=party, by=by, at=at, **said)


class ExpertAnswer(ActForm):
    noun, moves = "expert_opinion", ("enter_expert_opinion",)
    title, button = _("填写专家意见"), _("提交专家意见")
    done = _("专家意见已经记入办件。")
    opinion = forms.TypedChoiceField(label=_("问题"), coerce=int)
    recommends = forms.ChoiceField(
        label=_("建议"), choices=[(Outcome.GRANTED, _("准予")), (Outcome.REFUSED, _("不予"))], widget=forms.RadioSelect
    )
    text = words(_("意见"), help_text=_("外部专家的，照签名的书面意见填写。"))
    scan = forms.FileField(label=_("签名的书面意见扫描件"), required=False, help_text=_("只有外部专家的意见需要。"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        waiting = case.expert_opinions.filter(answered_at__isnull=True).order_by("id")
        choose(self, "opinion", [(one.pk, one.question[:80]) for one in waiting])

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = dict(self.cleaned_data)
        scan, file = said.pop("scan"), None
        if scan is not None:
            file = receiving.receive_upload(stream=scan, name=scan.name or "", by=by, at=at)
        return experts.enter(case=self.case, file=file, by=by, at=at, **said)
