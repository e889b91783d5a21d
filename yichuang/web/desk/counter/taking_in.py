"""From the sheet to the case: enter who stands there, take in what he brings, once for each sheet."""

from __future__ import annotations

from yichuang.base import idempotency
from yichuang.base.idempotency import Answer
from yichuang.cases import accepting
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


def _do(sheet: Sheet, *, accept: bool) -> Answer:
    by, at = sheet.by, sheet.at
    head = sheet.representative
    representative = head.enter(by=by, at=at) if head.is_bound and sheet.person.is_organisation else None
    applicant = sheet.person.enter(by=by, at=at, representative=representative)
    hander = sheet.hander.enter(by=by, at=at) if sheet.hander.is_bound else None
    act = accepting.accept_at_counter if accept else accepting.apply_at_counter
    case = act(application=sheet.application(applicant), by=by, at=at, window=sheet.window, handed_in_by=hander)
    return Answer(201, {"number": case.number})
