"""The head of a department arranges a substitute (AB角), and ends it early."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yichuang.offices import substituting
from yichuang.offices.models import Posting
from yichuang.people.actors import Actor
from yichuang.people.models import Account
from yichuang.web.desk.forms.act import DeskForm
from yichuang.web.desk.forms.offices import Person, day


class Substitute(DeskForm):
    title, button, done = _("安排AB角"), _("安排替岗"), _("替岗已经登记，到期自动结束。")
    account = Person(Account.objects.none(), label=_("由谁替岗"))
    since = day(_("从哪一天起"))
    until = day(_("到哪一天为止（不含这一天）"))

    def __init__(self, data: Any = None, *, posting: Posting, on: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.posting = posting
        assert posting.department is not None  # noqa: S101 - the page shows no other
        colleagues = substituting.officers_of(posting.department, on=on).exclude(pk=posting.account_id)
        self.choose_from("account", colleagues)
        self.initial.setdefault("since", on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return substituting.arrange_substitute(principal=self.posting, by=by, at=at, **self.cleaned_data)


class EndSubstitute(DeskForm):
    title, button, done, grave = _("结束替岗"), _("结束"), _("替岗从这一天起结束。"), True
    until = day(_("从哪一天起不在岗"))

    def __init__(self, data: Any = None, *, posting: Posting, on: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.posting = posting
        self.initial.setdefault("until", on)

    def carry_out(self, *, by: Actor, at: datetime) -> object:
        return substituting.end_substitute(posting=self.posting, by=by, at=at, **self.cleaned_data)
