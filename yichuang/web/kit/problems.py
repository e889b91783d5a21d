"""Errors as machines read them: RFC 9457 (application/problem+json), with the same sentence a person would get."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MEDIA_TYPE: Final = "application/problem+json"
ROOT: Final = "/api/"


def is_machine(request: HttpRequest) -> bool:
    """Whether the answer goes to a program: everything below the address of the API does."""
    return request.path.startswith(ROOT)


def problem(
    status: int, *, code: str, detail: str, field: str = "", errors: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    """The answer to a request that was refused. `detail` is the sentence, `code` the kind of refusal for machines,
    `errors` every single refusal (code, field, detail) when there are several."""
    body: dict[str, Any] = {
        "type": f"urn:yichuang:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    if field:
        body["field"] = field
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store, private"
    return response


def unknown() -> HttpResponse:
    """The account is not known."""
    detail = _("请先取得访问令牌，并在请求头 Authorization 中写明“Bearer 令牌”；令牌过期的请换新的。")
    response = problem(401, code="no_account", detail=detail)
    response["WWW-Authenticate"] = "Bearer"
    return response


def not_for_you() -> HttpResponse:
    """The account is known and may not use this address."""
    return problem(
        403,
        code="not_for_this_account",
        detail=_("您的账号不能使用这个接口。如果工作需要，请联系本中心的安全管理员授予角色。"),
    )


def plain(status: int) -> HttpResponse:
    """A problem that no act raised: an address that does not exist, a failure of ours."""
    sentences = {
        400: _("请求的格式不对，什么都没有改变。请对照接口说明修改后重试。"),
        403: _("这个请求被拒绝，什么都没有改变。"),
        404: _("没有这个地址，请对照接口说明检查。"),
        405: _("这个地址不接受这种请求方法，请对照接口说明修改。"),
        413: _("请求太大，请缩小后重试。"),
        503: _("系统正在恢复，刚才的操作没有完成，什么都没有改变。请稍后重试。"),
        500: _("系统出了问题，刚才的操作没有完成，出错信息已记录。请稍后重试。"),
    }
    return problem(status, code=f"http_{status}", detail=sentences[status])
