"""The acts on a certificate that a case brought: the holder is told, heard, and the certificate ends, or stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases.afterwards import ending
from yichuang.cases.models import Case, Way
from yichuang.people.actors import Actor
from yichuang.web.desk.forms.act import ActForm, words
from yichuang.web.kit.forms import text


def _grounds(*ways: Way) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The closed list of each way, under its name."""
    return [(str(way.label), [(one.value, one.label) for one in ending.GROUNDS[way]]) for way in ways]


class _Ending(ActForm):
    """Which way, on which ground, why."""

    rare = True
    ways: tuple[Way, ...] = ()
    way = forms.ChoiceField(label=_("怎样处理"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("法定情形"))
    reasons = words(_("事实和理由"))

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **kwargs: Any) -> None:
        super().__init__(data, files, case=case, **kwargs)
        way, ground = self.fields["way"], self.fields["ground"]
        assert isinstance(way, forms.ChoiceField) and isinstance(ground, forms.ChoiceField)  # noqa: S101, PT018
        way.choices = [(one.value, one.label) for one in self.ways]
        ground.choices = [("", _("请选择")), *_grounds(*self.ways)]


class Intention(_Ending):
    noun, moves = "intention", ("tell_intention",)
    title, button = _("告知拟撤销、撤回"), _("告知持证人，听取陈述申辩")
    done = _("听证告知书已经出具。持证人陈述申辩或者期限届满后，由另一位有权人员决定。")
    ways = ending.HEARD

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ending.tell(case=self.case, by=by, at=at, **self.cleaned_data)


class Defence(ActForm):
    noun, moves, rare = "defence", ("hear_holder",), True
    title, button = _("听取陈述申辩"), _("记录陈述申辩")
    done = _("陈述申辩笔录已经出具。")
    statement = words(_("持证人的意见"), rows=5, help_text=_("放弃陈述申辩的，写明放弃。"))
    place = text(_("地点"), longest=200)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ending.hear(case=self.case, by=by, at=at, **self.cleaned_data)


class Dropping(ActForm):
    noun, moves, rare = "intention_end", ("drop_intention",), True
    title, button = _("不再撤销、撤回"), _("证照继续有效")
    done = _("已记录不再撤销、撤回，证照继续有效。")
    reasons = words(_("为什么不再撤销、撤回"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ending.drop(case=self.case, by=by, at=at, **self.cleaned_data)


class CertificateEnd(_Ending):
    noun, moves, grave = "certificate_end", ("end_certificate",), True
    title, button = _("撤销、撤回或者注销证照"), _("作出决定并出具决定书")
    done = _("决定书已经出具，证照不再有效，监管部门已经收到通知。")
    ways = (Way.REVOKED, Way.WITHDRAWN, Way.CANCELLED)
    compensation = words(_("补偿"), required=False, help_text=_("撤回的必须写明如何补偿，没有损失的写明没有。"))

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return ending.end(case=self.case, by=by, at=at, **self.cleaned_data)


FORMS: tuple[type[ActForm], ...] = (Intention, Defence, Dropping, CertificateEnd)
