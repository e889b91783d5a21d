"""Putting a letter of authority on file at the counter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yichuang.base.refusal import Refused
from yichuang.web.desk.forms.authority import Authority
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request

FIELDS = {"agent": "agent_number", "file": "letter"}


@require_http_methods(["GET", "POST"])
def authority(request: Request) -> HttpResponse:
    """From now on the agent applies and collects for the principal, within the letter."""
    form = Authority(request.POST or None, request.FILES or None, today=timezone.localdate(request.now))
    if request.method == "POST" and form.is_valid():
        try:
            form.carry_out(by=request.actor, at=request.now)
        except Refused as refused:
            put_on(form, refused, fields=FIELDS)
        else:
            messages.success(request, _("授权委托书已登记，代理人现在可以替委托人申请和领取结果。"))
            return redirect("desk:authority")
    about = _("核对两人的证件原件和委托书原件后登记。企业委托的，委托书由法定代表人签名并加盖公章。")
    context = {"form": form, "about": about, "back": "/desk/"}
    return render(request, "desk/office_act.html", context, status=422 if form.errors else 200)
