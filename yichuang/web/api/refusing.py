"""From a refusal of the domain to a status for machines. The sentence is the domain's own."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from yichuang.base.refusal import Invalid, Refusals, Refused, in_one
from yichuang.web.kit import problems
from yichuang.web.kit.refusals import each

NOT_FOUND: Final = 404
FORBIDDEN: Final = 403
CONFLICT: Final = 409
UNPROCESSABLE: Final = 422

STATUS: Final[Mapping[str, int]] = {
    # Does not exist, or not for this actor: the same answer.
    "not_found": NOT_FOUND,
    "no_such_file": NOT_FOUND,
    "no_such_letter": NOT_FOUND,
    "no_such_life_event": NOT_FOUND,
    "no_such_slip": NOT_FOUND,
    "no_such_bill": NOT_FOUND,
    "no_such_voucher": NOT_FOUND,
    # Has no right to the act.
    "no_mandate": FORBIDDEN,
    "no_agency": FORBIDDEN,
    "not_allowed": FORBIDDEN,
    "not_the_applicant": FORBIDDEN,
    "own_case": FORBIDDEN,
    "not_at_this_desk": FORBIDDEN,
    "same_person": FORBIDDEN,
    "not_signed": FORBIDDEN,
    "not_an_inspector": FORBIDDEN,
    "not_the_expert": FORBIDDEN,
    # Would be right at another time, or in a house that is completely set up.
    "refused": CONFLICT,
    "wrong_state": CONFLICT,
    "not_examined": CONFLICT,
    "already_held": CONFLICT,
    "not_to_be_undone": CONFLICT,
    "already_told": CONFLICT,
    "no_hearing": CONFLICT,
    "no_inspection": CONFLICT,
    "not_forwarded": CONFLICT,
    "not_heard": CONFLICT,
    "cannot_extend": CONFLICT,
    "not_the_head": FORBIDDEN,
    "not_agreed": CONFLICT,
    "step_not_open": CONFLICT,
    "step_handed_on": CONFLICT,
    "no_such_department": CONFLICT,
    "already_running": CONFLICT,
    "already_checked": CONFLICT,
    "not_overturned": CONFLICT,
    "nothing_to_mark": CONFLICT,
    "still_wrong": CONFLICT,
    "not_yet": CONFLICT,
    "papers_owed": CONFLICT,
    "intermediary_at_work": CONFLICT,
    "intermediary_not_at_work": CONFLICT,
    "not_paid": CONFLICT,
    "not_charged": CONFLICT,
    "already_billed": CONFLICT,
    "bill_not_open": CONFLICT,
    "payment_used": CONFLICT,
    "refunded_before": CONFLICT,
    "voucher_not_awaited": CONFLICT,
    "nothing_owed": CONFLICT,
    "no_tolerance": CONFLICT,
    "no_promise": CONFLICT,
    "nothing_to_check": CONFLICT,
    "order_still_runs": CONFLICT,
    "not_revocable": CONFLICT,
    "not_excluded": CONFLICT,
    "decision_revoked": CONFLICT,
    "bad_credit": CONFLICT,
    "credit_not_looked_up": CONFLICT,
    "already_sent": CONFLICT,
    "not_sent": CONFLICT,
    "too_late_to_choose": CONFLICT,
    "cell_taken": CONFLICT,
    "cell_in_use": CONFLICT,
    "no_consent": CONFLICT,
    "read_first": CONFLICT,
    "not_tried_yet": CONFLICT,
    "leaving_not_allowed": CONFLICT,
    "no_such_parcel": CONFLICT,
    "already_received": CONFLICT,
    "papers_on_the_move": CONFLICT,
    "not_complete": CONFLICT,
    "already_typing": CONFLICT,
    "not_typing": CONFLICT,
    "no_mapping": NOT_FOUND,
    "nothing_to_hand_over": CONFLICT,
    "limit_stopped": CONFLICT,
    "outside_calendar": CONFLICT,
    "no_office_hours": CONFLICT,
    "no_seal": CONFLICT,
    "letter_incomplete": CONFLICT,
    "letter_lost": 410,
    "unreadable": 400,
    "scanner_unavailable": 503,
}
"""By the code of the refusal. Any other code is about what was handed in: 422."""


def status_of(refused: Refused) -> int:
    """The HTTP status that fits the refusal."""
    if isinstance(refused, Invalid | Refusals):
        return UNPROCESSABLE
    return STATUS.get(refused.code, UNPROCESSABLE)


def refusal(request: HttpRequest, refused: Refused | type[Refused]) -> HttpResponse:
    """Tell a refusal, each part of it with its code, field and sentence."""
    assert isinstance(refused, Refused)  # noqa: S101 - ninja's type allows classes; it never passes one
    errors = lines(refused) if isinstance(refused, Refusals) else []
    return problems.problem(
        status_of(refused), code=refused.code, detail=str(refused), field=refused.field, errors=errors
    )


def lines(refused: Refused) -> list[dict[str, str]]:
    """Every single refusal in it: code, field, sentence."""
    return [{"code": one.code, "field": one.field, "detail": str(one)} for one in each(refused)]


def misshapen(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """The body or the query does not have the shape that the OpenAPI document says."""
    assert isinstance(error, ValidationError)  # noqa: S101 - as above
    found: dict[str, dict[str, str]] = {}
    for one in error.errors:
        field = _field(one["loc"])
        found.setdefault(field, {"code": "invalid", "field": field, "detail": _sentence(one, field)})
    lines = list(found.values())
    return problems.problem(
        UNPROCESSABLE,
        code="invalid",
        detail=in_one(line["detail"] for line in lines),
        field=lines[0]["field"],
        errors=lines,
    )


def broken(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    """What ninja could not read; the reason is the refusal that the reader raised."""
    assert isinstance(error, HttpError)  # noqa: S101 - as above
    if isinstance(error.__cause__, Refused):
        return refusal(request, error.__cause__)
    return problems.plain(error.status_code if error.status_code in (400, 403, 404) else 400)


def _field(location: tuple[Any, ...]) -> str:
    """The place as the caller wrote it: without the name of the source and of our own argument."""
    source, *rest = location
    parts = rest[1:] if source == "body" else rest
    return ".".join(str(part) for part in parts) or str(source)


def _sentence(error: Mapping[str, Any], field: str) -> str:
    kind, context = str(error["type"]), error.get("ctx") or {}
    name = {"field": field[:200]}
    if kind == "missing":
        return _("缺少“%(field)s”，请补上。") % name
    if kind == "extra_forbidden":
        return _("没有“%(field)s”这一项，请删去后重试。") % name
    if kind in ("literal_error", "enum"):
        return _("“%(field)s”应当是 %(expected)s 之一，请修改。") % {**name, "expected": context.get("expected", "")}
    if kind in ("string_too_long", "too_long"):
        return _("“%(field)s”太长，最多 %(most)s，请缩短。") % {**name, "most": context.get("max_length", "")}
    if kind.startswith("union_tag"):
        return _("“%(field)s”的种类不对，请对照接口说明修改。") % name
    if kind.startswith(("greater_than", "less_than")):
        return _("“%(field)s”的数值超出范围，请修改。") % name
    return _("“%(field)s”的格式不对，请对照接口说明修改。") % name
