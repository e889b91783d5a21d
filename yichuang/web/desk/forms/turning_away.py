"""Turning somebody away, looking at it as a second person, and receiving after all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yichuang.cases import queries, turning_away
from yichuang.cases.models import TurnedAway
from yichuang.catalogue.queries import version_on
from yichuang.people.actors import Actor
from yichuang.web.desk.counter.person import PersonForm
from yichuang.web.desk.forms.act import DeskForm, words
from yichuang.web.kit.forms import text


class TurningAway(DeskForm):
    """What somebody came for and why it was not received. Who it was is typed only when he wishes to be entered."""

    title, button = _("不予收件登记"), _("登记并打印告知单")
    done = _("已登记，请把告知单交给来办事的人；由另一名同事复核。")
    item = text(
        _("事项编码"),
        longest=60,
        required=False,
        help_text=_("在“窗口收件”选好事项再到这里，会自动填好。"),
        autocomplete="off",
    )
    matter = text(_("来办什么事"), longest=200, required=False, help_text=_("指南里没有的事才填写；不要写个人信息。"))
    reason = words(_("为什么没有收件"), rows=2, help_text=_("写明事实；不要写个人信息。"))
    told = words(_("怎样告诉来办事的人的"), rows=2, help_text=_("例如还要带什么、该找哪个机关。"))

    def __init__(self, data: Any = None, files: Any = None, *, person: PersonForm, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.person = person
        self.made: TurnedAway | None = None

    def is_valid(self) -> bool:
        fits = not self.person.is_bound or (self.person.is_valid() and self.person.is_known)
        if not fits:
            self.add_error(None, _("请填写来办事的人的证件号码和姓名；不愿登记的，都留空。"))
        return super().is_valid() and fits

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        said = dict(self.cleaned_data)
        code = said.pop("item")
        version = version_on(code, timezone.localdate(at)) if code else None
        party = self.person.enter(by=by, at=at) if self.person.is_bound else None
        self.made = turning_away.turn_away(version=version, party=party, by=by, at=at, **said)
        return self.made


class _OnRecord(DeskForm):
    """One act on one record."""

    def __init__(self, data: Any = None, files: Any = None, *, record: TurnedAway, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.record = record


class Check(_OnRecord):
    title, button = _("复核不予收件"), _("记下复核结果")
    done = _("复核结果已经记下。应当收件的，请通知来办事的人并收件。")
    outcome = forms.ChoiceField(label=_("复核结果"), choices=TurnedAway.Outcome.choices, widget=forms.RadioSelect)
    finding = words(_("理由"), rows=2)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        receive = self.cleaned_data["outcome"] == TurnedAway.Outcome.OVERTURNED
        finding = self.cleaned_data["finding"]
        return turning_away.check_turning_away(record=self.record.pk, receive=receive, finding=finding, by=by, at=at)


class Receipt(_OnRecord):
    title, button, done = _("登记已经收件"), _("登记"), _("已登记，这件事办结了复核。")
    case = text(_("办件编号"), longest=50, help_text=_("先在“窗口收件”收下，再填收件得到的编号。"), autocomplete="off")

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        case = queries.case_for(by, "".join(self.cleaned_data["case"].split()), at=at)
        return turning_away.receive_after_all(record=self.record.pk, case=case, by=by, at=at)
