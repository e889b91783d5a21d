"""My account: my posts and rights, my password, my other sessions."""

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yichuang.base.refusal import Refused
from yichuang.offices.queries import desk_of
from yichuang.people import own_account
from yichuang.web.kit.forms import KitForm, password
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request


class PasswordForm(KitForm):
    old = password(gettext_lazy("原密码"))
    new = password(gettext_lazy("新密码"), help_text=gettext_lazy("至少 12 位，不要用常见的词。"), new=True)
    again = password(gettext_lazy("再输一遍新密码"), new=True)

    def clean(self) -> None:
        if self.cleaned_data.get("new") != self.cleaned_data.get("again"):
            self.add_error("again", _("两次输入的新密码不一致，请重新输入。"))


@require_safe
def account(request: Request) -> HttpResponse:
    """Who I am here, and what I may change."""
    return _page(request, PasswordForm())


def _page(request: Request, form: PasswordForm) -> HttpResponse:
    today = timezone.localdate(request.now)
    desk = desk_of(request.actor.account, today) if request.actor.account else None
    context = {"form": form, "desk": desk, "roles": sorted(role.label for role in request.actor.roles)}
    return render(request, "desk/account.html", context, status=422 if form.errors else 200)


@require_POST
@sensitive_post_parameters("old", "new", "again")
def change_password(request: Request) -> HttpResponse:
    """A new password; every other session ends with it."""
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            changed = own_account.change_password(
                old=form.cleaned_data["old"], new=form.cleaned_data["new"], by=request.actor, at=request.now
            )
        except Refused as refused:
            put_on(form, refused)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, _("密码已经修改，其他地方的登录都已退出。"))
            return HttpResponseRedirect(reverse("desk:account"))
    return _page(request, form)


@require_POST
def other_sessions(request: Request) -> HttpResponse:
    """End every session of mine but this one."""
    ended = _end_others(request)
    own_account.note_sessions_ended(by=request.actor, at=request.now)
    messages.success(request, _("已退出其他 %(n)s 处登录。") % {"n": ended})
    return HttpResponseRedirect(reverse("desk:account"))


def _end_others(request: Request) -> int:
    """Sessions name their account only inside, so the live ones are looked through; a centre has some hundreds."""
    me, mine = str(request.session.get(SESSION_KEY)), request.session.session_key
    live = Session.objects.filter(expire_date__gt=request.now).exclude(session_key=mine)
    others = [one.pk for one in live.iterator() if str(one.get_decoded().get(SESSION_KEY)) == me]
    Session.objects.filter(pk__in=others).delete()
    return len(others)
