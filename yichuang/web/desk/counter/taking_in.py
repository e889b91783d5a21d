"""From the sheet to the case: enter who stands there, take in what he brings, once for each sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yichuang.base import idempotency
from yichuang.base.idempotency import Answer
from yichuang.cases import accepting, queries, sharing
from yichuang.cases.models import Case
from yichuang.cases.promises import tolerance
from yichuang.web.desk.counter.sheet import Sheet


def take_in(sheet: Sheet, *, accept: bool) -> str:
    """The number of the case. Pressing twice, or again after a broken line, gives the same case. Raises Refused."""
    parts = sorted((name, value) for name, values in sheet.data.lists() for value in values)
    told = [f"{name}={value}".encode() for name, value in parts if name != "csrfmiddlewaretoken"]
    answer = idempotency.once(
        by=sheet.by,
        key=f"counter {sheet.key}",
        digest=idempotency.digest_of(*told),
        at=sheet.at,
        do=lambda: _do(sheet, accept=accept),
    )
    return str(answer.body["number"])


def take_in_and_fetch(sheet: Sheet) -> str:
    """The same, not yet accepted, and every shared paper that lacks is called for. Raises Refused."""
    number = take_in(sheet, accept=False)
    sharing.fetch_all(case=queries.case_for(sheet.by, number, at=sheet.at), by=sheet.by, at=sheet.at)
    return number


def _do(sheet: Sheet, *, accept: bool) -> Answer:
    by, at = sheet.by, sheet.at
    head = sheet.representative
    representative = head.enter(by=by, at=at) if head.is_bound and sheet.person.is_organisation else None
    applicant = sheet.person.enter(by=by, at=at, representative=representative)
    hander = sheet.hander.enter(by=by, at=at) if sheet.hander.is_bound else None
    application = sheet.application(applicant)
    act: Callable[..., Case] = accepting.accept_at_counter if accept else accepting.apply_at_counter
    if accept and application.later:
        looked_up = bool(sheet.data.get("credit_confirmed"))
        act = partial(tolerance.accept_with_gaps_at_counter, credit_confirmed=looked_up)
    case = act(application=application, by=by, at=at, window=sheet.window, handed_in_by=hander)
    return Answer(201, {"number": case.number})
