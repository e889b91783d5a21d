"""When a page cannot be shown: what happened and what to do next, in plain words."""

import sys
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yichuang.web.kit import problems

RETRY_AFTER: Final = 30
"""Seconds after which a program may ask again while the database is away; it is usually back within half a minute."""


def _say(request: HttpRequest, status: int, title: str, sentences: list[str]) -> HttpResponse:
    if problems.is_machine(request):
        return problems.plain(status)
    return render(request, "kit/error.html", {"title": title, "sentences": sentences, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("发来的内容不完整或格式不对，什么都没有改变。")
    next_step = _("请返回上一页重新操作。")
    return _say(request, 400, _("这个请求无法处理"), [what, next_step])


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("这个页面不在您岗位的权限之内，什么都没有改变。")
    next_step = _("如果工作需要，请联系本中心的系统管理员；申请人请换用个人账号登录。")
    return _say(request, 403, _("您的账号不能使用这个页面"), [what, next_step])


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("地址可能写错了，也可能这项内容不属于您的账号。")
    next_step = _("请检查地址，或从首页重新查找；查办件可用办件编号和查询码。")
    return _say(request, 404, _("没有找到这个页面"), [what, next_step])


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: whatever broke must not break this page too. A database out of reach is 503."""
    away = isinstance(sys.exception(), OperationalError)
    status = 503 if away else 500
    answer = problems.plain(status) if problems.is_machine(request) else _apology(away=away, status=status)
    if away:
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _apology(*, away: bool, status: int) -> HttpResponse:
    what = (
        _("刚才的操作没有完成，什么都没有改变。") if away else _("刚才的操作没有完成，出错信息已记录，工作人员会处理。")
    )
    sentences = [what, _("请稍后再试；急需办理请到大厅咨询导办台，或拨打 12345。")]
    title = _("系统正在恢复，马上就好") if away else _("系统出了问题")
    context = {"title": title, "sentences": sentences, "status": status}
    return HttpResponse(render_to_string("kit/server_error.html", context), status=status)


def not_ready(request: HttpRequest) -> HttpResponse:
    """No centre is loaded yet."""
    what = _("软件已经启动，但还没有设立政务服务中心，也没有事项。")
    next_step = _("请管理员运行 manage.py load_centre 设立中心，再用 manage.py import_guides 导入事项。")
    return _say(request, 503, _("还没有开始服务"), [what, next_step])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    what = _("为防止别人冒用您的身份，表单有时间限制，刚才的内容没有提交。")
    next_step = _("请返回上一页，刷新后再提交。浏览器须允许本网站使用 Cookie。")
    return _say(request, 403, _("页面放得太久，已经失效"), [what, next_step])
