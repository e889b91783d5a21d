"""Signing in and out, and opening an account under one's real name."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yichuang.base.refusal import Refused
from yichuang.people import registering, signing_in
from yichuang.people.models import Account, AccountKind, DocumentType
from yichuang.web.kit import forms as kit_forms
from yichuang.web.kit import pace
from yichuang.web.kit.refusals import put_on
from yichuang.web.kit.request import Request, safe_next
from yichuang.web.middleware import idle

# Refusals that tell whether somebody is on file: nobody may go through a list of people with them.
_TELLING = (registering.AnotherName, registering.AlreadyRegistered, registering.NotProved)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(kit_forms.KitForm):
    username = kit_forms.text(gettext_lazy("账号"), longest=40, autocomplete="username", autocapitalize="none")
    password = kit_forms.password(gettext_lazy("密码"))


class RegisterForm(kit_forms.KitForm):
    name = kit_forms.text(
        gettext_lazy("姓名"),
        longest=registering.LONGEST_NAME,
        help_text=gettext_lazy("与证件上的姓名完全一致，包括生僻字和间隔号“·”。"),
        autocomplete="name",
    )
    document_type = forms.ChoiceField(
        label=gettext_lazy("证件类型"),
        choices=[(kind.value, kind.label) for kind in DocumentType if kind != DocumentType.CREDIT_CODE],
    )
    number = kit_forms.text(gettext_lazy("证件号码"), longest=40, autocapitalize="characters", autocomplete="off")
    phone = kit_forms.text(
        gettext_lazy("手机号码"),
        longest=20,
        help_text=gettext_lazy("用来通知您办理进度。"),
        inputmode="tel",
        autocomplete="tel",
    )
    username = kit_forms.text(
        gettext_lazy("账号"),
        longest=40,
        help_text=gettext_lazy("以字母开头，3 至 40 位字母、数字、点、横线或者下划线。"),
        autocomplete="username",
        autocapitalize="none",
    )
    password = kit_forms.password(
        gettext_lazy("密码"), help_text=gettext_lazy("至少 12 位，不要用常见的词。"), new=True
    )
    agreed = forms.BooleanField(label=gettext_lazy("我同意本中心为办理我的事项使用以上信息"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].error_messages["required"] = _("请先阅读并勾选同意，才能开户。")


@sensitive_post_parameters("password")
def sign_in(request: Request) -> HttpResponse:
    """Sign in as a citizen."""
    return _sign_in(request, template="kit/account/sign_in.html", kind=AccountKind.PUBLIC, home="/")


@sensitive_post_parameters("password")
def staff_sign_in(request: Request) -> HttpResponse:
    """Sign in to the desk."""
    return _sign_in(request, template="kit/account/staff_sign_in.html", kind=AccountKind.STAFF, home="/desk/")


def _sign_in(request: Request, *, template: str, kind: AccountKind, home: str) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if kind == AccountKind.STAFF:  # the day at the desk begins without a mouse
        form.fields["username"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        try:
            account = signing_in.sign_in(**form.cleaned_data, at=request.now)
        except Refused as refused:
            put_on(form, refused)
        else:
            # The two sign-in pages let in both kinds of account; each person lands on his own side.
            _begin(request, account)
            default = home if account.kind == kind else ("/desk/" if account.kind == AccountKind.STAFF else "/")
            return HttpResponseRedirect(safe_next(request, default=default))
    context = {"form": form, "next": safe_next(request, default="")}
    return render(request, template, context, status=422 if form.errors else 200)


def _begin(request: Request, account: Account) -> None:
    login(request, account, backend=_BACKEND)
    idle.begin(request, kind=account.kind, at=request.now)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    staff = request.actor.is_staff
    logout(request)
    messages.success(request, _("您已安全退出。"))
    return HttpResponseRedirect(reverse("kit:staff_sign_in") if staff else "/")


@sensitive_post_parameters("password", "number", "phone")
def register(request: Request) -> HttpResponse:
    """Open an account under one's real name."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pace.require(request, purpose="register", at=request.now)
            given = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
            account = registering.register_citizen(**given, by=request.actor, at=request.now)
        except Refused as refused:
            if isinstance(refused, _TELLING):
                pace.note_failure(request, purpose="register", at=request.now)
            put_on(form, refused, fields={_("姓名或者名称"): "name", _("账号"): "username", _("证件号码"): "number"})
        else:
            _begin(request, account)
            messages.success(request, _("开户成功，您已登录。"))
            return HttpResponseRedirect(safe_next(request, default="/"))
    context = {"form": form, "next": safe_next(request, default="")}
    return render(request, "kit/account/register.html", context, status=422 if form.errors else 200)
